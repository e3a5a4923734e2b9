"""What a store of passages can do: the protocol by which ranking asks it, whatever it is built of.

A `Predicate`, never a list of rows, says which passages may be found: a store applies it in its own way before
anything is ranked, so that a ranking within a predicate equals brute force over the passages that fulfil it. Rows and
document numbers are a store's own names for passages and documents, valid only in that store while it is open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.models.documents import DateSpan, Document, Passage, TitleOrigin
from index.models.scope import EVERYTHING, Scope
from index.models.vectors import Rows
from index.storage.document_engine import Documents
from index.storage.labels import Facet
from index.storage.row_map import Places

Damaged = Callable[[str], None]
"""Told what is damaged in a store, whenever it is noticed: words to stand before "is damaged"."""
Ranking = Sequence[tuple[int, float]]
"""(row, score) pairs, best first: a higher score is better; equal scores by row."""


def unheard(what: str) -> None:
    """Damage that nobody wants to hear of but by the error."""


class Holding(NamedTuple):
    """The first passages that hold some terms, and how many there are in all."""

    first: Ranking
    passages: int


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Predicate:
    """Which passages may be found: those that fulfil all of it.

    `folders` are paths within the archive, any of which will do. The window is every day from `since` to `until`, both
    included; a missing bound is open, and a window leaves out undated documents. `undated` asks for undated documents
    only. Each phrase is in the passage's text or its document's title, word for word; each of `titles` is in the title;
    no excluded phrase is in either. `documents` are the numbers of those that may be found; None stands for all.
    Where any are `chosen`, a document is in one of these folders as well, an empty one of which stands for none at all;
    where there are `formats`, it is of one of them.
    """

    scope: Scope = EVERYTHING
    folders: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    undated: bool = False
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    documents: tuple[int, ...] | None = None
    chosen: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    @property
    def windowed(self) -> bool:
        """Whether a date window is set."""
        return self.since is not None or self.until is not None

    @property
    def placed(self) -> bool:
        """Whether folders are asked for."""
        return bool(self.folders or self.chosen)

    def undated_instead(self) -> Predicate:
        """The same for undated documents in place of the window."""
        return replace(self, since=None, until=None, undated=True)


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with its text and what a hit shows of its document.

    Where `verbatim` is false its record, or its document's, is damaged: nothing of it may be shown but its id.
    """

    passage: Passage
    text: str
    verbatim: bool
    path: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None


class PassageStore(Protocol):
    """The passages of one generation. Safe to use from many threads; faults are `IndexDataError`s."""

    @property
    def documents(self) -> Documents:
        """The documents that the passages are of, by the same numbers."""

    @property
    def kind(self) -> str:
        """How vectors are compared, in words for people."""

    def totals(self) -> set[int]:
        """How many passages there are, as each part of the store says it: one number, unless it is damaged."""

    def within(self, scope: Scope) -> Self:
        """The same passages; how rare a word is, is told by those within `scope`, so that others change no ranking."""

    def count(self, predicate: Predicate) -> int:
        """How many passages fulfil `predicate`."""

    def count_documents(self, predicate: Predicate) -> int:
        """How many documents have a passage that fulfils `predicate`."""

    def fulfilling(self, predicate: Predicate) -> NDArray[np.int64]:
        """The rows of all passages that fulfil `predicate`, ascending."""

    def documents_fulfilling(self, predicate: Predicate) -> NDArray[np.int64]:
        """The numbers of all documents that have a passage that fulfils `predicate`, ascending."""

    def nearest(self, query: Rows, limit: int, predicate: Predicate) -> Ranking:
        """The passages nearest to `query` (one unit row) by cosine."""

    def near(self, query: Rows, least: float, predicate: Predicate) -> NDArray[np.int64]:
        """The rows of all passages whose cosine with `query` (one unit row) is `least` or more, ascending."""

    def worded(self, text: str, limit: int, predicate: Predicate) -> Ranking:
        """The passages that hold the rarest words of `text`, by BM25, on the same scale whatever the predicate."""

    def holding(self, weights: Mapping[str, float], limit: int, predicate: Predicate) -> Holding:
        """The passages that hold any of some ranking terms, in their text or title, by the sum of what those weigh."""

    def weighed(self, weights: Mapping[str, float], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """For each of `rows`, in their order, what those ranking terms weigh together that its text or title has."""

    def cosines(self, query: Rows, rows: NDArray[np.int64]) -> Rows:
        """The cosine of `query` (one unit row) and each of `rows`, in their order."""

    def vector(self, row: int) -> Rows:
        """The vector of the passage at `row`: one unit row, as far as it is stored exactly."""

    def stored_vectors(self, rows: NDArray[np.int64]) -> Rows:
        """The vectors of the passages at `rows`, in their order: unit rows, as far as they are stored exactly."""

    def places(self, rows: NDArray[np.int64]) -> Places:
        """The document of each of `rows`, in their order, and which rows that document has."""

    def shown(self, rows: Sequence[int]) -> list[PassageView]:
        """The passages at `rows`, in their order; raises `LookupError` for a row that is not there."""

    def stems(self, text: str) -> list[str]:
        """The ranking terms of `text`, in the languages of the documents."""

    def forms(self, text: str) -> list[tuple[str, ...]]:
        """The ranking terms of each word of `text`, which are several where documents are in several languages."""

    def held(self, text: str) -> set[str]:
        """The ranking terms of queries that `text` answers: of 猫的故事 not only the pairs but 猫 as well."""

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency of a ranking term: above 0, higher is rarer."""

    def holds(self, word: str, predicate: Predicate) -> bool:
        """Whether a passage that fulfils `predicate` has `word`, in any of its forms, in its text or title."""

    def nearly(self, word: str, edits: int, limit: int, predicate: Predicate) -> list[int]:
        """Rows that fulfil `predicate` with a word at most `edits` letters from `word` in their text, ascending."""

    def earliest_days(self, documents: Sequence[int]) -> dict[int, int | None]:
        """For each document number the ordinal of its earliest day; None where undated."""

    def days(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each document number, in their order, the ordinals of its first and last day; 0 and 0 where undated."""

    def counted(self, by: Facet, documents: NDArray[np.int64]) -> dict[str, int]:
        """How many of these documents, by their numbers, are in each first-level folder or of each format, if any."""

    def sketches(self, documents: Sequence[int]) -> dict[int, bytes]:
        """For each document number the sketch of its text (see `index.text.near_duplicates`)."""

    def paths(self, documents: Sequence[int]) -> dict[int, str]:
        """For each document number its path in the archive; none for a document whose record is damaged."""

    def numbers(self, paths: Sequence[str]) -> dict[str, int]:
        """The numbers of the documents at these paths; none for a path at which there is none."""

    def document(self, number: int) -> Document:
        """The document of this number, with its text; raises `DamagedRecordError`."""

    def cut(self, document: Document) -> list[Passage]:
        """The passages of a document of this store, in its order; raises `DamagedRecordError`."""

    def folders(self, scope: Scope) -> list[str]:
        """The paths of all folders within `scope` that hold a document at any depth, ascending."""

    def oldest(self, scope: Scope) -> dt.date | None:
        """The first day that a document within `scope` is dated to; None where none is dated."""

    def newest(self, scope: Scope) -> DateSpan | None:
        """The date of the newest document within `scope`."""

    def warm(self) -> None:
        """Reads what searches need into memory, for a process that serves for long; may take a while."""

    def close(self) -> None:
        """Closes every file; any later call raises `ClosedError`."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...
