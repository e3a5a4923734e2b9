"""Dates as people type them into options and operators. Pure."""

from __future__ import annotations

import datetime as dt
import re

from index.dates.calendar import MONTHS, Days
from index.errors import QueryError

DATE_FORMS = "YYYY-MM-DD, YYYY-MM, YYYY, 20 July 1969, July 20, 1969 or July 1969"
"""The forms `read_days` reads, for messages."""
_MONTHS = tuple(month.lower() for month in MONTHS)
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
    raise QueryError(f"the date {text.strip()!r} can't be read; write it as {DATE_FORMS} (in quotes if it has blanks)")


def _days(year: str, month: str | None, day: str | None) -> Days | None:
    try:
        number = None if month is None else int(month) if month.isdigit() else _month_number(month)
        if number is None:
            return None if month else Days(dt.date(int(year), 1, 1), dt.date(int(year), 12, 31))
        first = dt.date(int(year), number, int(day or 1))
    except ValueError:
        return None
    return Days(first, first if day else _month_end(first))


def _month_number(name: str) -> int | None:
    """From the whole name or its first letters, three or more ("sept")."""
    found = [number for number, month in enumerate(_MONTHS, 1) if len(name) >= 3 and month.startswith(name)]
    return found[0] if found else None


def _month_end(first: dt.date) -> dt.date:
    if first.month == 12:
        return first.replace(day=31)
    return first.replace(month=first.month + 1, day=1) - dt.timedelta(days=1)
