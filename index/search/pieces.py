"""A query in pieces, which stand between blanks or in quotation marks, and what a piece's signs can mean. Pure.

Every question about a piece is answered from it and the next few, or by a look-up among places noted once, so that the
time to read a query grows with its length alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from index.text.quotation_marks import DOUBLE, quoted
from index.text.terms import is_searchable


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DASHES: Final = "-–—−‐‑﹣－―"
"""What excludes directly before a word."""
BRACKETS: Final = "()[]{}"
CLOSING: Final = ",;.!?)]}"
"""What may stand after a word."""
_LONG_DASHES: Final = "–—―"
_HEBREW: Final = "\u05d0-\u05ea"
_LOOSE_MARK: Final = re.compile(rf'(?<![{_HEBREW}])"|"(?![{_HEBREW}])|[{re.escape(DOUBLE.replace(chr(34), ""))}]')
"""A mark that quotes nothing; the one inside a Hebrew abbreviation is a letter's."""
_NUMBER: Final = re.compile(r"[.,]?\d[\d.,]*+(?P<unit>[°%‰]\w?|[CFK])?[,;.!?)]*+")
_SENTENCE_ENDS: Final = (".", "!", "?", "…")
_SHOUTED_WORDS: Final = 3
"""So many words, all in capitals, are no place for operators in capitals."""
_BEFORE_NUMBERS: Final = word_set("of to at by under below above between from minus around about")
_UNITS: Final = word_set("degree degrees celsius fahrenheit kelvin percent per % °c °f ° c f k points million billion")
_CONJUNCTIONS: Final = word_set("und oder bzw sowie en of och og")
"""Before a word cut short, in German and its kin: Vorbereitung und -durchführung."""


class Piece(NamedTuple):
    """A word with its signs, or a quotation without its marks; `glued` where no blank parts it from the one before."""

    text: str
    quoted: bool
    glued: bool

    @property
    def word(self) -> str:
        """What was typed without brackets and what closes a word."""
        return self.text.strip(BRACKETS + CLOSING)


def pieces(typed: str) -> Iterator[Piece]:
    """The pieces of a query in their order; a mark that quotes nothing parts words as a blank does."""
    end = 0
    for quotation in quoted(typed):
        yield from _words(typed[end : quotation.begin], after_phrase=end > 0)
        glued = not (typed[quotation.begin - 1 : quotation.begin] or " ").isspace()
        end = quotation.end
        yield Piece(typed[quotation.begin + 1 : end - 1], True, glued)
    yield from _words(typed[end:], after_phrase=end > 0)


def _words(stretch: str, *, after_phrase: bool) -> Iterator[Piece]:
    for match in re.finditer(r"\S+", _LOOSE_MARK.sub(" ", stretch)):
        yield Piece(match[0], False, after_phrase and match.start() == 0)


def shouted(words: Sequence[Piece]) -> bool:
    """Whether so much is in capitals, and nothing else is, that capitals make no operator."""
    cased = [piece.text for piece in words if not piece.quoted and piece.text.upper() != piece.text.lower()]
    return len(cased) >= _SHOUTED_WORDS and all(word == word.upper() for word in cased)


Sign = Literal["out", "number", "below", "elided", "quoted", "dashes", ""]
"""What a dash before a word is: it leaves the word or number out, makes it a number below zero, stands for the part
that is cut off it, begins the name of who is quoted, is one of several, or is punctuation."""


class Signs:
    """What the dashes of a query mean."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._opening: dict[str, list[int]] = defaultdict(list)
        self._closing: dict[str, list[int]] = defaultdict(list)
        for at, piece in enumerate(pieces):
            if not piece.quoted and len(piece.text) > 1:
                self._opening[piece.text[0]].append(at)
                self._closing[piece.text.rstrip(CLOSING)[-1:]].append(at)

    def before(self, at: int) -> Sign:
        """What the dash is with which the piece at this place begins; empty where it begins with none."""
        piece = self._pieces[at]
        dash, rest = piece.text[0], piece.text[1:]
        if dash not in DASHES or piece.glued:
            return ""
        following = self._pieces[at + 1] if at + 1 < len(self._pieces) else None
        if following and following.quoted and following.glued and (not is_searchable(rest)):
            return "out" if rest in {"", "("} else ""
        if rest[:1] in DASHES and rest:
            return "dashes" if dash == "-" and is_searchable(rest[:2]) else ""
        if not is_searchable(rest) or self._is_parenthesis(dash, at):
            return ""
        return self._before_word(at, rest, following)

    def _before_word(self, at: int, rest: str, following: Piece | None) -> Sign:
        before = self._pieces[at - 1].word.casefold() if at else ""
        if _NUMBER.fullmatch(rest):
            return "below" if self._is_below_zero(before, rest, following) else "number"
        if before in _CONJUNCTIONS:
            return "elided"
        return "quoted" if rest[0].isupper() and at and self._pieces[at - 1].text.endswith(_SENTENCE_ENDS) else "out"

    def _is_parenthesis(self, dash: str, at: int) -> bool:
        """Whether a dash after the word closes what this one opens: la misión —dijo Armstrong— fue breve."""
        if dash not in _LONG_DASHES:
            return False
        closing = _first(self._closing[dash], at)
        opening = _first(self._opening[dash], at + 1)
        return closing is not None and (opening is None or closing < opening)

    @staticmethod
    def _is_below_zero(before: str, number: str, following: Piece | None) -> bool:
        """-5 degrees, -40 °C, -0.5, a low of -40; or the end of a range such as 1969 -1972."""
        unit = following is not None and following.word.casefold() in _UNITS
        decimal = number.rstrip(CLOSING).count(".") == 1  # 3.11.4 is a version
        found = _NUMBER.fullmatch(number)
        led = before in _BEFORE_NUMBERS or before[-1:].isdigit()
        return unit or decimal or led or bool(found and found["unit"])


def _first(places: Sequence[int], at: int) -> int | None:
    """The first of `places`, which ascend, from `at` on."""
    place = bisect_left(places, at)
    return places[place] if place < len(places) else None
