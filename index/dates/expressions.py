"""Times in everyday words, and the days they mean: pure.

A time is read by itself ("6 June 1944", "the summer of 2019", "last week"); whether the words of a query are meant as
a time is for `index.dates.phrases` to judge. A time that can be understood in two ways, does not exist or lacks its
year has no days: a wrong window is worse than none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.dates.calendar import Days
from index.dates.forms import FORMS, PARTIAL, PARTS, RELATIVE, Part
from index.dates.tokens import Tokens


class Atom(NamedTuple):
    """A time, or a part of one, in tokens `begin` to `end`: its form, and its days if they can be told."""

    begin: int
    end: int
    form: str
    days: Days | None

    @property
    def partial(self) -> bool:
        """Whether something is missing, as in "20 July"."""
        return self.form in PARTIAL

    @property
    def relative(self) -> bool:
        """Whether the days depend on today's date."""
        return self.form in RELATIVE


def atoms_in(tokens: Tokens, today: dt.date) -> Iterator[Atom]:
    """Every time in the tokens, the longest from each place on, and every part of one."""
    for match in _ATOM.finditer(tokens.kinds):
        begin, end = match.span()
        yield Atom(begin, end, match.lastgroup or "", _days(match.lastgroup or "", part_of(tokens, begin, end), today))


def part_of(tokens: Tokens, begin: int, end: int) -> Part:
    """Tokens `begin` to `end`."""
    texts = tuple(text.removesuffix("'s") for text in tokens.texts[begin:end])
    return Part(tokens.kinds[begin:end], texts)


def read(part: Part, today: dt.date) -> Days | None:
    """The days that all the tokens together mean; None if they are no time or no such day exists."""
    match = _ATOM.fullmatch(part.kinds)
    return _days(match.lastgroup or "", part, today) if match else None


def _days(form: str, part: Part, today: dt.date) -> Days | None:
    if form in PARTIAL:
        return None
    try:
        return FORMS[form][1](part, today)
    except (ValueError, OverflowError):  # 31 June, or beyond the calendar
        return None


_ATOM: Final = re.compile(
    "|".join(
        f"(?P<{form}>{kinds})"
        for form, kinds in (*((form, kinds) for form, (kinds, _) in FORMS.items()), *PARTS.items())
    )
)
