"""The date in a file's name. Pure.

At the beginning and the end of a name a date is taken as it is, in the middle only what can be nothing else; that is
trusted less. Two that differ leave the document undated, unless the name begins with one, and so does what has two
readings, such as 2010-11.
"""

from __future__ import annotations

import re
from typing import Final

from index.dates.calendar import MONTHS
from index.dates.name_forms import SURE_YEARS, Found, found_in, goes_on, is_real, short_year, turned_by
from index.dates.spans import span_of
from index.dates.stated import StatedDate
from index.dates.written import AT, after_leading, all_bounds
from index.models.documents import Origin

NUMBER_YEARS: Final = range(1800, 2101)
"""Of a date that could be another number, at the end of a name."""
CURE: Final = "rename the file"
SPAN: Final = f"write a span as 2025-01-23 to 2025-02-01, or {CURE}"

_SUFFIX: Final = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
_HEAD: Final = re.compile(r"[\s_([{~-]*(?:(?:copy of|kopie von|copie de|copia de)[\s_]+)?[\s_([{]*", re.IGNORECASE)
_TAIL: Final = re.compile(
    "(?:"
    + "|".join(
        (
            r"[\s_,.)\]}~-]",
            rf"(?:T|[\s_-]+{AT})[0-9]{{2}}[.:h_-][0-5][0-9](?:[.:_-][0-5][0-9](?:[._-]?[0-9]{{3,6}})?)?(?![0-9A-Za-z])",
            r"[T\s_-]?(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9](?:[0-9]{3})?Z?(?![0-9A-Za-z])",
            r"T[0-9]{4}Z?(?![0-9A-Za-z])",
            r"(?:[ap]m|uhr|г)(?![^\W_])",
            r"[\s_-]*[(\[][0-9]{1,3}[)\]]",
            r"[\s_(-]*(?:copy|copie|kopie|copia|kopia|cópia|kopija|копия|コピー|副本)(?:[\s_]*\(?[0-9]{1,3}\)?)?(?![^\W_])",
            r"[\s_.(-]*(?:v|ver|version|rev)[\s.]?[0-9]+(?:[._][0-9]+)*[a-z]?(?![^\W_])",
            r"[\s_.(-]*(?:final|draft|signed|scan|scanned|ocr|clean|corrected|edited|approved|revised|new|old|neu|entwurf|"
            r"endgültig|unterschrieben)[0-9]{0,2}(?![^\W_])",
            r"\.(?:txt|text|md|pdf|html?|docx?|eml|rtf|odt|tar)(?![^\W_])",
        )
    )
    + r"){0,12}\Z",
    re.IGNORECASE,
)
"""What may follow a date at the end of a name: a time of day, and what copies and versions are marked with."""
_TWO_YEARS: Final = re.compile(r"([0-9]{2})([0-9]{2})[^0-9]([0-9]{2})")


def file_name_date(name: str) -> StatedDate | None:
    """The date in a file's name; `name` has no folder.

    A year alone is not read as a date, nor are eight digits that are not a day.
    """
    stem = without_suffix(name)
    placed = [(one, origin) for one in found_in(stem) if (origin := _origin(stem, one))]
    if not placed:
        short = short_year(stem)
        return StatedDate(short, "file name", "has a year of two digits; write it as 2025-01-23") if short else None
    first, origin = placed[0]
    other = next((one for one, _ in placed[1:] if not _agree(first, one)), None)
    if other and (both := _side_by_side(stem, first, other)):
        return both
    if other and not _begins(stem, first):
        return StatedDate(f"{first.written} and {other.written}", "file name", f"is two dates; {CURE}")
    return StatedDate(first.written, origin, _doubt(stem, first))


def without_suffix(name: str) -> str:
    """`name` without what tells its format."""
    return _SUFFIX.sub("", name)


def _origin(stem: str, one: Found) -> Origin | None:
    """How far the date at that place of the name is trusted; None for what is none there."""
    if _begins(stem, one):
        return "file name"
    if one.form in ("eight digits", "month") and not is_real(one.written, NUMBER_YEARS):
        return None
    if _TAIL.match(stem, one.end):
        return "file name"
    if one.form == "month":
        return "middle of the file name" if _two_years(one.written) else None
    sure = one.form in ("week", "span") or is_real(one.written, SURE_YEARS)
    return "middle of the file name" if sure else None


def _begins(stem: str, one: Found) -> bool:
    head = _HEAD.match(stem)
    return after_leading(stem, head.end() if head else 0) >= one.start


def _agree(one: Found, other: Found) -> bool:
    """Whether both may mean the same day, or one the other's month."""
    return any(
        days.earliest <= others.latest and others.earliest <= days.latest
        for days in all_bounds(one.written, None)
        for others in all_bounds(other.written, None)
    )


def _side_by_side(stem: str, first: Found, last: Found) -> StatedDate | None:
    """Both dates in doubt where no word stands between them."""
    if any(map(str.isalnum, stem[first.end : last.start])):
        return None
    return StatedDate(stem[first.start : last.end], "file name", f"is two dates; {SPAN}")


def _doubt(stem: str, one: Found) -> str:
    """Why a date in a name can't count; empty where it can."""
    if years := _two_years(one.written):
        return f"can mean {years}; {CURE}"
    if word := turned_by(stem, one):
        return f"follows “{word}”, so it may not be the document's own; {CURE}"
    unclear = one.form == "span" and not (span_of(one.written, "day first") or span_of(one.written, "month first"))
    return f"is not one date; {SPAN}" if unclear or goes_on(stem, one) else ""


def _two_years(written: str) -> str | None:
    """What 2010-11 can mean: a month, or a year and the next."""
    match = _TWO_YEARS.fullmatch(written)
    if match is None or int(match[3]) != (int(match[2]) + 1) % 100 or not 1 <= int(match[3]) <= len(MONTHS):
        return None
    year = int(match[1] + match[2])
    return f"{MONTHS[int(match[3]) - 1]} {year} or the years {year} and {year + 1}"
