"""What a store of documents can do: the protocol by which all but searching asks it, whatever it is built of.

Numbers are a store's own names for documents, valid only in that store while it is open. Every record is compared with
its digest when it is read whole: one that differs raises `DamagedRecordError`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from index.models.documents import DateSpan, Document, DocumentEntry, Fingerprint, Holdings, Passage
from index.models.reports import Failure
from index.models.scope import Scope
from index.storage.date_counts import DateCount


class Identity(NamedTuple):
    """What tells whether a document is the same in two generations: all that a query may match."""

    path: str
    title: str
    sha256: str
    earliest: int | None
    latest: int | None
    sketch: bytes
    """Of its text, as short as a digest."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its document."""

    passage: Passage
    document: Document
    text: str


class Documents(Protocol):
    """The documents of one generation. Safe to use from many threads; faults are `IndexDataError`s."""

    @property
    def folder(self) -> Path:
        """The folder of the generation."""

    @property
    def is_dated(self) -> bool:
        """Whether its report says which of its documents are undated, or dated by what is often wrong."""

    def without(self, paths: Set[str]) -> Self:
        """The same documents but for those at `paths`. It knows no rows."""

    def formats(self) -> Counter[str]:
        """How many documents there are of each format."""

    def languages(self) -> Counter[str]:
        """How many documents there are in each language that could be told."""

    def by_folder(self) -> dict[str, tuple[int, int]]:
        """How many documents and passages there are in each first-level folder, in order of name."""

    def undated(self) -> list[str]:
        """The paths of the documents without a date, in their order."""

    def document(self, path: str) -> Document | None:
        """The document at `path` in the archive."""

    def numbered(self, number: int) -> Document:
        """The document of this number; there must be one."""

    def paths(self, documents: Sequence[int]) -> dict[int, str]:
        """For each document number its path in the archive; none for a document whose record is damaged."""

    def with_sha(self, sha256: str) -> list[Document]:
        """The documents whose file has these bytes, in order of path."""

    def read_from(self, path: str, sha256: str) -> list[Document]:
        """The documents that came from the file at `path` when its bytes had this SHA-256, in row order."""

    def documents(self) -> Iterator[Document]:
        """Every document, in row order."""

    def cuts(self) -> Iterator[tuple[Document, list[Passage]]]:
        """Every document with its passages, in row order."""

    def origins(self, paths: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """The SHA-256 of the file and the language of each of the documents at `paths`."""

    def names_with(
        self, words: Sequence[str], scope: Scope, limit: int, *, undated_first: bool = False
    ) -> list[tuple[str, str]]:
        """Path and title of the documents within `scope` that have every word in path or title, in order of path."""

    def entries(self, scope: Scope, after: str, limit: int) -> list[DocumentEntry]:
        """The first documents within `scope` whose path comes after `after`, ascending by path."""

    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of each document's file, by path; read once."""

    def versions(self) -> set[tuple[str, str]]:
        """The path of each document and the SHA-256 of its file; of one that is gone as well, if the store has it."""

    def known(self, paths: Iterable[str] | None = None) -> dict[str, Fingerprint]:
        """What a new generation is compared with: all documents, or those of `paths` that there are, by path."""

    def news(self, before: Documents) -> list[int]:
        """The numbers of the documents that `before` hasn't, or has with another text, title or date; ascending.

        A document is known by its path: what only moved is among them.
        """

    def noted(self, note: str) -> frozenset[str]:
        """The paths of the documents with this very note."""

    def notes(self) -> dict[str, tuple[str, ...]]:
        """The notes of each document that something was noted of, by path."""

    def dated_by(self, origin: str) -> frozenset[str]:
        """The paths of the documents whose date is of this origin."""

    def path_of(self, identifier: str) -> str | None:
        """The path of the document that has the passage with this id."""

    def segment_of(self, identifier: str, path: str) -> str | None:
        """What the passage with this id of the document at `path` was written with; None where there is none.

        Of two generations that tell the same, both have the very same passage.
        """

    def failures(self) -> list[Failure]:
        """What could not be read."""

    def passages(self, document: Document) -> list[Passage]:
        """The passages of a document of this store, in its order."""

    def count_passages(self, path: str) -> int:
        """How many passages the document at `path` has."""

    def find_passage(self, identifier: str) -> StoredPassage | None:
        """The passage with this id."""

    def counts(self) -> tuple[int, int, int]:
        """How many documents, undated documents and passages there are."""

    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that documents are dated to."""

    def dated(self, scope: Scope) -> list[DateCount]:
        """How many documents within `scope` have each span of days."""

    def oldest(self, scope: Scope) -> dt.date | None:
        """The first day that a document within `scope` is dated to."""

    def newest(self, scope: Scope) -> DateSpan | None:
        """The date of the newest document within `scope`."""

    def folders(self, scope: Scope) -> list[str]:
        """The folders within `scope` that hold a document at any depth, ascending."""

    def holdings(self, scope: Scope) -> Holdings:
        """What there is within `scope`."""

    def close(self) -> None:
        """Closes every file; any later call raises `ClosedError`."""
