"""The answers of recent searches, kept in memory so that turning a page searches nothing again, and not for long."""

from __future__ import annotations

from collections.abc import Callable

import index
from bot.search.custom_ids import Search
from bot.timed_cache import TimedCache


class AnswerCache:
    """At most `most` answers, and as many searches behind tokens, each for `lifetime` seconds of `clock`.

    The least recently used goes first. What is out of date is never given back, and held until `expire` is called.
    """

    def __init__(self, most: int, lifetime: float, clock: Callable[[], float]) -> None:
        self._answers: TimedCache[tuple[Search, index.Scope], index.Answer] = TimedCache(most, lifetime, clock)
        self._searches: TimedCache[str, Search] = TimedCache(most, lifetime, clock)

    def keep(self, search: Search, scope: index.Scope, answer: index.Answer) -> None:
        """Keeps what readers with this scope are shown."""
        self._answers[search, scope] = answer

    def answer(self, search: Search, scope: index.Scope) -> index.Answer | None:
        return self._answers.get((search, scope))

    def keep_search(self, token: str, search: Search) -> None:
        """Keeps the search that `token` stands for in a button's custom id."""
        self._searches[token] = search

    def search(self, token: str) -> Search | None:
        return self._searches.get(token)

    def forget(self, person: int) -> None:
        """Drops every answer and search of this person."""
        for key in [key for key in self._answers if key[0].asker == person]:
            self._answers.pop(key, None)
        for token in [token for token, search in self._searches.items() if search.asker == person]:
            self._searches.pop(token, None)

    def expire(self) -> None:
        """Drops what is out of date: the caches do so themselves only when something is put into them."""
        self._answers.expire()
        self._searches.expire()
