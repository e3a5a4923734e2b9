"""The date that a document's path states: its file's name, or the folders that lead to it. Pure.

Folders count where they give a whole day: `1912/04/16/p3.txt`, `1912-04-16/p3.txt`, `1912/04/16.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from index.dates.file_names import file_name_date, without_suffix
from index.dates.month_names import LETTER, month_number
from index.dates.name_forms import LIKELY_YEARS, is_real
from index.dates.stated import StatedDate
from index.dates.written import all_bounds

_YEAR: Final = re.compile(r"[0-9]{4}")
_YEAR_MONTH: Final = re.compile(r"(?P<year>[0-9]{4})[-_.]?(?P<month>[0-9]{2})")
_NUMBER: Final = re.compile(r"[0-9]{1,2}")
_NAMED_MONTH: Final = re.compile(rf"(?:[0-9]{{1,2}}[\s_.-]+)?(?P<name>{LETTER}{{3,20}})")
_COPY: Final = re.compile(r"\s*\([0-9]{1,3}\)\Z")


def path_date(path: str) -> StatedDate | None:
    """The date that a path states, `/` between its folders. The file's name comes first, but not with its middle."""
    *folders, name = path.split("/")
    named, filed = file_name_date(name), _folder_date(folders, _COPY.sub("", without_suffix(name)))
    if named is None or filed is None or named.origin == "file name":
        return named or filed
    if filed.doubt or all_bounds(named.written, None) == all_bounds(filed.written, None):
        return filed
    return _two_dates((filed.written, named.written))


def _folder_date(folders: Sequence[str], stem: str) -> StatedDate | None:
    written = dict.fromkeys(_days((*folders, stem), len(folders)))
    days = {frozenset(all_bounds(day, None)) for day in written}
    if len(days) > 1:
        return _two_dates(tuple(written))
    return StatedDate(next(iter(written)), "file name") if written else None


def _two_dates(written: Sequence[str]) -> StatedDate:
    return StatedDate(" and ".join(written), "file name", "is two dates of its path; move or rename the file")


def _days(steps: Sequence[str], folders: int) -> Iterator[str]:
    """Every whole day among the folders, the last of them within the name at most."""
    for at, step in enumerate(steps[:folders]):
        following = steps[at + 1 : at + 3]
        if _YEAR.fullmatch(step) and len(following) == 2:
            yield from _real_day(steps[at : at + 3], step, _month_in(step, following[0]), following[1])
        elif (match := _YEAR_MONTH.fullmatch(step)) and following:
            yield from _real_day(steps[at : at + 2], match["year"], match["month"], following[0])
        named = file_name_date(f"{step}.folder")
        if named and named.origin == "file name" and not named.doubt and _is_day(named.written):
            yield named.written


def _is_day(written: str) -> bool:
    return any(days.precision == "day" for days in all_bounds(written, None))


def _month_in(year: str, step: str) -> str | None:
    """The month of a folder in a year's: "04", "1912-04", "April", "04 April"."""
    if match := _YEAR_MONTH.fullmatch(step):
        return match["month"] if match["year"] == year else None
    if _NUMBER.fullmatch(step):
        return step
    match = _NAMED_MONTH.fullmatch(step)
    number = month_number(match["name"]) if match else None
    return str(number) if number else None


def _real_day(steps: Sequence[str], year: str, month: str | None, day: str) -> Iterator[str]:
    """The day as the folders write it, where that can be read."""
    written = f"{year}-{month}-{day}"
    if month and _NUMBER.fullmatch(day) and is_real(written, LIKELY_YEARS):
        shown = "/".join(steps)
        yield shown if is_real(shown, LIKELY_YEARS) else written
