"""A date in a page's text, taken only where htmldate, which reads pages in its own way, finds the same day.

htmldate alone won't do: it searches until it finds some date, and turns a month or year into its first day. So its
answer only confirms a full day that the page's own text names, and for which most speaks there.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from index.read.page_days import Named, PageDays
from index.read.page_regions import without_asides

MAX_WITNESSED: Final = 2 * 1024 * 1024
"""Characters of a page that htmldate is given; it has no limits of its own."""
MIN_SCORE: Final = 0
LIKELY: Final = 5
"""The score of a date that stands where a page's own date stands."""
NEARBY: Final = 3
"""Lines between two dates of one byline, of which the later is that of a change."""
_FAR: Final = 10_000


class Best(NamedTuple):
    """The occurrence of a day for which most speaks, and how far from the heading it is."""

    score: int
    distance: int
    named: Named


def confirmed(text: PageDays, html: str, latest: dt.date) -> Named | None:
    """The occurrence of the day that a page's text gives as its own and that htmldate finds, too.

    htmldate is asked about the whole page first, and then about the part from the heading to the likeliest date, since
    the day on which the page was fetched, or other stories, may stand around it. Days after `latest` don't count.
    """
    best = _best(text.named, latest)
    standing = {day: each.named for day, each in best.items() if _stands_out(day, best)}
    if not standing or len(html) > MAX_WITNESSED:
        return None
    for found in _witnessed(html):
        if day := _same(found, standing) or _before_change(found, best, standing):
            return standing[day]
    likeliest = max(standing, key=lambda day: best[day].score)
    if best[likeliest].score >= LIKELY and _same_in_part(likeliest, standing[likeliest], text):
        return standing[likeliest]
    return None


def _same(found: dt.date, standing: Mapping[dt.date, Named]) -> dt.date | None:
    """The day that htmldate means; it reads 03/04/2020 in one order only, whatever the page's language is."""
    if found in standing:
        return found
    other = dt.date(found.year, found.day, found.month) if found.day <= 12 else found
    return other if other in standing and "/" in standing[other].written else None


def _before_change(found: dt.date, best: dict[dt.date, Best], standing: Mapping[dt.date, Named]) -> dt.date | None:
    """The likely day beside that of the change that htmldate found."""
    if found not in best or not best[found].named.changed:
        return None
    near = (day for day in standing if day < found and abs(best[day].distance - best[found].distance) <= NEARBY)
    return next((day for day in near if best[day].score >= LIKELY), None)


def _same_in_part(day: dt.date, named: Named, text: PageDays) -> bool:
    """Whether htmldate finds the day in its part of the page, or only its year; it does not know all languages."""
    html = without_asides(text.part_around(named))
    return any(
        _same(found, {day: named}) or found == dt.date(day.year, 1, 1)
        for found in _witnessed(f"<html><body>{html}</body></html>")
    )


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
        if _are_listed(own.named, its.named):
            return False
        if other < day if abs(its.distance - own.distance) <= NEARBY else its.distance < own.distance:
            return False
    return True


def _are_listed(one: Named, other: Named) -> bool:
    """Whether two dates stand in two items of a list or rows of a table, as events do."""
    items = [next(named.element.iterancestors("li", "tr"), named.element) for named in (one, other)]
    return items[0] is not items[1] and all(item.tag in ("li", "tr") for item in items)


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
