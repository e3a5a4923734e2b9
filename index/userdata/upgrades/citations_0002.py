"""Nothing changes in the tables: this version was skipped."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    """Leaves the file as it is."""
