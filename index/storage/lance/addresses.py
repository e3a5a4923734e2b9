"""Where the rows of a table lie: row numbers as addresses, which Lance narrows a search by, and as places to read."""

from __future__ import annotations

import lance
import numpy as np

from index.storage.lance.row_sets import Numbers, RowSet


class Addresses:
    """The rows of a table, given in its order, each with its address.

    Rows that follow each other mostly lie side by side, so that this is a handful of runs.
    """

    def __init__(self, rows: Numbers, addresses: Numbers) -> None:
        breaks = np.flatnonzero((np.diff(rows) != 1) | (np.diff(addresses) != 1)) + 1
        firsts = np.concatenate([[0], breaks]).astype(np.int64)[: len(rows) and None]
        lengths = np.diff(np.append(firsts, len(rows)))
        order = np.argsort(rows[firsts], kind="stable")
        self._positions, self._lengths = firsts[order], lengths[order]
        self._rows, self._addresses = rows[firsts][order], addresses[firsts][order]
        self._by_address = np.argsort(self._addresses, kind="stable")
        self.count = len(rows)
        """How many rows there are."""

    def rows(self) -> Numbers:
        """All rows, ascending."""
        return RowSet(self._rows, self._rows + self._lengths).rows()

    def rows_at(self, addresses: Numbers) -> Numbers:
        """The row at each of these addresses, at each of which there must be one."""
        firsts = self._addresses[self._by_address]
        run = self._by_address[np.searchsorted(firsts, addresses, side="right") - 1]
        return self._rows[run] + (addresses - self._addresses[run])

    def positions(self, rows: Numbers) -> Numbers:
        """The place in the table of each of `rows`; raises `LookupError` for a row that is not there."""
        run = np.searchsorted(self._rows, rows, side="right") - 1
        within = rows - self._rows[run] if len(self._rows) else rows
        if np.any(run < 0) or np.any(within >= self._lengths[run]):
            raise LookupError(f"not all of the rows {rows[:10].tolist()} are there")
        return self._positions[run] + within

    def of(self, rows: RowSet) -> RowSet:
        """The addresses of those of `rows` that there are."""
        before = np.searchsorted(self._rows + self._lengths, rows.firsts, side="right")
        runs = np.maximum(np.searchsorted(self._rows, rows.ends) - before, 0)
        run = np.repeat(before, runs) + np.arange(runs.sum()) - np.repeat(np.cumsum(runs) - runs, runs)
        first = np.maximum(np.repeat(rows.firsts, runs), self._rows[run])
        end = np.minimum(np.repeat(rows.ends, runs), self._rows[run] + self._lengths[run])
        shift = self._addresses[run] - self._rows[run]
        order = np.argsort(first + shift, kind="stable")
        return RowSet.of_spans((first + shift)[order], (end + shift)[order])


def read_addresses(passages: lance.LanceDataset) -> Addresses:
    """Where each row of a table of passages lies."""
    table = passages.scanner(columns=["row"], with_row_address=True, scan_in_order=True).to_table()
    return Addresses(table["row"].to_numpy(), table["_rowaddr"].to_numpy().astype(np.int64))
