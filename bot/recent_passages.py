"""The passages lately shown to each person in each channel, in memory: what `/cite` proposes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import index
from bot.access import Asker
from bot.ui import citations, limits

MAX_READERS: Final = 2000
"""People in channels remembered; the longest unseen are forgotten first."""

_Key = tuple[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a search found a passage: its places by words and by meaning, and the words of the query that it has."""

    words_rank: int | None
    meaning_rank: int | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecentPassage:
    """A passage as it is proposed: its id, its document's path, and words to know it by; of a hit, why it was found."""

    id: str
    document: str
    name: str
    why: Why | None = None

    @classmethod
    def named(cls, passage: str, document: str, title: str, date: index.DateSpan | None) -> RecentPassage:
        """The passage `passage` of a document with this path, title and date."""
        return cls(passage, document, citations.choice_name(passage, title, date))

    @classmethod
    def found(cls, hit: index.Hit) -> RecentPassage:
        """The passage of a hit."""
        name = citations.choice_name(hit.passage, hit.title, hit.date)
        return cls(hit.passage, hit.document, name, Why(hit.words_rank, hit.meaning_rank, hit.words))


class RecentPassages:
    """As many passages for each as Discord offers choices, newest first."""

    def __init__(self) -> None:
        self._shown: OrderedDict[_Key, OrderedDict[str, RecentPassage]] = OrderedDict()
        self._erasures = 0

    def note(self, asker: Asker, passages: Iterable[RecentPassage]) -> None:
        """Notes what is being shown, the first of them as the newest; why it was found stays known when it is read."""
        shown = self._shown.setdefault(_key(asker), OrderedDict())
        self._shown.move_to_end(_key(asker))
        for passage in reversed(list(passages)):
            known = shown.get(passage.id)
            why = passage.why or (known.why if known else None)
            shown[passage.id] = replace(passage, why=why)
            shown.move_to_end(passage.id)
        while len(shown) > limits.CHOICES:
            shown.popitem(last=False)
        while len(self._shown) > MAX_READERS:
            self._shown.popitem(last=False)

    def of(self, asker: Asker) -> list[RecentPassage]:
        """What was shown to this person in this channel, newest first."""
        return list(reversed(self._shown.get(_key(asker), {}).values()))

    def why(self, asker: Asker, passage: str) -> Why | None:
        """Why the last search of this person in this channel that showed a passage found it, where that is known."""
        shown = self._shown.get(_key(asker))
        known = shown.get(passage) if shown else None
        return known.why if known else None

    def follow(self, erasures: int) -> None:
        """Forgets everything where another document was erased: its title may be among what is proposed."""
        if erasures != self._erasures:
            self._shown.clear()
            self._erasures = erasures

    def forget(self, person: int) -> None:
        for key in [key for key in self._shown if key[0] == person]:
            del self._shown[key]


def _key(asker: Asker) -> _Key:
    return asker.user, asker.channels
