"""The answers of recent searches, kept in memory so that turning a page searches nothing again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import index
from bot.search.custom_ids import Search, token

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Kept:
    answer: index.Answer
    until: float


class AnswerCache:
    """At most `most` answers, each for `lifetime` seconds; the least recently used goes first.

    An answer is kept for the scope of its reader.
    """

    def __init__(self, most: int, lifetime: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._lifetime = lifetime
        self._clock = clock
        self._kept: OrderedDict[tuple[Search, index.Scope], _Kept] = OrderedDict()
        self._searches: OrderedDict[str, Search] = OrderedDict()

    def keep(self, search: Search, scope: index.Scope, answer: index.Answer) -> None:
        self._put(self._kept, (search, scope), _Kept(answer, self._clock() + self._lifetime))
        self._put(self._searches, token(search), search)

    def answer(self, search: Search, scope: index.Scope) -> index.Answer | None:
        key = (search, scope)
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.until < self._clock():
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return kept.answer

    def search(self, of: str) -> Search | None:
        """The search a token stands for, unless it is too old."""
        return self._searches.get(of)

    def forget(self, person: int) -> None:
        """Drops every answer and search of this person."""
        for key in [key for key in self._kept if key[0].asker == person]:
            del self._kept[key]
        for name in [name for name, search in self._searches.items() if search.asker == person]:
            del self._searches[name]

    def _put(self, store: OrderedDict[K, V], key: K, value: V) -> None:
        store[key] = value
        store.move_to_end(key)
        while len(store) > self._most:
            store.popitem(last=False)
