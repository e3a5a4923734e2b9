"""Quotation marks within quotation marks: double ones become single and single ones double, pair by pair. Pure.

Which mark closes which depends on the language: “ opens in English and closes in German („Łódź“), ” closes in English
and Polish and opens in Swedish (”Łódź”). So marks are matched from left to right, each with the one that opened last.
An inch and an apostrophe stay as they are, and so do guillemets and corner brackets, since nothing here is taken
for one of them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

_SINGLE: Final = {"“": "‘", "”": "’", "„": "‚", "‟": "‛", '"': "'"}
_DOUBLE: Final = {single: double for double, single in _SINGLE.items()}
_CLOSING: Final = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "”": "”",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "‛": "’",
}
"""The marks that may close each mark. Single ones that look like an apostrophe open nothing."""
_CURLY: Final = frozenset(_SINGLE) - {'"'}


def nested(text: str) -> str:
    """`text` for use in double quotation marks."""
    changed = [_SINGLE[mark] if mark in _CURLY else mark for mark in text]  # also where nothing closes them
    for opening, closing in _pairs(text):
        for at in (opening, closing):
            changed[at] = (_SINGLE | _DOUBLE)[text[at]]
    return "".join(changed)


def _pairs(text: str) -> list[tuple[int, int]]:
    """Where marks that belong together are."""
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, (before, mark, after) in enumerate(_surrounded(text)):
        if mark not in _SINGLE and mark not in _DOUBLE:
            continue
        if _may_close(before, after) and (opened := _opened(text, mark, open_at)) is not None:
            pairs.append((open_at[opened], at))
            del open_at[opened:]
        elif mark in _CLOSING and _may_open(before, after):
            open_at.append(at)
    return pairs


def _surrounded(text: str) -> list[tuple[str, str, str]]:
    padded = f" {text} "
    return [(before, mark, after) for (before, mark), (_, after) in pairwise(pairwise(padded))]


def _opened(text: str, mark: str, open_at: list[int]) -> int | None:
    """The place in `open_at` of the last mark that `mark` closes."""
    places = (place for place in reversed(range(len(open_at))) if mark in _CLOSING[text[open_at[place]]])
    return next(places, None)


def _may_open(before: str, after: str) -> bool:
    """Whether a mark between these opens: something follows it, and no word goes before it."""
    return not after.isspace() and not before.isalnum()


def _may_close(before: str, after: str) -> bool:
    """Whether a mark between these closes: something goes before it, and no word follows it."""
    return not before.isspace() and not after.isalnum()
