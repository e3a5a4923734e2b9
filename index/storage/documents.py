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
from index.storage.document_engine import Documents, StoredPassage
from index.storage.engine import Damaged, unheard
from index.storage.generation_rows import GenerationRows
from index.storage.news import news
from index.storage.order import Order, plain, read_order
from index.storage.row_order import row_order
from index.storage.segment_documents import Heading, SegmentDocuments
from index.storage.segments import read_layout

Value = TypeVar("Value")


class DocumentStore:
    """Fulfils `index.storage.document_engine.Documents` by the files in the `folder` of a generation.

    Safe to use from many threads, each with connections of its own. `damaged` is told of records that differ from their
    digest. Raises `IndexDataError` where the files can't be opened.

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

    @property
    def is_dated(self) -> bool:
        return self.layout is not None  # else an earlier version wrote it

    def formats(self) -> Counter[str]:
        return _sum(part.formats() for part in self.parts)

    def languages(self) -> Counter[str]:
        return _sum(part.languages() for part in self.parts)

    def by_folder(self) -> dict[str, tuple[int, int]]:
        parts = [part.by_folder() for part in self.parts]
        documents = _sum({name: counts[0] for name, counts in part.items()} for part in parts)
        passages = _sum({name: counts[1] for name, counts in part.items()} for part in parts)
        return {name: (documents[name], passages[name]) for name in sorted(documents)}

    def undated(self) -> list[str]:
        return sorted(self._all(lambda part: part.undated()))

    def close(self) -> None:
        self._open.close()

    def document(self, path: str) -> Document | None:
        return self._first(lambda part: part.document(path))

    def numbered(self, number: int) -> Document:
        segment, own = self.order.place(number)
        return self.parts[segment].numbered(own)

    def paths(self, documents: Sequence[int]) -> dict[int, str]:
        return self.by_row.paths(documents)

    def with_sha(self, sha256: str) -> list[Document]:
        return sorted(self._all(lambda part: part.with_sha(sha256)), key=lambda document: document.path)

    def read_from(self, path: str, sha256: str) -> list[Document]:
        return sorted(self._all(lambda part: part.read_from(path, sha256)), key=row_order)

    def documents(self) -> Iterator[Document]:
        return map(self.numbered, range(self.order.documents))

    def cuts(self) -> Iterator[tuple[Document, list[Passage]]]:
        for segment, own in map(self.order.place, range(self.order.documents)):
            yield self.parts[segment].cut(own)

    def origins(self, paths: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        named = list(paths)
        return {path: origin for part in self.parts for path, origin in part.origins(named).items()}

    def names_with(
        self, words: Sequence[str], scope: Scope, limit: int, *, undated_first: bool = False
    ) -> list[tuple[str, str]]:
        found = self._all(lambda part: part.named_with(words, scope, limit, undated_first=undated_first))
        ordered = sorted(found, key=lambda heading: (undated_first and heading.date is not None, heading.path))
        return [(heading.path, heading.title) for heading in ordered[:limit]]

    def entries(self, scope: Scope, after: str, limit: int) -> list[DocumentEntry]:
        found = self._all(lambda part: part.entries(scope, after, limit))
        return sorted(found, key=lambda entry: entry.path)[:limit]

    def digests(self) -> Mapping[str, str]:
        return self._digests

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        return {path: sha256 for part in self.parts for path, sha256 in part.digests().items()}

    def versions(self) -> set[tuple[str, str]]:
        return {version for part in self.parts for version in part.digests().items()}

    def known(self, paths: Iterable[str] | None = None) -> dict[str, Fingerprint]:
        named = None if paths is None else list(paths)
        return {path: known for part in self.parts for path, known in part.known(named).items()}

    def news(self, before: Documents) -> list[int]:
        if not isinstance(before, DocumentStore):
            raise TypeError("generations of two engines are not compared")
        return news(self, before)

    def noted(self, note: str) -> frozenset[str]:
        return frozenset(path for path, notes in self.notes().items() if note in notes)

    def notes(self) -> dict[str, tuple[str, ...]]:
        return dict(self._all(lambda part: part.notes()))

    def dated_by(self, origin: str) -> frozenset[str]:
        return frozenset(self._all(lambda part: part.dated_by(origin)))

    def path_of(self, identifier: str) -> str | None:
        return self._first(lambda part: part.path_of(identifier))

    def segment_of(self, identifier: str, path: str) -> str | None:
        segments = self.layout.segments if self.layout else ()
        named = zip(segments, self.parts, strict=False)
        return next((segment.name for segment, part in named if part.path_of(identifier) == path), None)

    def failures(self) -> list[Failure]:
        if self.layout is None:
            return self.parts[0].failures()
        return [Failure(path=path, reason=reason) for path, reason in self.layout.failures]

    def passages(self, document: Document) -> list[Passage]:
        return self._first(lambda part: part.passages(document) or None) or []

    def count_passages(self, path: str) -> int:
        return sum(part.count_passages(path) for part in self.parts)

    def find_passage(self, identifier: str) -> StoredPassage | None:
        return self._first(lambda part: part.find_passage(identifier))

    def counts(self) -> tuple[int, int, int]:
        documents, undated, passages = zip(*(part.counts() for part in self.parts), strict=True)
        return sum(documents), sum(undated), sum(passages)

    def span(self) -> tuple[dt.date, dt.date] | None:
        spans = [span for part in self.parts if (span := part.span())]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None

    def dated(self, scope: Scope) -> list[DateCount]:
        counted: Counter[tuple[int, int]] = Counter()
        for earliest, latest, documents in self._all(lambda part: part.dated(scope)):
            counted[earliest, latest] += documents
        return [DateCount(*span, documents) for span, documents in counted.items()]

    def oldest(self, scope: Scope) -> dt.date | None:
        return min((day for part in self.parts if (day := part.oldest(scope))), default=None)

    def newest(self, scope: Scope) -> DateSpan | None:
        found = [(heading, place) for place, part in enumerate(self.parts) if (heading := part.newest(scope))]
        dated = [(heading.date, self._number(place, heading)) for heading, place in found if heading.date]
        newest = max(dated, key=lambda it: (it[0].latest, it[0].earliest, -it[1]), default=None)
        return newest[0] if newest else None

    def _number(self, segment: int, heading: Heading) -> int:
        return heading.number if len(self.parts) == 1 else self.order.number(segment, heading.number)

    def folders(self, scope: Scope) -> list[str]:
        return sorted(set(self._all(lambda part: part.folders(scope))))

    def holdings(self, scope: Scope) -> Holdings:
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
