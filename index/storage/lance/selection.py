"""What a search may find in a table: rows, and their addresses as Lance reads them."""

from __future__ import annotations

from functools import cached_property

from index.storage.lance.addresses import Addresses
from index.storage.lance.row_sets import Numbers, RowSet


class Selection:
    """Rows that may be found; None stands for all, and `single` are rows that were looked up one by one."""

    def __init__(self, rows: RowSet | None, addresses: Addresses, *, single: bool = False) -> None:
        self.rows = rows
        self.single = single
        self._addresses = addresses

    @property
    def all(self) -> bool:
        """Whether every row may be found."""
        return self.rows is None

    @cached_property
    def count(self) -> int:
        """How many rows may be found."""
        return self._addresses.count if self.rows is None else self.rows.count

    def numbers(self) -> Numbers:
        """The rows, ascending."""
        return self._addresses.rows() if self.rows is None else self.rows.rows()

    @cached_property
    def allowed(self) -> bytes | None:
        """What Lance is given to find no others."""
        return None if self.rows is None else self._addresses.of(self.rows).serialized()
