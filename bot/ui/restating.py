"""A reading written as a query again. Pure."""

from __future__ import annotations

from typing import Final

import index

_MARKS: Final = str.maketrans(dict.fromkeys('"“”„‟＂〝〞〟❝❞「」', " "))
"""Marks that could end a phrase before its end; none of them is part of a word."""


def stated(reading: index.Reading) -> str:
    """The reading but its window, written so that it is read the same again."""
    terms = [
        reading.words,
        *(_quoted(phrase) for phrase in reading.phrases),
        *(f"-{_quoted(word)}" for word in reading.excluded),
        *(f"title:{_quoted(title)}" for title in reading.titles),
        *(f"in:{_quoted(folder)}" for folder in reading.folders),
    ]
    return " ".join(term for term in terms if term)


def window(reading: index.Reading) -> str:
    """The window as operators, where there is nothing else to state: a query has a text."""
    bounds = (("since", reading.since), ("until", reading.until))
    return " ".join(f"{name}:{day.isoformat()}" for name, day in bounds if day)


def _quoted(term: str) -> str:
    """The term in quotation marks."""
    return f'"{term.translate(_MARKS).strip()}"'
