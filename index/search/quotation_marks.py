"""Which quotation marks of a query belong together: those of every language, in either order. Pure.

    “…” „…“ „…” ”…” "…" "…” ＂…＂   «…» »…« »…»   ‹…› ›…‹   「…」 『…』 《…》 〈…〉   ‘…’ ‚…‘ ’…’ '…'

A mark that nothing closes is punctuation, and so is one of inches (6"). A single mark is an apostrophe wherever it can
be one. Each mark looks up the nearest mark that can close it, so the time grows with the length of the query alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import Final, NamedTuple

_CLOSED_BY: Final = {
    **dict.fromkeys('"“”„‟＂〝❝', '"“”‟＂〞〟❞'),
    **dict(zip("«»‹›", ("»", "«»", "›", "‹›"), strict=True)),
    **dict(zip("「｢『《〈﹁﹃", "」｣』》〉﹂﹄", strict=True)),
    **dict(zip("‘‚‛’'", ("’", "‘’", "’", "’", "'"), strict=True)),
}
"""Marks that can open a quotation, and what can close it."""
_SINGLE: Final = "‘’‚‛'"
"""Marks that may be apostrophes."""
_PAIRED: Final = "«‹「｢『《〈﹁﹃"
"""Marks that open wherever they stand, even before a blank."""
MARKS: Final = "".join(dict.fromkeys("".join((*_CLOSED_BY, *_CLOSED_BY.values()))))
DOUBLE: Final = "".join(mark for mark in MARKS if mark not in _SINGLE)
"""Marks that are punctuation wherever they quote nothing."""
_MARK: Final = re.compile(f"[{re.escape(MARKS)}]")
_ENDS_A_CLAUSE: Final = frozenset(",;.!?)]}…%»›”’")
_ELIDED: Final = re.compile(
    r"(?:\d|(?:tis|twas|twere|twill|til|em|cause|bout|round|n|s|t|k|m)(?![^\W_]))", re.IGNORECASE
)
"""What follows an apostrophe at a word's beginning: '68, 'tis, 'em, rock 'n' roll, 's avonds."""


class Quoted(NamedTuple):
    """A quotation: `text[begin]` is its opening mark, `text[end - 1]` the closing one."""

    begin: int
    end: int


def quoted(text: str) -> list[Quoted]:
    """The quotations of `text` in order, none inside another."""
    marks = _Marks(text)
    found: list[Quoted] = []
    for at in marks.places:
        if (not found or at >= found[-1].end) and (end := marks.closing(at)) is not None:
            found.append(Quoted(at, end + 1))
    return found


class _Marks:
    """The marks of a text, by place and by kind."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.places = [match.start() for match in _MARK.finditer(text)]
        self._opening: dict[str, list[int]] = defaultdict(list)
        """By mark, where it can hardly be meant to close."""
        self._closing: dict[str, list[int]] = defaultdict(list)
        """By mark, where it can be meant to close."""
        self._plural: dict[str, list[int]] = defaultdict(list)
        """By mark, where it may be the apostrophe of "the dogs' bowls"."""
        for at in self.places:
            self._kind(at)[text[at]].append(at)

    def closing(self, at: int) -> int | None:
        """The place of the mark that closes the one at `at`; None where that opens nothing."""
        mark = self._text[at]
        if mark not in _CLOSED_BY or not self._can_open(at):
            return None
        family = [other for other in _CLOSED_BY if _CLOSED_BY[other] == _CLOSED_BY[mark]]
        inner = min((place for other in family for place in _after(self._opening[other], at)), default=None)
        for kind in (self._closing, self._plural):
            end = min((place for other in _CLOSED_BY[mark] for place in _after(kind[other], at)), default=None)
            if end is not None and (inner is None or end < inner):
                return end
        return None

    def _kind(self, at: int) -> dict[str, list[int]]:
        before, after = self._around(at)
        if self._text[at] in _SINGLE:
            if after.isalnum() or not before.strip():  # don't; or the beginning of a word
                return self._opening if self._can_open(at) else defaultdict(list)
            return self._plural if before in "sSxXzZ" else self._closing
        begins = not before.isalnum() and before not in _ENDS_A_CLAUSE and bool(after.strip())
        return self._opening if begins and self._text[at] in _CLOSED_BY else self._closing

    def _can_open(self, at: int) -> bool:
        mark, (before, after) = self._text[at], self._around(at)
        if mark in _PAIRED:
            return True
        if mark in _SINGLE:
            return not before.isalnum() and after.isalnum() and not _ELIDED.match(self._text, at + 1)
        if mark in '"＂':
            inches = before.isdigit() or (before.isspace() and self._text[max(at - 2, 0)].isdigit() and after.isspace())
            return not (inches or (_is_hebrew(before) and _is_hebrew(after)))
        return bool(after.strip()) and not (before.isalnum() and (mark in "”»›" or not after.isalnum()))

    def _around(self, at: int) -> tuple[str, str]:
        """The characters before and after, a blank where there is none."""
        return self._text[at - 1 : at] or " ", self._text[at + 1 : at + 2] or " "


def _after(places: list[int], at: int) -> list[int]:
    """The first of `places`, which ascend, after `at`; none where there is none."""
    next_place = bisect_right(places, at)
    return places[next_place : next_place + 1]


def _is_hebrew(char: str) -> bool:
    return "\u05d0" <= char <= "\u05ea"
