"""Watches of a backup and those that are there: what was told since the backup is not told again after a restore."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from index.models.data_files import DataFile
from index.userdata.watch_file import WatchFile
from index.userdata.watches import Watches

_COMMON: Final = "beside.watches theirs JOIN main.watches ours ON ours.token = theirs.token"
"""A watch that both have, with its row in either."""
_STATEMENTS: Final = (
    """
    UPDATE main.watches SET checked = theirs.checked, told = theirs.told, paused = theirs.paused
    FROM beside.watches theirs WHERE theirs.token = main.watches.token
    """,
    f"""
    INSERT OR IGNORE INTO main.posts (token, channel, nonce, holder, begun, held, done, message, failed)
    SELECT DISTINCT p.token, p.channel, p.nonce, p.holder, p.begun, p.held, p.done, p.message, p.failed
    FROM {_COMMON} JOIN beside.matches m ON m.watch = theirs.number JOIN beside.posts p ON p.number = m.post
    """,  # noqa: S608 (constants)
    f"""
    INSERT INTO main.matches (watch, document, digest, sha256, since, change, found, post)
    SELECT ours.number, m.document, m.digest, m.sha256, m.since, m.change, m.found, own.number
    FROM {_COMMON} JOIN beside.matches m ON m.watch = theirs.number
    LEFT JOIN beside.posts p ON p.number = m.post LEFT JOIN main.posts own ON own.token = p.token
    WHERE true ON CONFLICT (watch, digest) DO UPDATE SET post = excluded.post
    """,  # noqa: S608 (constants)
    f"""
    INSERT OR IGNORE INTO main.texts (watch, digest, document, sha256, sketch, match)
    SELECT ours.number, t.digest, t.document, t.sha256, t.sketch, own.number
    FROM {_COMMON} JOIN beside.texts t ON t.watch = theirs.number JOIN beside.matches m ON m.number = t.match
    JOIN main.matches own ON own.watch = ours.number AND own.digest = m.digest
    """,  # noqa: S608 (constants)
    """
    UPDATE main.posts SET done = theirs.done, message = theirs.message, failed = theirs.failed
    FROM beside.posts theirs WHERE theirs.token = main.posts.token
    """,
)


def unite(watches: Path, others: Path) -> None:
    """Takes into the watches in one folder what those in another know of them; raises `IndexDataError`.

    Watches that only one of them has stay as they are, and where they are.
    """
    if not (Watches(others).running() or Watches(others).count()):  # either brings them up to today's version
        return
    with WatchFile(watches).using(beside=others / DataFile.WATCHES) as database:
        for statement in _STATEMENTS:
            database.execute(statement)
