"""What watches found and is posted: what waits, what was begun, and what was done; in `watches.sqlite`.

Whatever is killed when, a match is told once: a post claims its matches before it is sent, so that no other process
sends them, and one that was begun and not done is there for whoever finds out what became of it.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from index.models.watches import Match, Post
from index.userdata.watch_file import WatchFile, drop_empty_posts, new_token
from index.userdata.watch_rows import MATCHES, POSTS, microseconds, to_match, to_post


class WatchPosts:
    """Everybody's posts. Blocking, and safe to use from several threads. Faults are `IndexDataError`s."""

    def __init__(self, data: Path) -> None:
        self._file = WatchFile(data)

    def waiting(self, tokens: Iterable[str] | None = None) -> dict[str, tuple[Match, ...]]:
        """What no post has yet of watches that run, by token, in the order in which it was found."""
        if not self._file.is_there:
            return {}
        wanted = [] if tokens is None else [json.dumps(sorted(tokens))]
        which = " AND w.token IN (SELECT value FROM json_each(?))" * len(wanted)
        with self._file.using(reading=True) as database:
            waits = f"m.post IS NULL AND w.paused IS NULL{which}"
            found: dict[str, list[Match]] = {}
            for match in map(to_match, database.execute(f"{MATCHES} WHERE {waits} ORDER BY m.number", wanted)):
                found.setdefault(match.watch, []).append(match)
            return {token: tuple(matches) for token, matches in found.items()}

    def drop(self, matches: Iterable[Match]) -> int:
        """Takes back matches that no post has, since their documents are gone: they are new if they come again."""
        with self._file.using() as database:
            return sum(
                database.execute(
                    "DELETE FROM matches WHERE post IS NULL AND digest = ? "
                    "AND watch = (SELECT number FROM watches WHERE token = ?)",
                    (match.digest, match.watch),
                ).rowcount
                for match in matches
            )

    def begin(self, matches: Iterable[Match], channel: int | None, holder: str, now: dt.datetime) -> Post | None:
        """Begins a post about those of `matches` that no other has, which it names; None where there is none.

        `holder` names the process that sends it.
        """
        with self._file.using() as database:
            token, nonce = new_token(), new_token()
            number = database.execute(
                "INSERT INTO posts (token, channel, nonce, holder, begun, held) VALUES (?, ?, ?, ?, ?, ?)",
                (token, channel, nonce, holder, microseconds(now), microseconds(now)),
            ).lastrowid
            claim = (
                "UPDATE matches SET post = ? WHERE post IS NULL AND digest = ? "
                "AND watch = (SELECT number FROM watches WHERE token = ? AND paused IS NULL)"
            )
            for match in matches:
                database.execute(claim, (number, match.digest, match.watch))
            drop_empty_posts(database)
            return next(iter(_posts(database, "WHERE token = ?", token)), None)

    def take_over(self, post: Post, holder: str, now: dt.datetime) -> Post | None:
        """Makes `holder` the one that sends a post or finds out what became of it; None where another was first."""
        with self._file.using() as database:
            statement = (
                "UPDATE posts SET holder = ?, held = ? WHERE token = ? AND holder = ? AND held = ? "
                "AND done IS NULL AND failed IS NULL"
            )
            values = (holder, microseconds(now), post.token, post.holder, microseconds(post.held))
            taken = database.execute(statement, values).rowcount
            return _posts(database, "WHERE token = ?", post.token)[0] if taken else None

    def done(self, post: Post, message: int | None, now: dt.datetime) -> None:
        """Notes that a post was sent, as this message."""
        with self._file.using() as database:
            statement = "UPDATE posts SET done = ?, message = ?, failed = NULL WHERE token = ?"
            database.execute(statement, (microseconds(now), message, post.token))
            database.execute(
                "UPDATE watches SET told = ? WHERE number IN ("
                "SELECT m.watch FROM matches m JOIN posts p ON p.number = m.post WHERE p.token = ?)",
                (microseconds(now), post.token),
            )

    def give_up(self, post: Post, why: str) -> None:
        """Notes that nobody can know whether a post was sent: it is not sent again, and its matches are not told."""
        with self._file.using() as database:
            database.execute("UPDATE posts SET failed = ? WHERE token = ? AND done IS NULL", (why, post.token))

    def release(self, post: Post) -> None:
        """Takes a post back that was certainly not sent: its matches wait again."""
        with self._file.using() as database:
            number = "(SELECT number FROM posts WHERE token = ? AND done IS NULL)"
            database.execute(f"UPDATE matches SET post = NULL WHERE post = {number}", (post.token,))  # noqa: S608 (constants)
            drop_empty_posts(database)

    def unfinished(self) -> list[Post]:
        """The posts that were begun, are not done and not given up, oldest first: some perhaps being sent just now."""
        if not self._file.is_there:
            return []
        with self._file.using(reading=True) as database:
            return _posts(database, "WHERE done IS NULL AND failed IS NULL ORDER BY number")

    def post(self, token: str) -> Post | None:
        """The post that a token names, with what is left of its matches."""
        if not self._file.is_there:
            return None
        with self._file.using(reading=True) as database:
            return next(iter(_posts(database, "WHERE token = ?", token)), None)


def _posts(database: sqlite3.Connection, which: str, *values: Any) -> list[Post]:
    return [to_post(database, row) for row in database.execute(f"{POSTS} {which}", values).fetchall()]
