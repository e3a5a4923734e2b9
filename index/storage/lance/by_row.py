"""Documents and passages of one generation of a shared store, by number and row: what ranking asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.errors import ClosedError
from index.storage.columns import digest_of_heading
from index.storage.engine import Damaged, PassageView, unheard
from index.storage.labels import Facet
from index.storage.lance.addresses import Addresses, read_addresses
from index.storage.lance.faults import told
from index.storage.lance.heads import Heads, Numbers, read_heads
from index.storage.lance.records import Records
from index.storage.lance.tables import OpenTables
from index.storage.row_map import Places


class DocumentsByRow:
    """The documents of two tables; safe to use from many threads."""

    def __init__(
        self,
        tables: OpenTables,
        folder: Path,
        failures: Iterable[tuple[str, str]] = (),
        damaged: Damaged = unheard,
        heads: Heads | None = None,
    ) -> None:
        """Reads the light columns of all documents, or takes those in `heads`; raises `IndexDataError`."""
        self.folder = folder
        self.tables = tables
        self._failures = tuple(failures)
        self._damaged = damaged
        self._light = read_heads(tables.documents) if heads is None else heads
        self._read_by = Records(tables, self._light, damaged)
        self._closed = False

    @property
    def heads(self) -> Heads:
        """What is known of every document without reading its text."""
        if self._closed:
            raise ClosedError(self)
        return self._light

    @property
    def records(self) -> Records:
        """What reads documents and passages whole."""
        if self._closed:
            raise ClosedError(self)
        return self._read_by

    @cached_property
    def addresses(self) -> Addresses:
        """Where each passage lies."""
        with told(self.tables.passages.uri):
            return read_addresses(self.tables.passages)

    def close(self) -> None:
        """Any later call raises `ClosedError`."""
        self._closed = True

    def paths(self, documents: Sequence[int]) -> dict[int, str]:
        """For each document number its path in the archive; none for a document whose record is damaged."""
        positions = self.heads.at(documents)
        found: dict[int, str] = {}
        for number, (heading, (digest,)) in zip(
            documents, self.heads.headings(positions, "heading_digest"), strict=True
        ):
            if digest_of_heading(number, heading) == digest:
                found[number] = heading[0]
            else:
                self._damaged(f"the record of document {heading[0]}")
        return found

    def places(self, rows: Numbers) -> Places:
        """The document of each of `rows`, in their order, and which rows that document has."""
        return self.heads.places(rows)

    def shown(self, rows: Sequence[int]) -> list[PassageView]:
        """The passages at `rows`, in their order; raises `LookupError` for a row that is not there."""
        asked = np.array(rows, dtype=np.int64)
        return self.records.shown(asked, self.addresses.positions(asked))

    def earliest_days(self, documents: Sequence[int]) -> dict[int, int | None]:
        """For each document number the ordinal of its earliest day; None where undated."""
        days = self.heads.earliest[self.heads.at(documents)].tolist()
        return {number: day or None for number, day in zip(documents, days, strict=True)}

    def days(self, documents: Numbers) -> Numbers:
        """For each document number, in their order, the ordinals of its first and last day; 0 and 0 where undated."""
        return self.heads.days(self.heads.at(documents))

    def counted(self, by: Facet, documents: Numbers) -> dict[str, int]:
        """How many of these documents are in each first-level folder or of each format, if any."""
        return self.heads.labels(by).counts(self.heads.at(documents))

    def sketches(self, documents: Sequence[int]) -> dict[int, bytes]:
        """For each document number the sketch of its text (see `index.text.near_duplicates`)."""
        return dict(zip(documents, self.records.column("sketch", self.heads.at(documents)), strict=True))

    def numbers(self, paths: Sequence[str]) -> dict[str, int]:
        """The numbers of the documents at these paths; none for a path at which there is none."""
        found = ((path, self.heads.at_path(path)) for path in paths)
        return {path: int(self.heads.numbers[position]) for path, position in found if position is not None}
