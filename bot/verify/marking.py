"""A quotation in which what differs is marked: ~~as quoted~~ **in the source**. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import index
from bot.ui import limits, text
from bot.ui.excerpt import OMITTED

AROUND: Final = 60
"""Characters beside a difference that are shown of a quotation too long to be shown whole."""
_BLANK: Final = re.compile(r"\s+")
_STRUCK, _BOLD = "~~", "**"


class _Piece(NamedTuple):
    """A stretch of the quotation, or what the source has in its place, and the mark around it."""

    words: str
    mark: str = ""


def marked(quotation: str, differences: Sequence[index.Difference], most: int) -> str:
    """The quotation in a line of at most `most` characters, as a quotation of Discord's.

    Words that differ are struck out and followed by those of the source. A quotation that is too long is shown around
    what differs; where not even that fits, it ends with a mark.
    """
    telling = _apart([one for one in differences if not one.typographic])
    pieces = list(_pieces(quotation, telling))
    room = most - len(text.QUOTE)
    if sum(limits.length(_drawn(piece)) for piece in pieces) > room and telling:
        pieces = list(_shortened(pieces))
    return text.QUOTE + _joined(pieces, room)


def _apart(differences: Sequence[index.Difference]) -> list[index.Difference]:
    """In the order of the quotation, none that begins within another."""
    kept: list[index.Difference] = []
    for one in sorted(differences, key=lambda one: (one.start, one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _pieces(quotation: str, differences: Sequence[index.Difference]) -> Iterator[_Piece]:
    at = 0
    for one in differences:
        yield _Piece(_flat(quotation[at : one.start]))
        said, is_ = _flat(quotation[one.start : one.end]), _flat(one.is_)
        yield _Piece(said, _STRUCK)
        if said.strip() and is_.strip():
            yield _Piece(" ")
        yield _Piece(is_, _BOLD)
        if is_.strip() and not said.strip() and quotation[one.end : one.end + 1].strip():
            yield _Piece(" ")
        at = one.end
    yield _Piece(_flat(quotation[at:]))


def _flat(words: str) -> str:
    return _BLANK.sub(" ", index.clean(words))


def _shortened(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Without what is far from every difference."""
    for place, piece in enumerate(pieces):
        first, last = place == 0, place == len(pieces) - 1
        if piece.mark or len(piece.words) <= AROUND * (1 if first or last else 2) + len(OMITTED):
            yield piece
            continue
        before = "" if first else _begin(piece.words)
        behind = "" if last else _end(piece.words)
        yield _Piece(f"{before}{' ' if before else ''}{OMITTED}{' ' if behind else ''}{behind}")


def _begin(words: str) -> str:
    return words[:AROUND].rpartition(" ")[0] or words[:AROUND]


def _end(words: str) -> str:
    return words[-AROUND:].partition(" ")[2] or words[-AROUND:]


def _drawn(piece: _Piece) -> str:
    """A piece escaped, between its marks."""
    return text.between(text.escape(piece.words), piece.mark)


def _joined(pieces: Sequence[_Piece], room: int) -> str:
    """As many pieces as fit; what touches without a mark is escaped as one, lest it act together."""
    shown = ""
    for piece in _merged(pieces):
        drawn = _drawn(piece)
        if limits.length(shown) + limits.length(drawn) > room:
            left = room - limits.length(shown)
            if piece.mark or left < limits.length(text.MARK):
                return _cut(shown, room)
            return shown + text.fit(piece.words, left)
        shown += drawn
    return shown.strip()


def _cut(shown: str, room: int) -> str:
    """What is shown, with a mark that there is more, if that has room."""
    mark = f" {text.MARK}"
    return shown.rstrip() + mark if limits.length(shown.rstrip() + mark) <= room else shown.rstrip()


def _merged(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    plain = ""
    for piece in pieces:
        if not piece.mark:
            plain += piece.words
        elif piece.words.strip():
            yield from [_Piece(plain)] if plain else []
            plain = ""
            yield piece
    if plain:
        yield _Piece(plain)
