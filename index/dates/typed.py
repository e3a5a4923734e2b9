"""Dates as people type them into options and operators. Pure."""

from __future__ import annotations

import datetime as dt
import re

from index.dates.calendar import MONTH_NAMES, Days, month_days, year_days
from index.errors import QueryError

DATE_FORMS = "YYYY-MM-DD, YYYY-MM, YYYY, 20 July 1969, July 20, 1969 or July 1969"
"""The forms `read_days` reads, for messages."""
SHORTEST_NAME = 3
"""Letters that tell a month."""
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_MONTH_YEAR = re.compile(r"(?:(\d{1,2})\.?\s+)?([a-z]+)\.?\s+(\d{4})")
_MONTH_DAY_YEAR = re.compile(r"([a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})")


def read_days(text: str) -> Days:
    """The days that `text` names in one of `DATE_FORMS`; a month or a year is all its days. Raises `QueryError`."""
    plain = " ".join(text.strip().casefold().split())
    for form, order in ((_ISO, "ymd"), (_DAY_MONTH_YEAR, "dmy"), (_MONTH_DAY_YEAR, "mdy")):
        if match := form.fullmatch(plain):
            parts = dict(zip(order, match.groups(), strict=True))
            if days := _days(parts["y"], parts["m"], parts["d"]):
                return days
    raise QueryError(f"the date {text.strip()!r} can't be read; write it as {DATE_FORMS} (in quotes if it has spaces)")


def _days(year: str, month: str | None, day: str | None) -> Days | None:
    try:
        if month is None:
            return year_days(int(year))
        number = int(month) if month.isdigit() else _beginning(month)
        if number is None:
            return None
        if day is None:
            return month_days(int(year), number)
        only = dt.date(int(year), number, int(day))
    except ValueError:
        return None
    return Days(only, only)


def _beginning(name: str) -> int | None:
    """The month whose name begins so, with three letters or more ("sept")."""
    fits = (number for month, number in MONTH_NAMES.items() if month.startswith(name))
    return next(fits, None) if len(name) >= SHORTEST_NAME else None
