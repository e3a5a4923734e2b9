"""Two spans of time beside each other: how much of each matches a query, and which words tell them apart.

The query is understood once, within the scope and whatever the dates, and then asked of both spans: what is corrected
or loosened is so in both, and what is counted in the one is what is counted in the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.dates.calendar import Days
from index.dates.typed import check_apart
from index.errors import QueryError
from index.generations.opened import Generation
from index.models.answers import Hit, Query
from index.models.comparisons import ComparedSpan, Comparison, Keyword
from index.search import pipeline, query
from index.search.matching import documents_of, matching
from index.search.matching_passages import matching_rows
from index.search.ranking import Model
from index.search.understanding import Understood, understood
from index.storage.engine import PassageStore, Predicate
from index.text import keyness
from index.text.keyness import Text, WordCounts

HITS = 3
"""Best passages of each span."""
KEYWORDS = 10
"""Words of each span at most."""
MAX_READ = 1000
"""Passages of a span whose words are counted, in some 0.4 s: more hardly change which words stand out. Of more, as many
are taken at even distances."""


@dataclass(frozen=True, slots=True)
class _Matching:
    """What matches in a span: passages by their rows, and documents by their numbers."""

    days: Days
    rows: NDArray[np.int64]
    documents: NDArray[np.int64]


def comparison(generation: Generation, asked: Query, first: Days, second: Days, model: Model) -> Comparison:
    """What matches `asked` in each of the spans; raises `QueryError` where it has a window of its own.

    `elapsed_ms` is left at 0.
    """
    check_apart(first, second)
    store, model = generation.passages.within(asked.scope), replace(model, encode=cache(model.encode))
    wanted = _understood(store, asked, first, second, model)
    spans = [_matching(store, wanted, days, model) for days in (first, second)]
    in_both = np.intersect1d(spans[0].documents, spans[1].documents)
    read = [_read(store, span, in_both) for span in spans]
    keywords = _keywords(generation, wanted.text, read)
    shown = [
        ComparedSpan(
            since=span.days.first,
            until=span.days.last,
            documents=len(span.documents),
            of=store.count_documents(_during(Predicate(scope=asked.scope), span.days)),
            passages=len(span.rows),
            passages_read=len(rows),
            hits=_best(generation, asked, span, model),
            keywords=words,
        )
        for span, rows, words in zip(spans, read, keywords, strict=True)
    ]
    undated = matching(store, wanted.demanding(wanted.demanded.undated_instead()), model.encode)
    notes = (*wanted.folder_warnings, *wanted.phrase_warnings, *wanted.spelling_warnings, *wanted.reading.notes)
    return Comparison(
        query=asked.text,
        generation=generation.number,
        first=shown[0],
        second=shown[1],
        in_both=len(in_both),
        undated=len(undated),
        warnings=notes,
        chat_warnings=notes,  # of nothing but what was typed, and words and folders of documents in scope
        elapsed_ms=0.0,
    )


def _understood(store: PassageStore, asked: Query, first: Days, second: Days, model: Model) -> Understood:
    """The query without its dates. Where spans are given, a time in its words is no window."""
    own = query.read(asked, store.oldest(asked.scope))
    if own.windowed and own.window_from is None:
        raise QueryError("the query has dates of its own (since:, until:, …); leave them to the two spans", shown=True)
    since, until = min(first.first, second.first), max(first.last, second.last)
    dated = query.read(asked.model_copy(update={"since": since, "until": until}), store.oldest(asked.scope))
    reading = dated.model_copy(update={"since": None, "until": None})
    return understood(store, reading, asked, model.count_tokens)


def _during(predicate: Predicate, days: Days) -> Predicate:
    return replace(predicate, since=days.first, until=days.last)


def _matching(store: PassageStore, wanted: Understood, days: Days, model: Model) -> _Matching:
    rows = matching_rows(store, wanted.demanding(_during(wanted.demanded, days)), model.encode)
    return _Matching(days, rows, documents_of(store, rows))


def _best(generation: Generation, asked: Query, span: _Matching, model: Model) -> tuple[Hit, ...]:
    """The first hits of a search in the strict window of a span."""
    if not len(span.rows):
        return ()
    window = {"since": span.days.first, "until": span.days.last, "limit": HITS}
    within = asked.model_copy(update=window)
    store = generation.passages.within(asked.scope)
    reading = query.read(within, store.oldest(asked.scope))
    return pipeline.answer(store, generation.number, reading, within, model).hits


def _read(store: PassageStore, span: _Matching, in_both: NDArray[np.int64]) -> NDArray[np.int64]:
    """The passages whose words are counted: those of documents that are of this span alone, no more than `MAX_READ`."""
    rows = span.rows[~np.isin(store.places(span.rows).documents, in_both)]
    if len(rows) <= MAX_READ:
        return rows
    return rows[np.arange(MAX_READ) * len(rows) // MAX_READ]


def _keywords(generation: Generation, text: str, read: Sequence[NDArray[np.int64]]) -> list[tuple[Keyword, ...]]:
    """The words of each group of passages that are more frequent there than in the other, but for those of `text`."""
    texts = [list(_texts(generation, rows)) for rows in read]
    spoken = {one.language for group in texts for one in group if one.language}
    without = keyness.stems_of_query(text, sorted(spoken))
    one, other = (keyness.counted(group) for group in texts)
    return [_more_frequent(*pair, without) for pair in ((one, other), (other, one))]


def _more_frequent(one: WordCounts, other: WordCounts, without: frozenset[str]) -> tuple[Keyword, ...]:
    """None beside nothing, where every word would be more frequent."""
    if not (one.total and other.total):
        return ()
    return keyness.keywords(one, other, without=without, most=KEYWORDS)


def _texts(generation: Generation, rows: NDArray[np.int64]) -> Iterator[Text]:
    """The words of sound passages, each with its document and language; what is reprinted word for word comes once."""
    store = generation.passages
    views = store.shown(rows.tolist())
    origins = generation.documents.origins({view.path for view in views})
    seen = set[str]()
    for view, document in zip(views, store.places(rows).documents.tolist(), strict=True):
        if view.verbatim and view.text not in seen:
            seen.add(view.text)
            yield Text(document, origins[view.path][1], view.text)
