"""Dates completed as they are typed: those the archive has documents of, with how many. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import index
from bot.ui import dates, limits
from bot.ui.passages import counted

_FIRST_OFFERS: Final = 12
"""Months offered, and then years, before anything is typed."""

_ISO = re.compile(r"(\d{4})-(\d{0,2})(?:-(\d{0,2}))?")
_YEAR = re.compile(r"\d{1,4}")
_MONTH_YEAR = re.compile(r"([a-z]+)\.? ?(\d{0,4})")
_MONTH_DAY_YEAR = re.compile(r"([a-z]+)\.? (\d{1,2})(?: (\d{0,4}))?")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})\.? ([a-z]*)\.? ?(\d{0,4})")


class Offer(NamedTuple):
    """One date: `value` is what the option gets and `name` what is shown for it."""

    name: str
    value: str


class _Range(NamedTuple):
    value: str
    first: dt.date
    last: dt.date


def offers(typed: str, counts: index.DateCounts) -> list[Offer]:
    """What `typed` may become, at most as many as Discord shows; the date it already is comes first."""
    plain = " ".join(typed.casefold().replace(",", " ").split())
    ranges = [*_whole(typed), *(_begun(plain, counts) if plain else _newest(counts))]
    return [_offer(days, counts) for days in list(dict.fromkeys(ranges))[: limits.CHOICES]]


def _offer(days: _Range, counts: index.DateCounts) -> Offer:
    documents = counts.count(days.first, days.last)
    return Offer(f"{days.value} · {counted(documents, 'document') if documents else 'no documents'}", days.value)


def _whole(typed: str) -> Iterator[_Range]:
    """The date that `typed` is, if it is one, whether or not the archive has documents of it."""
    try:
        days = index.read_days(typed)
    except index.QueryError:
        return
    if days.first == days.last:
        yield _day(days.first)
    else:
        yield _year(days.first.year) if days.first.month != days.last.month else _month(days.first)


def _begun(plain: str, counts: index.DateCounts) -> Iterator[_Range]:
    """The dates that `plain` is the beginning of, newest first."""
    if match := _ISO.fullmatch(plain):
        yield from _iso(match[1], match[2], match[3], counts)
    elif _YEAR.fullmatch(plain):
        yield from (_year(year) for year in reversed(counts.years) if f"{year:04}".startswith(plain))
        yield from (_month(first) for first in counts.months if f"{first.year:04}" == plain)
    elif match := _MONTH_YEAR.fullmatch(plain):
        yield from _months(match[1], match[2], counts)
    if match := _MONTH_DAY_YEAR.fullmatch(plain):
        yield from _days(match[2], match[1], match[3] or "", counts)
    elif match := _DAY_MONTH_YEAR.fullmatch(plain):
        yield from _days(match[1], match[2], match[3], counts)


def _newest(counts: index.DateCounts) -> Iterator[_Range]:
    yield from map(_month, reversed(counts.months[-_FIRST_OFFERS:]))
    yield from map(_year, reversed(counts.years[-_FIRST_OFFERS:]))


def _iso(year: str, month: str, day: str | None, counts: index.DateCounts) -> Iterator[_Range]:
    if day is None:
        yield from map(_month, _within(counts.months, year, month))
    if len(month) == 2:
        days = _within(counts.days, year, month)
        yield from (_day(date) for date in days if f"{date.day:02}".startswith(day or ""))


def _within(days: Iterable[dt.date], year: str, month: str) -> Iterator[dt.date]:
    return (date for date in days if f"{date.year:04}" == year and f"{date.month:02}".startswith(month))


def _months(name: str, year: str, counts: index.DateCounts) -> Iterator[_Range]:
    found = [first for first in reversed(counts.months) if _matches(first, name, year)]
    yield from map(_month, found)
    if len(found) == 1:
        yield from (_day(date) for date in counts.days if date.replace(day=1) == found[0])


def _days(day: str, month: str, year: str, counts: index.DateCounts) -> Iterator[_Range]:
    number = int(day)
    return (_day(date) for date in reversed(counts.days) if date.day == number and _matches(date, month, year))


def _matches(day: dt.date, month: str, year: str) -> bool:
    """Whether the day's month and year begin like this."""
    return index.MONTHS[day.month - 1].casefold().startswith(month) and f"{day.year:04}".startswith(year)


def _day(day: dt.date) -> _Range:
    return _Range(dates.day(day), day, day)


def _month(first: dt.date) -> _Range:
    days = index.read_days(f"{first.year:04}-{first.month:02}")
    return _Range(dates.month(first), days.first, days.last)


def _year(year: int) -> _Range:
    return _Range(f"{year:04}", dt.date(year, 1, 1), dt.date(year, 12, 31))
