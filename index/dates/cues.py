"""The words around a time in a query, and whether they show that it is meant as a time: pure."""

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
"""Four digits below this are more likely a count; no archive has dates in such years."""
MAX_TIME_WORDS: Final = 7
"""In one time ("the second half of 2019", "Sunday the 20th of July, 1969")."""

CLOSING_MARKS = ",;.?!)]"


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNIT_WORDS = _word_set(
    "words people men women feet percent % km kg m mm cm mph usd eur bc bce ad ce b.c. a.d. c.e. b.c.e. meter metre "
    "mile dollar euro pound word page piece hour ton foot"
)
_NOT_PLURALS = _word_set("was is as its his this has does says us ours hers theirs whereas versus perhaps")
_WORK_WORDS = _word_set(
    "novel film movie book album song chapter plot theme themes character characters author orwell orwell's odyssey "
    "dystopia dystopian"
)
"""In a query with these, a year may be the title of a work."""
BLOCKING_WORDS = _word_set(
    "and or to vs versus than not except excluding without never called titled named by around about circa ca ca. as "
    "approximately roughly like"
)
"""After these a time is not a window, or not the whole of it."""
SPAN_WORDS = _word_set("day days night morning evening week weeks month months year years decade decades hour hours")
NEARNESS_WORDS = _word_set("shortly soon just immediately right days hours")
POSSESSIVES = _word_set("his her their its my our your whose")
NEWS_WORDS = _word_set("happened happening new news published posted announced released reported written added")
SOURCE_WORDS = _word_set(
    "documents document reports report articles article news stories story posts post papers paper letters letter "
    "photos pictures emails notes minutes speeches records files entries messages anything something everything "
    "those ones passages interviews bulletins"
)
"""Things that are dated by the time they are "from"."""


class Time(NamedTuple):
    """A time that `words[begin:end]` name."""

    begin: int
    end: int
    text: str
    days: Days


def time_at(words: QueryWords, begin: int, today: dt.date) -> Time | None:
    """The longest time that begins at word `begin`."""
    for end in range(min(len(words), begin + MAX_TIME_WORDS), begin, -1):
        text = re.sub(r"['’]s$", "", " ".join(words[begin:end]).rstrip(CLOSING_MARKS))
        days = expressions.read(text, today)
        if days:
            return Time(begin, end, text, days)
    return None


def is_plausible(words: QueryWords, time: Time, today: dt.date) -> bool:
    """Whether the time itself, and the words after it, allow it to be meant as a time."""
    if time.days.first.year < EARLIEST_YEAR or time.days.first > today:
        return False
    ends_clause = words[time.end - 1].rstrip(CLOSING_MARKS) != words[time.end - 1]
    after = [] if ends_clause else [plain(word) for word in words[time.end : time.end + 2]]
    if after and after[0] in {"and", "or", "to", "-", "–", "vs", "versus"} and time_at(words, time.end + 1, today):
        return False
    if expressions.is_relative(time.text):
        return not after or after[0] != "of"
    if not expressions.is_year(time.text):
        return True
    return not _WORK_WORDS & {plain(word) for word in words} and not (after and _counts(after[0]))


def _counts(word: str) -> bool:
    """Whether a number before `word` is a count: "in 2000 words", "before 1500 people"."""
    return word in _UNIT_WORDS or (word.endswith("s") and not word.endswith("ss") and word not in _NOT_PLURALS)


def plain(word: str) -> str:
    """A word in lower case without the punctuation around it."""
    return word.lower().strip("([" + CLOSING_MARKS)
