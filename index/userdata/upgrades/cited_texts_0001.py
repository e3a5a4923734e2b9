"""The texts of cited documents, which documents were replaced, and when generations were built."""

from __future__ import annotations

import sqlite3


def upgrade(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE texts (sha256 TEXT PRIMARY KEY, packed BLOB NOT NULL)")
    database.execute(
        """
        CREATE TABLE cited (
            path TEXT NOT NULL, document_sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL,
            PRIMARY KEY (path, document_sha256, text_sha256)
        )
        """
    )
    database.execute(
        """
        CREATE TABLE replaced (
            path TEXT NOT NULL, generation INTEGER NOT NULL, document_sha256 TEXT NOT NULL, since TEXT,
            until TEXT NOT NULL, moved_to TEXT,
            PRIMARY KEY (path, generation)
        )
        """
    )
    database.execute("CREATE INDEX replaced_by_moves ON replaced (moved_to) WHERE moved_to IS NOT NULL")
    database.execute("CREATE TABLE generations (number INTEGER PRIMARY KEY, built TEXT NOT NULL)")
    database.execute("CREATE TABLE erased_bytes (sha256 TEXT PRIMARY KEY)")
