"""What an answer says about times that were read from words, or could have been: pure."""

from __future__ import annotations

import datetime as dt

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
    if reading.prefers:
        return week if reading.since is not None and reading.since > newest.latest else None
    latest = reading.sort == "newest" and reading.sort_from is not None
    return week if latest and newest.latest < one_day(asked.today) - dt.timedelta(days=LAST_DAYS) else None


def notes(
    reading: Reading, scope: Scope, newest: DateSpan | None, week: Days | None, *, answered: bool, others: bool
) -> list[str]:
    """What to say of the times in a query.

    `answered` says whether a document of the time preferred answers it, `others` whether any other is shown.
    """
    said = []
    if reading.prefers and not answered:
        window = days_span(reading.since, reading.until)
        none = f"is of {window}" if week else f"of {window} answers"
        said.append(f"{no_document(scope)} {none}{'; others are shown' if others else ''}")
    if week is not None and newest is not None:
        said.append(
            f"the newest document is of {day_span(newest)}; for the archive's last week add "
            f"since:{week.first} until:{week.last}"
        )
    if reading.passed_over:
        said.append(
            f"{no_document(scope)} is dated “{reading.passed_over}”, so these words were searched like the others"
        )
    return said
