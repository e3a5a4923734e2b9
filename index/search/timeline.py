"""All documents that match a query, counted by time, beside all documents of that time.

What is counted beside is what the same person could find in the same folders and window: every word, in a text or a
title, demanded or excluded, is what is asked about, and so leaves nothing out of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.models.answers import Query, Reading
from index.models.timelines import Bar, Timeline, TimeUnit
from index.search import date_notes
from index.search.bins import Bins, bins
from index.search.matching import Encode, matching
from index.search.ranking import Model
from index.search.understanding import Understood, understood
from index.storage.date_counts import LONGEST_MONTH
from index.storage.engine import PassageStore, Predicate

Spans = NDArray[np.int64]
"""A row for each document: the ordinals of its first and its last day, 0 and 0 for an undated one."""


def timeline(
    store: PassageStore,
    generation: int,
    reading: Reading,
    asked: Query,
    model: Model,
    *,
    unit: TimeUnit | None = None,
) -> Timeline:
    """What matches `asked`, understood as `reading`, by time; `elapsed_ms` is left at 0.

    Raises `QueryError` where a unit would need too many bars.
    """
    query = understood(store, reading, asked, model.count_tokens)
    documents = matching(store, query, model.encode)
    undated = undated_matching(store, query, model.encode) if query.reading.windowed else None
    return of_matching(store, generation, query, asked, documents, undated=undated, unit=unit)


def of_matching(
    store: PassageStore,
    generation: int,
    query: Understood,
    asked: Query,
    documents: NDArray[np.int64],
    *,
    undated: int | None = None,
    unit: TimeUnit | None = None,
) -> Timeline:
    """The same of the documents that match, by their numbers; of a window, with how many `undated` ones match."""
    since, until = query.reading.since, query.reading.until
    spans = store.days(documents)
    dated = within(spans[spans[:, 0] > 0], since, until)
    bounds = bounds_of(dated, since, until, unit, finest(spans))
    counts, in_several = counted(dated, bounds)
    every, _ = counted(_all(store, query, asked), bounds)
    newest = store.newest(asked.scope)
    week = date_notes.last_week(query.spoken, asked, newest)
    found = len(spans) > 0
    times = date_notes.notes(query.reading, asked.scope, newest, week, answered=found, shown=[True] if found else [])
    warnings = (*_warnings(query, found=found), *times, *query.reading.notes)
    return Timeline(
        query=asked,
        reading=query.reading,
        generation=generation,
        unit=bounds.unit if bounds else unit or "year",
        step=bounds.step if bounds else 1,
        bars=tuple(
            Bar(first=first, last=last, documents=counts[at], all_documents=every[at])
            for at, (first, last) in enumerate(bounds.spans if bounds else ())
        ),
        documents=len(dated),
        undated=len(spans) - len(dated) if undated is None else undated,
        in_several=in_several,
        warnings=(*warnings, *date_notes.how_to_ask(week)),
        chat_warnings=warnings,
        elapsed_ms=0.0,
    )


def within(dated: Spans, since: dt.date | None, until: dt.date | None) -> Spans:
    """The spans of dated documents as far as they are in the window; none of those that have no day in it."""
    first = np.maximum(dated[:, 0], since.toordinal() if since else 1)
    last = np.minimum(dated[:, 1], until.toordinal() if until else dt.date.max.toordinal())
    inside = np.stack([first, last], axis=1)
    return inside[first <= last]


def finest(spans: Spans) -> TimeUnit:
    """The finest unit that half of the dates tell: bars finer than most dates would only look exact."""
    lengths = np.sort(np.diff(spans[spans[:, 0] > 0]).ravel()) + 1
    middle = int(lengths[(len(lengths) - 1) // 2]) if len(lengths) else 1
    return "day" if middle == 1 else "month" if middle <= LONGEST_MONTH else "year"


def bounds_of(
    dated: Spans, since: dt.date | None, until: dt.date | None, unit: TimeUnit | None, least: TimeUnit
) -> Bins | None:
    """The bars of the window, an open bound of which is where what is dated ends; None where nothing says where.

    They are of this unit, or where that is None of one that is no finer than `least`.
    """
    if not len(dated) and not (since and until):
        return None
    first = since or dt.date.fromordinal(int(dated[:, 0].min()))
    last = until or dt.date.fromordinal(int(dated[:, 1].max()))
    return bins(first, last, unit, finest=least)


def counted(dated: Spans, bounds: Bins | None) -> tuple[list[int], int]:
    """How many of these documents have a day in each bar, and how many have days in more than one."""
    if bounds is None:
        return [], 0
    starts = np.array([day.toordinal() for day in bounds.starts], dtype=np.int64)
    inside = dated[(dated[:, 1] >= starts[0]) & (dated[:, 0] <= bounds.end.toordinal())]
    first, last = (np.searchsorted(starts, inside[:, end], side="right") - 1 for end in (0, 1))
    first = np.maximum(first, 0)
    beginning = np.bincount(first, minlength=len(starts))
    ended = np.bincount(last + 1, minlength=len(starts) + 1)[: len(starts)]
    return np.cumsum(beginning - ended).tolist(), int((last > first).sum())


def _all(store: PassageStore, query: Understood, asked: Query) -> Spans:
    """The spans, in the window, of all dated documents in scope and in the query's folders."""
    since, until = query.reading.since, query.reading.until
    every = Predicate(
        scope=asked.scope,
        folders=query.reading.folders,
        since=since,
        until=until,
        chosen=asked.folders,
        formats=asked.kinds,
    )
    spans = store.days(store.documents_fulfilling(every))
    return within(spans[spans[:, 0] > 0], since, until)


def undated_matching(store: PassageStore, query: Understood, encode: Encode) -> int:
    """How many undated documents match: a window leaves them out."""
    undated = replace(query, within=query.within.undated_instead())
    return len(matching(store, undated, encode))


def _warnings(query: Understood, *, found: bool) -> Iterator[str]:
    """What was understood otherwise than typed, and what is to know of what matches, if anything does."""
    yield from (*query.folder_warnings, *query.phrase_warnings, *query.inside_warnings, *query.spelling_warnings)
    about = query.nearness
    if found and not (query.reading.lists or about.phrase or about.said.documents):
        yield "what matches has none of the words that matter; it is near in meaning only"
