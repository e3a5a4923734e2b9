"""What a reindex would do: its report as far as it can be told without building."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from index.models.documents import DateSpan
from index.models.reports import Failure, Kept, Moved
from index.models.undated import Undated, WeaklyDated, beside_dates
from index.models.values import Value


class Foreseen(Value):
    """A document in a file that would be read; its date has the origin."""

    path: str
    format: str
    date: DateSpan | None


class Preview(Value):
    """What a reindex would do now. Paths are relative to the archive; what is named as in a `Report` is the same."""

    previous: int | None
    """The generation it is compared with."""
    fault: str | None = None
    """Why it would not be published, as far as is known before it is built."""
    files_read: int
    """Files that would be read, be there a document in them or not."""
    read: tuple[Foreseen, ...] = ()
    """The documents in them."""
    origins: dict[str, int] = Field(default_factory=dict)
    """How many of these are dated by each origin; those without a date count as "undated"."""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    redated: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    undated_documents: tuple[Undated, ...] = ()
    weakly_dated: tuple[WeaklyDated, ...] = ()
    failed: tuple[Failure, ...] = ()
    """What would not be read, with the reasons."""
    kept: tuple[Kept, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[Failure, ...] = ()
    formats: dict[str, int] = Field(default_factory=dict)
    documents: int
    earliest: dt.date | None
    latest: dt.date | None

    @property
    def worth_checking(self) -> tuple[Failure, ...]:
        """The notes but those that say why a document has no date."""
        return beside_dates(self.notes, self.undated)
