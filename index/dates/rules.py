"""The forms in which words of a query state a time, one rule per form: pure. See `index.dates.phrases`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from index.dates import expressions
from index.dates.calendar import Days
from index.dates.cues import (
    BLOCKING_WORDS,
    CLOSING_MARKS,
    MAX_TIME_WORDS,
    NEARNESS_WORDS,
    NEWS_WORDS,
    POSSESSIVES,
    SOURCE_WORDS,
    SPAN_WORDS,
    QueryWords,
    Time,
    is_plausible,
    plain,
    time_at,
)

_ONE_DAY: Final = dt.timedelta(days=1)


class Match(NamedTuple):
    """A time stated by `words[begin:end]`, and the bounds it sets, at least one of them."""

    begin: int
    end: int
    since: dt.date | None
    until: dt.date | None


Rule = Callable[[QueryWords, int, dt.date], Match | None]


def _range(words: QueryWords, at: int, today: dt.date) -> Match | None:
    """between X and Y · from X to Y; Y may complete X, as in "between March and May 2024"."""
    joints = _RANGE_JOINTS.get(plain(words[at]))
    if joints is None or _blocked(words, at):
        return None
    for joint in range(at + 2, min(at + 2 + MAX_TIME_WORDS, len(words) - 1)):
        if plain(words[joint]) in joints and (last := time_at(words, joint + 1, today)):
            first = _first_of(words[at + 1 : joint], last, today)
            if first and first.first <= last.days.first and is_plausible(words, last, today):
                return Match(at, last.end, first.first, last.days.last)
    return None


_RANGE_JOINTS: Final = {"between": {"and"}, "from": {"to", "until", "till", "through"}}


def _first_of(words: QueryWords, last: Time, today: dt.date) -> Days | None:
    """The days of a range's first end, completed from its last end where it is abbreviated."""
    typed = " ".join(words).rstrip(CLOSING_MARKS)
    whole = expressions.read(typed, today)
    if whole or expressions.is_relative(last.text):
        return whole
    ending = last.text.split()
    completed = (f"{typed} {' '.join(ending[-count:])}" for count in (1, 2) if len(ending) >= count)
    return next((days for text in completed if (days := expressions.read(text, today))), None)


def _onward(words: QueryWords, at: int, today: dt.date) -> Match | None:
    """from X on · from X onwards."""
    time = time_at(words, at + 1, today) if plain(words[at]) == "from" else None
    if time and time.end < len(words) and plain(words[time.end]) in {"on", "onward", "onwards"}:
        return None if _blocked(words, at) else Match(at, time.end + 1, time.days.first, None)
    return None


def _bound(words: QueryWords, at: int, today: dt.date) -> Match | None:
    """since X · after X · before X · until X."""
    name, begin = _preposition(words, at)
    if name is None or _blocked(words, at):
        return None
    time = time_at(words, begin, today)
    if name == "since" and time is None:
        time = _this_month(words, begin, today)
    if time is None or not is_plausible(words, time, today) or not _may_bound(words, at, name, time):
        return None
    since = {"since": time.days.first, "after": _beside(time.days.last, 1)}.get(name)
    until = {"until": time.days.last, "before": _beside(time.days.first, -1)}.get(name)
    return Match(at, time.end, since, until) if since or until else None


BOUND_WORDS: Final = frozenset({"since", "after", "before", "until", "till"})
_BOUND_PAIRS: Final = {"prior to": "before", "earlier than": "before", "later than": "after", "up until": "until"}


def _preposition(words: QueryWords, at: int) -> tuple[str | None, int]:
    """The preposition of a bound that begins at `at`, and where its time begins."""
    word = plain(words[at])
    if word in BOUND_WORDS:
        return ("until" if word == "till" else word), at + 1
    pair = f"{word} {plain(words[at + 1])}" if at + 1 < len(words) else ""
    return _BOUND_PAIRS.get(pair), at + 2


def _may_bound(words: QueryWords, at: int, name: str, time: Time) -> bool:
    """Not "the day before X" or "shortly after X"; a bare day such as "Monday" only after "since", at the end."""
    last = time.end == len(words)
    if at and name in {"before", "after"} and plain(words[at - 1]) in SPAN_WORDS | NEARNESS_WORDS:
        return False
    if re.fullmatch(r"\w+day", time.text, re.IGNORECASE):
        return last and (name == "since" or time.text.lower() in {"yesterday", "today"})
    return True


def _this_month(words: QueryWords, begin: int, today: dt.date) -> Time | None:
    """ "since March" at the end: the latest March."""
    if begin != len(words) - 1:
        return None
    days = expressions.latest_month(words[begin].rstrip(CLOSING_MARKS), today)
    return Time(begin, begin + 1, words[begin], days) if days else None


def _within(words: QueryWords, at: int, today: dt.date) -> Match | None:
    """in X · during X · on X · of X · from X: X is the window."""
    fits = PREPOSITIONS.get(plain(words[at]))
    if fits is None or _blocked(words, at):
        return None
    time = time_at(words, at + 1, today)
    if time is None or not fits(words, at, time) or not is_plausible(words, time, today):
        return None
    return Match(at, time.end, time.days.first, time.days.last)


