"""What searches and timelines answer: the fields of the command line's JSON, and the addresses of pages."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from index import Answer, Bar, DateSpan, FacetCount, Hit, Overview, Reading, Timeline, TimeUnit, TitleOrigin
from index.web import links


class ApiModel(BaseModel):
    """A value of an answer. Days are ISO 8601, offsets are in characters (code points), from 0; an end is excluded."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class QuerySaid(ApiModel):
    """The query as it was asked, and the window as it was read."""

    text: str
    since: dt.date | None
    until: dt.date | None


class Why(ApiModel):
    """Why a passage was found."""

    words_rank: int | None
    """Its place by words, from 1."""
    meaning_rank: int | None
    """Its place by meaning, from 1."""
    words: tuple[str, ...]
    """The words of the query that it has in any of their forms."""


class FoundPassage(ApiModel):
    """A passage that was found: the best of its document.

    There is no score: in its last digits it depends on all documents, those that are hidden, too.
    """

    rank: int
    """From 1, over all pages of the list."""
    passage: str
    """The id of the passage, with which it is cited."""
    url: str
    """The page of the citation, to open and to send."""
    document: str
    """The path of the document in the archive."""
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    """None for an undated document."""
    start: int
    """`document.text[start:end]` is `text`."""
    end: int
    text: str
    """The words of the document, to the character."""
    best: tuple[int, int] | None
    """The sentence that answers best, as offsets into `text`."""
    why: Why
    page: int | None
    paragraph: int
    """From 1."""
    time: str | None
    """Of a chat, when the message in which the passage begins was written."""
    link: str | None
    """The address of that message, where the source has one."""
    confidence: int | None
    """In percent, where the words were recognised in a picture of a page."""
    verbatim: bool
    """Whether the words were compared with the stored document and are its words."""
    in_window: bool
    """False outside a window that was said in words, which prefers and hides nothing."""
    near_only: bool
    """Whether the document has none of the query's telling words, and is near in meaning only."""
    duplicates: tuple[str, ...]
    """Paths of documents that tell the same."""
    others: int
    """How many more passages of the document were found."""


class Facets(ApiModel):
    """How many documents match by folder and by kind: each as if it were not narrowed by the same."""

    folders: tuple[FacetCount, ...]
    """By first-level folder; the name is empty for documents in none."""
    kinds: tuple[FacetCount, ...]
    """By format."""


class SearchAnswer(ApiModel):
    """What a search found."""

    query: QuerySaid
    reading: Reading
    """How the query was understood."""
    generation: int
    """The number of the index that was searched."""
    hits: tuple[FoundPassage, ...]
    notes: tuple[str, ...]
    """What was corrected, loosened or read as a date, and what else is to know of the answer."""
    passages_found: int
    documents_found: int
    more_found: bool
    undated_not_shown: int
    last_week: tuple[dt.date, dt.date] | None
    """The archive's own last week, where a time after its newest document was asked for."""
    facets: Facets | None
    """Where they were asked for."""
    elapsed_ms: float
    next: str | None
    """The cursor of the next page; None on the last."""


class TimelineBar(ApiModel):
    """Every day from `first` to `last`, both included, and the documents that are dated to any of them."""

    first: dt.date
    last: dt.date
    documents: int
    """Those that match."""
    all_documents: int
    """Those that there are, whatever words they have."""
    share: float | None
    """The one divided by the other; None where there is no document."""


class TimelineAnswer(ApiModel):
    """The documents that match a query, in bars side by side."""

    query: QuerySaid
    reading: Reading
    generation: int
    by: TimeUnit
    """The unit of the bars."""
    step: int
    """How many units long a bar is."""
    bars: tuple[TimelineBar, ...]
    documents: int
    """Those that match and are dated."""
    undated: int
    in_several: int
    """Documents of a longer time, which are counted in each bar that they have a day of."""
    notes: tuple[str, ...]
    elapsed_ms: float


def search_answer(
    found: Answer, base_url: str, *, first: int, limit: int, facets: Overview | None, cursor: str | None
) -> SearchAnswer:
    """The page of `found` that begins behind `first` hits."""
    return SearchAnswer(
        query=_query(found),
        reading=found.reading,
        generation=found.generation,
        hits=tuple(passage_found(hit, base_url) for hit in found.hits[first : first + limit]),
        notes=_notes(found) + (facets.chat_warnings if facets else ()),
        passages_found=found.passages_found,
        documents_found=found.documents_found,
        more_found=found.more_found,
        undated_not_shown=found.undated_not_shown,
        last_week=found.last_week,
        facets=Facets(folders=facets.folders, kinds=facets.kinds) if facets else None,
        elapsed_ms=found.elapsed_ms,
        next=cursor,
    )


def passage_found(hit: Hit, base_url: str) -> FoundPassage:
    """A hit with the address of its page."""
    same = FoundPassage.model_fields.keys() - {"why", "url"}
    fields = {name: getattr(hit, name) for name in same}
    why = Why(words_rank=hit.words_rank, meaning_rank=hit.meaning_rank, words=hit.words)
    return FoundPassage(**fields, why=why, url=links.passage(base_url, hit.passage))


def timeline_answer(found: Timeline) -> TimelineAnswer:
    """A timeline as the API has it."""
    return TimelineAnswer(
        query=_query(found),
        reading=found.reading,
        generation=found.generation,
        by=found.unit,
        step=found.step,
        bars=tuple(map(_bar, found.bars)),
        documents=found.documents,
        undated=found.undated,
        in_several=found.in_several,
        notes=_notes(found),
        elapsed_ms=found.elapsed_ms,
    )


def _bar(bar: Bar) -> TimelineBar:
    share = None if bar.share is None else round(bar.share, 6)
    return TimelineBar(**bar.model_dump(), share=share)


def _query(found: Answer | Timeline) -> QuerySaid:
    return QuerySaid(text=found.query.text, since=found.reading.since, until=found.reading.until)


def _notes(found: Answer | Timeline) -> tuple[str, ...]:
    return found.chat_warnings
