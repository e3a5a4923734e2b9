"""Full days as running text writes them, in the languages that web pages are in: text in, days out. Pure.

Nothing is guessed: what can be read in several ways has several readings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.dates.month_names import LONGEST, months_named

Ymd = tuple[int, int, int]


class WrittenDay(NamedTuple):
    """What `text[start:end]` can mean; most have one reading. `short_year` is true of a year of two digits."""

    days: tuple[dt.date, ...]
    start: int
    end: int
    short_year: bool = False


DATE_LIKE: Final = re.compile(r"1[89][0-9]{2}|20[0-9]{2}|[0-9][-./] ?[0-9]{1,2}[-./] ?[0-9]")
"""What no text with a day in it is without."""

_SPACES: Final = str.maketrans(
    {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " "}
    | dict.fromkeys("\u2010\u2011\u2012\u2013", "-")
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
)
_YEAR = r"(?P<year>1[89][0-9]{2}|20[0-9]{2})"
_DAY = r"(?P<day>[0-3]?[0-9])"
_WORD = r"(?P<month>[^\W\d_]{3," + str(LONGEST) + r"}|[Aa]g)"
_ORDINAL = r"(?:st|nd|rd|th|er|re|ª|º|°|η|ης)?\.?"
_OF = r"(?:(?:de|of|del|a|τη?ς)[\s.]|d['’])?"
_NUMBERS: Final = (
    re.compile(r"(?<![0-9./-])" + _YEAR + r"([-/.]) ?(?P<month>[0-9]{1,2})\2 ?" + _DAY + r"(?![0-9]|[-/][0-9])"),
    re.compile(_YEAR + r"\s?[年년]\s?(?P<month>[0-9]{1,2})\s?[月월]\s?" + _DAY + r"\s?[日일号號]"),
)
_YEAR_LAST: Final = re.compile(
    r"(?<![0-9./-])(?P<first>[0-9]{1,2})([-/.]) ?(?P<second>[0-9]{1,2})\2 ?(?P<year>[0-9]{4}|[0-9]{2})"
    r"(?![0-9]|[-/.][0-9])"
)
_NAMED: Final = (
    # 5 March 2020, 5. März 2020, 1er mars 2020, 5 de marzo de 2020, 05-Mar-2020, 5/mar/2020
    re.compile(
        r"(?<![0-9.:/-])"
        + _DAY
        + _ORDINAL
        + r"[\s/-]{0,2}"
        + _OF
        + _WORD
        + r"[.,]{0,2}[\s/-]{0,2}(?:de |del |,)?\s?"
        + _YEAR
        + r"(?![0-9])"
    ),
    # March 5, 2020, Mar. 5th 2020, marzo 5, 2020
    re.compile(r"(?<!\w)" + _WORD + r"\.?\s?" + _DAY + _ORDINAL + r"(?: de)?,?\s?" + _YEAR + r"(?![0-9])"),
    # Thu Mar 05 10:00:00 CET 2020
    re.compile(
        r"(?<!\w)" + _WORD + " " + _DAY + r" [0-9]{1,2}:[0-9]{2}:[0-9]{2} (?:[A-Z+:0-9-]{1,9} )?" + _YEAR + r"(?![0-9])"
    ),
    # 2020. március 5., 2020 Mar 5, 2020-Mar-05
    re.compile(r"(?<![0-9./-])" + _YEAR + r"[.,]?[\s/-]{0,2}" + _WORD + r"\.?[\s/-]{0,2}" + _DAY + r"(?![0-9])"),
)
_VIETNAMESE: Final = re.compile(r"(?<![0-9])" + _DAY + r" [Tt]háng (?P<month>[0-9]{1,2}),? (?:năm )?" + _YEAR)


def days_in(text: str, *, language: str = "", day_first: bool | None = None) -> list[WrittenDay]:
    """Every full day in a text, in its order.

    `language` is the text's ("de", or "" if unknown). `day_first` says how 03/04/2020 is meant, None if that is
    unknown; with full stops the day always comes first.
    """
    if not DATE_LIKE.search(text):
        return []
    plain = text.translate(_SPACES)
    found = [*_in_numbers(plain), *_year_last(plain, day_first), *_named(plain, language)]
    found.sort(key=lambda day: (day.start, -day.end))
    kept: list[WrittenDay] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def _in_numbers(text: str) -> Iterator[WrittenDay]:
    for form in (*_NUMBERS, _VIETNAMESE):
        for match in form.finditer(text):
            yield from _found(match, [(int(match["year"]), int(match["month"]), int(match["day"]))])


def _year_last(text: str, day_first: bool | None) -> Iterator[WrittenDay]:
    for match in _YEAR_LAST.finditer(text):
        year, short = int(match["year"]), len(match["year"]) == 2
        year = year + (1900 if year > 69 else 2000) if short else year
        first, second = int(match["first"]), int(match["second"])
        both = [(year, second, first), (year, first, second)]
        if match[2] == "." or day_first:
            both = both[:1]
        elif day_first is False:
            both = both[1:]
        yield from _found(match, both, short_year=short)


def _named(text: str, language: str) -> Iterator[WrittenDay]:
    for form in _NAMED:
        for match in form.finditer(text):
            months = months_named(match["month"], language)
            yield from _found(match, [(int(match["year"]), month, int(match["day"])) for month in months])


def _found(match: re.Match[str], readings: list[Ymd], *, short_year: bool = False) -> Iterator[WrittenDay]:
    days = tuple(dict.fromkeys(day for reading in readings if (day := _day(reading))))
    if days:
        yield WrittenDay(days, match.start(), match.end(), short_year)


def _day(reading: Ymd) -> dt.date | None:
    try:
        return dt.date(*reading)
    except ValueError:
        return None
