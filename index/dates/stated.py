"""Dates as documents state them: text in, spans out; nothing is guessed.

A date that does not exist, can be read in two ways or has an unknown form leaves the document undated, with a note
that says so. Only digits and English names of months are read. A time of day and its zone are ignored: the day is the
one that is written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from index.dates.calendar import MONTH_NUMBERS, MONTHS, month_days, year_days
from index.models.documents import DateSpan, Origin, Precision

DateOrder = Literal["day first", "month first"] | None
"""How 03/04/2025 is meant; None if the settings don't say."""

TRUST: tuple[Origin, ...] = get_args(Origin)
"""Where a date may be stated, most trusted first."""

_ORIGIN_NAMES: dict[Origin, str] = {
    "set by a moderator": "the date set by a moderator",
    "head line": "the head line's date",
    "front matter": "the front matter's date",
    "metadata": "the metadata's date",
    "file name": "the file name's date",
    "page text": "the date in the page's text",
    "middle of the file name": "the date in the middle of the file name",
    "received": "the day of receipt",
    "creation metadata": "the creation date",
}

FUTURE = "is in the future"
"""How the note on a future date ends."""
FUTURE_NOTES = (FUTURE, "lies in the future")
"""Likewise, as any version of Dateline has written it."""
MAX_SHOWN = 60
"""Characters of a date that a note repeats."""

EASTERNMOST = dt.timezone(dt.timedelta(hours=14))
"""Where days begin first (the Line Islands)."""


def latest_today() -> dt.date:
    """Today's date where days begin first: a date that isn't in the future there is in the future nowhere."""
    return dt.datetime.now(EASTERNMOST).date()


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as written in a document, not yet read unless its reader knows which `day` it is.

    `doubt` says why it can't count although it is there, and what to do, such as that the document states another one.
    """

    written: str
    origin: Origin
    doubt: str = ""
    day: dt.date | None = None


class SettledDate(NamedTuple):
    """A document's date, None if it is undated, and what the report should say about it."""

    span: DateSpan | None
    notes: tuple[str, ...] = ()


class HeadDate(NamedTuple):
    """The date in a head line; `end` is where the rest of the text begins."""

    written: str
    end: int


class _Reading(NamedTuple):
    year: int
    month: int | None
    day: int | None


_HEAD = re.compile(
    r"[\s\ufeff]*date(?:[^\S\n]*[:：][^\S\n]*|[^\S\n]+)(?P<written>[0-9]\S*?)[,;:.]?(?:\s+|\Z)", re.IGNORECASE
)
_DATE_LIKE = re.compile(r"[0-9]{4}|[0-9]{8}|[0-9]+[-/.][0-9]+(?:[-/.][0-9]+)?(?:[T_]\S*)?")

_TIME = r"(?:[T\s_]\s*[0-9]{1,2}[:.h]?[0-9]{0,2}\S*.*)?"
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2})" + _TIME + r")?)?", re.DOTALL)
_BASIC = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})" + _TIME, re.DOTALL)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})" + _TIME, re.DOTALL)

_PDF = re.compile(r"D:([0-9]{4})(?:([0-9]{2})(?:([0-9]{2})\S*)?)?")  # ISO 32000-1, 7.9.4

_MONTH = "(?P<month>" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_NAMED = tuple(
    re.compile(_WEEKDAY + form, re.IGNORECASE | re.DOTALL)
    for form in (
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[\s-]+" + _MONTH + r",?[\s-]+(?P<year>[0-9]{4})" + _TIME,
        _MONTH + r"\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{4})" + _TIME,
        _MONTH + r",?\s+(?P<year>[0-9]{4})(?P<day>)",
    )
)

_NAME_DAY = r"[0-9]{4}(?P<by>[-_.])[0-9]{1,2}(?P=by)[0-9]{1,2}"
_NAME_START = tuple(
    re.compile(rf"(?P<written>{form})")
    for form in (
        _NAME_DAY + "(?![0-9A-SU-Za-z])",  # T may begin a time
        "[0-9]{8}(?![0-9A-SU-Za-z])",
        "[0-9]{4}-[0-9]{2}(?![0-9A-Za-z]|[-_.][0-9])",
        "[0-9]{1,2}(?P<by>[-_.])[0-9]{1,2}(?P=by)[0-9]{4}(?![0-9A-Za-z])",
    )
)
_NAME_END = re.compile(rf"(?:.*[^0-9A-Za-z])(?P<written>{_NAME_DAY})")
_NUMBER = re.compile(r"[0-9]{8}|[0-9]{4}-[0-9]{2}")
_LIKELY_YEARS = range(1000, 2200)


