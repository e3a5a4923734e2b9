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


class _Stretch(NamedTuple):
    value: str
    first: dt.date
    last: dt.date


def offers(typed: str, counts: index.DateCounts) -> list[Offer]:
    """What `typed` may become, at most as many as Discord shows; the date it already is comes first."""
    plain = " ".join(typed.casefold().replace(",", " ").split())
    stretches = [*_whole(typed), *(_begun(plain, counts) if plain else _newest(counts))]
    return [_offer(one, counts) for one in list(dict.fromkeys(stretches))[: limits.CHOICES]]


def _offer(one: _Stretch, counts: index.DateCounts) -> Offer:
    documents = counts.count(one.first, one.last)
    return Offer(f"{one.value} · {counted(documents, 'document') if documents else 'no documents'}", one.value)


def _whole(typed: str) -> Iterator[_Stretch]:
    """The date that `typed` is, if it is one, whether or not the archive has documents of it."""
    try:
        days = index.read_days(typed)
    except index.QueryError:
        return
    if days.first == days.last:
        yield _day(days.first)
    else:
        yield _year(days.first.year) if days.first.month != days.last.month else _month(days.first)


def _begun(plain: str, counts: index.DateCounts) -> Iterator[_Stretch]:
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


def _newest(counts: index.DateCounts) -> Iterator[_Stretch]:
    yield from map(_month, reversed(counts.months[-_FIRST_OFFERS:]))
    yield from map(_year, reversed(counts.years[-_FIRST_OFFERS:]))


def _iso(year: str, month: str, day: str | None, counts: index.DateCounts) -> Iterator[_Stretch]:
    if day is None:
        yield from map(_month, _within(counts.months, year, month))
    if len(month) == 2:
        yield from (_day(one) for one in _within(counts.days, year, month) if f"{one.day:02}".startswith(day or ""))


def _within(days: Iterable[dt.date], year: str, month: str) -> Iterator[dt.date]:
    return (one for one in days if f"{one.year:04}" == year and f"{one.month:02}".startswith(month))


def _months(name: str, year: str, counts: index.DateCounts) -> Iterator[_Stretch]:
    found = [one for one in reversed(counts.months) if _is(one, name, year)]
    yield from map(_month, found)
    if len(found) == 1:
        yield from (_day(one) for one in counts.days if one.replace(day=1) == found[0])


def _days(day: str, month: str, year: str, counts: index.DateCounts) -> Iterator[_Stretch]:
    number = int(day)
    return (_day(one) for one in reversed(counts.days) if one.day == number and _is(one, month, year))


def _is(day: dt.date, month: str, year: str) -> bool:
    """Whether the day's month and year begin like this."""
    return index.MONTHS[day.month - 1].casefold().startswith(month) and f"{day.year:04}".startswith(year)


def _day(day: dt.date) -> _Stretch:
    return _Stretch(dates.day(day), day, day)


def _month(first: dt.date) -> _Stretch:
    days = index.read_days(f"{first.year:04}-{first.month:02}")
    return _Stretch(dates.month(first), days.first, days.last)


def _year(year: int) -> _Stretch:
    return _Stretch(f"{year:04}", dt.date(year, 1, 1), dt.date(year, 12, 31))
