"""A month and its year with their preposition in seven languages beside English: pure.

    im Juli 1969 · en juillet 1969 · en julio de 1969 · a luglio 1969 · em julho de 1969 · in juli 1969
    в июле 1969 года · 1969年7月

Nothing else is read of these languages, and words that may turn the meaning ("bis", "avant", "кроме") leave it unread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.dates.calendar import FOREIGN_MONTHS, MONTH_NUMBERS, Days, month_days
from index.dates.cues import CLOSING_MARKS, plain
from index.dates.tokens import QueryWords


class ForeignMonth(NamedTuple):
    """A month that `words[begin:end]` name; `rest` is what the last of these words goes on with.

    `days` is None where words around it may turn its meaning.
    """

    begin: int
    end: int
    days: Days | None
    rest: str = ""


class _Language(NamedTuple):
    prepositions: frozenset[str]
    before_year: frozenset[str]
    """Words that may stand between month and year."""
    after_year: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LANGUAGES: Final = {
    "de": _Language(_words("im"), _words("")),
    "fr": _Language(_words("en"), _words("")),
    "es": _Language(_words("en"), _words("de del")),
    "it": _Language(_words("nel in a"), _words("del")),
    "pt": _Language(_words("em"), _words("de")),
    "nl": _Language(_words("in"), _words("")),
    "ru": _Language(_words("в"), _words(""), _words("года г")),
}
_PREPOSITIONS: Final = frozenset(word for language in _LANGUAGES.values() for word in language.prepositions)
_TURNING: Final = _words(
    "nicht ausser außer bis seit vor nach spatestens fruhestens erst ohne kein keine nie als wie zwischen "
    "sauf hors excepte pas jamais avant apres depuis jusque jusqu'en tard tot plus ni sans que des ailleurs partir "
    "entre "
    "excepto salvo menos no nunca antes despues desde hasta tarde temprano sin "
    "eccetto tranne non mai prima dopo entro fino tardi presto senza "
    "exceto nao depois ate cedo sem fora "
    "behalve niet nooit vóór voor na vanaf sinds tot uiterlijk zonder tussen "
    "кроме не ни до после с со раньше позже позднее ранее чем без исключая между начиная "
    "und oder et ou y o e и или en of a od not except since until before after than or and but outside"
)
"""Within three words before, these may ask for another time, or for more than this month."""
_GOING_ON: Final = _words(
    "oder und et y e ed и bis ou jusqu'a o u hasta od fino ate of tot или по до - – — & or to until through vs / позже "
    "spater later"
)
"""Directly after, likewise."""
_LINKS: Final = _words("a al ao en and")
"""Likewise, before a further month or year."""
_MONTHS: Final = frozenset(name for names in FOREIGN_MONTHS.values() for name in names) | MONTH_NUMBERS.keys()
_MAX_BEFORE: Final = 3
_HAN: Final = re.compile(r"[在于於]?((?:1[5-9]|20)\d\d)年(1[0-2]|0?[1-9])月份?")
_HAN_TURNING: Final = (*"除不非自至到和或与及从外前后以之起底初", *"-–—~～、&")
_HAN_LEADING: Final = ("除", "除了", "到", "至")
_HAN_MAX: Final = 40
"""Characters of a word that are looked at; Chinese is written without blanks."""


def months_in(words: QueryWords) -> Iterator[ForeignMonth]:
    """Every month with its preposition and year."""
    for at, word in enumerate(words):
        found = None
        if word.lower() in _PREPOSITIONS:
            found = _european(words, at)
        elif "年" in word[:_HAN_MAX]:
            found = _han(words, at)
        if found:
            yield found


def _european(words: QueryWords, at: int) -> ForeignMonth | None:
    following = [_folded(word) for word in words[at + 1 : at + 4]]
    if words[at].lower() == "in" and following and following[0] in MONTH_NUMBERS:  # English as well
        return None
    for language, numbers in FOREIGN_MONTHS.items():
        grammar = _LANGUAGES[language]
        if word_number := numbers.get(following[0]) if following else None:
            if words[at].lower() not in grammar.prepositions:
                continue
            linked = len(following) > 1 and following[1] in grammar.before_year
            if days := _month_of(following[1 + linked : 2 + linked], word_number):
                return _closed(words, at, at + 3 + linked, days, grammar)
    return None


def _month_of(year: list[str], month: int) -> Days | None:
    return month_days(int(year[0]), month) if year and re.fullmatch(r"(?:1[5-9]|20)\d\d", year[0]) else None


def _closed(words: QueryWords, begin: int, end: int, days: Days, grammar: _Language) -> ForeignMonth:
    """The month with a word such as "года" after it."""
    if end < len(words) and _folded(words[end]) in grammar.after_year and not _ends_clause(words[end - 1]):
        end += 1
    before = {_folded(word) for word in words[max(0, begin - _MAX_BEFORE) : begin]}
    after = "" if end == len(words) else _folded(words[end]) or words[end]
    further = words[end + 1] if end + 1 < len(words) else ""
    goes_on = after in _GOING_ON or (after in _LINKS and (further[:1].isdigit() or _folded(further) in _MONTHS))
    follows_month = begin > 0 and _folded(words[begin - 1]) in _MONTHS  # "da luglio a agosto 2021"
    turned = follows_month or goes_on or not before.isdisjoint(_TURNING)
    return ForeignMonth(begin, end, None if turned else days)


def _han(words: QueryWords, at: int) -> ForeignMonth | None:
    match = _HAN.match(words[at][:_HAN_MAX])
    if match is None:
        return None
    rest = words[at][match.end() :].strip("，。、？！" + CLOSING_MARKS)
    around = (*words[max(0, at - 1) : at], rest.removeprefix("的"), *words[at + 1 : at + 2])
    turned = any(word.startswith(_HAN_TURNING) or word.endswith(_HAN_LEADING) for word in around)
    if turned or (rest and not rest.startswith("的")):
        return ForeignMonth(at, at + 1, None)
    return ForeignMonth(at, at + 1, month_days(int(match[1]), int(match[2])), rest.removeprefix("的"))


def _ends_clause(word: str) -> bool:
    return word.endswith((",", ";", ":", "?", "!"))


def _folded(word: str) -> str:
    """In lower case, without marks around it and without accents."""
    letters = unicodedata.normalize("NFKD", plain(word))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
