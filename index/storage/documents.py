"""Documents and passages of one generation by path and id, and how many there are, whatever segments they lie in.

Numbers and rows are the generation's (see `index.storage.order`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.models.documents import DateSpan, Document, DocumentEntry, Fingerprint, Holdings, Passage
from index.models.reports import Failure
from index.models.scope import Scope
from index.storage import ARCHIVE_FILE
from index.storage.date_counts import DateCount
from index.storage.engine import Damaged
from index.storage.generation_rows import GenerationRows
from index.storage.order import Order, plain, read_order
from index.storage.row_order import row_order
from index.storage.segment_documents import Heading, SegmentDocuments, StoredPassage, unheard
from index.storage.segments import read_layout

Value = TypeVar("Value")


class DocumentStore:
    """The documents of the generation in `folder`; safe to use from many threads, each with connections of its own.

    Every record is compared with its digest when it is read whole. One that differs raises `DamagedRecordError`, and
    `damaged` is told of it. Raises `IndexDataError` where the files can't be opened.

    `with_gone` has documents as well that are gone but whose segment is still there: their words are on the disk. A
    store with those, or `without` the documents at some paths, knows no rows.
    """

    def __init__(
        self,
        folder: Path,
        damaged: Damaged = unheard,
        *,
        with_gone: bool = False,
        without: Set[str] = frozenset(),
    ) -> None:
        self.folder = folder
        self.layout = read_layout(folder)
        with ExitStack() as opening:
            self.parts: list[SegmentDocuments] = []
            for segment, gone in zip(self.folders_of_segments, self._gone(), strict=True):
                part = SegmentDocuments(segment / ARCHIVE_FILE, () if with_gone else gone, damaged)
                opening.callback(part.close)
                if without and (more := part.at(without)):
                    part = SegmentDocuments(segment / ARCHIVE_FILE, (*gone, *more), damaged)
                    opening.callback(part.close)
                self.parts.append(part)
            self._open = opening.pop_all()

    def without(self, paths: Set[str]) -> DocumentStore:
        """The same documents but for those at `paths`. It knows no rows."""
        return DocumentStore(self.folder, without=paths)

    @property
    def folders_of_segments(self) -> list[Path]:
        """Where each segment's files are."""
        if self.layout is None:
            return [self.folder]
        return [segment.folder(self.folder) for segment in self.layout.segments]

    def _gone(self) -> list[tuple[int, ...]]:
        return [()] if self.layout is None else [segment.gone.numbers for segment in self.layout.segments]

    @cached_property
    def order(self) -> Order:
        """In which segment each document is."""
        if self.layout is None:
            return plain(np.array(self.parts[0].starts(), dtype=np.int64))
        return read_order(self.folder, self.layout.segments)

    @cached_property
    def by_row(self) -> GenerationRows:
        """Documents and passages by row."""
        return GenerationRows([part.by_row for part in self.parts], self.order)

    @property
    def gone_rows(self) -> int:
        """How many passages of its segments the generation no longer has."""
        return 0 if self.layout is None else sum(segment.gone.rows for segment in self.layout.segments)

    def formats(self) -> Counter[str]:
        """How many documents there are of each format."""
        return _sum(part.formats() for part in self.parts)

    def languages(self) -> Counter[str]:
        """How many documents there are in each language that could be told."""
        return _sum(part.languages() for part in self.parts)

    def by_folder(self) -> dict[str, tuple[int, int]]:
        """How many documents and passages there are in each first-level folder, in order of name."""
        parts = [part.by_folder() for part in self.parts]
        documents = _sum({name: counts[0] for name, counts in part.items()} for part in parts)
        passages = _sum({name: counts[1] for name, counts in part.items()} for part in parts)
        return {name: (documents[name], passages[name]) for name in sorted(documents)}

    def undated(self) -> list[str]:
        """The paths of the documents without a date, in their order."""
        return sorted(self._all(lambda part: part.undated()))

    def close(self) -> None:
        """Closes every thread's connections; any later call raises `ClosedError`."""
        self._open.close()

    def document(self, path: str) -> Document | None:
        """The document at `path` in the archive."""
        return self._first(lambda part: part.document(path))

    def numbered(self, number: int) -> Document:
        """The document of this number; there must be one."""
        segment, own = self.order.place(number)
        return self.parts[segment].numbered(own)

    def with_sha(self, sha256: str) -> list[Document]:
        """The documents whose file has these bytes, in order of path."""
        return sorted(self._all(lambda part: part.with_sha(sha256)), key=lambda document: document.path)

    def read_from(self, path: str, sha256: str) -> list[Document]:
        """The documents that came from the file at `path` when its bytes had this SHA-256, in row order."""
        return sorted(self._all(lambda part: part.read_from(path, sha256)), key=row_order)

    def documents(self) -> Iterator[Document]:
        """Every document, in row order."""
        return map(self.numbered, range(self.order.documents))

    def origins(self, paths: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """The SHA-256 of the file and the language of each of the documents at `paths`."""
        named = list(paths)
        return {path: origin for part in self.parts for path, origin in part.origins(named).items()}

    def names_with(
        self, words: Sequence[str], scope: Scope, limit: int, *, undated_first: bool = False
    ) -> list[tuple[str, str]]:
        """Path and title of the documents within `scope` that have every word in path or title, in order of path."""
        found = self._all(lambda part: part.named_with(words, scope, limit, undated_first=undated_first))
        ordered = sorted(found, key=lambda heading: (undated_first and heading.date is not None, heading.path))
        return [(heading.path, heading.title) for heading in ordered[:limit]]

    def entries(self, scope: Scope, after: str, limit: int) -> list[DocumentEntry]:
        """The first documents within `scope` whose path comes after `after`, ascending by path."""
        found = self._all(lambda part: part.entries(scope, after, limit))
        return sorted(found, key=lambda entry: entry.path)[:limit]

    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of each document's file, by path; read once."""
        return self._digests

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        return {path: sha256 for part in self.parts for path, sha256 in part.digests().items()}

    def versions(self) -> set[tuple[str, str]]:
        """The path of each document and the SHA-256 of its file; of one that is gone as well, if the store has it."""
        return {version for part in self.parts for version in part.digests().items()}

    def known(self, paths: Iterable[str] | None = None) -> dict[str, Fingerprint]:
        """What a new generation is compared with: all documents, or those of `paths` that there are, by path."""
        named = None if paths is None else list(paths)
        return {path: known for part in self.parts for path, known in part.known(named).items()}

    def noted(self, note: str) -> frozenset[str]:
        """The paths of the documents with this very note."""
        return frozenset(path for path, notes in self.notes().items() if note in notes)

    def notes(self) -> dict[str, tuple[str, ...]]:
        """The notes of each document that something was noted of, by path."""
        return dict(self._all(lambda part: part.notes()))

    def dated_by(self, origin: str) -> frozenset[str]:
        """The paths of the documents whose date is of this origin."""
        return frozenset(self._all(lambda part: part.dated_by(origin)))

    def path_of(self, identifier: str) -> str | None:
        """The path of the document that has the passage with this id."""
        return self._first(lambda part: part.path_of(identifier))

    def segment_of(self, identifier: str, path: str) -> str | None:
        """The name of the segment that has the passage with this id of the document at `path`; None where none has."""
        segments = self.layout.segments if self.layout else ()
        named = zip(segments, self.parts, strict=False)
        return next((segment.name for segment, part in named if part.path_of(identifier) == path), None)

    def failures(self) -> list[Failure]:
        """What could not be read."""
        if self.layout is None:
            return self.parts[0].failures()
        return [Failure(path=path, reason=reason) for path, reason in self.layout.failures]

    def passages(self, document: Document) -> list[Passage]:
        """The passages of a document of this store, in its order."""
        return self._first(lambda part: part.passages(document) or None) or []

    def count_passages(self, path: str) -> int:
        """How many passages the document at `path` has."""
        return sum(part.count_passages(path) for part in self.parts)

    def find_passage(self, identifier: str) -> StoredPassage | None:
        """The passage with this id."""
        return self._first(lambda part: part.find_passage(identifier))

    def counts(self) -> tuple[int, int, int]:
        """How many documents, undated documents and passages there are."""
        documents, undated, passages = zip(*(part.counts() for part in self.parts), strict=True)
        return sum(documents), sum(undated), sum(passages)

    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that documents are dated to."""
        spans = [span for part in self.parts if (span := part.span())]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None

    def dated(self, scope: Scope) -> list[DateCount]:
        """How many documents within `scope` have each span of days."""
        counted: Counter[tuple[int, int]] = Counter()
        for earliest, latest, documents in self._all(lambda part: part.dated(scope)):
            counted[earliest, latest] += documents
        return [DateCount(*span, documents) for span, documents in counted.items()]

    def oldest(self, scope: Scope) -> dt.date | None:
        """The first day that a document within `scope` is dated to."""
        return min((day for part in self.parts if (day := part.oldest(scope))), default=None)

    def newest(self, scope: Scope) -> DateSpan | None:
        """The date of the newest document within `scope`."""
        found = [(heading, place) for place, part in enumerate(self.parts) if (heading := part.newest(scope))]
        dated = [(heading.date, self._number(place, heading)) for heading, place in found if heading.date]
        newest = max(dated, key=lambda it: (it[0].latest, it[0].earliest, -it[1]), default=None)
        return newest[0] if newest else None

    def _number(self, segment: int, heading: Heading) -> int:
        return heading.number if len(self.parts) == 1 else self.order.number(segment, heading.number)

    def folders(self, scope: Scope) -> list[str]:
        """The folders within `scope` that hold a document at any depth, ascending."""
        return sorted(set(self._all(lambda part: part.folders(scope))))

    def holdings(self, scope: Scope) -> Holdings:
        """What there is within `scope`."""
        held = [part.holdings(scope) for part in self.parts]
        return Holdings(
            documents=sum(part.documents for part in held),
            undated=sum(part.undated for part in held),
            passages=sum(part.passages for part in held),
            earliest=min((part.earliest for part in held if part.earliest), default=None),
            latest=max((part.latest for part in held if part.latest), default=None),
            newest=self.newest(scope),
        )

    def _all(self, of: Callable[[SegmentDocuments], Iterable[Value]]) -> list[Value]:
        return [found for part in self.parts for found in of(part)]

    def _first(self, of: Callable[[SegmentDocuments], Value | None]) -> Value | None:
        return next((found for part in self.parts if (found := of(part)) is not None), None)


def _sum(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    """Counts of several segments as one."""
    total: Counter[str] = Counter()
    for counted in counts:
        total.update(counted)
    return total
