"""Months by name and number, ranges of days, and dates as people read them; `month_names` has more of them. Pure."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import Final, NamedTuple

from index.models.documents import DateSpan, Precision

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""In English, whatever the machine's locale, which `strftime` would follow."""
MONTH_NAMES: Final = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
"""The number of each month, from 1, by its full name in lower case."""
SHORT_MONTH_NAMES: Final = {name[:3]: number for name, number in MONTH_NAMES.items()} | {"sept": 9}
"""Likewise by its usual abbreviations."""
MONTH_NUMBERS: Final = MONTH_NAMES | SHORT_MONTH_NAMES


def _numbered(names: str) -> dict[str, int]:
    """Twelve names in order; further spellings of one stand beside it after a slash."""
    return {name: number for number, month in enumerate(names.split(), 1) for name in month.split("/")}


FOREIGN_MONTHS: Final = {
    "de": _numbered(
        "januar/janner februar/feber marz/maerz april mai juni juli august september oktober november dezember"
    ),
    "fr": _numbered("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"),
    "es": _numbered(
        "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"
    ),
    "it": _numbered("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
    "pt": _numbered("janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro"),
    "nl": _numbered("januari februari maart april mei juni juli augustus september oktober november december"),
    "ru": _numbered("январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре"),
}
"""The number of each month in other languages, by its name without accents; in Russian as after "в"."""


class Days(NamedTuple):
    """Every day from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


def month_days(year: int, month: int, count: int = 1) -> Days:
    """Every day of `count` months, beginning with this month; raises `ValueError` for a month that doesn't exist."""
    later = year * 12 + month - 1 + count - 1
    last_year, last_month = later // 12, later % 12 + 1
    return Days(dt.date(year, month, 1), dt.date(last_year, last_month, monthrange(last_year, last_month)[1]))


def year_days(first: int, last: int | None = None) -> Days:
    """Every day of a year, or of the years from `first` to `last`; raises `ValueError` beyond the calendar."""
    return Days(dt.date(first, 1, 1), dt.date(first if last is None else last, 12, 31))


def long_day(day: dt.date) -> str:
    """20 July 1969."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def time_of_day(time: str) -> str:
    """The hour and minute of a time in ISO 8601, and its offset from UTC where it has one: 14:02 UTC, 14:02 +02:00."""
    clock, zone = time[11:16], time[16:]
    return " ".join(filter(None, (clock, "UTC" if zone == "+00:00" else zone)))


def day_span(span: DateSpan) -> str:
    """20 July 1969, July 1969, 1969 or 20 July 1969 – 3 May 1970: never more precise than the source."""
    ends = dict.fromkeys(_at(day, span.precision) for day in (span.earliest, span.latest))
    return " – ".join(ends)


def _at(day: dt.date, precision: Precision) -> str:
    if precision == "year":
        return f"{day.year:04}"
    return f"{MONTHS[day.month - 1]} {day.year}" if precision == "month" else long_day(day)


def days_span(since: dt.date | None, until: dt.date | None) -> str:
    """A window in words, empty for none: March 2014, 1969 – 1972, 1 May 1969 – 3 June 1970, since 6 May 1969.

    Both bounds are included; a missing one is open.
    """
    if since is None or until is None:
        return f"since {long_day(since)}" if since else f"until {long_day(until)}" if until else ""
    if since == until:
        return long_day(since)
    precision = _precision(since, until)
    return " – ".join(dict.fromkeys(_at(day, precision) for day in (since, until)))


def brief_span(first: dt.date, last: dt.date) -> str:
    """All days from one to another, as short as can be read: 1960–1969, Jul–Sep 1969, Jul 1969, 2–8 Jun 1969."""
    precision = _precision(first, last)
    if precision == "year":
        return "–".join(dict.fromkeys(f"{day.year:04}" for day in (first, last)))
    ends = [_brief(day, precision) for day in (first, last)]
    if first.year != last.year:
        return " – ".join(ends)
    if precision == "month":
        return "–".join(dict.fromkeys((ends[0][:3], ends[1][:3]))) + ends[1][3:]
    if first.month == last.month:
        return ends[1] if first == last else f"{first.day}–{ends[1]}"
    return f"{ends[0][:-5]} – {ends[1]}"


def _brief(day: dt.date, precision: Precision) -> str:
    """Jul 1969 or 20 Jul 1969, with four digits for the year whenever it was."""
    month = f"{MONTHS[day.month - 1][:3]} {day.year:04}"
    return month if precision == "month" else f"{day.day} {month}"


def _precision(since: dt.date, until: dt.date) -> Precision:
    """The coarsest of which a window is a whole number."""
    if (since, until) == (year_days(since.year).first, year_days(until.year).last):
        return "year"
    months = month_days(since.year, since.month).first, month_days(until.year, until.month).last
    return "month" if (since, until) == months else "day"


def outside(since: dt.date | None, until: dt.date | None) -> str:
    """What marks a date as outside a window: outside July 1969, outside the days since 6 May 1969."""
    return f"outside {'' if since and until else 'the days '}{days_span(since, until)}"


def one_day(today: dt.date | None) -> dt.date:
    """`today`, or where that is None this machine's date."""
    return today or dt.datetime.now().astimezone().date()
