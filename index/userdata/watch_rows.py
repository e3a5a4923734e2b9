"""The rows of `watches.sqlite` as values: the columns in which these are selected, and the values in them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from index.models.watches import Match, Post, Rate, Watch

WATCHES: Final = (
    "SELECT token, person, guild, channel, query, since, until, rate, made, paused, checked, told FROM watches"
)
MATCHES: Final = (
    "SELECT w.token, m.document, m.digest, m.sha256, m.since, m.change, m.found "
    "FROM matches m JOIN watches w ON w.number = m.watch"
)
POSTS: Final = "SELECT number, token, channel, nonce, holder, begun, held, done, message, failed FROM posts"
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)


def to_watch(row: Sequence[Any]) -> Watch:
    token, person, guild, channel, query, since, until, rate, made, paused, checked, told = row
    return Watch(
        token=token,
        person=person,
        guild=guild,
        channel=channel,
        query=query,
        since=_day(since),
        until=_day(until),
        rate=Rate(rate),
        made=moment(made),
        paused=paused,
        checked=checked,
        told=None if told is None else moment(told),
    )


def to_match(row: Sequence[Any]) -> Match:
    watch, document, digest, sha256, since, change, found = row
    return Match(
        watch=watch,
        document=document,
        digest=digest,
        sha256=sha256,
        since=dt.date.fromordinal(since),
        change=change,
        found=moment(found),
    )


def to_post(database: sqlite3.Connection, row: Sequence[Any]) -> Post:
    number, token, channel, nonce, holder, begun, held, done, message, failed = row
    matches = database.execute(f"{MATCHES} WHERE m.post = ? ORDER BY m.number", (number,))
    return Post(
        token=token,
        channel=channel,
        matches=tuple(map(to_match, matches)),
        nonce=nonce,
        holder=holder,
        begun=moment(begun),
        held=moment(held),
        done=None if done is None else moment(done),
        message=message,
        failed=failed,
    )


def moment(microseconds: int) -> dt.datetime:
    return _EPOCH + microseconds * _MICROSECOND


def microseconds(at: dt.datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def ordinal(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(ordinal: int | None) -> dt.date | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal)
