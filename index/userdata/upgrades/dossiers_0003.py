"""A note that a person writes on an entry, and when an entry was removed: for a while it can be brought back.

Entries of the versions before have neither, and a process of them makes none: all keep the digests they have.
"""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE kept ADD COLUMN note TEXT")
    database.execute("ALTER TABLE kept ADD COLUMN removed INTEGER")  # milliseconds since 1970
    database.execute("CREATE INDEX kept_removed ON kept (removed) WHERE removed IS NOT NULL")
