"""A title within English quotation marks: its own marks are English ones, single and double by turns. Pure.

What a title quotes, in the marks of whatever language, stands in single marks, what is quoted within that in double
ones, and so on (Chicago, 17th and 18th edition: 11.7 for other languages' marks, 13.30 for those within others, 8.173
and 14.94 for titles within titles; MLA, 9th edition, likewise). A comma or a full stop comes before all the marks that
close at a title's end (Chicago 6.9). Apostrophes, feet and inches are no quotation marks, nor is one that nothing
closes or opens, nor are the marks of titles in Chinese.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

from index.text.quotation_marks import Quoted, quoted

MAX_ROUNDS: Final = 12
"""Quotations within one another of one kind of marks; more are left as they are."""
_TITLES: Final = "《〈≪"
_ENGLISH: Final = ("‘’", "“”")
_LOOKED_AT: Final = "\ue000"
"""Stands for a mark whose partner is known; no text has it by itself."""
_MEASURES: Final = {'"': re.compile(r'(?<=\d)"'), "'": re.compile(r"(?<=\d)'")}


class Nested(NamedTuple):
    """A title up to the marks that close at its end, and those marks."""

    text: str
    closing: str


def nested(title: str) -> Nested:
    """`title` for use in double quotation marks."""
    found = _pairs(title)
    changed = list(title)
    for one in found:
        depth = sum(other.begin < one.begin and one.end < other.end for other in found)
        opening, closing = _ENGLISH[depth % 2]
        changed[one.begin], changed[one.end - 1] = opening, closing
        for at in _blanks_within(title, one):
            changed[at] = ""
    ends = {one.end - 1 for one in found}
    last = len(title)
    while last - 1 in ends:
        last -= 1
    return Nested("".join(changed[:last]), "".join(changed[last:]))


def _pairs(title: str) -> list[Quoted]:
    """The quotations of a title, and those within them, but for titles in their own marks."""
    text = _without_measures(title)
    found: list[Quoted] = []
    for _ in range(MAX_ROUNDS):
        more = quoted(text)
        if not more:
            break
        for one in more:
            text = _hidden(text, one.begin, one.end - 1)
            if not any(_cross(one, other) for other in found):
                found.append(one)
    return sorted(one for one in found if title[one.begin] not in _TITLES)


def _without_measures(title: str) -> str:
    """The title without a mark of feet or inches: of marks that can't all pair, the last one behind a digit."""
    for mark, measure in _MEASURES.items():
        places = [match.start() for match in measure.finditer(title)]
        free = [at for at, char in enumerate(title) if char == mark and not _is_within_a_word(title, at)]
        if places and len(free) % 2:
            title = _hidden(title, places[_likeliest(free, places)])
    return title


def _likeliest(free: list[int], places: list[int]) -> int:
    """Which of the marks behind digits pairs with no other: the last before which no quotation is open."""
    closed = [at for at, place in enumerate(places) if bisect_left(free, place) % 2 == 0]
    return closed[-1] if closed else 0


def _is_within_a_word(title: str, at: int) -> bool:
    return title[at - 1 : at].isalnum() and title[at + 1 : at + 2].isalnum()


def _hidden(text: str, *places: int) -> str:
    for at in places:
        text = f"{text[:at]}{_LOOKED_AT}{text[at + 1 :]}"
    return text


def _cross(one: Quoted, other: Quoted) -> bool:
    return one.begin < other.begin < one.end < other.end or other.begin < one.begin < other.end < one.end


def _blanks_within(title: str, one: Quoted) -> list[int]:
    """White space right within a pair of marks, as French sets it."""
    inner = title[one.begin + 1 : one.end - 1]
    first = len(inner) - len(inner.lstrip())
    last = len(inner.rstrip())
    return [one.begin + 1 + at for at in range(len(inner)) if at < first or at >= last]