def _in(words: QueryWords, at: int, time: Time) -> bool:
    """ "in the last week", not "in last week"; "in March 2024"."""
    return not expressions.is_relative(time.text) or time.text.lower().startswith(("the ", "past "))


def _during(words: QueryWords, at: int, time: Time) -> bool:
    return not re.fullmatch(r"\w+day", time.text, re.IGNORECASE)


def _lately(words: QueryWords, at: int, time: Time) -> bool:
    """ "within" or "over the last three weeks"."""
    return expressions.is_relative(time.text) and _during(words, at, time)


def _on(words: QueryWords, at: int, time: Time) -> bool:
    """A single day with its year."""
    return time.days.first == time.days.last and not expressions.is_relative(time.text)


def _of(words: QueryWords, at: int, time: Time) -> bool:
    """ "the bulletins of March 2024", not "the class of 2024" and not "the end of 2024"."""
    dated = not expressions.is_year(time.text) and not expressions.is_relative(time.text)
    return dated and at > 0 and plain(words[at - 1]) in SOURCE_WORDS | {"events"}


def _from(words: QueryWords, at: int, time: Time) -> bool:
    """ "reports from March 2024"; other things "from" a time may have lasted since then."""
    return at > 0 and plain(words[at - 1]) in SOURCE_WORDS


PREPOSITIONS: Final[dict[str, Callable[[QueryWords, int, Time], bool]]] = {
    "in": _in,
    "during": _during,
    "throughout": _during,
    "within": _lately,
    "over": _lately,
    "on": _on,
    "dated": _in,
    "of": _of,
    "from": _from,
}


def _bare(words: QueryWords, at: int, today: dt.date) -> Match | None:
    """A time without a preposition, at the beginning or the end, that can hardly mean anything else."""
    time = time_at(words, at, today)
    if time is None or _blocked(words, at) or not is_plausible(words, time, today):
        return None
    first, last = at == 0, time.end == len(words)
    before = plain(words[at - 1]) if at else ""
    if expressions.is_relative(time.text):
        fits = _recent_enough(time.text, before, last) or _possessive(words[time.end - 1])
    else:
        led = before in PREPOSITIONS or before in BOUND_WORDS or not _owns_its_day(words, at, today)
        fits = (first or last) and not led and _is_plainly_a_date(time.text, first)
    return Match(at, time.end, time.days.first, time.days.last) if fits else None


def _owns_its_day(words: QueryWords, at: int, today: dt.date) -> bool:
    """False where the number before a month is its day, in a date that was refused or doesn't exist."""
    if at == 0 or not plain(words[at - 1]).isdigit():
        return True
    before = plain(words[at - 2]) if at > 1 else ""
    refused = before in PREPOSITIONS or before in BOUND_WORDS or before in BLOCKING_WORDS or before.endswith("day")
    return not refused and time_at(words, at - 1, today) is not None


def _recent_enough(text: str, before: str, last: bool) -> bool:
    """launches last week · what happened yesterday; not "Monday", "his last year" or "the last week"."""
    lowered = text.lower()
    if lowered in {"today", "yesterday"}:
        return last and before in NEWS_WORDS
    single = re.fullmatch(r"\w+day|the last \w+", lowered)
    return last and not single and before not in POSSESSIVES | {"the"}


def _is_plainly_a_date(text: str, first: bool) -> bool:
    """July 1969 · 20th July 1969 · July 20, 1969 · 1969-07-20; not years, and not "march" or "may" without "in"."""
    if re.match(r"(?:\d+(?:st|nd|rd|th)? )?(?:may|march|mar)\b", text, re.IGNORECASE):
        return False
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return True
    if re.match(r"\d{1,2} ", text):
        return first  # "Apollo 11 July 1969": the number may belong to the word before it
    return _NAMED_TIME.fullmatch(text) is not None


_NAMED_TIME: Final = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th) )?[a-z]+\.?(?: \d{1,2}(?:st|nd|rd|th)?,?)?,? \d{4}", re.IGNORECASE
)
"""A month's name with its year, and perhaps a day."""
RULES: Final[tuple[Rule, ...]] = (_range, _onward, _bound, _within, _bare)


def _blocked(words: QueryWords, at: int) -> bool:
    return at > 0 and plain(words[at - 1]) in BLOCKING_WORDS - _joining_words(words, at)


def _joining_words(words: QueryWords, at: int) -> set[str]:
    """After "and" a second bound may follow: "since 1990 and before 2000"."""
    return {"and"} if _preposition(words, at)[0] else set()


def _possessive(word: str) -> bool:
    return word.lower().rstrip(CLOSING_MARKS).endswith(("'s", "’s"))


def _beside(day: dt.date, step: int) -> dt.date | None:
    try:
        return day + step * _ONE_DAY
    except OverflowError:
        return None