def head_date(text: str, start: int = 0) -> HeadDate | None:
    """The date at the head of `text[start:]`: `date`, a date in digits, white space; None without such a head."""
    match = _HEAD.match(text, start)
    if match is None or not _DATE_LIKE.fullmatch(match["written"]):
        return None
    return HeadDate(match["written"], match.end())


def file_name_date(name: str) -> StatedDate | None:
    """The date that a file's name begins or ends with; `name` has no folder.

    A year alone is not read as a date, nor are eight digits that are not a day.
    """
    stem = name.rpartition(".")[0] or name
    for match in (*(form.match(stem) for form in _NAME_START), _NAME_END.fullmatch(stem)):
        if match and _is_name_date(match["written"]):
            return StatedDate(match["written"], "file name")
    return None


def settle(stated: Iterable[StatedDate], *, order: DateOrder, today: dt.date) -> SettledDate:
    """A document's date: what its most trusted statement says.

    A date that can't be read is not replaced by a less trusted one, since the two may not mean the same day.
    """
    written = [date for date in stated if date.written.strip()]
    if not written:
        return SettledDate(None)
    return read_date(min(written, key=lambda date: TRUST.index(date.origin)), order=order, today=today)


def read_date(stated: StatedDate, *, order: DateOrder, today: dt.date) -> SettledDate:
    """Reads a date. `today` is only for comparison: a future date is kept and noted."""
    written = " ".join(stated.written.split())
    shown = f"{_ORIGIN_NAMES[stated.origin]} {written if len(written) <= MAX_SHOWN else written[:MAX_SHOWN] + '…'}"
    if stated.doubt:
        return SettledDate(None, (f"{shown} {stated.doubt}; the document is undated",))
    if day := stated.day:
        known = DateSpan(earliest=day, latest=day, precision="day", origin=stated.origin, as_written=written)
        return _dated(known, shown, today)
    readings = _readings(_plain(written), order)
    spans = {span for reading in readings if (span := _span(reading, stated))}
    if len(spans) == 1:
        return _dated(spans.pop(), shown, today)
    if spans:
        days = " or ".join(sorted(f"{span.earliest.day} {MONTHS[span.earliest.month - 1]}" for span in spans))
        return SettledDate(None, (f"{shown} can mean {days}; set date_order to say which; the document is undated",))
    fault = "does not exist" if readings else "can't be read (write it as 2025-01-23)"
    return SettledDate(None, (f"{shown} {fault}; the document is undated",))


def _is_name_date(written: str) -> bool:
    if not _NUMBER.fullmatch(written):
        return True
    readings = _readings(written, None)
    return any(reading.year in _LIKELY_YEARS and _bounds(reading) is not None for reading in readings)


def _plain(written: str) -> str:
    """The same date with the separators of file names replaced by those of dates."""
    return written.replace("_", "-") if re.fullmatch(r"[0-9_]+", written) else written


def _dated(span: DateSpan, shown: str, today: dt.date) -> SettledDate:
    return SettledDate(span, (f"{shown} {FUTURE}",) if span.earliest > today else ())


def _readings(written: str, order: DateOrder) -> list[_Reading]:
    """Every way to read a date, whether or not such a day exists."""
    if match := _YEAR_FIRST.fullmatch(written):
        year, _, month, day = match.groups()
        return [_Reading(int(year), int(month) if month else None, int(day) if day else None)]
    if match := _PDF.fullmatch(written):
        return [_Reading(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)]
    if match := _BASIC.fullmatch(written):
        return [_Reading(*map(int, match.groups()))]
    if match := _YEAR_LAST.fullmatch(written):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        both = {"day first": _Reading(year, second, first), "month first": _Reading(year, first, second)}
        return [both[order]] if order else list(both.values())
    for form in _NAMED:
        if match := form.fullmatch(written):
            day = match["day"]
            return [_Reading(int(match["year"]), MONTH_NUMBERS[match["month"].lower()], int(day) if day else None)]
    return []


def _bounds(reading: _Reading) -> tuple[dt.date, dt.date, Precision] | None:
    year, month, day = reading
    try:
        if month is None:
            return *year_days(year), "year"
        if day is None:
            return *month_days(year, month), "month"
        only = dt.date(year, month, day)
    except ValueError:
        return None
    return only, only, "day"


def _span(reading: _Reading, stated: StatedDate) -> DateSpan | None:
    bounds = _bounds(reading)
    if bounds is None:
        return None
    earliest, latest, precision = bounds
    return DateSpan(
        earliest=earliest, latest=latest, precision=precision, origin=stated.origin, as_written=stated.written.strip()
    )
