"""A quotation made of parts that stand in several places: pure.

From its beginning on, the longest run of words that any text has is taken as a part, and so on to its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from index.quotations.align import numbered
from index.quotations.candidates import Opened
from index.quotations.places import Text, Wanted
from index.text.scripts import is_unspaced

MIN_PART: Final = 4
"""Words of a part; of scripts without blanks two characters count as one."""
MIN_COVERED: Final = 0.85
"""The share of its words that must stand somewhere."""
MEAN_PART: Final = 6
"""Words of the parts on average: sentences can be made of phrases that everybody uses."""
MAX_BRIDGED: Final = 3
"""Words that may be otherwise between two runs of one part."""


class Piece(NamedTuple):
    """Words of the quotation from `first` to before `end`, and the place in a document where they stand."""

    first: int
    end: int
    source: Opened
    start: int
    stop: int


class _Found(NamedTuple):
    first: int
    end: int
    text: int
    at: int


def pieces(wanted: Wanted, texts: Sequence[tuple[Opened, Text]]) -> list[Piece]:
    """The parts in their order; none where they are fewer than two, or too little of the quotation is found."""
    keys = wanted.keys
    known = [_string(numbered([keys], text.keys())[1].tolist()) for _, text in texts]
    quotation = _string(numbered([keys], keys)[1].tolist())
    sizes = [0.5 if is_unspaced(key) else 1.0 for key in keys]
    found = _bridged(_runs(quotation, known, sizes))
    parts = [one for one in found if sum(sizes[one.first : one.end]) >= MIN_PART]
    covered = sum(sum(sizes[one.first : one.end]) for one in parts)
    if len(parts) < 2 or covered < MIN_COVERED * sum(sizes) or covered < MEAN_PART * len(parts):
        return []
    return [_piece(one, *texts[one.text]) for one in parts]


def _string(numbers: Sequence[int]) -> str:
    """Words as characters, so that runs of them are found as text; words that the quotation hasn't are all one."""
    return "".join(chr(0x100 + number) if number >= 0 else "\0" for number in numbers)


def _runs(quotation: str, texts: Sequence[str], sizes: Sequence[float]) -> list[_Found]:
    """The longest run from each place on that isn't within the one before."""
    found: list[_Found] = []
    at = 0
    while at < len(quotation):
        length, where = 0, (0, 0)
        for number, text in enumerate(texts):
            place = text.find(quotation[at : at + length + 1])
            while place >= 0 and at + length < len(quotation):
                length, where = length + 1, (number, place)
                place = text.find(quotation[at : at + length + 1], place)
        if sum(sizes[at : at + length]) >= MIN_PART / 2:
            found.append(_Found(at, at + length, *where))
            at += length
        else:
            at += 1
    return found


def _bridged(found: Sequence[_Found]) -> list[_Found]:
    """The runs, those of one place with a few words between them as one."""
    joined: list[_Found] = []
    for run in found:
        if joined and joined[-1].text == run.text:
            last = joined[-1]
            gap, there = run.first - last.end, run.at - (last.at + last.end - last.first)
            if 0 <= there <= MAX_BRIDGED and gap <= MAX_BRIDGED:
                joined[-1] = last._replace(end=run.end)
                continue
        joined.append(run)
    return joined


def _piece(found: _Found, source: Opened, text: Text) -> Piece:
    first = text.side.tokens[text.words[found.at]]
    last = text.side.tokens[text.words[min(found.at + found.end - found.first, len(text.words)) - 1]]
    return Piece(found.first, found.end, source, text.begin + first.start, text.begin + last.end)
