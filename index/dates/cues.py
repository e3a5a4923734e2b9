"""What stands around a time in a query and tells whether it is meant as one: pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from index.dates import expressions
from index.dates.calendar import Days

QueryWords = Sequence[str]
"""A query's words as typed, punctuation included."""

EARLIEST_YEAR: Final = 1500
"""Four digits below are likelier a count; no archive is dated by such years."""
LONGEST: Final = 7
"""Most words of one time ("the second half of 2019", "Sunday the 20th of July, 1969")."""

CLOSING = ",;.?!)]"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNITS = _set(
    "words people men women feet percent % km kg m mm cm mph usd eur bc bce ad ce b.c. a.d. c.e. b.c.e. meter metre "
    "mile dollar euro pound word page piece hour ton foot"
)
_NOT_PLURAL = _set("was is as its his this has does says us ours hers theirs whereas versus perhaps")
_OF_A_WORK = _set(
    "novel film movie book album song chapter plot theme themes character characters author orwell orwell's odyssey "
    "dystopia dystopian"
)
"""Beside these a year may be a title."""
AGAINST = _set(
    "and or to vs versus than not except excluding without never called titled named by around about circa ca ca. as "
    "approximately roughly like"
)
"""What a time stands after when it is no window, or not the whole of it."""
SPANS = _set("day days night morning evening week weeks month months year years decade decades hour hours")
NEARLY = _set("shortly soon just immediately right days hours")
OWNERS = _set("his her their its my our your whose")
NEWS = _set("happened happening new news published posted announced released reported written added")
SOURCES = _set(
    "documents document reports report articles article news stories story posts post papers paper letters letter "
    "photos pictures emails notes minutes speeches records files entries messages anything something everything "
    "those ones passages interviews bulletins"
)
"""What is "from" a time in the sense of being dated by it."""


class Time(NamedTuple):
    """A time that `tokens[begin:end]` name."""

    begin: int
    end: int
    text: str
    days: Days


def time_at(words: QueryWords, begin: int, today: dt.date) -> Time | None:
    """The longest time that begins at word `begin`."""
    for end in range(min(len(words), begin + LONGEST), begin, -1):
        text = re.sub(r"['’]s$", "", " ".join(words[begin:end]).rstrip(CLOSING))
        days = expressions.read(text, today)
        if days:
            return Time(begin, end, text, days)
    return None


def stands(words: QueryWords, time: Time, today: dt.date) -> bool:
    """Whether what follows a time, and the time itself, let it be one."""
    if time.days.first.year < EARLIEST_YEAR or time.days.first > today:
        return False
    closed = words[time.end - 1].rstrip(CLOSING) != words[time.end - 1]
    after = [] if closed else [plain(word) for word in words[time.end : time.end + 2]]
    if after and after[0] in {"and", "or", "to", "-", "–", "vs", "versus"} and time_at(words, time.end + 1, today):
        return False
    if expressions.is_relative(time.text):
        return not after or after[0] != "of"
    if not expressions.is_year(time.text):
        return True
    return not _OF_A_WORK & {plain(word) for word in words} and not (after and _counts(after[0]))


def _counts(word: str) -> bool:
    """Whether a number before `word` says how many: "in 2000 words", "before 1500 people"."""
    return word in _UNITS or (word.endswith("s") and not word.endswith("ss") and word not in _NOT_PLURAL)


def plain(word: str) -> str:
    """A word without case and the punctuation around it."""
    return word.lower().strip("([" + CLOSING)
