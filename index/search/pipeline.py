"""One query's way through a store: what it demands, how passages rank, and what is shown of them."""

from __future__ import annotations

from index.generations.manifest import REINDEX
from index.models.answers import Answer, Query, Reading
from index.search import counts, date_notes
from index.search.corrections import corrected
from index.search.filters import loosened, predicate
from index.search.preferring import Search, found
from index.search.ranking import Model
from index.search.results import shown, stories
from index.storage.engine import PassageStore


def answer(store: PassageStore, generation: int, reading: Reading, asked: Query, model: Model) -> Answer:
    """The answer to `asked`, understood as `reading`, in that generation; `elapsed_ms` is left at 0."""
    demanded = predicate(reading, asked.scope)  # held to the end: a store works out once what fulfils it
    reading, phrase_warnings = loosened(store, reading, demanded)
    if phrase_warnings:
        demanded = predicate(reading, asked.scope)
    text, spelling_warnings = corrected(store, reading, asked.scope)
    documents, within, answered = found(store, Search(reading, text, demanded, asked.limit, asked.text), model)
    told = shown(store, text, stories(store, documents, asked.limit, within), reading)
    counted = counts.about(store, text, demanded, documents)
    newest = store.newest(asked.scope)
    week = date_notes.last_week(reading, asked, newest)
    warnings = (
        *phrase_warnings,
        *spelling_warnings,
        *date_notes.notes(reading, asked.scope, newest, week, answered=answered),
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
        undated_not_shown=store.count_documents(demanded.undated_instead()) if demanded.windowed else 0,
        newest=newest,
        last_week=week,
        warnings=(*warnings, *(f"{line}; run: dateline index" for line in damaged)),
        # Warnings hold nothing but what was typed, and words of documents in scope.
        chat_warnings=(*warnings, *(f"{line}; {REINDEX}" for line in damaged)),
        elapsed_ms=0.0,
    )
