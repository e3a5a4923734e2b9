"""One query's way through a store: what it demands, how passages rank, and what is shown of them."""

from __future__ import annotations

from index.models.answers import Answer, Query, Reading
from index.search.corrections import corrected
from index.search.filters import loosened, predicate
from index.search.ranking import Model, ranked
from index.search.results import hits, stories
from index.storage.engine import PassageStore


def answer(store: PassageStore, generation: int, reading: Reading, asked: Query, model: Model) -> Answer:
    """What is found for `asked`, understood as `reading`, in that generation; `elapsed_ms` is left at 0."""
    reading, loosened_notes = loosened(store, reading, asked.scope)
    text, correction_notes = corrected(store, reading, asked.scope)
    demanded = predicate(reading, asked.scope)
    found = ranked(store, text, demanded, model, limit=asked.limit, sort=reading.sort)
    shown = stories(store, found, asked.limit)
    return Answer(
        query=asked,
        reading=reading,
        generation=generation,
        hits=tuple(hits(store, text, shown)),
        passages_found=sum(document.others + 1 for document in found),
        documents_found=len(found),
        undated_not_shown=store.count_documents(demanded.undated_instead()) if demanded.windowed else 0,
        newest=store.newest(asked.scope),
        warnings=(*loosened_notes, *correction_notes, *_date_notes(reading, nothing=not found)),
        elapsed_ms=0.0,
    )


def _date_notes(reading: Reading, *, nothing: bool) -> list[str]:
    """Notes on words that were, or could have been, read as a date; `nothing` is whether nothing was found."""
    notes = []
    if nothing and reading.window_from:
        notes.append(f"“{reading.window_from}” was read as a date; put it in quotation marks to search for the words")
    if reading.passed_over:
        notes.append(f"no document is dated “{reading.passed_over}”, so these words were searched like the others")
    return notes
