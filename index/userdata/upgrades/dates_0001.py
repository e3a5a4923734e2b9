"""The documents that moderators dated, and every date that was set, with who took it back; and a digest of each."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute(
        """
        CREATE TABLE documents (
            key TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, words TEXT NOT NULL,
            part INTEGER NOT NULL, gone INTEGER NOT NULL, digest BLOB NOT NULL
        )
        """
    )
    database.execute("CREATE INDEX documents_by_path ON documents (path)")
    database.execute(
        """
        CREATE TABLE dates (
            number INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, document TEXT NOT NULL, sha256 TEXT NOT NULL,
            date TEXT NOT NULL, own TEXT, why TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
            undone_at TEXT, undone_by TEXT, digest BLOB NOT NULL
        )
        """
    )
    database.execute("CREATE INDEX dates_by_document ON dates (document)")
