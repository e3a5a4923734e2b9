"""What is kept in memory for a while and no longer: the one home of cachetools."""

from __future__ import annotations

from typing import TypeVar

from cachetools import TTLCache

Key = TypeVar("Key")
Value = TypeVar("Value")


class TimedCache(TTLCache[Key, Value]):
    """At most so many entries, each for so many seconds of a clock; the least recently used goes first.

    What is out of date is never given back, but held until something is put in or `expire` is called: whoever has one
    calls it every minute or so.
    """
