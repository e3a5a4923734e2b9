"""Where in a file's name something stands that can be a date: its form, and what must not stand before it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from index.dates.cues import word_set
from index.dates.month_names import LETTER, is_surely_a_month, month_number
from index.dates.spans import AND, TO, WORDS
from index.dates.written import DASHES, NAMED, all_bounds

Form = Literal["day", "eight digits", "year last", "month", "week", "words", "named month", "span"]


class Found(NamedTuple):
    """A date in `name[start:end]`."""

    start: int
    end: int
    written: str
    form: Form


LIKELY_YEARS: Final = range(1000, 2200)
"""Of eight digits, and of a year and month, at the beginning of a name."""
SURE_YEARS: Final = range(1500, 2200)
"""Of any date in the middle."""

_BY: Final = rf"[-_.{DASHES}]"
_END: Final = r"(?![0-9])(?!(?!T[0-9])[A-Za-z])"
_IN_DIGITS: Final[tuple[tuple[Form, re.Pattern[str]], ...]] = (
    ("day", re.compile(rf"[0-9]{{4}}(?:(?P<by>{_BY})[0-9]{{1,2}}(?P=by)[0-9]{{1,2}}| [0-9]{{2}} [0-9]{{2}}){_END}")),
    ("day", re.compile(r"[0-9]{4}[年년] ?[0-9]{1,2}[月월] ?[0-9]{1,2}[日일]")),
    (
        "year last",
        re.compile(rf"(?:[0-9]{{1,2}}(?P<by>{_BY}|\. )[0-9]{{1,2}}(?P=by)|[0-9]{{2}} [0-9]{{2}} )[0-9]{{4}}{_END}"),
    ),
    ("eight digits", re.compile(rf"[0-9]{{8}}{_END}")),
    ("eight digits", re.compile(r"[0-9]{8}(?=(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9](?:[0-9]{3})?(?![0-9]))")),
    ("month", re.compile(rf"[0-9]{{4}}[-{DASHES}][0-9]{{2}}(?![0-9A-Za-z])(?![-_.][0-9])")),
    ("week", re.compile(r"[0-9]{4}-W[0-5][0-9](?![-0-9A-Za-z])")),
)
_NAMED: Final = tuple(re.compile(form + r"(?![0-9A-Za-z])", re.IGNORECASE) for form in NAMED)
_WHOLE_DAYS: Final = 3
"""So many of them name a day, the others a month only."""
_OTHER_WORDS: Final = frozenset({"may", "march"})
"""After a year these are likely no months: "2024 march for peace"."""
_SHORT_YEAR: Final = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][-._])([0-9]{2})([-._])([0-9]{2})\2([0-9]{2})(?![0-9A-Za-z])(?!\2)"
)

_VERSIONS: Final = word_set("v ver version rev release build patch")
_IDS: Final = _VERSIONS | word_set(
    "order orders invoice inv bill id ids ticket case no nr num number ref reference tel phone fax mobile cell isbn "
    "issn doi pmid rfc account acct customer client po sku serial sn part model item iban code issue vol volume "
    "rechnung bestellung kunde telefon"
)
"""Words after which a number is more likely another one than a date."""
_WORD_BEFORE: Final = re.compile(rf"(?P<word>{LETTER}+)(?P<gap>[\s_.#:-]*)\Z")
_MIN_WORD: Final = 3
"""Letters of a word that a date may follow without a gap: "IMG20250123"."""
_CHAIN: Final = re.compile(rf"[0-9](?P<by>{_BY})\Z")
_DATED_CHAIN: Final = re.compile(rf"[0-9]{{4}}{_BY}[0-9]{{1,2}}{_BY}\Z")
_IN_LETTERS: Final = ("words", "named month", "span")
_NUMBER_AND_DASH: Final = re.compile(r"(?<![0-9A-Za-z])[0-9]{1,2}-\Z")
_NUMBER_BEFORE: Final = re.compile(r"[0-9][\s_.-]\Z")
_ORDINAL: Final = r"[0-9]{1,2}(?:st|nd|rd|th|\.)?"
_NAME: Final = rf"(?P<month>{LETTER}{{3,20}})\.?"
_PARTS_BEFORE: Final = tuple(
    re.compile(rf"(?<![0-9A-Za-z]){part}(?:{TO}|-|/|{AND})\Z", re.IGNORECASE)
    for part in (
        rf"{_ORDINAL}(?:[\s_]+{_NAME})",
        rf"(?<!{LETTER}){_NAME}(?:[\s_]+{_ORDINAL})?",
        r"[0-9]{1,2}\.[0-9]{1,2}\.(?P<month>)",
        rf"{_ORDINAL}(?P<month>)",
    )
)
"""What makes the date after it the end of a span: "23-", "January to"."""
_DAYS_OF_MONTH: Final = re.compile(
    rf"{_NAME}[\s_]+{_ORDINAL}(?:{TO}|-){_ORDINAL},?[\s_]+[0-9]{{4}}(?![0-9A-Za-z])", re.IGNORECASE
)
_OTHER_DAYS: Final = word_set(
    "before after since until till ca circa about around not vor nach bis seit ab avant après depuis antes después "
    "desde hasta prima dopo före efter до после due expires expiring expiry born"
)
"""Words after which a day is not, or not surely, the document's own."""
_PART_AFTER: Final = re.compile(rf"(?:{WORDS}|[{DASHES}])(?:[0-9]|(?P<month>{LETTER}{{3,20}}))", re.IGNORECASE)


