"""Dates in the fields of e-mails, in every form that programs have written them: pure.

RFC 5322 and its obsolete forms (§4.3: years of two and three digits, comments, missing blanks, names of zones), C's
`asctime`, and dates as people read them ("16 May 2016 at 09:30:32"). The day is the one that is written: weekday, time
and zone tell nothing about it.
"""

from __future__ import annotations

import datetime as dt
import re
from email.utils import mktime_tz, parsedate_tz

from index.dates.calendar import FOREIGN_MONTHS, MONTH_NUMBERS
from index.text.folding import without_accents

MAX_CHARACTERS = 200
"""A longer field is no date."""


def _month_numbers() -> dict[str, int]:
    """Names of months in all languages known here, and their beginnings where those mean one month only."""
    names = {(name, number) for months in FOREIGN_MONTHS.values() for name, number in months.items()}
    names |= {(name[:-1] + end, number) for name, number in names if name[-1] == "е" for end in "ая"}  # Russian
    found: dict[str, set[int]] = {}
    for name, number in (*names, *MONTH_NUMBERS.items()):
        for end in range(3, len(name) + 1):
            found.setdefault(name[:end], set()).add(number)
    return {begun: numbers.pop() for begun, numbers in found.items() if len(numbers) == 1} | {
        "mrz": 3,
        "mrt": 3,
        "маи": 5,
    }


_MONTHS = _month_numbers()
"""Programs that ask the system for the name write it in its language."""
_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*(?:\)|\Z)")
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2,3})(?=[^\w:.]|T|\Z|\.\Z|[0-9]{2}:[0-9]{2})"
_WEEKDAY = r"(?:[^\W\d_]++\.?\s*,?[\s-]*)?+"
_COLON = r"\s*[:.]\s*"
_TIME = rf"[0-9]{{1,2}}{_COLON}[0-9]{{1,2}}(?:{_COLON}[0-9]{{1,2}}(?:[.,][0-9]+)?)?(?:\s*[ap]\.?m\.?(?![^\W\d_]))?"
_OFFSET = r"[+-]-?\s*[0-9]{1,2}:?(?:[0-9]{2})?(?![0-9])"
_ZONE = rf"(?:{_OFFSET}|[0-9]{{4}}(?![0-9])|\"?[^\W\d]++(?:/[^\W\d]++)*+(?:{_OFFSET})?\.?\"?)"
_BEFORE_TIME = r"[\s,]*(?:[^\W\d_]{1,3}(?![^\W\d_])\s*|T|-\s)?"
_END = rf"(?:{_BEFORE_TIME}{_TIME}(?:[\s,]*{_ZONE})*+)?[\s.]*"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_WEEKDAY}{_DAY}[\s.,/-]*{_MONTH}[\s,/-]*{_YEAR}{_END}",
        rf"(?:{_WEEKDAY})??{_MONTH}[\s-]*{_DAY}[\s,-]+{_YEAR}{_END}",
        rf"(?:{_WEEKDAY})??{_MONTH}\s*{_DAY},?\s+{_TIME}(?:\s+{_ZONE})*?\s+{_YEAR}(?:[\s,]*{_ZONE})*+\s*",
        rf"{_WEEKDAY}(?P<year>[0-9]{{4}})[\s,-]+{_MONTH}[\s-]+{_DAY}{_END}",
    )
)


def mail_day(written: str) -> dt.date | None:
    """The day that a mail's date names; None if there is no such day, or the form is another."""
    if len(written) > MAX_CHARACTERS:
        return None
    text = without_accents(without_comments(written).lower())
    match = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    try:
        return dt.date(_year(match["year"]), _MONTHS[match["month"]], int(match["day"])) if match else None
    except ValueError:
        return None


def without_comments(written: str) -> str:
    """A field without what stands in parentheses, with single blanks."""
    count = 1
    while count:
        written, count = _COMMENT.subn(" ", written)
    return " ".join(written.split())


def moment(written: str) -> dt.datetime | None:
    """The moment that a date, time and zone mean, in UTC, to tell which of several came first."""
    try:
        parsed = parsedate_tz(without_comments(written[:MAX_CHARACTERS]))
        return dt.datetime.fromtimestamp(mktime_tz((*parsed[:9], parsed[9] or 0)), dt.UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None


def _year(digits: str) -> int:
    """RFC 5322 §4.3: two digits are of 1950 to 2049, three count from 1900."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year
