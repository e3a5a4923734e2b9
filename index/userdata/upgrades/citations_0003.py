"""What was erased: of such a citation only id, path, date and reason are left, and no bytes of it come back."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE citations ADD COLUMN erased_at TEXT")
    database.execute("ALTER TABLE citations ADD COLUMN erased_why TEXT")
    database.execute("CREATE TABLE erased_bytes (sha256 TEXT PRIMARY KEY)")
    # Also holds back a process of an earlier version, which still searches in a generation that has the words.
    database.execute(
        """
        CREATE TRIGGER erased_bytes_stay_out BEFORE INSERT ON citations
        WHEN NEW.erased_at IS NULL AND NEW.document_sha256 IN (SELECT sha256 FROM erased_bytes)
        BEGIN SELECT RAISE(IGNORE); END
        """
    )
