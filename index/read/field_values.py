"""Values of fields as people read them, and the date that one states. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from index.dates.mail import mail_day
from index.dates.stated import StatedDate
from index.read.fields import Number
from index.read.protocol import UnreadableError

MAX_DEPTH: Final = 20
"""Of lists and objects within a value."""
_SHORT: Final = 60
"""Characters; a list of shorter values stands in one line."""
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?=[T ]|\Z)")
_COMPACT: Final = re.compile(r"(?:1[5-9]|20|21)[0-9]{6}")
_EPOCH: Final = re.compile(r"[0-9]{10}(?:[0-9]{3}){0,3}(?:\.[0-9]+)?")
_TIME: Final = re.compile(r"[0-9]:[0-9]{2}.*[0-9]{4}|[0-9]{4}.*[0-9]:[0-9]{2}")
_LETTER: Final = re.compile(r"[^\W\d_]{3}")
_NOTHING: Final = frozenset(("", "null", "none", "n/a", "na", "nan", "nil", "-", "–", "—", "?", "unknown", "0"))
_NEVER: Final = re.compile(r"0000-00-00|0001-01-01T00:00|1970-01-01[T ]00:00:00")
"""What programs write where they know no date."""


def as_text(value: object, depth: int = 0) -> str:
    """A value in words: a list's values side by side if they are short, or one under the other, an object's by name."""
    if depth > MAX_DEPTH:
        raise UnreadableError("its fields are nested too deeply; simplify it")
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _joined([text for each in value if (text := as_text(each, depth + 1).strip())])
    if isinstance(value, Mapping):
        rows = ((name, as_text(each, depth + 1).strip()) for name, each in value.items())
        return "\n".join(row_of(str(name), text) for name, text in rows if text)
    return ""


def _joined(texts: list[str]) -> str:
    if any("\n" in text or len(text) > _SHORT for text in texts):
        return "\n\n".join(texts)
    return ", ".join(texts)


def row_of(name: str, text: str) -> str:
    """`Name: value`; a value of several lines begins in a line of its own."""
    return f"{name}:\n{text}" if "\n" in text else f"{name}: {text}"


def date_in(value: object) -> StatedDate | None:
    """What a field states as the document's date, if anything; numbers are seconds since 1970, or parts of them."""
    if isinstance(value, list):
        return next((found for each in value if (found := date_in(each))), None)
    if isinstance(value, Mapping):  # as MongoDB exports it: {"$date": {"$numberLong": "1295776800000"}}
        wrapped = [each for name, each in value.items() if str(name).startswith("$")]
        return date_in(wrapped[0]) if len(wrapped) == 1 else None
    if not isinstance(value, str):
        return None
    written = " ".join(value.split())
    if written.casefold() in _NOTHING or _NEVER.match(written):
        return None
    if isinstance(value, Number) or _EPOCH.fullmatch(written):
        return _of_number(written)
    return StatedDate(written, "metadata", day=_day(written))


def _day(written: str) -> dt.date | None:
    """The day where it is written whole, in the zone that it is written in; other forms are read as everywhere."""
    if match := _ISO.match(written):
        return _made(*match.groups())
    if _TIME.search(written) and _LETTER.search(written):
        return mail_day(written)
    return None


def _of_number(written: str) -> StatedDate:
    if re.fullmatch(r"[0-9]{4}", written):
        return StatedDate(written, "metadata")
    if _COMPACT.fullmatch(written):
        return StatedDate(written, "metadata", day=_made(written[:4], written[4:6], written[6:]))
    day = _since_1970(written)
    doubt = "" if day else "is no year, no day and no time in seconds since 1970; write it as 2025-01-23"
    return StatedDate(written, "metadata", day=day, doubt=doubt)


def _since_1970(written: str) -> dt.date | None:
    """The day in UTC; the unit is told by the size, since none before 1973 has nine digits of seconds."""
    try:
        number = float(written)
        unit = next((unit for unit in (1, 1e3, 1e6, 1e9) if 1e8 <= abs(number) / unit < 1e11), None)
        moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number / unit) if unit else None
    except (ValueError, OverflowError):
        return None
    return moment.date() if moment else None


def _made(*parts: str) -> dt.date | None:
    try:
        return dt.date(*map(int, parts))
    except ValueError:
        return None
