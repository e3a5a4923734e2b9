"""One query's way through a store: what it demands, how passages rank, and what is shown of them."""

from __future__ import annotations

from index.generations.manifest import REINDEX
from index.models.answers import Answer, Query, Reading
from index.search import counts, date_notes
from index.search.counts import Counts
from index.search.left_out import left_out
from index.search.preferring import Found, Search, found
from index.search.ranking import Model, listed
from index.search.results import shown, stories
from index.search.understanding import Understood, understood
from index.storage.engine import PassageStore


def answer(
    store: PassageStore,
    generation: int,
    reading: Reading,
    asked: Query,
    model: Model,
    *,
    among: tuple[int, ...] | None = None,
) -> Answer:
    """The answer to `asked`, read as `reading`, in that generation; `elapsed_ms` is left at 0.

    `among` are the numbers of the only documents that may be found; None stands for all.
    """
    return answer_to(store, generation, understood(store, reading, asked, model.count_tokens, among), asked, model)


def answer_to(store: PassageStore, generation: int, query: Understood, asked: Query, model: Model) -> Answer:
    """The same of what was understood as `query`."""
    reading, text, demanded, near = query.reading, query.text, query.demanded, query.nearness
    got, counted = ordered(store, query, asked, model)
    chosen, more = stories(store, got.documents, asked.limit, got.within)
    told = shown(store, text, chosen, reading, near=near, model=model)
    inside = [hit.in_window for hit in told.hits]
    newest = store.newest(asked.scope)
    week = date_notes.last_week(query.spoken, asked, newest)
    warnings = (
        *query.folder_warnings,
        *query.phrase_warnings,
        *(query.inside_warnings if got.answered else ()),
        *query.spelling_warnings,
        *near.notes([story.document for story in chosen], asked.scope),
        *date_notes.notes(reading, asked.scope, newest, week, answered=got.answered, shown=inside),
        *reading.notes,
    )
    damaged = [f"passage {name} is damaged in the index, so it is not shown" for name in told.damaged]
    return Answer(
        query=asked,
        reading=reading,
        generation=generation,
        hits=told.hits,
        passages_found=counted.passages,
        documents_found=counted.documents,
        more_found=not counted.all,
        more_hits=more,
        window_left_out=left_out(store, query, model.encode) if asked.explained and demanded.windowed else None,
        undated_not_shown=store.count_documents(demanded.undated_instead()) if demanded.windowed else 0,
        newest=newest,
        last_week=week,
        warnings=(*warnings, *date_notes.how_to_ask(week), *(f"{line}; run: dateline index" for line in damaged)),
        # Warnings hold nothing but what was typed, and words and folders of documents in scope.
        chat_warnings=(*warnings, *(f"{line}; {REINDEX}" for line in damaged)),
        elapsed_ms=0.0,
    )


def ordered(store: PassageStore, query: Understood, asked: Query, model: Model) -> tuple[Found, Counts]:
    """All documents that would be shown, in their order, and how many are about the query."""
    reading, near = query.reading, query.nearness
    if reading.lists:
        got = Found(listed(store, query.demanded, reading.sort), answered=True)
        return got, counts.all_of(got.documents)
    got = found(store, Search(reading, query.text, query.demanded, query.within, asked.limit, asked.text, near), model)
    got = got._replace(documents=near.shown(got.documents))
    if reading.sort == "relevance":
        return got, counts.about(near.said, got.near)
    return got, counts.all_of(got.documents, got.all)
