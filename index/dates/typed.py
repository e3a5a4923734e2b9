"""Dates as people type them into options and operators. Pure."""

from __future__ import annotations

import datetime as dt
import re

from index.dates.calendar import MONTH_NAMES, Days, days_span, month_days, year_days
from index.errors import QueryError

DATE_FORMS = "YYYY-MM-DD, YYYY-MM, YYYY, 20 July 1969, July 20, 1969 or July 1969"
"""The forms `read_days` reads, for messages."""
MIN_MONTH_LETTERS = 3
"""Fewer letters may begin several months."""
SPAN_FORMS = "1969, July 1969, 1969-07, 1969..1972 or 1969 to 1972"
"""Forms that `read_span` reads, for messages."""
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_MONTH_YEAR = re.compile(r"(?:(\d{1,2})\.?\s+)?([a-z]+)\.?\s+(\d{4})")
_MONTH_DAY_YEAR = re.compile(r"([a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
_FROM_TO = re.compile(
    r"(.+?)\s*(?:\.{2,3}|…|[–—]|(?<=\s)(?:to|until|-)(?=\s)|(?<=^\d{4})-(?=\d{4}$))\s*(.+)", re.IGNORECASE
)


def read_days(text: str) -> Days:
    """The days that `text` names in a form of `DATE_FORMS`, of a month or a year all days. Raises `QueryError`."""
    plain = " ".join(text.strip().casefold().split())
    for form, order in ((_ISO, "ymd"), (_DAY_MONTH_YEAR, "dmy"), (_MONTH_DAY_YEAR, "mdy")):
        if match := form.fullmatch(plain):
            parts = dict(zip(order, match.groups(), strict=True))
            if days := _days(parts["y"], parts["m"], parts["d"]):
                return days
    raise QueryError(f"the date {text.strip()!r} can't be read; write it as {DATE_FORMS}", shown=True)


def read_span(text: str) -> Days:
    """The days of a date, or of all dates from one to another: "1969", "1969..1972", "July 1969 to 1972".

    Raises `QueryError`.
    """
    match = _FROM_TO.fullmatch(" ".join(text.split()))
    first, last = match.groups() if match else (text, text)
    try:
        days = Days(read_days(first).first, read_days(last).last)
    except QueryError as error:
        raise QueryError(f"the span {text.strip()!r} can't be read; write it as {SPAN_FORMS}", shown=True) from error
    if days.last < days.first:
        raise QueryError(f"the span {text.strip()!r} ends before it begins; swap its dates", shown=True)
    return days


def check_apart(first: Days, second: Days) -> None:
    """Raises `QueryError` for spans that share a day: what is of both would be compared with itself."""
    if first.first <= second.last and second.first <= first.last:
        common = days_span(max(first.first, second.first), min(first.last, second.last))
        raise QueryError(f"the spans overlap: {common} is in both; choose spans that share no day", shown=True)


def _days(year: str, month: str | None, day: str | None) -> Days | None:
    try:
        if month is None:
            return year_days(int(year))
        number = int(month) if month.isdecimal() else _month_beginning(month)
        if number is None:
            return None
        if day is None:
            return month_days(int(year), number)
        only = dt.date(int(year), number, int(day))
    except ValueError:
        return None
    return Days(only, only)


def _month_beginning(name: str) -> int | None:
    """The number of the month whose name begins with `name`, three letters or more ("sept")."""
    numbers = (number for month, number in MONTH_NAMES.items() if month.startswith(name))
    return next(numbers, None) if len(name) >= MIN_MONTH_LETTERS else None
