"""One query in one generation: which passages may be found, how they rank, and what is shown of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.generations.opened import Generation
from index.models.answers import Answer, Hit, Query, Reading
from index.models.scope import Scope
from index.models.vectors import Rows
from index.search import fusion, highlight
from index.search.context import Surroundings
from index.storage.candidates import Candidates, RowRange
from index.storage.documents import PassageView
from index.storage.row_map import Places
from index.storage.words import Restriction
from index.text import near_duplicates, spelling
from index.text.terms import has_words

DEPTH = 200
"""Passages taken from each ranking at least; fusion needs more than are shown."""
DEPTH_A_DOCUMENT = 5
"""Passages taken from each ranking for each document asked for: one document may have several."""

RERANKED = 20
"""Documents that a cross-encoder orders anew, where one is named: each costs about as much as embedding a passage."""
LOOKED_AT = 3
"""Documents looked at for each that is asked for, since several may tell the same story."""
SLIP_TEXTS = 20
"""Passages looked into for the word that a misspelt one was meant to be."""
PUNCTUATION = ".,;:!?()[]{}'’\"…"
"""What may stand around a word as it is typed."""


@dataclass(frozen=True, slots=True)
class Model:
    """What ranking needs of an encoder."""

    encode: Callable[[str], Rows]
    """The unit row of a query's text."""
    count_tokens: Callable[[Sequence[str]], list[int]]
    """As how many tokens each text is read."""
    rerank: Callable[[str, Sequence[str]], list[float]] | None = None
    """How well each text answers a query, 0 to 1; None where nothing is reranked."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which passages may be found, and how many undated documents the window alone keeps out."""

    candidates: Candidates
    undated: int


def answer(generation: Generation, reading: Reading, asked: Query, model: Model) -> Answer:
    """What is found for `asked`, understood as `reading`; `elapsed_ms` is left at 0."""
    selection = select(generation, reading, asked.scope)
    notes: list[str] = []
    if reading.phrases and reading.words and not selection.candidates.count(generation.vectors.rows):
        reading, notes = _loosened(generation, reading, asked.scope)
        selection = select(generation, reading, asked.scope) if notes else selection
    text, slips = _spelled(generation, reading, asked.scope)
    notes += slips
    by_date = reading.sort != "relevance"
    ranked = _rank(generation, text, selection.candidates, asked.limit, model, whole=by_date)
    ranked = ranked if by_date else _reranked(generation, text, ranked, model)
    found = _sorted(generation, ranked, reading)
    stories = _stories(generation, found, asked.limit)
    if not found and reading.window_from:
        notes.append(f"“{reading.window_from}” was read as a date; put it in quotation marks to search for the words")
    if reading.passed_over:
        notes.append(f"no document is dated “{reading.passed_over}”, so these words were searched like the others")
    return Answer(
        query=asked,
        reading=reading,
        generation=generation.number,
        hits=tuple(_hits(generation, text, stories)),
        passages_found=sum(one.others + 1 for one in found),
        documents_found=len(found),
        undated_not_shown=selection.undated,
        newest=generation.newest(asked.scope),
        warnings=tuple(notes),
        elapsed_ms=0.0,
    )


def select(generation: Generation, reading: Reading, scope: Scope) -> Selection:
    """The passages that fulfil everything a reading demands, before any of them is ranked."""
    allowed = _allowed(generation, reading, scope)
    ranges = generation.store.window(reading.since, reading.until) if reading.windowed else None
    undated: tuple[RowRange, ...] = (generation.undated,) if reading.windowed and generation.undated else ()
    if allowed is not None:
        ranges, undated = _intersection(ranges, allowed), _intersection(undated, allowed)
    restriction = Restriction(reading.phrases, reading.excluded, reading.titles)
    if not restriction:
        return Selection(Candidates(ranges=ranges), _documents_in(generation, undated))
    rows = generation.words.rows_that_fulfil(restriction, Candidates(ranges=ranges))
    left_out = generation.words.rows_that_fulfil(restriction, Candidates(ranges=undated))
    return Selection(Candidates(rows=rows), len(set(generation.store.documents_of(left_out.tolist()).values())))


