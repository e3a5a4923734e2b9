"""The answers of recent searches, kept in memory so that turning a page searches nothing again, and not for long."""

from __future__ import annotations

from collections.abc import Callable

import index
from bot.search.custom_ids import Search


class AnswerCache:
    """At most `most` answers, each for `lifetime` seconds of `clock`.

    The least recently used goes first. What is out of date is never given back, and held until `expire` is called.
    """

    def __init__(self, most: int, lifetime: float, clock: Callable[[], float]) -> None:
        self._answers: index.TimedCache[tuple[Search, index.Scope], index.Answer] = index.TimedCache(
            most, lifetime, clock
        )

    def keep(self, search: Search, scope: index.Scope, answer: index.Answer) -> None:
        """Keeps what readers with this scope are shown."""
        self._answers[search, scope] = answer

    def answer(self, search: Search, scope: index.Scope) -> index.Answer | None:
        return self._answers.get((search, scope))

    def forget(self, person: int) -> None:
        """Drops every answer to this person."""
        for key in [key for key in self._answers if key[0].asker == person]:
            self._answers.pop(key, None)

    def expire(self) -> None:
        """Drops what is out of date: the cache does so itself only when something is put into it."""
        self._answers.expire()
