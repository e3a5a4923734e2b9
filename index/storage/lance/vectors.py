"""Vectors of passages, compared in a table's index: lists of neighbours, in half precision, held in memory.

Up to `EXACT_ROWS` candidates all are compared: every list is visited, and only candidates are taken of them. Of more,
lists near the query are visited, the more of them, the fewer rows of each may be taken. Lance rounds the query as well;
so what it finds is compared once more, with the query as it is.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import lance
import numpy as np
import pyarrow as pa

from index.models.vectors import Rows
from index.storage.lance.addresses import Addresses
from index.storage.lance.faults import told
from index.storage.lance.held_vectors import Halves, HeldVectors
from index.storage.lance.indexing import EXACT_ROWS, METRIC, count_lists
from index.storage.lance.row_sets import Numbers
from index.storage.lance.selection import Selection
from index.storage.nearest import Nearest

PROBED_LISTS: Final = 128
"""Lists visited by a query that may take all their rows: recall@10 against exact is above .99 on real passages."""
MORE_ROWS: Final = 16
"""Rows asked for beyond the limit, so that of equally near ones the first are taken, by their exact cosines."""
NEAR_ROWS: Final = 1_000
"""Rows asked for at first where all that are near enough are wanted; four times as many each time they are not all."""
ROUNDING: Final = 2e-4
"""Lance's cosines differ by less from exact ones."""
HELD_ROWS: Final = 5_000
"""Up to so many candidates are compared one by one, where all vectors are held, and no list is looked through."""
FETCHED_ROWS, LARGE_ROWS = 500, 1_000_000
"""Likewise where they may have to be read, of so large a table."""
READ_ROWS: Final = 8_192
"""Vectors read at once where all are."""


class LanceVectors:
    """The vectors of the passages in a table; searches may run in many threads at once."""

    def __init__(self, passages: lance.LanceDataset, addresses: Addresses) -> None:
        self._passages = passages
        self._addresses = addresses
        self._held = HeldVectors(self._taken, addresses.count, passages.schema.field("vector").type.list_size)

    def warm(self) -> None:
        """Reads all vectors into memory, where there is room for them."""
        if self._held.room_for_all:
            scanner = self._passages.scanner(columns=["vector"], batch_size=READ_ROWS, scan_in_order=True)
            self._held.fill(_halves(batch["vector"]) for batch in scanner.to_batches())

    @property
    def kind(self) -> str:
        """What is compared, in words for people."""
        if self._addresses.count <= EXACT_ROWS:
            return "exact, half precision"
        return (
            f"inverted file of {self._lists:,} lists, {PROBED_LISTS} visited, half precision; "
            f"exact where a filter leaves {EXACT_ROWS:,} passages or fewer"
        )

    def nearest(self, query: Rows, limit: int, selection: Selection) -> Nearest:
        """The `limit` selected rows nearest to `query` (one unit row), best first, ties by row."""
        wanted = min(limit, selection.count)
        if wanted == 0:
            return Nearest.of([], 0)
        if self._few(selection):
            rows = selection.numbers()
            return Nearest.of([Nearest(rows, self.cosines(query, rows))], wanted)
        asked = wanted + MORE_ROWS
        while True:
            found = self._compared(query, asked, selection)
            if len(found.rows) < asked or found.cosines[wanted - 1] > found.cosines[-1] + ROUNDING:
                return self._exactly(query, found, wanted)
            asked *= 2

    def near(self, query: Rows, least: float, selection: Selection) -> Numbers:
        """The selected rows whose cosine with `query` (one unit row) is `least` or more: all of them, ascending."""
        if self._few(selection):
            rows = selection.numbers()
            return rows[self.cosines(query, rows) >= least]
        asked = NEAR_ROWS
        while selection.count:
            found = self._compared(query, min(asked, selection.count), selection, whole=True)
            if len(found.rows) < asked or found.cosines[-1] < least - ROUNDING or asked >= selection.count:
                return self._near_enough(query, found, least)
            asked *= 4
        return np.empty(0, dtype=np.int64)

    def cosines(self, query: Rows, rows: Numbers) -> Rows:
        """The cosine of `query` (one unit row) and each of `rows`, in their order."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        # Not @: NumPy's matrix library would wake a thread for each core, and on a busy machine wait for them.
        cosines: Rows = np.einsum("ij,j->i", self.at(rows), query)
        return cosines

    def row(self, number: int) -> Rows:
        """The stored vector of a row."""
        vector: Rows = self.at(np.array([number]))[0]
        return vector

    def _few(self, selection: Selection) -> bool:
        """Whether so few may be found that each is compared by itself."""
        if self._held.room_for_all:
            return selection.count <= HELD_ROWS
        return selection.count <= FETCHED_ROWS and self._addresses.count >= LARGE_ROWS

    def _exactly(self, query: Rows, found: Nearest, wanted: int) -> Nearest:
        """The first of what was found, by exact cosines: those that may be among them are compared once more."""
        edge = found.cosines[min(wanted, len(found.rows)) - 1] - ROUNDING
        rows = found.rows[found.cosines >= edge]
        return Nearest.of([Nearest(rows, self.cosines(query, rows))], wanted)

    def _near_enough(self, query: Rows, found: Nearest, least: float) -> Numbers:
        """The rows of those that are near enough; at the edge by exact cosines."""
        inside = found.rows[found.cosines >= least + ROUNDING]
        edge = found.rows[np.abs(found.cosines - least) < ROUNDING]
        return np.sort(np.concatenate([inside, edge[self.cosines(query, edge) >= least]]))

    def _compared(self, query: Rows, wanted: int, selection: Selection, *, whole: bool = False) -> Nearest:
        """The nearest by Lance's cosines, best first."""
        lists = self._lists
        visited = lists if whole or selection.count <= EXACT_ROWS else self._visited(selection.count)
        nearest = {"column": "vector", "q": query, "k": wanted, "metric": METRIC, "nprobes": visited}
        with told(self._passages.uri):
            found = self._passages.scanner(
                columns=["_distance"],
                with_row_id=True,
                nearest=nearest,
                row_addr_allowlist=selection.allowed,
                disable_scoring_autoprojection=True,
            ).to_table()
        rows = self._addresses.rows_at(found["_rowid"].to_numpy().astype(np.int64))
        return Nearest.of([Nearest(rows, 1 - found["_distance"].to_numpy())], wanted)

    def _visited(self, candidates: int) -> int:
        """How many lists to visit: the more, the fewer rows of each may be taken."""
        return max(1, min(self._lists, PROBED_LISTS * self._addresses.count // candidates))

    @cached_property
    def _lists(self) -> int:
        """How many lists the index has."""
        with told(self._passages.uri):
            return count_lists(self._passages)

    def at(self, rows: Numbers) -> Rows:
        """The stored vectors of rows, in their order."""
        return self._held.at(self._addresses.positions(rows))

    def _taken(self, places: Numbers) -> Halves:
        """The vectors at ascending places, read from the table."""
        with told(self._passages.uri):
            column = self._passages.take(places.tolist(), columns=["vector"])["vector"].combine_chunks()
        return _halves(column)


def _halves(column: pa.FixedSizeListArray) -> Halves:
    vectors: Halves = column.flatten().to_numpy().reshape(len(column), -1)
    return vectors
