"""The queries that a button's id can't hold, by token: on disk, so that buttons outlive the process."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import index
from bot.timed_cache import TimedCache

_KIND: Final = "timeline"
"""Tells a timeline's query from the searches beside which it is kept."""
_Query = tuple[int, str]
"""Who asked, and what."""


class KeptQueries:
    """At most `most` of them in memory, too, for `lifetime` seconds of `clock`. Blocking.

    Where the data folder can't be written, a query is known to this process only.
    """

    def __init__(self, data: Path, most: int, lifetime: float, clock: Callable[[], float]) -> None:
        self._stored = index.Searches(data)
        self._queries: TimedCache[str, _Query] = TimedCache(most, lifetime, clock)

    def keep(self, asker: int, text: str) -> str:
        """The token of a person's query, which keeps the one that it had."""
        try:
            (token,) = self._stored.keep(asker, [json.dumps({_KIND: text})])
        except index.DatelineError:  # the log has it
            token = secrets.token_urlsafe(12)
        self._queries[token] = (asker, text)
        return token

    def find(self, token: str) -> _Query | None:
        """Whose query a token stands for, and which; None where it isn't kept, or not any more."""
        if (held := self._queries.get(token)) is not None:
            return held
        found = self._stored.find(token)
        return None if found is None else _read(*found)

    def forget(self, person: int) -> None:
        """Erases every query of this person."""
        for token in [token for token, (asker, _) in self._queries.items() if asker == person]:
            self._queries.pop(token, None)
        self._stored.forget(person)

    def expire(self) -> None:
        """Drops what is out of date in memory; what is on disk goes with the searches there."""
        self._queries.expire()


def _read(asker: int, written: str) -> _Query | None:
    fields: Any = json.loads(written)
    return (asker, fields[_KIND]) if _KIND in fields else None
