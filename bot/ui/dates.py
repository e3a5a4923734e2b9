"""Dates as people read them. A document's date has no time zone here, so nothing can shift it."""

from __future__ import annotations

import datetime as dt

import index


def span(date: index.DateSpan | None) -> str:
    """A document's date at its own precision: 20 July 1969, July 1969, 1969, undated."""
    if date is None:
        return "undated"
    first, last = (_at(day, date.precision) for day in (date.earliest, date.latest))
    return first if first == last else f"{first} – {last}"


def _at(date: dt.date, precision: str) -> str:
    if precision == "year":
        return str(date.year)
    return month(date) if precision == "month" else day(date)


def day(date: dt.date) -> str:
    """20 July 1969, with four digits for the year whenever it was, so that it can be read back."""
    return f"{date.day} {month(date)}"


def month(date: dt.date) -> str:
    """July 1969"""
    return f"{index.MONTHS[date.month - 1]} {date.year:04}"


def short(day: dt.date) -> str:
    """1 Jan 1969"""
    return f"{day.day} {index.MONTHS[day.month - 1][:3]} {day.year}"


def moment(at: dt.datetime) -> str:
    """1 Jan 1969, 10:30 UTC, whatever the reader's or the machine's zone."""
    at = at.astimezone(dt.UTC)
    return f"{short(at.date())}, {at:%H:%M} UTC"


def local(at: dt.datetime) -> str:
    """A moment as Discord shows it in each reader's own zone and language. Not for the dates of documents."""
    return f"<t:{int(at.timestamp())}:f>"


def window(since: dt.date | None, until: dt.date | None) -> str:
    """A window in absolute days, empty for none: both bounds are included."""
    if since is not None and until is not None:
        return short(since) if since == until else f"{short(since)} – {short(until)}"
    if since is not None:
        return f"since {short(since)}"
    return f"until {short(until)}" if until is not None else ""
