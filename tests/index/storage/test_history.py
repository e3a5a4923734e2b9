"""Since when documents are indexed: what two histories know is put together, and nothing becomes younger."""

from __future__ import annotations

import datetime as dt

from index.storage.history import Indexed, united


def indexed(sha256: str, first: int, since: int) -> Indexed:
    """On these days of January 2024."""
    days = (dt.datetime(2024, 1, day, tzinfo=dt.UTC) for day in (first, since))
    return Indexed(sha256=sha256, first=next(days), since=next(days))


def test_the_earliest_days_are_kept() -> None:
    """Of the same bytes both days, of other bytes only the first; what one history alone knows stays as it is."""
    known = {"a": indexed("1", 9, 9), "b": indexed("2", 9, 9), "new": indexed("3", 9, 9)}
    earlier = {"a": indexed("1", 2, 3), "b": indexed("1", 2, 3), "old": indexed("4", 2, 3)}
    both = united(known, earlier)
    assert both == {
        "a": indexed("1", 2, 3),
        "b": indexed("2", 2, 9),
        "new": indexed("3", 9, 9),
        "old": indexed("4", 2, 3),
    }
