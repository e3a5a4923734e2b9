"""Days, months and years as people write them, in digits or words: a text in, every reading of it out. Pure.

Digits are the year first or last; words are the names of months in the languages that `month_names` lists. A year has
four digits. A time of day and its zone are passed over: the day is the one that is written.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Literal, NamedTuple

from index.dates.calendar import month_days, year_days
from index.dates.cues import word_set
from index.dates.month_names import LETTER, folded, month_number
from index.models.documents import Precision

DateOrder = Literal["day first", "month first"] | None
"""How 03/04/2025 is meant; None if the settings don't say."""


class Reading(NamedTuple):
    """A date as read, whether or not there is such a day."""

    year: int
    month: int | None = None
    day: int | None = None


class Bounds(NamedTuple):
    """Every day from `earliest` to `latest`, and the precision of the source."""

    earliest: dt.date
    latest: dt.date
    precision: Precision


DASHES: Final = "‐‑‒–—−"
"""Hyphens, dashes and the minus sign, which stand for "-" in dates."""
_PLAIN: Final = str.maketrans(DASHES + "’＝：", "-" * len(DASHES) + "'=:")

AT: Final = r"(?:(?:at|um|à|a|ad|alle|kl\.?|ore|às|as|om|o|в|kell|klo)\s+|@\s*)?"
CLOCK: Final = (
    r"[0-9]{1,2}(?::[0-9]{2}|\s?h\s?[0-9]{2}(?![0-9])|\.[0-9]{2}(?:\.[0-9]{2})?(?!\.?[0-9])"
    r"|\s?[ap]\.?m\b|\s?Uhr\b|\s?h\b)"
)
_ZONE: Final = r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
_TIME: Final = rf"(?:[T_][0-9]{{2}}(?:[:._-]?[0-9]{{2}}){{0,2}}(?![0-9]).*|(?:[\s,]+{AT}|\s+[-|]\s+){CLOCK}.*|{_ZONE})?"
_PDF: Final = re.compile(r"D:(?P<year>[0-9]{4})(?:(?P<month>[0-9]{2})(?:(?P<day>[0-9]{2})\S*)?)?")  # ISO 32000-1, 7.9.4
_YEAR_FIRST: Final = (
    r"(?P<year>[0-9]{4})(?:(?P<by>\.\s|[-/.])(?P<month>[0-9]{1,2})(?:(?P=by)(?P<day>[0-9]{1,2})\.?)?)?",
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    r"(?P<year>[0-9]{4}) (?P<month>[0-9]{2}) (?P<day>[0-9]{2})",
    r"(?P<year>[0-9]{4})\s?[年년]\s?(?:(?P<month>[0-9]{1,2})\s?[月월]\s?(?:(?P<day>[0-9]{1,2})\s?[日일]?)?)?",
)
_YEAR_LAST: Final = (
    r"(?P<first>[0-9]{1,2})(?P<by>\.\s|[-/.])(?P<second>[0-9]{1,2})(?P=by)(?P<year>[0-9]{4})\.?",
    r"(?P<first>[0-9]{2}) (?P<second>[0-9]{2}) (?P<year>[0-9]{4})",
)
DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|re|º|ª|°|-?го|a|an|ste|de|e)?(?![0-9])"
MONTH: Final = rf"(?P<month>{LETTER}{{3,20}})\.?(?!{LETTER})"
YEAR: Final = r"(?P<year>[0-9]{4})(?![0-9])"
YEAR_END: Final = r"(?:\s?(?:г\.?(?!\w)|года\b|год\b|m\.|eko\b))?"
_OF: Final = r"(?:(?:of|de|del|di|do)[\s_]+|d')?"
_BY: Final = r"[\s._/-]{0,3}"
_APART: Final = r"[\s,._/-]{1,3}"
_NEXT: Final = r"(?:[.,]?\s|[._/-])"
NAMED: Final = (
    rf"{DAY}{_BY}{_OF}{MONTH},?{_BY}{_OF}{YEAR}{YEAR_END}",
    rf"{MONTH}{_BY}{DAY}{_APART}{YEAR}{YEAR_END}",
    rf"{YEAR}{YEAR_END}{_NEXT}?{MONTH}{_BY}{DAY}(?:\.|\s?d\.)?",
    rf"{MONTH},?{_BY}{_OF}{YEAR}(?P<day>){YEAR_END}",
    rf"{YEAR}{YEAR_END}{_NEXT}{MONTH}(?P<day>)",
)
"""Dates with a month in letters, for patterns; the last two have no day, and `month` may be any word."""


class _Forms(NamedTuple):
    year_first: tuple[re.Pattern[str], ...]
    year_last: tuple[re.Pattern[str], ...]
    named: tuple[re.Pattern[str], ...]


