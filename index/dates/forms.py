"""What times look like, by the kinds of their tokens, and the days they mean, one reader per form: pure.

A reader gives None, or raises `ValueError` or `OverflowError`, where no such day exists or two are possible.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from index.dates.calendar import MONTH_NUMBERS, Days, month_days, year_days
from index.dates.tokens import CENTURIES, COUNTS, DECADES, ORDINALS, WEEKDAYS, figures, iso_day

Unit = str
"""day, week, month or year."""

_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}
"""The first of a season's three months, by meteorologists' reckoning in the north; winter is `_winter`."""


class Part(NamedTuple):
    """Tokens in a row: their kinds, and their texts without the 's of a possessive."""

    kinds: str
    texts: tuple[str, ...]

    def text(self, kinds: str) -> str | None:
        """The first token of any of `kinds`."""
        return next((text for kind, text in zip(self.kinds, self.texts, strict=True) if kind in kinds), None)

    def number(self, kinds: str) -> int:
        """Likewise, the number that its digits write; raises `ValueError` without any."""
        return int(re.sub(r"\D", "", self.text(kinds) or ""))

    def __add__(self, other: object) -> Part:
        if not isinstance(other, Part):
            return NotImplemented
        return Part(self.kinds + other.kinds, self.texts + other.texts)


def latest_month(name: str, today: dt.date) -> Days | None:
    """The latest month of this name that has begun; None if the word isn't a month."""
    number = MONTH_NUMBERS.get(name)
    return month_days(today.year - (number > today.month), number) if number else None


def earlier(day: dt.date, count: int, unit: Unit) -> dt.date:
    """The day `count` units earlier; the last day of the month where that month has no such day."""
    if unit in {"day", "week"}:
        return day - dt.timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def count_and_unit(part: Part) -> tuple[int, Unit]:
    """Of "two weeks ago" 2 and week; "last week" counts one."""
    word = part.text("DNK")
    count = (COUNTS.get(word) or int(word)) if word else 2 if "C" in part.kinds else 1
    if count == 0:
        raise ValueError("none of any unit")
    return count, (part.text("juUv") or "").removesuffix("s")


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


def _month_number(part: Part) -> int:
    return MONTH_NUMBERS[part.text("M") or ""]


def _day(part: Part, _: dt.date) -> Days | None:
    day = dt.date(part.number("Y"), _month_number(part), part.number("DO"))
    weekday = part.text("Wa") or ""
    return Days(day, day) if WEEKDAYS[day.weekday()].startswith(weekday) else None


def _days_of_month(part: Part, _: dt.date) -> Days | None:
    """July 20-25, 1969."""
    if glued := part.text("G"):
        match = figures("G", glued)
        first, last = int(match["first"]), int(match["second"])
        if "/" in glued and last != first + 1:
            return None
    else:
        first, last = (int(re.sub(r"\D", "", text)) for kind, text in zip(*part, strict=True) if kind in "DO")
    year, month = part.number("Y"), _month_number(part)
    days = Days(dt.date(year, month, first), dt.date(year, month, last))
    return days if first < last else None


def _iso_day(part: Part, _: dt.date) -> Days:
    return Days(iso_day(part.texts[0]), iso_day(part.texts[0]))


def _iso_month(part: Part, _: dt.date) -> Days:
    match = figures("J", part.texts[0])
    return month_days(int(match["year"]), int(match["last"]))


def _figures(part: Part, _: dt.date) -> Days | None:
    """A day in figures, where day and month make sense in only one order."""
    match = figures("X", part.texts[0])
    first, second = int(match["first"]), int(match["second"])
    if first != second and max(first, second) <= 12:
        return None
    day = dt.date(int(match["year"]), min(first, second), max(first, second))
    return Days(day, day)


def _years(part: Part, _: dt.date) -> Days | None:
    """1969–1972 and 1969–72; not 2019/20, which may be a season or a financial year, nor 2003-04, perhaps a month."""
    match = figures("Z", part.texts[0])
    first, last, by = int(match["year"]), match["last"], match["by"]
    if by == "/" or (by == "-" and len(last) == 2 and 1 <= int(last) <= 12):
        return None
    until = int(last) if len(last) == 4 else first - first % 100 + int(last)
    return year_days(first, until) if first < until else None


def _month(part: Part, _: dt.date) -> Days:
    return _part(month_days(part.number("Y"), _month_number(part)), part.text("P"))


def _year(part: Part, _: dt.date) -> Days:
    return _part(year_days(part.number("Y")), part.text("P"))


def _decade(part: Part, _: dt.date) -> Days | None:
    """The 1960s; the 1800s are a hundred years."""
    first = DECADES.get(part.text("e") or "") or part.number("Ee")
    first += 1900 if first < 100 else 0
    if first == 1900:  # ten years or a hundred
        return None
    return _part(year_days(first, first + (99 if first < 1900 and first % 100 == 0 else 9)), part.text("P"))


def _century(part: Part, _: dt.date) -> Days | None:
    number = CENTURIES.get(part.text("R") or "") or part.number("O")
    days = year_days(number * 100 - 99, number * 100)
    return _part(days, part.text("P")) if 15 <= number <= 21 else None


