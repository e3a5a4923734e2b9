"""When words of a query are meant as a date window: pure.

    what happened in March 2024 · since the summer of 2019 · between 1969 and 1972 · launches last week · latest on X

A wrong window hides what was searched for, so only words that can hardly mean anything else are read: a time after a
word such as "in" or "since", or a time that is unlikely to be a title, count or name. A bare year is not read ("1984"
is a novel), nor are "may 2024 be better", "Apollo 11 July 1969" (whose day?), "in 2000 words" or "this week in space".
Two times that are not the two ends of a window are not read either. Anything in quotation marks is ignored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from index.dates import expressions
from index.dates.cues import BLOCKING_WORDS, CLOSING_MARKS, QueryWords, plain, time_at
from index.dates.rules import BOUND_WORDS, PREPOSITIONS, RULES, Match


class SpokenWindow(NamedTuple):
    """A window read from words: the phrase as typed and the bounds it sets, at least one of them."""

    phrase: str
    since: dt.date | None
    until: dt.date | None


def window(words: QueryWords, today: dt.date) -> tuple[SpokenWindow, list[str]] | None:
    """The window that `words`, as typed, state, and the remaining words; None if they state none."""
    if not expressions.may_be_in(" ".join(words)):
        return None
    matches = _matches(words, today)
    if not matches or not _are_one_window(matches):
        return None
    left = _without(words, matches)
    if _has_time(left, today) or _matches(left, today):  # "since in 1969 March": what is left would be a window too
        return None
    since = max((match.since for match in matches if match.since), default=None)
    until = min((match.until for match in matches if match.until), default=None)
    phrase = " … ".join(" ".join(words[match.begin : match.end]).rstrip(CLOSING_MARKS) for match in matches)
    return SpokenWindow(phrase, since, until), left


def _matches(words: QueryWords, today: dt.date) -> list[Match]:
    matches: list[Match] = []
    at = 0
    while at < len(words):
        match = next((match for rule in RULES if (match := rule(words, at, today))), None)
        if match:
            matches.append(match)
        at = match.end if match else at + 1
    return matches


def _has_time(words: QueryWords, today: dt.date) -> bool:
    """Whether `words`, what is left of a query, name a further time, so that either may be the window."""
    for at in range(len(words)):
        time = time_at(words, at, today)
        led = at > 0 and plain(words[at - 1]) in BLOCKING_WORDS | PREPOSITIONS.keys() | BOUND_WORDS
        if time and (led or not (expressions.is_year(time.text) or expressions.is_relative(time.text))):
            return True
    return False


def _are_one_window(matches: Sequence[Match]) -> bool:
    """Whether they make up one window: a single phrase, or a phrase that opens it and a phrase that closes it."""
    if len(matches) == 1:
        return True
    first, second, *more = matches
    opens = [match.since for match in (first, second) if match.since and not match.until]
    closes = [match.until for match in (first, second) if match.until and not match.since]
    return not more and len(opens) == len(closes) == 1 and opens[0] <= closes[0]


def _without(words: QueryWords, matches: Sequence[Match]) -> list[str]:
    left = list(words)
    for match in reversed(matches):
        begin = match.begin
        joined = len(matches) > 1 and begin > 0 and plain(left[begin - 1]) == "and"
        del left[begin - joined : match.end]
    return left
