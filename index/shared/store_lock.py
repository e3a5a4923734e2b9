"""A lock in the store, held for moments: it keeps hosts from meeting, and nothing relies on it."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from index.errors import DatelineError, StoreUnreachableError
from index.shared.objects import Found, Objects

EXPIRES_S: Final = 5.0
"""A lock that is there for so long, by the clock of whoever waits, is of a host that died."""
_FIRST_WAIT_S: Final = 0.005
_LONGEST_WAIT_S: Final = 0.05
_left: set[bytes] = set()
"""What this process put into locks that it couldn't give back: it need not wait for these to run out."""


@contextmanager
def locked(objects: Objects, key: str, patience: float) -> Iterator[None]:
    """The lock, for one of all hosts; raises `sqlite3.OperationalError` where others hold it for `patience` seconds.

    A lock whose holder died is taken over after `EXPIRES_S`, however short the patience.
    """
    mine = secrets.token_bytes(16)
    _take(objects, key, mine, patience)
    began = time.monotonic()
    try:
        yield
    except StoreUnreachableError:
        _left.add(mine)  # asking once more would only keep whoever waits
        raise
    except BaseException:
        _give_back(objects, key, mine, began)
        raise
    _give_back(objects, key, mine, began)


def _give_back(objects: Objects, key: str, mine: bytes, began: float) -> None:
    with suppress(DatelineError):  # then it runs out
        if time.monotonic() - began < EXPIRES_S or _is(objects.get(key), mine):  # else it is another's by now
            objects.delete(key)


def _is(found: Found | None, mine: bytes) -> bool:
    return found is not None and found.content == mine


def _take(objects: Objects, key: str, mine: bytes, patience: float) -> None:
    end = time.monotonic() + max(patience, EXPIRES_S * 1.5)
    wait, seen, since = _FIRST_WAIT_S, b"", time.monotonic()
    while not objects.put_if_absent(key, mine):
        found = objects.get(key)
        if found is not None and found.content != seen:
            seen, since = found.content, time.monotonic()
        ran_out = seen in _left or time.monotonic() - since >= EXPIRES_S
        if found is not None and ran_out and objects.replace(key, mine, found.etag) is not None:
            return
        if time.monotonic() >= end:
            raise sqlite3.OperationalError("database is locked")
        time.sleep(wait * (0.5 + secrets.randbelow(1000) / 1000))
        wait = min(wait * 1.5, _LONGEST_WAIT_S)