def found_in(name: str) -> list[Found]:
    """Every date in a name without its suffix, in order, none within another."""
    days: list[Found] = []
    months: list[Found] = []
    for one in sorted(_all(name), key=lambda one: (one.start, -one.end)):
        alike = months if "month" in one.form else days
        if all(one.end > other.end for other in alike) and _stands_free(name, one, alike):
            alike.append(_with_part(name, one))
    apart = (one for one in months if all(one.end <= day.start or day.end <= one.start for day in days))
    return _joined(name, sorted((*days, *apart)))


def goes_on(name: str, one: Found) -> bool:
    """Whether a date is followed by what makes it the beginning of a span: "to 25", "–March"."""
    after = _PART_AFTER.match(name, one.end)
    return bool(after and (after["month"] is None or month_number(after["month"])))


def turned_by(name: str, one: Found) -> str:
    """The word before a date after which it is not surely the document's own: "before"; empty for none."""
    before = _WORD_BEFORE.search(name[: one.start].removesuffix("dem ").removesuffix("the "))
    word = before["word"] if before else ""
    return word if word.lower() in _OTHER_DAYS else ""


def short_year(name: str) -> str | None:
    """A day whose year has two digits, at the beginning or end."""
    for match in _SHORT_YEAR.finditer(name):
        first, middle, last = (int(match[part]) for part in (1, 3, 4))
        before = _WORD_BEFORE.search(name[: match.start()])
        in_place = match.start() == 0 or match.end() == len(name)
        may_be = max(middle, min(first, last)) <= 31 and min(first, middle, last) >= 1 and min(first, middle) <= 12
        if in_place and may_be and not (before and before["word"].lower() in _VERSIONS | {"at", "um"}):
            return match[0]
    return None


def is_real(written: str, years: range) -> bool:
    """Whether the date exists in some reading, in one of those years."""
    return any(days.earliest.year in years for days in all_bounds(written, None))


def _all(name: str) -> Iterator[Found]:
    for form, pattern in _IN_DIGITS:
        for match in pattern.finditer(name):
            if form not in ("eight digits", "month") or is_real(match[0], LIKELY_YEARS):
                yield Found(*match.span(), match[0], form)
    for start in (match.start() for match in re.finditer(rf"[0-9]+|{LETTER}+", name)):
        days = _DAYS_OF_MONTH.match(name, start)
        if days and month_number(days["month"]):
            yield Found(*days.span(), days[0], "span")
        for number, pattern in enumerate(_NAMED):
            found = pattern.match(name, start)
            if found and _names_a_month(found, whole=number < _WHOLE_DAYS):
                yield Found(*found.span(), found[0], "words" if number < _WHOLE_DAYS else "named month")


def _names_a_month(match: re.Match[str], *, whole: bool) -> bool:
    if month_number(match["month"]) is None:
        return False
    after_year = match.start("year") < match.start("month")
    return whole or (is_surely_a_month(match["month"]) and not (after_year and match["month"].lower() in _OTHER_WORDS))


def _stands_free(name: str, one: Found, found: list[Found]) -> bool:
    """Whether what stands before a date leaves it one: no longer chain of numbers, no word for an id or version."""
    before = name[: one.start]
    if not before or (found and found[-1].end == one.start - 1):
        return True
    if (before[-1].isascii() and before[-1].isdigit()) or (
        found and found[-1].end > one.start and one.form not in _IN_LETTERS
    ):
        return False
    word = _WORD_BEFORE.search(before)
    if word and not _may_follow(word["word"].lower(), one, attached=not word["gap"]):
        return False
    if one.form in ("eight digits", "month"):
        return not _NUMBER_BEFORE.search(before)
    if one.form in _IN_LETTERS:
        return not ("-" in one.written and _NUMBER_AND_DASH.search(before))
    chain = _CHAIN.search(before)
    chained = chain is not None and chain["by"] in one.written and not (one.form == "day" and one.end == len(name))
    return not (chained or _DATED_CHAIN.search(before))


def _may_follow(word: str, one: Found, *, attached: bool) -> bool:
    if attached and word.isascii() and (len(word) < _MIN_WORD or word in _VERSIONS):
        return False
    if one.form in ("eight digits", "month"):
        return word not in _IDS
    return one.form != "year last" or word not in _VERSIONS


def _with_part(name: str, one: Found) -> Found:
    """The date with what makes it the end of a span: "23-25 January 2025"."""
    if one.form not in ("words", "named month", "year last"):
        return one
    for form in _PARTS_BEFORE:
        part = form.search(name, 0, one.start)
        if part and (not part["month"] or month_number(part["month"])):
            return Found(part.start(), one.end, name[part.start() : one.end], "span")
    return one


def _joined(name: str, found: list[Found]) -> list[Found]:
    """The dates with those made one that "to" or "and" joins."""
    apart: list[Found] = []
    for one in found:
        before = apart[-1] if apart else None
        if before and re.fullmatch(f"{TO}|{AND}", name[before.end : one.start], re.IGNORECASE):
            apart[-1] = Found(before.start, one.end, name[before.start : one.end], "span")
        else:
            apart.append(one)
    return apart
