"""Documents of one generation of a shared store, by path, id, number and row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from index import digests
from index.models.documents import DateSpan, Document, DocumentEntry, Fingerprint, Holdings, Passage
from index.models.reports import Failure
from index.models.scope import Scope
from index.storage.columns import digest_of_heading, to_date
from index.storage.date_counts import DateCount
from index.storage.document_engine import Documents, Identity, StoredPassage
from index.storage.lance.by_row import DocumentsByRow
from index.storage.lance.heads import Mask, Numbers

DOCUMENTS_AT_ONCE, PASSAGES_AT_ONCE = 256, 4_096
"""Documents read at a time where all are read, fewer of them where they are long."""

DAY_BITS = 32
"""Of an ordinal, as the table has it."""


class LanceDocuments(DocumentsByRow):
    """Fulfils `index.storage.document_engine.Documents` by two tables; safe to use from many threads.

    `damaged` is told of records that differ from their digest. Numbers and rows are those of the store, given once.
    """

    @property
    def is_dated(self) -> bool:
        return True

    def without(self, paths: Set[str]) -> LanceDocuments:
        return LanceDocuments(self.tables, self.folder, self._failures, self._damaged, self.heads.without(paths))

    def formats(self) -> Counter[str]:
        return Counter(self.heads.counted("format"))

    def languages(self) -> Counter[str]:
        return Counter(self.heads.counted("language"))

    def by_folder(self) -> dict[str, tuple[int, int]]:
        labels, passages = self.heads.labels("folder"), self.heads.end_rows - self.heads.first_rows
        counts = np.bincount(labels.places, minlength=len(labels.names))
        sums = np.bincount(labels.places, weights=passages, minlength=len(labels.names))
        found = zip(labels.names, counts.tolist(), sums.astype(np.int64).tolist(), strict=True)
        return {name: (documents, rows) for name, documents, rows in sorted(found) if documents}

    def undated(self) -> list[str]:
        return sorted(self.heads.paths(np.flatnonzero(~self.heads.is_dated)))

    def document(self, path: str) -> Document | None:
        position = self.heads.at_path(path)
        return None if position is None else self._read(np.array([position]))[0]

    def numbered(self, number: int) -> Document:
        return self._read(self.heads.at([number]))[0]

    def with_sha(self, sha256: str) -> list[Document]:
        return sorted(self._read(self.heads.having("sha256", sha256)), key=lambda document: document.path)

    def read_from(self, path: str, sha256: str) -> list[Document]:
        same = np.isin(self.heads.in_row_order, self.heads.having("sha256", sha256))
        positions = self.heads.in_row_order[same]
        own = [place == path or place.startswith(f"{path}#") for place in self.heads.paths(positions)]
        return self._read(positions[np.array(own, dtype=np.bool_)])

    def documents(self) -> Iterator[Document]:
        return (document for numbers in self.in_turn() for document in self._read(self.heads.at(numbers)))

    def cuts(self) -> Iterator[tuple[Document, list[Passage]]]:
        return (cut for numbers in self.in_turn() for cut in self.read(numbers))

    def read(self, numbers: Numbers) -> list[tuple[Document, list[Passage]]]:
        """The documents of these numbers, at least one, each with its passages; raises `DamagedRecordError`."""
        numbered = dict(zip(numbers.tolist(), self._read(self.heads.at(numbers)), strict=True))
        passages = self.records.passages_of(numbered)
        return [(document, passages[number]) for number, document in numbered.items()]

    def in_turn(self) -> Iterator[Numbers]:
        """The numbers of all documents, in row order, a few at a time."""
        order = self.heads.in_row_order
        passages = np.cumsum((self.heads.end_rows - self.heads.first_rows)[order]) // PASSAGES_AT_ONCE
        turns = np.maximum(passages, np.arange(len(order)) // DOCUMENTS_AT_ONCE)
        parts = np.split(self.heads.numbers[order], np.flatnonzero(np.diff(turns)) + 1)
        return iter(parts if len(order) else ())

    def origins(self, paths: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        headings = self._headings(self.heads.at_paths(paths))
        return {path: (sha256, language) for path, _, _, sha256, language, *_ in headings}

    def names_with(
        self, words: Sequence[str], scope: Scope, limit: int, *, undated_first: bool = False
    ) -> list[tuple[str, str]]:
        order = self._in_order_of_path(self.heads.within(scope) & self.heads.with_words(words))
        if undated_first:
            order = order[np.argsort(self.heads.is_dated[order], kind="stable")]
        return [(path, title) for path, title, *_ in self._headings(order[:limit])]

    def entries(self, scope: Scope, after: str, limit: int) -> list[DocumentEntry]:
        order = self._in_order_of_path(self.heads.within(scope) & self.heads.after(after))[:limit]
        formats = self.heads.table["format"].take(pa.array(order)).to_pylist()
        passages = (self.heads.end_rows - self.heads.first_rows)[order].tolist()
        return [
            DocumentEntry(path=path, title=title, date=to_date(date), format=form, passages=count)
            for (path, title, _, _, _, *date), form, count in zip(self._headings(order), formats, passages, strict=True)
        ]

    def digests(self) -> Mapping[str, str]:
        return self._digests

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        return dict(self.versions())

    def versions(self) -> set[tuple[str, str]]:
        return set(zip(*(self.heads.table[name].to_pylist() for name in ("path", "sha256")), strict=True))

    def known(self, paths: Iterable[str] | None = None) -> dict[str, Fingerprint]:
        positions = np.arange(len(self.heads)) if paths is None else self.heads.at_paths(paths)
        headings = self.heads.headings(positions)
        return {path: Fingerprint(sha256, to_date(date)) for (path, _, _, sha256, _, *date), _ in headings}

    def news(self, before: Documents) -> list[int]:
        if not isinstance(before, LanceDocuments):
            raise TypeError("generations of two engines are not compared")
        known = set(before.identities(np.setdiff1d(before.heads.numbers, self.heads.numbers)).values())
        mine = self.identities(np.setdiff1d(self.heads.numbers, before.heads.numbers))
        return [number for number, identity in mine.items() if identity not in known]

    def identities(self, numbers: Numbers) -> dict[int, Identity]:
        """What each of these documents is told by, by number."""
        positions = self.heads.at(numbers)
        sketches = map(digests.of_bytes, self.records.column("sketch", positions))
        return {
            number: Identity(path, title, sha256, date[0], date[1], sketch)
            for number, ((path, title, _, sha256, _, *date), _), sketch in zip(
                numbers.tolist(), self.heads.headings(positions), sketches, strict=True
            )
        }

    def noted(self, note: str) -> frozenset[str]:
        return frozenset(path for path, notes in self.notes().items() if note in notes)

    def notes(self) -> dict[str, tuple[str, ...]]:
        return self.heads.notes()

    def dated_by(self, origin: str) -> frozenset[str]:
        return frozenset(self.heads.paths(self.heads.having("origin", origin)))

    def path_of(self, identifier: str) -> str | None:
        found = self.records.with_id(identifier, "path", "document")
        return found[0] if found and self._has(found[1]) else None

    def segment_of(self, identifier: str, path: str) -> str | None:
        found = self.records.with_id(identifier, "path", "document")
        return str(found[1]) if found and found[0] == path and self._has(found[1]) else None

    def failures(self) -> list[Failure]:
        return [Failure(path=path, reason=reason) for path, reason in self._failures]

    def passages(self, document: Document) -> list[Passage]:
        position = self.heads.at_path(document.path)
        return [] if position is None else self.records.passages(int(self.heads.numbers[position]), document)

    def count_passages(self, path: str) -> int:
        position = self.heads.at_path(path)
        return 0 if position is None else int(self.heads.end_rows[position] - self.heads.first_rows[position])

    def find_passage(self, identifier: str) -> StoredPassage | None:
        placed = self.records.placed(identifier)
        if placed is None or not self._has(placed[1]):
            return None
        document = self.numbered(placed[1])
        passage = self.records.passage(document, *placed)
        return StoredPassage(passage, document, document.text[passage.start : passage.end])

    def counts(self) -> tuple[int, int, int]:
        passages = self.heads.end_rows - self.heads.first_rows
        return len(self.heads), int((~self.heads.is_dated).sum()), int(passages.sum())

    def span(self) -> tuple[dt.date, dt.date] | None:
        return self._span(self.heads.is_dated)

    def dated(self, scope: Scope) -> list[DateCount]:
        own = self.heads.is_dated & self.heads.within(scope)
        joined = (
            self.heads.earliest[own] << DAY_BITS | self.heads.latest[own]
        )  # compared at a tenth of the cost of pairs
        spans, counts = np.unique(joined, return_counts=True)
        columns = spans >> DAY_BITS, spans & (1 << DAY_BITS) - 1, counts
        return [DateCount(*values) for values in np.column_stack(columns).tolist()]

    def oldest(self, scope: Scope) -> dt.date | None:
        first = self.heads.oldest(scope)
        date = next((to_date(date) for _, _, _, _, _, *date in self._headings(first)), None)
        return date.earliest if date else None

    def newest(self, scope: Scope) -> DateSpan | None:
        last = self.heads.newest(scope)
        return next((to_date(date) for _, _, _, _, _, *date in self._headings(last)), None)

    def folders(self, scope: Scope) -> list[str]:
        return self.heads.folders(self.heads.within(scope))

    def holdings(self, scope: Scope) -> Holdings:
        own = self.heads.within(scope)
        span = self._span(own & self.heads.is_dated) or (None, None)
        return Holdings(
            documents=int(own.sum()),
            undated=int((own & ~self.heads.is_dated).sum()),
            passages=int((self.heads.end_rows - self.heads.first_rows)[own].sum()),
            earliest=span[0],
            latest=span[1],
            newest=self.newest(scope),
        )

    def _has(self, number: int) -> bool:
        return bool(np.isin(number, self.heads.numbers))

    def _read(self, positions: Numbers) -> list[Document]:
        return self.records.documents(positions)

    def _headings(self, positions: Numbers) -> Iterator[list[Any]]:
        """What is shown of each of these documents; raises `DamagedRecordError`."""
        for heading, (number, digest) in self.heads.headings(positions, "number", "heading_digest"):
            if digest_of_heading(number, heading) != digest:
                raise self.records.refused(f"the record of document {heading[0]}")
            yield heading

    def _in_order_of_path(self, mask: Mask) -> Numbers:
        return self.heads.by_path[mask[self.heads.by_path]]

    def _span(self, mask: Mask) -> tuple[dt.date, dt.date] | None:
        """The first and last day of some documents, all of them dated."""
        if not mask.any():
            return None
        first, last = self.heads.earliest[mask].min(), self.heads.latest[mask].max()
        return dt.date.fromordinal(int(first)), dt.date.fromordinal(int(last))
