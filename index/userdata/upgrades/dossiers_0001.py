"""The citations that people keep. Files of the first versions have this table and no version."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute(
        """
        CREATE TABLE IF NOT EXISTS kept (
            number INTEGER PRIMARY KEY, person INTEGER NOT NULL, server INTEGER NOT NULL, passage TEXT NOT NULL,
            UNIQUE (person, server, passage)
        )
        """
    )
