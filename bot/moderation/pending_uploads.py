"""Files that wait for a moderator's word on whether they replace what is there. In memory, and not for long."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST: Final = 4
SECONDS: Final = 15 * 60.0


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that was handed over, for a path that is taken."""

    person: int
    path: str
    data: bytes
    until: float


class Waiting:
    """The newest offers, by a token nobody can guess."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._offers: OrderedDict[str, Offer] = OrderedDict()

    def keep(self, person: int, path: str, data: bytes) -> str:
        token = secrets.token_hex(8)
        self._offers[token] = Offer(person, path, data, self._clock() + SECONDS)
        while len(self._offers) > MOST:
            self._offers.popitem(last=False)
        return token

    def take(self, token: str, person: int) -> Offer | None:
        """The offer, once, for whoever made it."""
        offer = self._offers.get(token)
        if offer is None or offer.person != person or offer.until < self._clock():
            return None
        return self._offers.pop(token)
