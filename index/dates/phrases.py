"""When words of a query are meant as a date: pure.

    what happened in March 2024 · since the summer of 2019 · between 1969 and 1972 · launches last week · latest on X

A wrong window hides what was looked for, so only what can hardly mean anything else is read: a time after a word
such as "in" or "since", or one that no title, count or name is likely to be. A bare year is none ("1984" is a
novel), nor are "may 2024 be better", "Apollo 11 July 1969" (whose day?), "in 2000 words" or "this week in space".
Two times that are not the two ends of one window are left alone too. Anything in quotation marks is never looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from index.dates import expressions
from index.dates.cues import (
    AGAINST,
    CLOSING,
    QueryWords,
    plain,
    time_at,
)
from index.dates.rules import BOUNDS, FITS, RULES, Match


class SpokenWindow(NamedTuple):
    """What was read from words: the phrase as typed and the days it sets; at least one of the two."""

    phrase: str
    since: dt.date | None
    until: dt.date | None


def window(words: QueryWords, today: dt.date) -> tuple[SpokenWindow, list[str]] | None:
    """The window that `words`, as typed, state, and the words left; None where they state none."""
    if not expressions.may_be_in(" ".join(words)):
        return None
    found = _all(words, today)
    if not found or not _agree(found):
        return None
    left = _without(words, found)
    if _another(left, today) or _all(left, today):  # "since in 1969 March": what is left would be a window too
        return None
    since = max((match.since for match in found if match.since), default=None)
    until = min((match.until for match in found if match.until), default=None)
    phrase = " … ".join(" ".join(words[match.begin : match.end]).rstrip(CLOSING) for match in found)
    return SpokenWindow(phrase, since, until), left


def _all(words: QueryWords, today: dt.date) -> list[Match]:
    found: list[Match] = []
    at = 0
    while at < len(words):
        match = next((match for rule in RULES if (match := rule(words, at, today))), None)
        if match:
            found.append(match)
        at = match.end if match else at + 1
    return found


def _another(words: QueryWords, today: dt.date) -> bool:
    """Whether `words` speak of another time still, so that nobody can tell which of them is the window."""
    for at in range(len(words)):
        time = time_at(words, at, today)
        led = at > 0 and plain(words[at - 1]) in AGAINST | FITS.keys() | BOUNDS
        if time and (led or not (expressions.is_year(time.text) or expressions.is_relative(time.text))):
            return True
    return False


def _agree(found: Sequence[Match]) -> bool:
    """Whether they are one window: a single phrase, or one that opens it and one that closes it."""
    if len(found) == 1:
        return True
    first, second, *others = found
    opens = [match.since for match in (first, second) if match.since and not match.until]
    closes = [match.until for match in (first, second) if match.until and not match.since]
    return not others and len(opens) == len(closes) == 1 and opens[0] <= closes[0]


def _without(words: QueryWords, found: Sequence[Match]) -> list[str]:
    left = list(words)
    for match in reversed(found):
        begin = match.begin
        joined = len(found) > 1 and begin > 0 and plain(left[begin - 1]) == "and"
        del left[begin - joined : match.end]
    return left
