"""A digest of each citation, by which a changed byte is noticed.

A process of the version before may still write: what it enters has no digest, and where it changes an entry the digest
that no longer fits is taken away. Whoever opens the file next gives those entries one.
"""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE citations ADD COLUMN digest BLOB")
    database.execute("CREATE INDEX citations_without_digest ON citations (id) WHERE digest IS NULL")
    database.execute(
        """
        CREATE TRIGGER citations_changed AFTER UPDATE OF generation_last ON citations
        WHEN new.digest IS old.digest AND new.generation_last IS NOT old.generation_last
        BEGIN UPDATE citations SET digest = NULL WHERE id = new.id; END
        """
    )
