"""The line that a text states its own date in: `date 2025-01-23 Title`, `Date: Thursday, 23 January 2025`. Pure.

`date` may stand without a colon, since that is the archive's own form; the same word of another language may not, and
states a whole day. A time of day after the date belongs to it. Without a colon it is prose where the sentence goes on
after a bare month or year ("Date 2025 was a hard year"), or after a day in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.dates.cues import word_set
from index.dates.month_names import LETTER, folded, month_number
from index.dates.spans import TO, span_of
from index.dates.written import AT, DASHES, after_leading, readings


class HeadDate(NamedTuple):
    """The date in a head line; `end` is where the rest of the text begins."""

    written: str
    end: int


MAX_HEAD: Final = 160
"""Characters of a line that are looked at."""
MAX_DATE: Final = 80
"""Characters of its date."""

_DATE_WORDS: Final = word_set(
    "date dated datum dato data fecha дата датум dátum päivämäärä päiväys kuupäev dáta tarih tanggal ημερομηνία "
    "التاريخ दिनांक तारीख ամսաթիվ தேதி"
)
_WORDS: Final = frozenset(map(folded, _DATE_WORDS))
_HEAD: Final = re.compile(
    rf"[\s\ufeff]*(?P<mark>\*\*|__|[*_]|)(?P<word>{LETTER}{{4,12}})"
    r"(?P<gap>[^\S\n]*[:：](?P=mark)[^\S\n]*|(?P=mark)[^\S\n]*[:：][^\S\n]*|[^\S\n]+)"
)
_SEP: Final = rf"[-/.{DASHES}]"
_DATE_LIKE: Final = re.compile(rf"[0-9]{{4}}|[0-9]{{8}}|[0-9]+{_SEP}[0-9]+(?:{_SEP}[0-9]+)?(?:[T_]\S*)?")
_DAY_IN_DIGITS: Final = re.compile(rf"[0-9]{{8}}|[0-9]+{_SEP}[0-9]+{_SEP}[0-9]")
_OWN: Final = re.compile(r"(?P<written>[0-9]\S*?)(?=[,;:.]?(?:\s|\Z))")
_PLAIN: Final = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?=\s+{LETTER}[^0-9()]*\Z)")
"""The archive's own form before a title, which most documents have; found without looking for anything longer."""
_SHORT_YEAR: Final = re.compile(
    rf"(?:[0-9]{{1,2}}\.?[\s-](?P<before>{LETTER}{{3,20}})\.?,?[\s-]|(?P<after>{LETTER}{{3,20}})\.?[\s-][0-9]{{1,2}},?[\s-])"
    rf"['’]?[0-9]{{2}}(?![0-9])"
)
_YEAR_AND_WORD: Final = re.compile(rf"[0-9]{{4}}\s+{LETTER}")
_TO_A_DAY: Final = re.compile(rf"{TO}[0-9]{{1,2}}\Z", re.IGNORECASE)
_TOKEN: Final = re.compile(r"(?<!\S)(?:\S*?[0-9]\S*?|\S{1,4}|\(?[^\s()]*\))(?=[,;:.]?(?:\s|\Z))")
"""What a date may end with: a number, a short word that marks it as a year ("2025 г."), or a weekday in brackets."""
_BLANK: Final = r"[^\S\n]"
_CLOCK: Final = re.compile(
    rf"{_BLANK}*(?:(?:[,|(]{_BLANK}*)?{AT}\(?[0-9]{{1,2}}"
    rf"(?::[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?|{_BLANK}?h{_BLANK}?[0-5][0-9](?![0-9])"
    rf"|\.[0-5][0-9](?={_BLANK}(?:Uhr|h\b|[ap]\.?m\b)))"
    rf"|(?:[,|(]{_BLANK}*{AT}|{AT.removesuffix('?')})\(?[0-9]{{1,2}}(?={_BLANK}?(?:[ap]\.?m\b|Uhr\b)))"
    rf"(?:{_BLANK}?[-{DASHES}]{_BLANK}?[0-9]{{1,2}}[:.][0-5][0-9])?"
    rf"(?:{_BLANK}?(?:[ap]\.?m\b\.?(?:{_BLANK}(?:ET|CT|MT|PT)\b)?|Uhr|hrs?\b|h\b|Z|UTC|GMT|BST|IST|CES?T|ME?S?Z|EES?T|WES?T"
    r"|MSK|[ECMP][SD]T|JST|AE[SD]T|[+-][0-9]{2}:?[0-9]{2})(?![^\W_]))*\)?(?=[\s,;:.]|\Z)",
    re.IGNORECASE,
)
"""A time of day; without minutes only after "at" or a comma, since a sentence may begin with "2 a.m."."""
_WEEKDAY: Final = re.compile(rf"{_BLANK}*[,(]{_BLANK}*(?={LETTER})")
_END: Final = re.compile(r"[,;:.]?(?:\s+|\Z)")
_NEXT: Final = re.compile(rf"[^\S\n]*[-{DASHES},;:(]*[^\S\n]*(?P<letter>[^\W\d_])")


def head_date(text: str, start: int = 0) -> HeadDate | None:
    """The date at the head of `text[start:]`: `date`, a date, white space; None without such a head."""
    head = _HEAD.match(text, start)
    if head is None or folded(head["word"]) not in _WORDS:
        return None
    colon, own = bool(head["gap"].strip()), head["word"].lower() == "date"
    if not (colon or own):
        return None
    line = text[head.end() : head.end() + MAX_HEAD].split("\n", 1)[0]
    for end in _ends(line, colon=colon, own=own):
        after = _after_clock(line, end)
        closed = _END.match(text, head.end() + after)
        if closed:
            prose = not colon and _is_prose(line[:end], line[after:])
            return None if prose else HeadDate(line[:end], closed.end())
    return None


def _ends(line: str, *, colon: bool, own: bool) -> Iterator[int]:
    """Where a date that begins the line may end, the longest first."""
    if plain := _PLAIN.match(line[:MAX_DATE]):
        yield plain.end()
        return
    year_and_title = not colon and _YEAR_AND_WORD.match(line)  # "date 1969 July landings"
    ends = [match.end() for match in _TOKEN.finditer(line, 0, MAX_DATE)]
    for end in reversed(ends):
        for stop in (end, end + 1) if line[end : end + 1] == "." else (end,):  # "23 января 2025 г."
            if _is_date(line[:stop], colon=colon, own=own and not year_and_title):
                yield stop
    if own and (match := _OWN.match(line)) and _DATE_LIKE.fullmatch(match["written"]):
        yield match.end()
    short = _SHORT_YEAR.match(line, after_leading(line)) if colon else None
    if short and month_number(short["before"] or short["after"]):
        yield short.end()


def _is_date(written: str, *, colon: bool, own: bool) -> bool:
    found = readings(written, None, timed=False)
    if found:
        return own or found[0].day is not None
    if _TO_A_DAY.search(written):
        return False
    span = span_of(written, "day first", timed=False) or span_of(written, "month first", timed=False)
    return span is not None and (colon or span.precision == "day")


def _after_clock(line: str, end: int) -> int:
    """Where the date with its day of the week and its time of day ends."""
    if match := _WEEKDAY.match(line, end):
        after = after_leading(line + " ", match.end())
        if after > match.end():
            end = len(line[:after].rstrip())
    match = _CLOCK.match(line, end)
    return match.end() if match else end


def _is_prose(written: str, rest: str) -> bool:
    """Whether a sentence goes on after a month, a year or a day in words."""
    following = _NEXT.match(rest)
    return bool(following and following["letter"].islower() and not _DAY_IN_DIGITS.match(written))
