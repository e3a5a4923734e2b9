"""How often somebody may, and for how long that is remembered."""

from __future__ import annotations

import gc

from index.limiter import Limiter
from tests.bot.fakes import Clock


class Key:
    """A key that can be found in memory."""


def held() -> int:
    gc.collect()
    return sum(type(thing) is Key for thing in gc.get_objects())


def test_nothing_can_be_saved_up() -> None:
    """Any window of that length holds at most so many, wherever it begins."""
    clock = Clock()
    limiter = Limiter(2, 60, clock)
    limiter.take("a")
    clock.now = 50
    limiter.take("a")
    assert limiter.wait("a") == 10
    clock.now = 60
    assert limiter.wait("a") == 0
    limiter.take("a")
    assert limiter.wait("a") == 50
    assert limiter.wait("b") == 0


def test_who_did_nothing_for_that_long_is_forgotten() -> None:
    """Once expired, the key itself is in memory no more; whoever was only asked about is never remembered."""
    clock = Clock()
    limiter = Limiter(2, 60, clock)
    limiter.take(Key())
    limiter.wait(Key())
    clock.now = 59.9
    limiter.expire()
    assert held() == 1
    clock.now = 60
    limiter.expire()
    assert held() == 0
