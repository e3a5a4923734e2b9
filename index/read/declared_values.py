"""The values of declared dates: which day one names, and in which zone. Pure."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from index.dates.days_in_text import days_in

_EPOCH: Final = re.compile(r"[0-9]{10}(?:[0-9]{3})?(?:\.[0-9]{1,6})?")
_COMPACT: Final = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:[T ]?[0-9]{4}(?:[0-9]{2})?Z?)?")
_ISO: Final = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?![0-9])")
_UTC: Final = re.compile(
    r"(?:[T ]|, )(?P<hour>[0-9]{2}):?[0-9]{2}(?::?[0-9]{2})?(?:[.,][0-9]{1,9})?\s?(?:Z|[+-]00:?00|UTC|GMT)\b",
    re.IGNORECASE,
)
_ZONED: Final = re.compile(r"[0-9]{2}:?[0-9]{2}(?:[.,][0-9]{1,9})?\s?[+-](?!00:?00)[0-9]{2}:?[0-9]{2}\b")
_EMPTY: Final = re.compile(
    r"0{1,4}[-/.]0?0[-/.]0?0|-?0001[-/]|1970-0?1-0?1(?:\D|$)|1899-12-3|1900-0?1-0?1(?:\D|$)|9999-|[{<%$]|\["
)
"""What programs write where they know no date."""


class Value(NamedTuple):
    """A declared date. `day` is None if it names no full day, or can mean several; `empty` if it says nothing at all.

    `utc_hour` is its hour if it is written in universal time, which may be another day where the page is from;
    `zoned` is true where it is written in a zone of its own.
    """

    written: str
    day: dt.date | None
    empty: bool = False
    utc_hour: int | None = None
    zoned: bool = False


def value_of(written: str, *, language: str, day_first: bool | None) -> Value:
    """Reads a declared date."""
    text = " ".join(written.split()).strip(" \"'")
    if not any(map(str.isdigit, text)) or _EMPTY.match(text) or re.fullmatch(r"-?[0-9]{1,3}", text):
        return Value(written, None, empty=True)
    if _EPOCH.fullmatch(text):
        return _epoch(written, text)
    utc = _UTC.search(text)
    hour = int(utc["hour"]) if utc else None
    return Value(written, _day(text, language, day_first), utc_hour=hour, zoned=bool(_ZONED.search(text)))


def _epoch(written: str, text: str) -> Value:
    seconds = int(text[:10])
    if seconds < 10**8:
        return Value(written, None, empty=True)
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return Value(written, moment.date(), utc_hour=moment.hour)


def _day(text: str, language: str, day_first: bool | None) -> dt.date | None:
    for form in (_COMPACT.fullmatch, _ISO.match):
        if match := form(text):
            return _made(match, int(match["month"]))
    found = {day.days for day in days_in(text, language=language, day_first=day_first)}
    if len(found) == 1 and len(days := found.pop()) == 1:
        return days[0]
    return None


def _made(match: re.Match[str], month: int) -> dt.date | None:
    try:
        return dt.date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None
