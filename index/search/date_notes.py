"""What an answer says about times that were read from words, or could have been: pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from index.dates.calendar import Days, day_span, days_span, one_day
from index.models.answers import Query, Reading
from index.models.documents import DateSpan
from index.models.scope import Scope, no_document

LAST_DAYS = 7
"""Days of the archive's own last week, which ends with its newest document."""


def last_week(reading: Reading, asked: Query, newest: DateSpan | None) -> Days | None:
    """The archive's own last week, where what is asked for is later than its newest document; else None.

    "this week" and "latest" mean today's calendar, and an archive may have ended years ago.
    """
    if newest is None:
        return None
    week = Days(newest.latest - dt.timedelta(days=LAST_DAYS - 1), newest.latest)
    if reading.window_from is not None:
        return week if reading.since is not None and reading.since > newest.latest else None
    latest = reading.sort == "newest" and reading.sort_from is not None and not reading.windowed
    return week if latest and newest.latest < one_day(asked.today) - dt.timedelta(days=LAST_DAYS) else None


def notes(
    reading: Reading, scope: Scope, newest: DateSpan | None, week: Days | None, *, answered: bool, shown: Sequence[bool]
) -> list[str]:
    """What to say of the times in a query.

    `answered` says whether a document of the time preferred answers it; `shown` of each hit whether it is of that time.
    """
    said = []
    if reading.passed_over:
        said.append(
            f"{no_document(scope)} is dated “{reading.passed_over}”, so these words were searched like the others"
        )
    if reading.prefers and not answered:
        said.append(f"{no_document(scope)} {_missing(reading, week)}{'; others are shown' if shown else ''}")
    elif reading.prefers and not any(shown):
        said.append(f"what is {_dated(reading)} answers less well than these, and comes after them")
    if week is not None and newest is not None:
        said.append(f"the newest document is of {day_span(newest)}")
    return said


def how_to_ask(week: Days | None) -> list[str]:
    """How to ask for the archive's own last week, where no button does."""
    return [f"for the archive's last week add since:{week.first} until:{week.last}"] if week else []


def _missing(reading: Reading, week: Days | None) -> str:
    return f"is {_dated(reading)}" if week else f"{_dated(reading).removeprefix('dated ')} answers"


def _dated(reading: Reading) -> str:
    """The window after "is": a span of days is "of", an open one "dated since"."""
    whole = reading.since is not None and reading.until is not None
    return f"{'of' if whole else 'dated'} {days_span(reading.since, reading.until)}"
