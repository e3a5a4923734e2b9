"""All documents that match a query, counted by time, by folder and by format.

What matches is looked up once, without the window of the options and without the folders and kinds chosen: each of
them keeps or leaves out whole documents, so that what it leaves is part of what was found without it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.models.answers import Query
from index.models.overviews import FacetCount, Overview
from index.search import counts, query
from index.search.matching import Encode, matching
from index.search.ranking import Model
from index.search.timeline import of_matching, undated_matching
from index.search.understanding import Understood, at_other_times, understood
from index.storage.engine import PassageStore, Predicate
from index.storage.labels import Facet

Numbers = NDArray[np.int64]
"""Of documents, ascending."""


def overview(store: PassageStore, generation: int, own: Understood, asked: Query, model: Model) -> Overview:
    """What matches `asked`, which is understood as `own`; `elapsed_ms` is left at 0, that of the timeline, too."""
    whenever = asked.model_copy(update={"since": None, "until": None})
    wider = own if whenever == asked else _at_all_times(store, own, whenever, model)
    everywhere = _without_filters(store, wider, model.encode)
    of_all_times = _within(store, everywhere, replace(_filters(wider), since=None, until=None))
    undated = undated_matching(store, wider, model.encode) if wider.reading.windowed else None
    inside = everywhere if _asks_the_same(own, wider) else _without_filters(store, own, model.encode)
    return Overview(
        timeline=of_matching(store, generation, wider, whenever, of_all_times, undated=undated),
        folders=_facet(store, "folder", _within(store, inside, replace(_filters(own), chosen=()))),
        kinds=_facet(store, "format", _within(store, inside, replace(_filters(own), formats=()))),
        elapsed_ms=0.0,
    )


def _at_all_times(store: PassageStore, own: Understood, asked: Query, model: Model) -> Understood:
    """`asked`, which is what is understood as `own` without the window of its options."""
    reading = query.read(asked, store.oldest(asked.scope))
    wider = at_other_times(store, own, reading, asked)
    if wider is None:
        return understood(store, reading, asked, model.count_tokens)
    said = counts.saying(store, wider.text, wider.demanded)
    return replace(wider, nearness=replace(wider.nearness, said=said))


def _asks_the_same(one: Understood, other: Understood) -> bool:
    """Whether two differ in nothing but filters of whole documents: a time in words is one only without options."""
    demands = [(it.within.phrases, it.within.excluded, it.within.titles, it.within.folders) for it in (one, other)]
    readings = [(it.text, it.reading.lists, it.reading.window_from) for it in (one, other)]
    return demands[0] == demands[1] and readings[0] == readings[1]


def _without_filters(store: PassageStore, asked: Understood, encode: Encode) -> Numbers:
    """What matches, whichever folders and kinds were chosen."""
    wide = replace(asked.within, chosen=(), formats=())
    said = asked.nearness.said
    if wide == asked.demanded and said.all:  # what has a telling word was looked up already
        return matching(store, asked, encode, lambda *_: np.array(sorted(said.documents), dtype=np.int64))
    return matching(store, asked.demanding(wide), encode)


def _filters(asked: Understood) -> Predicate:
    """What is demanded of whole documents, beside what `_without_filters` demands."""
    within = asked.within
    return Predicate(
        scope=within.scope, since=within.since, until=within.until, chosen=within.chosen, formats=within.formats
    )


def _within(store: PassageStore, documents: Numbers, filters: Predicate) -> Numbers:
    """Those of `documents` that fulfil filters of whole documents."""
    if filters == Predicate(scope=filters.scope):
        return documents
    return documents[np.isin(documents, store.documents_fulfilling(filters), assume_unique=True, kind="table")]


def _facet(store: PassageStore, by: Facet, documents: Numbers) -> tuple[FacetCount, ...]:
    counts = store.counted(by, documents)
    ordered = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    return tuple(FacetCount(name=name, documents=count) for name, count in ordered)
