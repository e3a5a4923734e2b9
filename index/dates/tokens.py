"""Words of a query as tokens, each of a kind that is one character: pure.

What times look like is then a regular expression over the kinds ("DMY" is 20 July 1969), and none has an unbounded
repetition: reading takes time that grows with the number of tokens only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from index.dates.calendar import MONTH_NUMBERS

QueryWords = Sequence[str]
"""A query's words as typed, punctuation included."""

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COUNTS: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
DECADES: Final = {"sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}
CENTURIES: Final = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}

OTHER: Final = "z"
"""The kind of a word that no time contains."""
WEEKDAY_SHORT: Final = "a"
"""The kind of "sun" or "sat", which are other words but before a day."""
_WORDS_OF_KIND: Final = {
    "M": (*MONTH_NUMBERS,),
    "W": WEEKDAYS,
    WEEKDAY_SHORT: ("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
    "S": ("spring", "summer", "autumn", "fall"),
    "w": ("winter",),
    "P": ("early", "mid", "late"),
    "u": ("year",),
    "U": ("month", "week"),
    "j": ("day",),
    "v": ("years", "months", "weeks", "days"),
    "K": (*COUNTS,),
    "A": ("a", "an"),
    "C": ("couple",),
    "F": (*ORDINALS,),
    "e": (*DECADES,),
    "R": (*CENTURIES,),
    "o": ("of",),
    "t": ("the",),
    "l": ("last",),
    "p": ("past",),
    "h": ("this",),
    "g": ("ago",),
    "q": ("quarter",),
    "f": ("half",),
    "c": ("century",),
    "T": ("today",),
    "B": ("yesterday",),
    "1": ("present", "now", "date"),
    "i": ("up",),
    "b": ("to", "until", "till", "through", "thru"),
    "n": ("and", "&", "or"),
    "Q": ("q1", "q2", "q3", "q4"),
    "H": ("h1", "h2"),
    "-": ("-", "‐", "‑", "‒", "–", "—", "−", "~"),
    "/": ("/",),
    ",": (",",),
    ".": (".",),
}
IN_TIMES: Final = "MWSwYDONGIJXZEe"
"""Kinds of tokens that stand for a time or a part of one by themselves."""
_KINDS: Final = {word: kind for kind, words in _WORDS_OF_KIND.items() for word in words}

_DASH: Final = "-‐‑‒–—−"
_TOKEN: Final = re.compile(
    rf"\d+(?:[{_DASH}./:]\d+)+(?![^\W_])"  # 2018-02-01, 1969–72, 20-25, 3.11.4, 10:30
    r"|'?\d+(?:'?[^\W\d_]+)?"  # 1969, 20th, 1960s, '60s
    r"|twenty-first|[^\W\d_][^\W_]*(?:'[^\W\d_]+)?"  # July, Q3, year's
    r"|\S"
)
_NUMBER: Final = re.compile(rf"'?[0-9][0-9a-z'{_DASH}./:]*\Z")
_YEAR: Final = r"(?:1\d|20|21)\d\d"
_FIGURES: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("I", r"\d{4}-\d\d-\d\d"),
        ("X", rf"(?P<first>\d{{1,2}})(?P<by>[./-])(?P<second>\d{{1,2}})(?P=by)(?P<year>{_YEAR})"),
        ("Z", rf"(?P<year>{_YEAR})(?P<by>[{_DASH}/])(?P<last>{_YEAR}|\d\d)"),
        ("G", rf"(?P<first>\d{{1,2}})[{_DASH}/](?P<second>\d{{1,2}})"),
    )
)
_MAX_DIGITS: Final = 4


class Tokens(NamedTuple):
    """A query's tokens: the kind of each, as one string; their texts in lower case; and which word each is part of."""

    kinds: str
    texts: Sequence[str]
    places: Sequence[int]


def tokens_of(words: QueryWords) -> Tokens:
    """Cuts each word into tokens."""
    kinds: list[str] = []
    texts: list[str] = []
    places: list[int] = []
    for place, word in enumerate(words):
        for text in _cut(word.lower().replace("’", "'")):
            kinds.append(_kind(text))
            texts.append(text)
            places.append(place)
    return Tokens("".join(kinds), texts, places)


def figures(kind: str, text: str) -> re.Match[str]:
    """The parts of a token of the kinds I, X, Z and G; raises `ValueError` for any other."""
    for of_kind, form in _FIGURES:
        if of_kind == kind.replace("J", "Z") and (match := form.fullmatch(text)):
            return match
    raise ValueError(f"{text} is no figure of kind {kind}")


def is_possessive(text: str) -> bool:
    """Whether a token ends as in "last year's"."""
    return text.endswith("'s")


def _cut(word: str) -> Iterable[str]:
    if word in {"w/o", "w/out"}:
        return ("without",)
    return (word,) if word in _KINDS or word.isalpha() else _TOKEN.findall(word)


def _kind(text: str) -> str:
    if kind := _KINDS.get(text):
        return kind
    if text.isalpha() or (len(text) == 1 and not text.isdigit()):
        return OTHER
    if _NUMBER.match(text):
        return _number_kind(text)
    return _KINDS.get(text.removesuffix("'s"), OTHER)


def _number_kind(text: str) -> str:
    """D: may be a day; N: another number of up to three digits; Y: a year; O: 20th; E: 1960s; e: '60s."""
    if text.isdecimal():
        if len(text) == _MAX_DIGITS and re.fullmatch(_YEAR, text):
            return "Y"
        return OTHER if len(text) >= _MAX_DIGITS else "D" if len(text) < 3 and 1 <= int(text) <= 31 else "N"
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", text):
        return "O"
    if re.fullmatch(r"(?:1\d|20|21)\d0'?s", text):
        return "E"
    if re.fullmatch(r"'[3-9]0s", text):
        return "e"
    return _figures_kind(text)


def _figures_kind(text: str) -> str:
    """I: 2018-02-01; J: 2018-02; X: 20/07/1969; Z: 1969–72, 1969/70; G: 20-25."""
    if "-" not in text and not any(mark in text for mark in "/." + _DASH):
        return OTHER
    kind, match = next(((kind, match) for kind, form in _FIGURES if (match := form.fullmatch(text))), (OTHER, None))
    if kind == "Z" and match and match["by"] == "-" and len(match["last"]) == 2:
        year, last = int(match["year"]), int(match["last"])
        return "J" if 1 <= last <= 12 and last != (year + 1) % 100 else "Z"
    if kind == "G" and match and not all(1 <= int(day) <= 31 for day in match.groups()):
        return OTHER
    return kind


def iso_day(text: str) -> dt.date:
    """The day of a token of kind I; raises `ValueError` where there is none."""
    return dt.date.fromisoformat(text)
