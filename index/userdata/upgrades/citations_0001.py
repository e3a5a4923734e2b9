"""Every citation given out, as it was then, and the generation it was last seen in."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute(
        """
        CREATE TABLE citations (
            id TEXT PRIMARY KEY,
            quotation TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            path TEXT NOT NULL, title TEXT NOT NULL, title_origin TEXT NOT NULL,
            earliest INTEGER, latest INTEGER, precision TEXT, origin TEXT, as_written TEXT,
            document_sha256 TEXT NOT NULL, page INTEGER, paragraph INTEGER, language TEXT,
            generation_first INTEGER NOT NULL, generation_last INTEGER NOT NULL
        )
        """
    )
