"""Which quotation marks of a text belong together: those of every language, in either order. Pure.

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
    **dict.fromkeys('"“”„‟＂〝❝″⹂', '"“”‟＂〞〟❞″'),
    **dict(zip("«»‹›", ("»", "«»", "›", "‹›"), strict=True)),
    **dict(zip("「｢『《〈﹁﹃≪", "」｣』》〉﹂﹄≫", strict=True)),
    **dict(zip("‘‚‛’'", ("’", "‘’", "’", "’", "'"), strict=True)),
}
"""Marks that can open a quotation, and what can close it."""
_CLOSES: Final = {
    mark: tuple(dict.fromkeys(closers for closers in _CLOSED_BY.values() if mark in closers))
    for mark in "".join((*_CLOSED_BY, *_CLOSED_BY.values()))
}
"""By mark, the groups of marks that close alike to which it belongs."""
_SINGLE: Final = "‘’‚‛'"
"""Marks that may be apostrophes."""
_PAIRED: Final = "«‹「｢『《〈﹁﹃≪"
"""Marks that open wherever they stand, even before a blank."""
MARKS: Final = "".join(_CLOSES)
DOUBLE: Final = "".join(mark for mark in MARKS if mark not in _SINGLE)
"""Marks that are punctuation wherever they quote nothing."""
_MARK: Final = re.compile(f"[{re.escape(MARKS)}]")
_ENDS_A_CLAUSE: Final = frozenset(",;.!?)]}…%»›”’")
_FOLLOWS: Final = frozenset(",;.:!?)]}")
"""What can stand right behind a quotation, and hardly begins one."""
_ELIDED: Final = re.compile(
    r"(?:\d|(?:tis|twas|twere|twill|til|em|cause|bout|round|n|s|t|k|m)(?![^\W_]))", re.IGNORECASE
)
"""What follows an apostrophe at a word's beginning: '68, 'tis, 'em, rock 'n' roll, 's avonds."""


_Places = defaultdict[str, list[int]]


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
    """The marks of a text, by place and by what they do."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.places = [match.start() for match in _MARK.finditer(text)]
        self._opening: _Places = defaultdict(list)
        """By what closes them, the marks that can hardly be meant to close."""
        self._closing: _Places = defaultdict(list)
        """By the marks that close alike, those that can be meant to close."""
        self._plural: _Places = defaultdict(list)
        """Likewise those that may be the apostrophe of "the dogs' bowls"."""
        for at in self.places:
            self._note(at)

    def closing(self, at: int) -> int | None:
        """The place of the mark that closes the one at `at`; None where that opens nothing."""
        closers = _CLOSED_BY.get(self._text[at])
        if closers is None or not self._can_open(at):
            return None
        inner = _after(self._opening[closers], at)
        for kind in (self._closing, self._plural):
            end = _after(kind[closers], at)
            if end is not None and (inner is None or end < inner):
                return end
        return None

    def _note(self, at: int) -> None:
        mark, (before, after) = self._text[at], self._around(at)
        if mark in _SINGLE:
            begins = after.isalnum() or not before.strip()  # don't; or the beginning of a word
            if begins and not self._can_open(at):
                return
            closing = self._plural if before in "sSxXzZ" else self._closing
        else:
            closes = mark in "»›" and before.isspace() and after in _FOLLOWS  # « one », two
            begins = not before.isalnum() and before not in _ENDS_A_CLAUSE and bool(after.strip()) and not closes
            closing = self._closing
        if begins and mark in _CLOSED_BY:
            self._opening[_CLOSED_BY[mark]].append(at)
        else:
            for closers in _CLOSES[mark]:
                closing[closers].append(at)

    def _can_open(self, at: int) -> bool:
        mark, (before, after) = self._text[at], self._around(at)
        if mark in _PAIRED:
            return True
        if mark in _SINGLE:
            return not before.isalnum() and after.isalnum() and not _ELIDED.match(self._text, at + 1)
        if mark in '"＂″':
            inches = before.isdigit() or (before.isspace() and self._text[max(at - 2, 0)].isdigit() and after.isspace())
            return not (inches or (_is_hebrew(before) and _is_hebrew(after)))
        return bool(after.strip()) and not (before.isalnum() and (mark in "”»›" or not after.isalnum()))

    def _around(self, at: int) -> tuple[str, str]:
        """The characters before and after, a blank where there is none."""
        return self._text[at - 1 : at] or " ", self._text[at + 1 : at + 2] or " "


def _after(places: list[int], at: int) -> int | None:
    """The first of `places`, which ascend, after `at`; None where there is none."""
    following = bisect_right(places, at)
    return places[following] if following < len(places) else None


def _is_hebrew(char: str) -> bool:
    return "\u05d0" <= char <= "\u05ea"