def _allowed(generation: Generation, reading: Reading, scope: Scope) -> list[RowRange] | None:
    """The rows in the folders asked for and in scope; None for all rows."""
    within: list[RowRange] | None = None
    if reading.folders:
        within = _merged(span for folder in reading.folders for span in generation.store.folder_rows(folder))
    if not scope.everything:
        kept = _complement(
            _merged(span for folder in scope.hidden for span in generation.store.folder_rows(folder)),
            generation.vectors.rows,
        )
        within = kept if within is None else list(_intersection(within, kept))
    return within


def _loosened(generation: Generation, reading: Reading, scope: Scope) -> tuple[Reading, list[str]]:
    """`reading` with the phrases that stand nowhere searched word by word, and a line for each of them.

    Who quotes in the middle of a question often quotes from memory, or in another case of an inflected language.
    A phrase that stands in some document of the dates and folders asked for demands it as ever, whatever else keeps
    that out, and so does one that is all that was asked for.
    """
    anywhere = reading.model_copy(update={"phrases": (), "excluded": (), "titles": ()})
    within = select(generation, anywhere, scope).candidates
    absent = [
        phrase
        for phrase in reading.phrases
        if not len(generation.words.rows_that_fulfil(Restriction(phrases=(phrase,)), within))
    ]
    kept = tuple(phrase for phrase in reading.phrases if phrase not in absent)
    loose = reading.model_copy(update={"phrases": kept, "words": " ".join((reading.words, *absent))})
    none = "no document of those asked for" if reading.windowed or reading.folders else "no document"
    return loose, [f"{none} says “{phrase}”, so its words were searched like the others" for phrase in absent]


def _everything(generation: Generation, scope: Scope) -> Candidates:
    """All rows that may be seen."""
    allowed = _allowed(generation, Reading(words=""), scope)
    return Candidates(ranges=None if allowed is None else tuple(allowed))


def _spelled(generation: Generation, reading: Reading, scope: Scope) -> tuple[str, list[str]]:
    """The text to search, and a line for each of its words that is in no document and was taken for a near one."""
    words, slips = reading.words.split(), []
    everything = _everything(generation, scope)
    for at, word in enumerate(words):
        plain = word.strip(PUNCTUATION)
        if spelling.edits(plain) and not generation.words.holds(plain, everything):
            rows = generation.words.nearly(plain, spelling.edits(plain), SLIP_TEXTS, everything)
            if near := spelling.nearest(plain, [one.text for one in generation.store.shown(rows)]):
                words[at] = near
                slips.append(f"no document has the word “{plain}”: “{near}” was searched for it")
    return " ".join((*words, *reading.phrases)).strip(), slips


