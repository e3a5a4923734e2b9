"""Numbers as any language writes them, as one term each: 2,500,000 and 2.500.000, 1.5 and 1,5, 3.11.4. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

BLANK = "٬"
"""What stands for a blank between thousands: the Arabic separator of thousands."""
_SIGNS = str.maketrans({"’": "'", "٫": ",", "٬": "'"})


class Number(NamedTuple):
    """A number, or several that look like one."""

    text: str
    """Without the signs between thousands, and with a full stop before decimals."""
    several: bool = False
    """Whether it is a list or a date, each number of which is one by itself."""
    exact: bool = False
    """Whether its signs matter: 3.11 is no 311, and no 3 and 11 either."""
    wider: tuple[str, ...] = ()
    """The versions or sections that it is one of: 3.11 of 3.11.4."""


def read(written: str) -> Number:
    """The number that is `written` in ASCII digits with single signs between them."""
    written = written.translate(_SIGNS)
    first, *groups = re.split(r"\D", written)
    signs = re.findall(r"\D", written)
    if not groups or _are_thousands(first, groups, signs):
        return Number(first + "".join(groups))
    if signs[-1] != signs[0] and _are_thousands(first, groups[:-1], signs[:-1]):
        return Number(f"{first}{''.join(groups[:-1])}.{groups[-1]}", exact=True)
    listed = len(groups) > 1 and set(signs) != {"."}
    dated = len(groups) == 2 and (len(first) == 4 or len(groups[-1]) == 4)
    wider = tuple(_with_stops(first, groups[:end]) for end in range(1, len(groups)))
    return Number(".".join((first, *groups)), listed or dated, exact=True, wider=wider)


def _with_stops(first: str, groups: list[str]) -> str:
    """The text of a number with nothing but full stops in it: 192.168 is 192168, as it is where it stands alone."""
    thousands = _are_thousands(first, groups, ["."] * len(groups))
    return ("" if thousands else ".").join((first, *groups))


def _are_thousands(first: str, groups: list[str], signs: list[str]) -> bool:
    """Whether these are groups of thousands, as in 2,500,000, or in India 25,00,000."""
    if not groups or len(set(signs)) > 1 or not 1 <= len(first) <= 3 or first.startswith("0"):
        return False
    *upper, last = map(len, groups)
    return last == 3 and (set(upper) <= {3} or (signs[0] == "," and len(first) <= 2 and set(upper) == {2}))
