"""Every erasure: of what, when and why, the bytes and citations it concerns, whether it is done; and a digest of it."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute(
        """
        CREATE TABLE erasures (
            key TEXT PRIMARY KEY, path TEXT NOT NULL, part INTEGER NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
            done INTEGER NOT NULL
        )
        """
    )
    database.execute(
        "CREATE TABLE files (erasure TEXT, path TEXT, sha256 TEXT NOT NULL, PRIMARY KEY (erasure, path, sha256))"
    )
    database.execute(
        """
        CREATE TABLE bytes (
            erasure TEXT, sha256 TEXT, allowed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (erasure, sha256)
        )
        """
    )
    database.execute("CREATE TABLE digests (erasure TEXT PRIMARY KEY, digest BLOB NOT NULL)")
    database.execute("CREATE TABLE citations (id TEXT PRIMARY KEY, path TEXT NOT NULL, erasure TEXT NOT NULL)")
