"""What queries find in a table's full-text indexes: rows, and their scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lance
import numpy as np
import pyarrow as pa
from lance.query import FullTextQuery

from index.storage.lance.added import Scored
from index.storage.lance.addresses import Addresses
from index.storage.lance.faults import told
from index.storage.lance.queries import Query
from index.storage.lance.row_sets import Numbers, RowSet
from index.storage.lance.selection import Selection


class Hits:
    """Finds in a table; may do so in many threads at once. Faults are `IndexDataError`s."""

    def __init__(self, passages: lance.LanceDataset, addresses: Addresses) -> None:
        self._passages = passages
        self._addresses = addresses

    def rows(self, query: Query, selection: Selection) -> Numbers:
        """All selected rows that a query finds, ascending."""
        return np.sort(self._rows_of(self._found(query, selection)))

    def count(self, query: FullTextQuery, selection: Selection) -> int:
        """How many selected rows a query finds."""
        with told(self._passages.uri):
            return int(self._scanner(query, selection).count_rows()) if selection.count else 0

    def any(self, query: Query, selection: Selection) -> bool:
        """Whether a query finds a selected row."""
        return bool(self._found(query, selection, limit=1).num_rows)

    def scored(self, selection: Selection, query: Query, limit: int | None, rows: Numbers | None = None) -> Scored:
        """The first `limit` of what a query finds, or all: of the selected rows, or of those of them that are given.

        Best first, where there is a limit.
        """
        within = selection if rows is None else Selection(RowSet.of_rows(rows), self._addresses, single=True)
        found = self._found(query, within, ["_score"], limit)
        return Scored(self._rows_of(found), found["_score"].to_numpy().astype(np.float64))

    def _rows_of(self, found: pa.Table) -> Numbers:
        return self._addresses.rows_at(found["_rowid"].to_numpy().astype(np.int64))

    def _found(
        self, query: Query, selection: Selection, columns: Sequence[str] = (), limit: int | None = None
    ) -> pa.Table:
        if query is None or selection.count == 0:
            return pa.table({"_rowid": pa.array([], pa.uint64()), "_score": pa.array([], pa.float32())})
        with told(self._passages.uri):
            return self._scanner(query, selection, columns, limit).to_table()

    def _scanner(
        self, query: FullTextQuery, selection: Selection, columns: Sequence[str] = (), limit: int | None = None
    ) -> Any:
        return self._passages.scanner(
            columns=list(columns),
            with_row_id=True,
            full_text_query=query,
            limit=limit,
            row_addr_allowlist=selection.allowed,
            disable_scoring_autoprojection=True,
        )
