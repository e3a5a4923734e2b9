"""Times in everyday words, and the days they mean: pure.

An expression is read by itself ("6 June 1944", "the summer of 2019", "last week"); whether the words of a query are
meant as a time is for `index.dates.phrases` to judge. A time that can be understood in two ways, does not exist or
lacks its year is None: a wrong window is worse than none.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Final

from index.dates.calendar import MONTH_NAMES, MONTH_NUMBERS, SHORT_MONTH_NAMES, Days, month_days, year_days

Unit = str
"""day, week, month or year."""

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}
"""The first of a season's three months, by meteorologists' reckoning in the north; winter is `_winter`."""
_COUNTED: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS: Final = {word: number for number, word in enumerate(_COUNTED, 1)} | {"a": 1, "an": 1, "couple of": 2}
_ORDINALS: Final = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_DECADES: Final = {"sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}
_CENTURIES: Final = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}


def read(expression: str, today: dt.date) -> Days | None:
    """The days that `expression` means; None if it has none of the forms or no such day exists."""
    plain = " ".join(expression.lower().replace("’", "'").split())
    for form, days_of in _FORMS:
        if match := form.fullmatch(plain):
            try:
                return days_of(match, today)
            except (ValueError, OverflowError):  # 31 June, or beyond the calendar
                return None
    return None


def may_be_in(text: str) -> bool:
    """Whether `text` may contain a time; if not, it contains nothing that `read` or `latest_month` would read."""
    return _HINT.search(text.lower()) is not None


def is_year(expression: str) -> bool:
    """Whether the expression is only four digits that may be a year."""
    return re.fullmatch(_YEAR, expression) is not None


def is_relative(expression: str) -> bool:
    """Whether the days depend on today's date."""
    return _RELATIVE.search(expression.lower()) is not None


def latest_month(name: str, today: dt.date) -> Days | None:
    """The latest month of this name that has begun; None if the word isn't a month."""
    number = MONTH_NUMBERS.get(name.lower().rstrip("."))
    return month_days(today.year - (number > today.month), number) if number else None


def _earlier(day: dt.date, count: int, unit: Unit) -> dt.date:
    """The day `count` units earlier; the last day of the month where that month has no such day."""
    if unit in {"day", "week"}:
        return day - dt.timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _around(day: dt.date, unit: Unit) -> Days:
    """The calendar day, week (from Monday: ISO 8601), month or year that `day` is in."""
    if unit == "day":
        return Days(day, day)
    if unit == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return Days(monday, monday + dt.timedelta(days=6))
    return month_days(day.year, day.month) if unit == "month" else year_days(day.year)


