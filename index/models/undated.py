"""Documents without a date, and those whose date is weak: each with its reason and what settles it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final, Protocol, TypeVar

from pydantic import Field

from index.models.documents import DateSpan, Origin
from index.models.values import UNLESS_SAID, Value

WEAK: Final[frozenset[Origin]] = frozenset(("page text", "middle of the file name", "received", "creation metadata"))
"""Origins that say less of a document's day than what it declares and what its name begins or ends with."""
NO_DATE: Final = "no date is stated in it or in its name"
BY_HAND: Final = 'set its date: dateline date PATH 1971-05-03 --why "…"'
BY_HAND_IN_CHAT: Final = "set its date with /archive date"
"""What gives any document a date."""
UNDATED_NOTE: Final = "; the document is undated"
"""How a document's note ends that says why it has no date."""
_OF_DATES = re.compile(r"\b(?:un)?date[ds]?\b")


class Undated(Value):
    """A document without a date: why, and what gives it one. `chat` is the cure for a chat."""

    path: str
    reason: str
    cure: str = ""
    """Empty in what is made of an earlier version's report."""
    chat: str | None = Field(default=None, exclude_if=UNLESS_SAID)

    @property
    def in_chat(self) -> str:
        """The cure as a chat says it."""
        return self.chat or self.cure


class WeaklyDated(Value):
    """A document whose date is weak: which, where it comes from, and what settles it. `chat` is the cure for a chat."""

    path: str
    date: DateSpan
    cure: str
    chat: str | None = Field(default=None, exclude_if=UNLESS_SAID)

    @property
    def in_chat(self) -> str:
        """The cure as a chat says it."""
        return self.chat or self.cure


def is_weakly_dated(date: DateSpan | None) -> bool:
    """Whether a document of this date has one, but a weak one."""
    return date is not None and date.origin in WEAK


def notes_on_dates(notes: Iterable[str]) -> list[str]:
    """Those of an undated document's notes that say why it has no date; other notes speak of its words."""
    noted = list(notes)
    said = [note for note in noted if note.endswith(UNDATED_NOTE)]
    return said or [note for note in noted if _OF_DATES.search(note)]


class _Noted(Protocol):
    """A line about a document."""

    @property
    def path(self) -> str: ...

    @property
    def reason(self) -> str: ...


_Line = TypeVar("_Line", bound=_Noted)


def beside_dates(notes: Iterable[_Line], undated: Collection[str]) -> tuple[_Line, ...]:
    """The notes but those that say why one of the `undated` documents has no date."""
    paths = frozenset(undated)
    return tuple(note for note in notes if note.path not in paths or not notes_on_dates((note.reason,)))
