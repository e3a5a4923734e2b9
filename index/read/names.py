"""Lists of names written as one text, as markup's attributes are."""

from __future__ import annotations


def names(listed: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(listed.split())
