"""From one date to another: "2025-01-23 to 2025-02-01", "23–25 January 2025", "1914–1918". Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from index.dates.month_names import LETTER, month_number
from index.dates.written import DASHES, MONTH, YEAR, Bounds, DateOrder, all_bounds

AND: Final = r"(?:\s*[&+]\s*|[\s_]+(?:and|und|et|y|e|og|och|en|и)[\s_]+)"
"""What joins two dates that are no span."""
WORDS: Final = r"[\s_-]+(?:to|until|till|through|thru|bis|hasta|tot|til|t/m|по|до)[\s_-]+"
TO: Final = rf"(?:{WORDS}|[\s_]+(?:au|al|à|a|até)[\s_]+|[\s_]*[{DASHES}][\s_]*|[\s_]+-+[\s_]+|\s*--+\s*)"
"""What joins the two ends of a span, for patterns."""
MAX_SPAN: Final = 100
"""Characters; what is longer is no span."""
_TO: Final = re.compile(TO, re.IGNORECASE)
_TIGHT: Final = re.compile(rf"{TO}|\s*-\s*|\s*/\s*", re.IGNORECASE)
_TAIL: Final = re.compile(rf"[0-9]{{1,2}}(?:st|nd|rd|th|\.)?[\s-]+(?P<rest>(?:of\s+|de\s+)?{MONTH}.*)", re.IGNORECASE)
_DOTTED_HEAD: Final = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.")
_DOTTED_TAIL: Final = re.compile(r"[0-9]{1,2}(?P<rest>\.[0-9]{1,2}\.[0-9]{4})")
_DAYS_AFTER: Final = re.compile(
    rf"(?P<start>{LETTER}+\.?\s+)(?P<first>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:{TO}|\s*-\s*)(?P<last>[0-9]{{1,2}})"
    rf"(?:st|nd|rd|th)?,?\s+{YEAR}",
    re.IGNORECASE,
)
_WEEK: Final = re.compile(r"([0-9]{4})-?W([0-9]{2})")
_DAY: Final = re.compile(r"[0-9]{1,2}")
_NUMERIC: Final = re.compile(r"(?P<year>[0-9]{4})([-./])(?P<month>[0-9]{1,2})\2[0-9]{1,2}")


def span_of(written: str, order: DateOrder, *, timed: bool = True) -> Bounds | None:
    """The days from the first end of a span to its last, or those of a week: 2025-W04.

    None where it is no span, an end can't be read or has two readings, the ends differ in precision, or the last is
    not after the first.
    """
    if week := _WEEK.fullmatch(written):
        return _week(*map(int, week.groups()))
    for first, last in _ends(" ".join(written.split())) if len(written) <= MAX_SPAN else ():
        starts, stops = all_bounds(first, order, timed=timed), all_bounds(last, order, timed=timed)
        if len(starts) == len(stops) == 1:
            start, stop = starts.pop(), stops.pop()
            if start.precision == stop.precision and start.latest < stop.earliest:
                return Bounds(start.earliest, stop.latest, start.precision)
    return None


def spans_of(written: str, order: DateOrder) -> set[Bounds]:
    """Every way to read a span, by the order of its days and months where that is open."""
    orders: tuple[DateOrder, ...] = (order,) if order else ("day first", "month first")
    return {span for one in orders if (span := span_of(written, one))}


def _week(year: int, number: int) -> Bounds | None:
    """The seven days of a week of ISO 8601."""
    try:
        return Bounds(dt.date.fromisocalendar(year, number, 1), dt.date.fromisocalendar(year, number, 7), "day")
    except ValueError:
        return None


def _ends(written: str) -> Iterator[tuple[str, str]]:
    """The ways to divide a span into two whole dates."""
    if match := _DAYS_AFTER.fullmatch(written):
        if month_number(match["start"].strip()):
            yield _day_of(match, "first"), _day_of(match, "last")
        return
    for match in _TIGHT.finditer(written):
        first, last = written[: match.start()].strip(" _,"), written[match.end() :].strip(" _,")
        yield first, last
        if tail := _TAIL.fullmatch(last):
            yield f"{first} {tail['rest']}", last
        if _DOTTED_HEAD.fullmatch(first) and last[-4:].isdigit():
            yield f"{first}{last[-4:]}", last
        if tail := _DOTTED_TAIL.fullmatch(last):
            yield f"{first.rstrip('.')}{tail['rest']}", last
        if len(last) > 4 and last[-4:].isdigit():
            yield f"{first} {last[-4:]}", last
        if (iso := _NUMERIC.fullmatch(first)) and _DAY.fullmatch(last):
            yield first, f"{iso['year']}-{iso['month']}-{last}"


def _day_of(match: re.Match[str], day: str) -> str:
    return f"{match['start']}{match[day]}, {match['year']}"
