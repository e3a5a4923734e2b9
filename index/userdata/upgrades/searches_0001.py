"""The searches behind buttons that can't hold them, by token."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute(
        """
        CREATE TABLE searches (
            number INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, person INTEGER NOT NULL, search TEXT NOT NULL,
            used INTEGER NOT NULL, UNIQUE (person, search)
        )
        """
    )
    database.execute("CREATE INDEX searches_by_use ON searches (used)")