def _rank(
    generation: Generation, text: str, candidates: Candidates, limit: int, model: Model, *, whole: bool
) -> list[fusion.RankedDocument]:
    """All that was found, best first; `whole` scores the last as carefully as the first."""
    depth = max(DEPTH, DEPTH_A_DOCUMENT * limit)
    words = generation.words.search(text, depth, candidates)
    meaning: list[tuple[int, float]] = []
    vector: Rows | None = None
    if has_words(text) and candidates.count(generation.vectors.rows):
        vector = model.encode(text)
        meaning = generation.vectors.search(vector, depth, candidates)
    rows, scores = fusion.pooled(meaning, words)
    places = generation.store.row_map.places(rows)
    if vector is not None:
        weight = fusion.meaning_weight(text, model.count_tokens([text])[0]) if words else fusion.MEANING_WEIGHT
        cosines = _own(generation, vector, rows, meaning)
        around = partial(_around, generation, vector, rows, places)
        scores = fusion.scored(scores, cosines, weight, len(rows) if whole else depth // 2, around)
    return fusion.fuse(rows, scores, places.documents, meaning, words)


def _own(generation: Generation, vector: Rows, rows: NDArray[np.int64], meaning: fusion.Ranking) -> NDArray[np.float32]:
    """The cosine of each of `rows`; those of `meaning` are known and need not be read again."""
    known = np.searchsorted(rows, np.array([row for row, _ in meaning], dtype=np.int64))
    unknown = np.ones(len(rows), dtype=np.bool_)
    unknown[known] = False
    cosines = np.empty(len(rows), dtype=np.float32)
    cosines[known] = [cosine for _, cosine in meaning]
    cosines[unknown] = generation.vectors.cosines(vector, rows[unknown])
    return cosines


def _around(
    generation: Generation, vector: Rows, rows: NDArray[np.int64], places: Places, at: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How near the rows at some places are in meaning, together with what stands around them."""
    context = Surroundings(rows[at], places.first_rows[at], places.end_rows[at])
    return context.meant(generation.vectors.cosines(vector, context.needed))


def _reranked(
    generation: Generation, text: str, ranked: list[fusion.RankedDocument], model: Model
) -> list[fusion.RankedDocument]:
    if model.rerank is None or not ranked:
        return ranked
    looked_at = generation.store.shown([one.row for one in ranked[:RERANKED]])
    return fusion.reranked(ranked, model.rerank(text, [one.text for one in looked_at]))


@dataclass(frozen=True, slots=True)
class _Story:
    """A document to show, and the paths of others that tell the same."""

    found: fusion.RankedDocument
    duplicates: tuple[str, ...]
    overlap: float | None


def _stories(generation: Generation, found: Sequence[fusion.RankedDocument], limit: int) -> list[_Story]:
    """The first `limit` stories among what was found."""
    looked_at = found[: LOOKED_AT * limit]
    numbers = [one.document for one in looked_at]
    sketches, days = generation.store.sketches(numbers), generation.store.earliest_days(numbers)
    groups = near_duplicates.grouped([sketches[one] for one in numbers], [days[one] for one in numbers])
    return [
        _Story(looked_at[one.first], tuple(generation.store.path(numbers[at]) for at in one.others), one.overlap)
        for one in groups[:limit]
    ]


def _hits(generation: Generation, text: str, stories: Sequence[_Story]) -> Iterator[Hit]:
    wanted = highlight.wanted(text, generation.words)
    passages = generation.store.shown([one.found.row for one in stories])
    for rank, (story, passage) in enumerate(zip(stories, passages, strict=True), 1):
        yield _hit(rank, story, passage, highlight.sentence(passage.text, wanted, generation.words))


def _hit(rank: int, story: _Story, shown: PassageView, sentence: tuple[int, int] | None) -> Hit:
    passage, found = shown.passage, story.found
    return Hit(
        rank=rank,
        passage=passage.id,
        document=shown.path,
        title=shown.title,
        title_origin=shown.title_origin,
        date=shown.date,
        start=passage.start,
        end=passage.end,
        text=shown.text,
        verbatim=shown.verbatim,
        score=found.score,
        best=sentence,
        paragraph=passage.paragraph,
        page=passage.page,
        others=found.others,
        meaning_rank=found.meaning_rank,
        words_rank=found.words_rank,
        duplicates=story.duplicates,
        overlap=story.overlap,
    )


def _sorted(
    generation: Generation, found: list[fusion.RankedDocument], reading: Reading
) -> list[fusion.RankedDocument]:
    """By relevance as found; or those that are relevant by date, undated ones last, by relevance on equal days."""
    if reading.sort == "relevance":
        return found
    found = fusion.related(found)
    days = generation.store.earliest_days([one.document for one in found])
    sign = -1 if reading.sort == "newest" else 1

    def by_date(one: fusion.RankedDocument) -> tuple[bool, int]:
        day = days[one.document]
        return day is None, sign * (day or 0)

    return sorted(found, key=by_date)


def _documents_in(generation: Generation, ranges: Sequence[RowRange]) -> int:
    return sum(generation.store.row_map.starting(first, end) for first, end in ranges)


def _intersection(ranges: Sequence[RowRange] | None, within: Sequence[RowRange]) -> tuple[RowRange, ...]:
    """The rows in both; None stands for all rows."""
    if ranges is None:
        return tuple(within)
    both = [(max(a, c), min(b, d)) for a, b in ranges for c, d in within]
    return tuple(sorted((first, end) for first, end in both if first < end))


def _merged(ranges: Iterable[RowRange]) -> list[RowRange]:
    """The same rows in as few ranges as can be, ascending and apart."""
    merged: list[RowRange] = []
    for first, end in sorted(ranges):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((first, end))
    return merged


def _complement(ranges: Sequence[RowRange], rows: int) -> list[RowRange]:
    """The rows from 0 to `rows` that are in none of `ranges`, which ascend and are apart."""
    edges = [0, *(edge for span in ranges for edge in span), rows]
    return [(first, end) for first, end in zip(edges[::2], edges[1::2], strict=True) if first < end]
