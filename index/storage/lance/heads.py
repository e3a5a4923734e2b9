"""What is known of every document without reading its text: the light columns of a table, held in memory.

A document is meant by its position among them, which is its place in the table as well. Some 250 bytes a document.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, Final

import lance
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from index.models.scope import Scope
from index.storage.columns import PRECISIONS
from index.storage.labels import Facet, Labels
from index.storage.row_map import Places

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
HEADING: Final = (
    *("path", "title", "title_origin", "sha256", "language"),
    *("earliest", "latest", "precision", "origin", "as_written"),
)
"""As in `index.storage.columns.HEADING_COLUMNS`."""
_REPEATED: Final = ("folder", "format", "title_origin", "language", "precision", "origin")
"""What many documents have alike."""
_LIGHT: Final = ("number", "folder", "format", *HEADING, "notes", "first_row", "end_row", "heading_digest")
MAX_SCOPES: Final = 64
"""Scopes of which the oldest and newest document are remembered, which every search asks for."""
_NO_NOTES: Final = "[]"
_LAST_DAY: Final = dt.date.max.toordinal()


class Heads:
    """The documents of a table but for those at the paths `without`, ascending by number."""

    def __init__(self, table: pa.Table, offsets: Numbers) -> None:
        self.table = table
        self.offsets = offsets
        """The place in the table of each document."""
        self.numbers, self.first_rows, self.end_rows = map(self._whole, ("number", "first_row", "end_row"))
        self.earliest, self.latest = map(self._whole, ("earliest", "latest"))
        """Ordinals of days; 0 where undated."""
        self.is_dated: Mask = self.table["earliest"].is_valid().to_numpy()
        self.oldest = lru_cache(MAX_SCOPES)(self._oldest)
        """The position of the document within a scope that begins first, if any is dated."""
        self.newest = lru_cache(MAX_SCOPES)(self._newest)
        """Likewise of the one that ends last."""

    def __len__(self) -> int:
        return len(self.numbers)

    def without(self, paths: Collection[str]) -> Heads:
        """The others than those at `paths`."""
        left = np.setdiff1d(np.arange(len(self)), self.at_paths(paths))
        return Heads(self.table.take(pa.array(left)), self.offsets[left])

    def at(self, numbers: Sequence[int] | Numbers) -> Numbers:
        """The positions of the documents of these numbers, in their order; raises `LookupError`."""
        asked = np.asarray(numbers, dtype=np.int64)
        found = np.searchsorted(self.numbers, asked)
        if np.any(found == len(self)) or not np.array_equal(self.numbers[found], asked):
            raise LookupError(f"not all of the documents {asked[:10].tolist()} are there")
        return found

    def at_paths(self, paths: Iterable[str]) -> Numbers:
        """The positions of those of `paths` that there are, ascending."""
        found = (self.at_path(path) for path in paths)
        return np.unique(np.array([position for position in found if position is not None], dtype=np.int64))

    def at_path(self, path: str) -> int | None:
        """The position of the document at `path`."""
        hashes, positions = self._hashed
        alike = slice(np.searchsorted(hashes, hash(path), "left"), np.searchsorted(hashes, hash(path), "right"))
        candidates = positions[alike].tolist()
        return next((position for position in candidates if self.table["path"][position].as_py() == path), None)

    def places(self, rows: Sequence[int] | Numbers) -> Places:
        """The document of each of `rows`, and which rows that has."""
        at = self.at_rows(np.asarray(rows, dtype=np.int64))
        return Places(self.numbers[at], self.first_rows[at], self.end_rows[at])

    def at_rows(self, rows: Numbers) -> Numbers:
        """The position of the document of each of `rows`; raises `LookupError` for a row that is not there."""
        at = np.searchsorted(self._starts, rows, side="right") - 1
        at = self._with_rows[at.clip(0)] if len(self._with_rows) else np.full(len(rows), -1, dtype=np.int64)
        if np.any(at < 0) or np.any(rows < self.first_rows[at]) or np.any(rows >= self.end_rows[at]):
            raise LookupError(f"not all of the rows {rows.tolist()} are there")
        return at

    def labels(self, by: Facet) -> Labels:
        """The first-level folder of each document, or its format, by position."""
        return self._folders if by == "folder" else self._formats

    def within(self, scope: Scope) -> Mask:
        """For each document whether it may be seen."""
        folders, shown = scope.folders
        seen: Mask = self._named(folders) == shown
        return seen

    def headings(self, positions: Numbers, *more: str) -> Iterator[tuple[list[Any], list[Any]]]:
        """The `HEADING` of each of these documents, and its columns `more`."""
        some = self.table.select([*HEADING, *more]).take(pa.array(positions))
        columns = [_values(column) for column in some.columns]
        for values in zip(*columns, strict=True):
            yield list(values[: len(HEADING)]), list(values[len(HEADING) :])

    def days(self, positions: Numbers) -> Numbers:
        """The first and last day of each of these documents; 0 and 0 where undated, or where these are damaged."""
        days = np.stack([self.earliest[positions], self.latest[positions]], axis=1)
        sound = (days[:, 0] >= 1) & (days[:, 1] >= days[:, 0]) & (days[:, 1] <= _LAST_DAY)
        return np.where(sound[:, None], days, 0)

    def counted(self, column: str) -> dict[str, int]:
        """How many documents have each value of a column, if any."""
        found = pc.value_counts(self.table[column].drop_null())
        return {str(pair["values"].as_py()): int(pair["counts"].as_py()) for pair in found}

    def with_words(self, words: Iterable[str]) -> Mask:
        """For each document whether every word is in its path or title, whatever the case of ASCII letters."""
        found = np.ones(len(self), dtype=np.bool_)
        for word in words:
            asked = "".join(letter.lower() if letter.isascii() else letter for letter in word)
            in_either = (pc.match_substring(pc.ascii_lower(self.table[name]), asked) for name in ("path", "title"))
            found &= np.logical_or(*(mask.to_numpy() for mask in in_either))
        return found

    def after(self, path: str) -> Mask:
        """For each document whether its path comes after `path`."""
        after: Mask = pc.greater(self.table["path"], path).to_numpy()
        return after

    def having(self, column: str, value: str) -> Numbers:
        """The positions of the documents with this value in a column, ascending."""
        same = pc.fill_null(pc.equal(self.table[column], value), False).to_numpy()
        return np.flatnonzero(same)

    def paths(self, positions: Numbers) -> list[str]:
        """The paths of these documents, in their order."""
        found: list[str] = self.table["path"].take(pa.array(positions)).to_pylist()
        return found

    def notes(self) -> dict[str, tuple[str, ...]]:
        """The notes of each document that something was noted of, by path."""
        noted = self.table.filter(pc.not_equal(self.table["notes"], _NO_NOTES))
        pairs = zip(noted["path"].to_pylist(), noted["notes"].to_pylist(), strict=True)
        return {path: tuple(json.loads(notes)) for path, notes in pairs}

    def folders(self, mask: Mask) -> list[str]:
        """The folders that hold a document of some at any depth, ascending."""
        paths = self.table["path"].filter(pa.array(mask & ~self._named({""})))
        own = pc.unique(pc.replace_substring_regex(paths, "/[^/]*$", "")).to_pylist()
        parts = [folder.split("/") for folder in own]
        return sorted({"/".join(folder[:depth]) for folder in parts for depth in range(1, len(folder) + 1)})

    @cached_property
    def by_path(self) -> Numbers:
        """The positions of all documents, by path."""
        order: Numbers = pc.sort_indices(self.table["path"]).to_numpy().astype(np.int64)
        return order

    @cached_property
    def in_row_order(self) -> Numbers:
        """The positions of all documents, as `index.storage.row_order` orders them."""
        ranks = np.empty(len(self), dtype=np.int64)
        ranks[self.by_path] = np.arange(len(self))
        return np.lexsort((ranks, self.earliest, self._kinds))

    def _oldest(self, scope: Scope) -> Numbers:
        own = np.flatnonzero(self.is_dated & self.within(scope))
        return own[np.argsort(self.earliest[own], kind="stable")[:1]]

    def _newest(self, scope: Scope) -> Numbers:
        own = self.in_row_order[(self.is_dated & self.within(scope))[self.in_row_order]]
        return own[np.lexsort((-self.earliest[own], -self.latest[own]))[:1]]

    def _named(self, folders: Collection[str]) -> Mask:
        """For each document whether its first-level folder is one of these."""
        mask = np.zeros(len(self), dtype=np.bool_)
        mask[self._folders.having(folders)] = True
        return mask

    @cached_property
    def _kinds(self) -> NDArray[np.int8]:
        """Of which kind the date of each document is, in the order of rows."""
        kinds = np.full(len(self), len(PRECISIONS) + 1, dtype=np.int8)
        lengths = self.latest - self.earliest
        for place, (precision, longest) in enumerate(zip(PRECISIONS, (0, 30, 365), strict=True)):
            own = self.having("precision", precision)
            kinds[own] = np.where(lengths[own] > longest, len(PRECISIONS), place)
        return kinds

    @cached_property
    def _folders(self) -> Labels:
        return self._labelled("folder")

    @cached_property
    def _formats(self) -> Labels:
        return self._labelled("format")

    def _labelled(self, by: Facet) -> Labels:
        encoded = self.table[by].combine_chunks()
        return Labels(tuple(encoded.dictionary.to_pylist()), encoded.indices.to_numpy().astype(np.int32))

    @cached_property
    def _with_rows(self) -> Numbers:
        """The positions of the documents that have passages."""
        return np.flatnonzero(self.end_rows > self.first_rows)

    @cached_property
    def _starts(self) -> Numbers:
        return self.first_rows[self._with_rows]

    @cached_property
    def _hashed(self) -> tuple[Numbers, Numbers]:
        """The hashes of all paths, ascending, and the position of each."""
        hashes = np.fromiter(map(hash, self.table["path"].to_pylist()), dtype=np.int64, count=len(self))
        order = np.argsort(hashes, kind="stable")
        return hashes[order], order

    def _whole(self, column: str) -> Numbers:
        found: Numbers = pc.fill_null(self.table[column].cast(pa.int64()), 0).to_numpy()
        return found


def _values(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column, of which Arrow is slow to look up those that are names in a dictionary one by one."""
    plain = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    values: list[Any] = plain.to_pylist()
    return values


def read_heads(documents: lance.LanceDataset) -> Heads:
    """The light columns of all documents of a table."""
    table = documents.scanner(columns=list(_LIGHT), scan_in_order=True).to_table()
    for name in _REPEATED:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].dictionary_encode().unify_dictionaries())
    order = np.argsort(table["number"].to_numpy(), kind="stable")
    return Heads(table.take(pa.array(order)).combine_chunks(), order)
