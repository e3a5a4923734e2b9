"""People and days in custom ids, as short as they can be written."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Final

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def person(user: int) -> str:
    """A person's id in 11 characters."""
    return base64.urlsafe_b64encode(user.to_bytes(8)).decode().rstrip("=")


def read_person(written: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(written + "="))


def day(day: dt.date | None) -> str:
    """The day's ordinal to base 36, empty for none."""
    number, digits = day.toordinal() if day else 0, ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits


def read_day(digits: str) -> dt.date | None:
    """The day that was written; raises ValueError for one that doesn't exist."""
    try:
        return dt.date.fromordinal(int(digits, len(_DIGITS))) if digits else None
    except OverflowError as error:
        raise ValueError(f"no day has the ordinal {digits} (in base 36)") from error
