"""What a typist would have had to do to turn one word into another: pure.

Fingers have habits: they swap two letters, strike a key twice or its neighbour, or leave a letter out (Damerau 1964,
"A technique for computer detection and correction of spelling errors"; Kukich 1992 has the figures). Any other letter
in place of another is rather another word. How far two words are apart is rapidfuzz's, whose one home this is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

Kind = Literal["swapped", "doubled", "undoubled", "missing", "beside", "inserted", "neighbour", "vowel", "replaced"]

_KEYBOARDS = (
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
)
_VOWELS = frozenset("aeiouyаеиоуыэюяё")


class Step(NamedTuple):
    """A part of two sequences, from its start to before its end in either, in which they are the `same` or not."""

    same: bool
    left: int
    left_end: int
    right: int
    right_end: int


class Edit(NamedTuple):
    """A letter or two of a word that was typed, beside what was meant."""

    kind: Kind
    first: bool
    """Whether it is the first letter of either word."""
    last: bool
    """Whether it is among the last two of either, where words are inflected."""


def distance(left: str, right: str) -> int:
    """The fewest letters inserted, deleted, replaced or swapped with their neighbour (optimal string alignment)."""
    return OSA.distance(left, right)


def alignment(left: Sequence[int], right: Sequence[int]) -> Iterator[Step]:
    """What makes `right` of `left` with the fewest numbers inserted, left out or replaced, in order."""
    for step in Levenshtein.opcodes(left, right):
        yield Step(step.tag == "equal", step.src_start, step.src_end, step.dest_start, step.dest_end)


def edits(typed: str, meant: str) -> list[Edit]:
    """The fewest edits by which `meant` became `typed`, from the last to the first."""
    found = []
    for kind, at, opposite in _path(typed, meant):
        end = max(len(typed), len(meant)) - 2
        found.append(Edit(kind, at == 0 or opposite == 0, kind != "swapped" and max(at, opposite) >= end))
    return found


def _table(left: str, right: str) -> list[Sequence[int]]:
    """The distance of each beginning of `left` to each of `right`."""
    table: list[Sequence[int]] = [range(len(right) + 1)]
    for i, letter in enumerate(left, 1):
        above, row = table[-1], [i]
        for j, opposite in enumerate(right, 1):
            cost = min(row[j - 1] + 1, above[j] + 1, above[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == opposite:
                cost = min(cost, table[i - 2][j - 2] + 1)
            row.append(cost)
        table.append(row)
    return table


def _path(typed: str, meant: str) -> Iterator[tuple[Kind, int, int]]:
    """The edits of the least distance, each with where it is in either word."""
    table = _table(typed, meant)
    i, j = len(typed), len(meant)
    while i or j:
        cost = table[i][j]
        if i and j and typed[i - 1] == meant[j - 1] and cost == table[i - 1][j - 1]:
            i, j = i - 1, j - 1
        elif i > 1 and j > 1 and typed[i - 2 : i] == meant[j - 2 : j][::-1] and cost == table[i - 2][j - 2] + 1:
            i, j = i - 2, j - 2
            yield "swapped", i, j
        elif i and j and cost == table[i - 1][j - 1] + 1:
            i, j = i - 1, j - 1
            yield _replacement(typed[i], meant[j]), i, j
        elif j and cost == table[i][j - 1] + 1:
            j -= 1
            yield ("undoubled" if meant[j] in _around(meant, j) else "missing"), i, j
        else:
            i -= 1
            yield _insertion(typed, i), i, j


def _replacement(letter: str, meant: str) -> Kind:
    if meant in _BESIDE.get(letter, ""):
        return "neighbour"
    return "vowel" if {letter, meant} <= _VOWELS else "replaced"


def _insertion(typed: str, at: int) -> Kind:
    around = _around(typed, at)
    if typed[at] in around:
        return "doubled"
    return "beside" if any(letter in _BESIDE.get(typed[at], "") for letter in around) else "inserted"


def _around(word: str, at: int) -> str:
    return word[max(0, at - 1) : at] + word[at + 1 : at + 2]


def _beside() -> dict[str, str]:
    """For each key those that touch it: each row is half a key to the right of the one above."""
    touching: dict[str, str] = {}
    for rows in _KEYBOARDS:
        for number, row in enumerate(rows):
            for at, key in enumerate(row):
                below = rows[number + 1][max(0, at - 1) : at + 1] if number + 1 < len(rows) else ""
                for other in row[at + 1 : at + 2] + below:
                    touching[key] = touching.get(key, "") + other
                    touching[other] = touching.get(other, "") + key
    return touching


_BESIDE = _beside()