def _season(part: Part, _: dt.date) -> Days:
    return month_days(part.number("Y"), _SEASONS[part.text("S") or ""], 3)


def _winter(part: Part, _: dt.date) -> Days | None:
    """December to February, where both years are given: "winter 2019" may begin in 2019 or end in it."""
    match = re.fullmatch(r"(\d{4})\W(?:\d\d)?(\d\d)", "".join(part.texts[-1 if part.kinds.endswith("Z") else -3 :]))
    if match is None or int(match[2]) != (int(match[1]) + 1) % 100:
        return None
    return month_days(int(match[1]), 12, 3)


def _months_of_year(months: int) -> Callable[[Part, dt.date], Days | None]:
    """Quarters or halves."""

    def days_of(part: Part, _: dt.date) -> Days | None:
        number = ORDINALS.get(part.text("F") or "") or part.number("OQH")
        return month_days(part.number("Y"), (number - 1) * months + 1, months) if number <= 12 // months else None

    return days_of


def _calendar(part: Part, today: dt.date) -> Days:
    _, unit = count_and_unit(part)
    this = _around(today, unit)
    return this if "h" in part.kinds else _around(earlier(this.first, 1, unit), unit)


def _back(part: Part, today: dt.date) -> Days:
    return Days(earlier(today, *count_and_unit(part)), today)


def _ago(part: Part, today: dt.date) -> Days:
    count, unit = count_and_unit(part)
    return _around(earlier(today, count, unit), unit)


def _last_month(part: Part, today: dt.date) -> Days:
    """The latest month of this name that is over."""
    number = _month_number(part)
    return month_days(today.year if number < today.month else today.year - 1, number)


def _last_season(part: Part, today: dt.date) -> Days:
    """The latest season of this name that is over."""
    this = month_days(today.year, _SEASONS[part.text("S") or ""], 3)
    return this if this.last < today else month_days(today.year - 1, _SEASONS[part.text("S") or ""], 3)


def _last_weekday(part: Part, today: dt.date) -> Days:
    """The latest day of this name before today."""
    back = (today.weekday() - WEEKDAYS.index(part.text("W") or "") - 1) % 7 + 1
    return _around(earlier(today, back, "day"), "day")


def _today(_: Part, today: dt.date) -> Days:
    return Days(today, today)


def _yesterday(_: Part, today: dt.date) -> Days:
    return _around(earlier(today, 1, "day"), "day")


_COUNT: Final = "(?:[DNKA]|A?Co)"
FORMS: Final[dict[str, tuple[str, Callable[[Part, dt.date], Days | None]]]] = {
    "day": (r"t?(?:W,?|a\.?,?)?t?[DO]o?M\.?,?Y|(?:W,?|a\.?,?)?M\.?t?[DO],?Y", _day),
    "days": (r"Go?M\.?,?Y|M\.?G,?Y|M\.?[DO][-b]t?[DO],?Y", _days_of_month),
    "two_days": (r"M\.?[DO],?nt?[DO],?Y", _days_of_month),
    "iso_day": ("I", _iso_day),
    "iso_month": ("J", _iso_month),
    "figures": ("X", _figures),
    "month": (r"(?:P-?)?M\.?,?o?Y", _month),
    "winter": (r"t?wo?(?:Z|Y[-/][DNY])", _winter),
    "years": ("Z", _years),
    "year": ("(?:tu)?(?:P-?)?Y", _year),
    "decade": ("t?(?:P-?)?E|t(?:P-?)?e", _decade),
    "century": ("t(?:P-?)?[OR]c", _century),
    "season": ("t?So?Y", _season),
    "quarter": ("Qo?Y|t?[FO]qo?Y", _months_of_year(3)),
    "half": ("Ho?Y|t?[FO]fo?Y", _months_of_year(6)),
    "back": (f"t?[pl]{_COUNT}[juUv]|t?p[juU]|tl[juU]", _back),
    "calendar": ("[hl][uU]", _calendar),
    "ago": (f"A?{_COUNT}[juUv]g", _ago),
    "last_month": (r"lM\.?", _last_month),
    "last_season": ("lS", _last_season),
    "weekday": ("l?W", _last_weekday),
    "today": ("T", _today),
    "yesterday": ("B", _yesterday),
}
"""What times look like, by the kinds of their tokens, and the days they mean; the first that fits is taken."""
PARTS: Final = {
    "day_month": r"t?[DO]o?M\.?",
    "month_day": r"M\.?[DO]",
    "part_month": r"(?:P-?)?M\.?",
    "part_season": "t?[Sw]",
    "part_decade": "e",
    "number": "t?O|[DNG]",
    "now": "t?1",
}
"""Likewise what parts of times look like: an end of a range may be one."""
PARTIAL: Final = frozenset(PARTS)
RELATIVE: Final = frozenset({"back", "calendar", "ago", "last_month", "last_season", "weekday", "today", "yesterday"})
ONE_DAY: Final = frozenset({"day", "iso_day", "figures"})
YEARS: Final = frozenset({"year", "years"})
SINGLE: Final = frozenset({"weekday", "today", "yesterday"})
"""Relative times of one word, which are often something else."""
