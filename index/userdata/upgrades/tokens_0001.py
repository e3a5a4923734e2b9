"""Tokens of programs, each by the SHA-256 of its secret, and those that were revoked."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute(
        """
        CREATE TABLE tokens (
            name TEXT PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, folders TEXT, made TEXT NOT NULL, digest BLOB NOT NULL
        )
        """
    )
    database.execute("CREATE TABLE revoked (sha256 BLOB PRIMARY KEY)")
