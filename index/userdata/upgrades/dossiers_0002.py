"""A digest of each entry, by which a changed byte is noticed; entries of the version before have none until then."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE kept ADD COLUMN digest BLOB")