def _part(days: Days, part: str | None) -> Days:
    """The first, the middle or the last half: no narrower than what anybody means by early, mid or late."""
    if part is None:
        return days
    months = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month + 1
    if months == 1:
        first, last = {"early": (1, 15), "mid": (8, 23), "late": (16, days.last.day)}[part]
        return Days(days.first.replace(day=first), days.first.replace(day=last))
    skipped = {"early": 0, "mid": months // 4, "late": months // 2}[part]
    begin = days.first.year * 12 + days.first.month - 1 + skipped
    return month_days(begin // 12, begin % 12 + 1, months // 2)


def _count(words: str | None) -> int:
    return 1 if words is None else _COUNTS.get(words) or int(words)


def _day(match: re.Match[str], _: dt.date) -> Days | None:
    day = dt.date(int(match["year"]), MONTH_NUMBERS[match["month"].rstrip(".")], int(match["day"]))
    weekday = match["weekday"]
    return None if weekday and _WEEKDAYS[day.weekday()] != weekday else Days(day, day)


def _iso_day(match: re.Match[str], _: dt.date) -> Days:
    day = dt.date.fromisoformat(match[0])
    return Days(day, day)


def _iso_month(match: re.Match[str], _: dt.date) -> Days:
    return month_days(int(match["year"]), int(match["number"]))


def _figures(match: re.Match[str], _: dt.date) -> Days | None:
    """A day in figures, where day and month make sense in only one order."""
    first, second = int(match["first"]), int(match["second"])
    if first != second and max(first, second) <= 12:
        return None
    day = dt.date(int(match["year"]), min(first, second), max(first, second))
    return Days(day, day)


def _month(match: re.Match[str], _: dt.date) -> Days:
    return _part(month_days(int(match["year"]), MONTH_NUMBERS[match["month"].rstrip(".")]), match["part"])


def _year(match: re.Match[str], _: dt.date) -> Days:
    return _part(year_days(int(match["year"])), match["part"])


def _decade(match: re.Match[str], _: dt.date) -> Days:
    first = int(match["first"])
    first += 1900 if first < 100 else 0
    return _part(year_days(first, first + 9), match["part"])


def _named_decade(match: re.Match[str], _: dt.date) -> Days:
    first = _DECADES[match["name"]]
    return _part(year_days(first, first + 9), match["part"])


def _century(match: re.Match[str], _: dt.date) -> Days:
    number = _CENTURIES.get(match["name"]) or int(match["name"][:2])
    return _part(year_days(number * 100 - 99, number * 100), match["part"])


def _season(match: re.Match[str], _: dt.date) -> Days:
    return month_days(int(match["year"]), _SEASONS[match["season"]], 3)


def _winter(match: re.Match[str], _: dt.date) -> Days | None:
    """December to February, where both years are given: "winter 2019" may begin in 2019 or end in it."""
    first = int(match["year"])
    return month_days(first, 12, 3) if int(match["next"][-2:]) == (first + 1) % 100 else None


def _quarter(match: re.Match[str], _: dt.date) -> Days:
    number = _ORDINALS.get(match["number"]) or int(match["number"])
    return month_days(int(match["year"]), number * 3 - 2, 3)


def _half(match: re.Match[str], _: dt.date) -> Days:
    number = _ORDINALS.get(match["number"]) or int(match["number"])
    return month_days(int(match["year"]), number * 6 - 5, 6)


def _calendar(match: re.Match[str], today: dt.date) -> Days:
    unit = match["unit"]
    this = _around(today, unit)
    return this if match["which"] == "this" else _around(_earlier(this.first, 1, unit), unit)


def _back(match: re.Match[str], today: dt.date) -> Days:
    return Days(_earlier(today, _count(match["count"]), match["unit"]), today)


def _ago(match: re.Match[str], today: dt.date) -> Days:
    return _around(_earlier(today, _count(match["count"]), match["unit"]), match["unit"])


def _last_month(match: re.Match[str], today: dt.date) -> Days:
    """The latest month of this name that is over."""
    number = MONTH_NUMBERS[match["month"].rstrip(".")]
    return month_days(today.year if number < today.month else today.year - 1, number)


def _last_season(match: re.Match[str], today: dt.date) -> Days:
    """The latest season of this name that is over."""
    this = month_days(today.year, _SEASONS[match["season"]], 3)
    return this if this.last < today else month_days(today.year - 1, _SEASONS[match["season"]], 3)


def _last_weekday(match: re.Match[str], today: dt.date) -> Days:
    """The latest day of this name before today."""
    back = (today.weekday() - _WEEKDAYS.index(match["weekday"]) - 1) % 7 + 1
    return _around(_earlier(today, back, "day"), "day")


def _today(_: re.Match[str], today: dt.date) -> Days:
    return Days(today, today)


def _yesterday(_: re.Match[str], today: dt.date) -> Days:
    return _around(_earlier(today, 1, "day"), "day")


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_YEAR = r"(?:1\d|20|21)\d\d"
_THE_YEAR = rf"(?P<year>{_YEAR})"
_THE_MONTH = rf"(?P<month>{_any_of(MONTH_NAMES)}|{_any_of(SHORT_MONTH_NAMES)}\.?)"
_THE_DAY = r"(?P<day>[1-9]|0[1-9]|[12]\d|3[01])"
_WEEKDAY = rf"(?:(?P<weekday>{_any_of(_WEEKDAYS)}),? )?"
_PART = r"(?:(?P<part>early|mid|late)[ -])?"
_COUNT = rf"(?P<count>\d{{1,3}}|{_any_of(_COUNTS)})"
_UNIT = r"(?P<unit>day|week|month|year)"
_SEASON = rf"(?P<season>{_any_of(_SEASONS)})"
_NUMBER = rf"(?P<number>{_any_of(_ORDINALS)})"

_HINT: Final = re.compile(rf"\d|last|past|this|ago|day|{'|'.join((*_DECADES, *SHORT_MONTH_NAMES))}|century")
"""Every form contains at least one of these; trying all forms at every word takes forty times as long."""
_RELATIVE: Final = re.compile(rf"\b(?:last|past|this|ago|today|yesterday|{_any_of(_WEEKDAYS)})\b(?!.*\d{{4}})")
_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], dt.date], Days | None]], ...]] = tuple(
    (re.compile(pattern), days_of)
    for pattern, days_of in (
        (rf"(?:the )?{_WEEKDAY}{_THE_DAY}(?:st|nd|rd|th)?(?: of)? {_THE_MONTH},? {_THE_YEAR}", _day),
        (rf"{_WEEKDAY}{_THE_MONTH} (?:the )?{_THE_DAY}(?:st|nd|rd|th)?,? {_THE_YEAR}", _day),
        (r"\d{4}-\d\d-\d\d", _iso_day),
        (rf"{_THE_YEAR}-(?P<number>\d\d)", _iso_month),
        (rf"(?P<first>\d{{1,2}})(?P<by>[./-])(?P<second>\d{{1,2}})(?P=by){_THE_YEAR}", _figures),
        (rf"{_PART}{_THE_MONTH},?(?: of)? {_THE_YEAR}", _month),
        (rf"(?:the year )?{_PART}{_THE_YEAR}", _year),
        (rf"(?:the )?{_PART}(?P<first>(?:1\d|20|21)\d0)'?s", _decade),
        (rf"the {_PART}'(?P<first>[3-9]0)s", _decade),
        (rf"the {_PART}(?P<name>{_any_of(_DECADES)})", _named_decade),
        (rf"the {_PART}(?P<name>1[5-9]th|20th|21st|{_any_of(_CENTURIES)}) century", _century),
        (rf"(?:the )?{_SEASON}(?: of)? {_THE_YEAR}", _season),
        (rf"(?:the )?winter(?: of)? {_THE_YEAR} ?[-–/] ?(?P<next>(?:\d\d)?\d\d)", _winter),
        (rf"q(?P<number>[1-4])(?: of)? {_THE_YEAR}", _quarter),
        (rf"h(?P<number>[12])(?: of)? {_THE_YEAR}", _half),
        (rf"(?:the )?{_NUMBER} quarter of {_THE_YEAR}", _quarter),
        (rf"(?:the )?(?P<number>first|second) half of {_THE_YEAR}", _half),
        (r"(?P<which>this|last) (?P<unit>week|month|year)", _calendar),
        (rf"(?:the )?past (?:{_COUNT} )?{_UNIT}s?", _back),
        (rf"last {_COUNT} {_UNIT}s?", _back),
        (rf"the last (?:{_COUNT} )?{_UNIT}s?", _back),
        (rf"(?:a )?{_COUNT} {_UNIT}s? ago", _ago),
        (rf"last {_THE_MONTH}", _last_month),
        (rf"last {_SEASON}", _last_season),
        (rf"(?:last )?(?P<weekday>{_any_of(_WEEKDAYS)})", _last_weekday),
        (r"today", _today),
        (r"yesterday", _yesterday),
    )
)
