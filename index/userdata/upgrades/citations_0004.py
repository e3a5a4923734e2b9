"""When a cited message of a chat was written, and its address; both empty for all that is no chat."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE citations ADD COLUMN time TEXT")
    database.execute("ALTER TABLE citations ADD COLUMN link TEXT")
