"""The searches that a button's id can't hold, by token: on disk, so that buttons outlive the process."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import index
from bot.search.custom_ids import Search


class KeptSearches:
    """At most `most` of them in memory, too, for `lifetime` seconds of `clock`. Blocking.

    Where the data folder can't be written, a search is known to this process only.
    """

    def __init__(self, data: Path, most: int, lifetime: float, clock: Callable[[], float]) -> None:
        self._stored = index.Searches(data)
        self._tokens: index.TimedCache[Search, str] = index.TimedCache(most, lifetime, clock)
        self._searches: index.TimedCache[str, Search] = index.TimedCache(most, lifetime, clock)

    def keep(self, searches: Iterable[Search]) -> dict[Search, str]:
        """The token of each search, which keeps the one that it had."""
        wanted = list(searches)
        known = {search: token for search in wanted if (token := self._tokens.get(search))}
        new = [search for search in wanted if search not in known]
        for search, token in zip(new, self._store(new), strict=True):
            self._tokens[search] = known[search] = token
            self._searches[token] = search
        return known

    def _store(self, searches: list[Search]) -> list[str]:
        """New tokens. All are of one person."""
        if not searches:
            return []
        try:
            return self._stored.keep(searches[0].asker, map(_written, searches))
        except index.DatelineError:  # the log has it
            return [secrets.token_urlsafe(12) for _ in searches]

    def find(self, token: str) -> Search | None:
        """The search that a token stands for; None where it isn't kept, or not any more."""
        if (held := self._searches.get(token)) is not None:
            return held
        found = self._stored.find(token)
        return None if found is None else _read(*found)

    def forget(self, person: int) -> None:
        """Erases every search of this person."""
        for token in [token for token, search in self._searches.items() if search.asker == person]:
            self._searches.pop(token, None)
        for search in [search for search in self._tokens if search.asker == person]:
            self._tokens.pop(search, None)
        self._stored.forget(person)

    def expire(self) -> None:
        """Drops what is out of date."""
        self._tokens.expire()
        self._searches.expire()
        self._stored.expire()


def _written(search: Search) -> str:
    fields: dict[str, Any] = {
        "text": search.text,
        "since": _iso(search.since),
        "until": _iso(search.until),
        "sort": search.sort,
    }
    if search.generation is not None:
        fields["generation"] = search.generation
    return json.dumps(fields)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read(asker: int, written: str) -> Search | None:
    fields: Mapping[str, Any] = json.loads(written)
    if "text" not in fields:
        return None  # something else that is kept behind buttons
    since, until = (_day(fields[name]) for name in ("since", "until"))
    return Search(asker, fields["text"], since, until, fields["sort"], fields.get("generation"))


def _day(written: str | None) -> dt.date | None:
    return None if written is None else dt.date.fromisoformat(written)
