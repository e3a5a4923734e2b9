"""When a cited message of a chat was written, its address, and how surely cited words of a scan were recognised."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE citations ADD COLUMN time TEXT")
    database.execute("ALTER TABLE citations ADD COLUMN link TEXT")
    database.execute("ALTER TABLE citations ADD COLUMN confidence INTEGER")
