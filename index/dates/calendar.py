"""Days as people write them, at the precision that the source has."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from index.models.documents import DateSpan

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""In English whatever the machine's locale, which `strftime` would follow."""


class Days(NamedTuple):
    """Every day from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


def long_day(day: dt.date) -> str:
    """20 July 1969."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_span(span: DateSpan) -> str:
    """20 July 1969, July 1969 or 1969: never more than the source says."""
    if span.precision == "year":
        return str(span.earliest.year)
    if span.precision == "month":
        return f"{MONTHS[span.earliest.month - 1]} {span.earliest.year}"
    return long_day(span.earliest)
