"""The passages lately shown to each person in each channel, in memory: what `/cite` proposes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.access import Asker
from bot.ui import limits

MOST_READERS: Final = 2000
"""People in channels remembered; the longest unseen are forgotten first."""

_Key = tuple[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A passage as it is proposed: its id, its document's path, and words to know it by."""

    passage: str
    document: str
    name: str


class Recent:
    """As many passages for each as Discord offers choices, newest first."""

    def __init__(self) -> None:
        self._shown: OrderedDict[_Key, OrderedDict[str, Glimpse]] = OrderedDict()

    def note(self, asker: Asker, glimpses: Iterable[Glimpse]) -> None:
        """Notes what is being shown, the first of them as the newest."""
        shown = self._shown.setdefault(_key(asker), OrderedDict())
        self._shown.move_to_end(_key(asker))
        for glimpse in reversed(list(glimpses)):
            shown[glimpse.passage] = glimpse
            shown.move_to_end(glimpse.passage)
        while len(shown) > limits.CHOICES:
            shown.popitem(last=False)
        while len(self._shown) > MOST_READERS:
            self._shown.popitem(last=False)

    def of(self, asker: Asker) -> list[Glimpse]:
        """What was shown to this person in this channel, newest first."""
        return list(reversed(self._shown.get(_key(asker), {}).values()))

    def forget(self, person: int) -> None:
        for key in [key for key in self._shown if key[0] == person]:
            del self._shown[key]


def _key(asker: Asker) -> _Key:
    return asker.user, asker.channels
