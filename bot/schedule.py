"""When something is to be done by the clock: at a time of day, or every so many hours. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

MOST_HOURS: Final = 168
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_HOURS: Final = re.compile(r"every (?:([1-9]\d{0,2}) hours|hour)")
_FORMS: Final = (
    'write a time of day with two digits each, such as "03:00", or "every 6 hours" '
    f"(from every hour to every {MOST_HOURS} hours)"
)


@dataclass(frozen=True, slots=True)
class Schedule:
    """At `time` of each day by the machine's clock, or else every so many `hours`."""

    written: str
    time: dt.time | None = None
    hours: int = 24

    def latest(self, now: dt.datetime) -> dt.datetime:
        """The last moment, not after `now`, for which something is to be done, in UTC.

        A day has one such moment, whatever is done to clocks on it: a time that comes twice counts the first time, and
        one that is skipped counts as if the clock had not been put on yet. Every so many hours counts on from 1 January
        1970 in UTC, so that it hangs neither on when a program was started nor on the time of summer or winter.
        """
        if self.time is None:
            step = self.hours * 3600
            return dt.datetime.fromtimestamp(now.timestamp() // step * step, dt.UTC)
        today = now.astimezone().date()
        moments = (_moment(today + dt.timedelta(days=days), self.time) for days in (1, 0, -1, -2))
        return next(moment for moment in moments if moment <= now)


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    """That time of that day in the machine's time zone."""
    return dt.datetime.fromtimestamp(dt.datetime.combine(day, time).timestamp(), dt.UTC)


def read(text: str) -> Schedule:
    """`03:00` or `every 6 hours`; raises `ValueError` that says what can be written."""
    written = " ".join(text.lower().split())
    if found := _TIME.fullmatch(written):
        return Schedule(written, dt.time(int(found[1]), int(found[2])))
    found = _HOURS.fullmatch(written)
    hours = int(found[1] or 1) if found else 0
    if not 1 <= hours <= MOST_HOURS:
        raise ValueError(_FORMS)
    return Schedule(written, hours=hours)
