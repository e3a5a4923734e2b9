"""A date in a page's text, taken only where htmldate, which reads pages in its own way, finds the same day.

htmldate alone won't do: it searches until it finds some date, and turns a month or year into its first day. So its
answer only confirms a full day that the page's own text names, and for which most speaks there.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from index.read.page_text import Named

MAX_WITNESSED: Final = 2 * 1024 * 1024
"""Characters of a page that htmldate is given; it has no limits of its own."""
MIN_SCORE: Final = 0
NEARBY: Final = 3
"""Lines between two dates of one byline, of which the later is that of a change."""
_FAR: Final = 10_000


class Best(NamedTuple):
    """The occurrence of a day for which most speaks, and how far from the heading it is."""

    score: int
    distance: int
    named: Named


def confirmed(named: Sequence[Named], html: str, latest: dt.date) -> Named | None:
    """The occurrence of the day that the text gives as the page's and that htmldate finds, too."""
    best = _best(named, latest)
    if not best or len(html) > MAX_WITNESSED or max(each.score for each in best.values()) < MIN_SCORE:
        return None
    for day in _witnessed(html):
        if day in best and _stands_out(day, best):
            return best[day].named
    return None


def _best(named: Sequence[Named], latest: dt.date) -> dict[dt.date, Best]:
    best: dict[dt.date, Best] = {}
    for each in named:
        for day in each.days:
            if day <= latest and (day not in best or each.score > best[day].score):
                best[day] = Best(each.score, _FAR if each.distance is None else each.distance, each)
    return best


def _stands_out(day: dt.date, best: dict[dt.date, Best]) -> bool:
    """Whether no other day has as much that speaks for it; of two in one byline the earlier counts, else the first."""
    own = best[day]
    if own.score < MIN_SCORE or len(own.named.days) > 1:
        return False
    for other, its in best.items():
        if other == day or its.score < own.score:
            continue
        if its.score > own.score:
            return False
        if other < day if abs(its.distance - own.distance) <= NEARBY else its.distance < own.distance:
            return False
    return True


def _witnessed(html: str) -> Iterator[dt.date]:
    """What htmldate finds: the first publication, then what plain markup says, then the latest date."""
    from htmldate import find_date  # noqa: PLC0415 - only where pages are read

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    html = html if html.lstrip()[:1] == "<" else f"<html>{html}"  # it would fetch what is an address alone
    seen: set[str] = set()
    for original, extensive in ((True, True), (True, False), (False, True)):
        try:
            found = find_date(html, original_date=original, extensive_search=extensive)
        except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
            return  # made to take pages apart, it must not cost one
        if found and found not in seen:
            seen.add(found)
            yield dt.date.fromisoformat(found)
