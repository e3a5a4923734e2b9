"""When what is new is told. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import index
from bot.schedule import Schedule

DIGESTS: Final = Schedule("08:00", dt.time(8))
"""When a day's digest is told, by the clock of the machine; a week's on Mondays."""
_MONDAY: Final = 0


def latest(rate: index.Rate, now: dt.datetime) -> dt.datetime:
    """The last moment, not after `now`, up to which what was found is told."""
    if rate is index.Rate.EACH:
        return now
    moments = (DIGESTS.latest(now - dt.timedelta(days=days)) for days in range(8))
    return next(at for at in moments if rate is index.Rate.DAILY or at.astimezone().weekday() == _MONDAY)


def following(rate: index.Rate, now: dt.datetime) -> dt.datetime:
    """The next such moment of a digest."""
    days = (now + dt.timedelta(days=days) for days in range(1, 9))
    return next(at for day in days if (at := latest(rate, day)) > now)


def is_due(watch: index.Watch, waiting: Iterable[index.Match], now: dt.datetime) -> bool:
    """Whether something waits that was found up to such a moment."""
    until = latest(watch.rate, now)
    return any(match.found <= until for match in waiting)
