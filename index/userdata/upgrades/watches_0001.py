"""Watches with their matches, the texts by which these are known, and what was posted of them.

Of each watch the vector of its query is kept, as a model made it. A match is told once, whatever becomes of its
document: `texts` has every version of it that was seen since. One without a `post` waits to be told. Moments are
microseconds since 1970, days their ordinals.
"""

from __future__ import annotations

import sqlite3

_TABLES = (
    """
    CREATE TABLE watches (
        number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, person INTEGER NOT NULL, guild INTEGER,
        channel INTEGER, query TEXT NOT NULL, since INTEGER, until INTEGER, rate TEXT NOT NULL, made INTEGER NOT NULL,
        paused TEXT, checked INTEGER NOT NULL, told INTEGER
    )
    """,
    """
    CREATE TABLE vectors (
        watch INTEGER PRIMARY KEY REFERENCES watches ON DELETE CASCADE, model TEXT NOT NULL, text TEXT NOT NULL,
        vector BLOB NOT NULL
    )
    """,
    "CREATE INDEX watches_by_person ON watches (person)",
    "CREATE INDEX watches_by_guild ON watches (guild)",
    """
    CREATE TABLE posts (
        number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, channel INTEGER, nonce TEXT NOT NULL,
        holder TEXT NOT NULL, begun INTEGER NOT NULL, held INTEGER NOT NULL, done INTEGER, message INTEGER, failed TEXT
    )
    """,
    "CREATE INDEX posts_begun ON posts (begun) WHERE done IS NULL AND failed IS NULL",
    """
    CREATE TABLE matches (
        number INTEGER PRIMARY KEY AUTOINCREMENT, watch INTEGER NOT NULL REFERENCES watches ON DELETE CASCADE,
        document TEXT NOT NULL, digest TEXT NOT NULL, sha256 TEXT NOT NULL, since INTEGER NOT NULL,
        change TEXT NOT NULL, found INTEGER NOT NULL, post INTEGER REFERENCES posts, UNIQUE (watch, digest)
    )
    """,
    "CREATE INDEX matches_waiting ON matches (watch) WHERE post IS NULL",
    "CREATE INDEX matches_by_post ON matches (post)",
    """
    CREATE TABLE texts (
        watch INTEGER NOT NULL, digest TEXT NOT NULL, document TEXT NOT NULL, sha256 TEXT NOT NULL,
        sketch BLOB NOT NULL, match INTEGER NOT NULL REFERENCES matches ON DELETE CASCADE,
        PRIMARY KEY (watch, digest, document)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX texts_by_match ON texts (match)",
    "CREATE INDEX texts_by_file ON texts (sha256)",
)


def upgrade(database: sqlite3.Connection) -> None:
    for table in _TABLES:
        database.execute(table)
