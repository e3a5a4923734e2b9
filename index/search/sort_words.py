"""The order that words of a query ask for: pure. "latest on …", "… oldest first"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from index.models.answers import Sort


class SortPhrase(NamedTuple):
    """An order and the phrase that asks for it, as typed."""

    phrase: str
    sort: Sort


_LATEST = re.compile(
    r"^(?:(?:what is|what's|what’s|whats|what are|show me|show|find me|find|give me|list) )?"
    r"(?P<phrase>(?:the )?(?:latest|newest|most recent)"
    r"(?: (?:news|updates?|documents?|reports?|articles?|posts?|passages?|stories|developments?|information))?"
    r"(?: (?:on|about|regarding|concerning|of))?) (?!(?:possible|at|by|than|date|time|first)\b)(?=\S)",
    re.IGNORECASE,
)
_NEWEST_FIRST = re.compile(r",? (?P<phrase>(?:newest|latest|most recent) first)$", re.IGNORECASE)
_OLDEST_FIRST = re.compile(r",? (?P<phrase>(?:oldest|earliest) first)$", re.IGNORECASE)
_FORMS: Final[tuple[tuple[re.Pattern[str], Sort], ...]] = (
    (_LATEST, "newest"),
    (_NEWEST_FIRST, "newest"),
    (_OLDEST_FIRST, "oldest"),
)


def order(words: Sequence[str]) -> tuple[SortPhrase, list[str]] | None:
    """The order that `words` begin or end by asking for, and the words left; None where they ask for none."""
    typed = " ".join(words)
    for form, sort in _FORMS:
        match = form.search(typed)
        if match and (left := (typed[: match.start()] + typed[match.end() :]).split()):
            return SortPhrase(match["phrase"], sort), left
    return None