def _forms(after: str) -> _Forms:
    patterns = (
        [re.compile(form + after, re.DOTALL | re.IGNORECASE) for form in forms]
        for forms in (_YEAR_FIRST, _YEAR_LAST, NAMED)
    )
    return _Forms(*map(tuple, patterns))


_TIMED, _ALONE = _forms(_TIME), _forms("")

_WEEKDAY_NAMES: Final = word_set(
    "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday mo di "
    "do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi "
    "vendredi samedi dimanche lun mar mer jeu ven sam dim lunes martes miércoles jueves viernes sábado domingo "
    "mié jue vie sáb dom lunedì martedì mercoledì giovedì venerdì sabato domenica gio segunda-feira terça-feira "
    "quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta dilluns dimarts dimecres dijous "
    "divendres dissabte diumenge maandag dinsdag woensdag donderdag vrijdag zaterdag zondag mandag tirsdag onsdag "
    "torsdag fredag lørdag søndag måndag tisdag lördag söndag maanantai maanantaina tiistai tiistaina keskiviikko "
    "keskiviikkona torstai torstaina perjantai perjantaina lauantai lauantaina sunnuntai sunnuntaina понедельник "
    "вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс luni marți miercuri joi vineri "
    "sâmbătă duminică pazartesi salı çarşamba perşembe cuma cumartesi pazar senin selasa rabu kamis jumat sabtu "
    "minggu"
)
_WEEKDAYS: Final = frozenset(map(folded, _WEEKDAY_NAMES))
_LEADING: Final = _WEEKDAYS | word_set("the on le el il den der am dem")
"""What may stand before a day: its day of the week, an article."""
_LEAD: Final = re.compile(rf"(?P<word>{LETTER}+(?:-{LETTER}+)?)[.,]{{0,2}}\s+")
MAX_LEADING: Final = 3
_TRAIL: Final = re.compile(rf"(?<=[0-9])(?P<gap>,?\s?\(?)(?P<word>{LETTER}{{2,20}})\.?\)?\Z")


def after_leading(text: str, start: int = 0) -> int:
    """Where the date begins in `text[start:]`, after a day of the week or an article."""
    for _ in range(MAX_LEADING):
        match = _LEAD.match(text, start)
        if match is None or folded(match["word"]) not in _LEADING or month_number(match["word"]):
            break
        start = match.end()
    return start


def readings(written: str, order: DateOrder, *, timed: bool = True) -> list[Reading]:
    """Every way to read a date, whether or not such a day exists; none for what is no date.

    A time of day may follow where it is `timed`.
    """
    plain = _bare(" ".join(written.translate(_PLAIN).split()), loosely=timed)
    plain = plain.replace("_", "-") if re.fullmatch(r"[0-9_]+", plain) else plain
    forms = _TIMED if timed else _ALONE
    return _in_digits(plain, order, forms) or _in_words(plain, forms)


def bounds(reading: Reading) -> Bounds | None:
    """The days of a reading; None where there is no such day."""
    year, month, day = reading
    try:
        if month is None:
            return Bounds(*year_days(year), "year")
        if day is None:
            return Bounds(*month_days(year, month), "month")
        only = dt.date(year, month, day)
    except ValueError:
        return None
    return Bounds(only, only, "day")


def all_bounds(written: str, order: DateOrder, *, timed: bool = True) -> set[Bounds]:
    """The days of every reading that exists."""
    return {days for reading in readings(written, order, timed=timed) if (days := bounds(reading))}


def _bare(written: str, *, loosely: bool) -> str:
    """Without a day of the week before it, or after it and a comma or bracket, if not `loosely`."""
    bare = written[after_leading(written) :]
    match = _TRAIL.search(bare, max(0, len(bare) - 30))
    trailing = match and folded(match["word"]) in _WEEKDAYS and (match["gap"].strip() or loosely)
    return bare[: match.start()] if match and trailing else bare


def _in_digits(plain: str, order: DateOrder, forms: _Forms) -> list[Reading]:
    for form in (_PDF, *forms.year_first):
        if match := form.fullmatch(plain):
            return [_reading(match["year"], match["month"], match["day"])]
    for form in forms.year_last:
        if match := form.fullmatch(plain):
            return _either(match["first"], match["second"], match["year"], order)
    return []


def _in_words(plain: str, forms: _Forms) -> list[Reading]:
    for form in forms.named:
        match = form.fullmatch(plain)
        if match and (month := month_number(match["month"])):
            return [Reading(int(match["year"]), month, int(match["day"]) if match["day"] else None)]
    return []


def _reading(year: str, month: str | None, day: str | None) -> Reading:
    return Reading(int(year), int(month) if month else None, int(day) if day else None)


def _either(first: str, second: str, year: str, order: DateOrder) -> list[Reading]:
    """The readings of two numbers before a year, of which one is the day."""
    both = {"day first": _reading(year, second, first), "month first": _reading(year, first, second)}
    return [both[order]] if order else list(both.values())
