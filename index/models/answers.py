"""What was asked, how it was understood, and what was found."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from index.models.documents import DateSpan, TitleOrigin
from index.models.scope import EVERYTHING, Scope
from index.models.values import Value

Sort = Literal["relevance", "newest", "oldest"]
MAX_LIMIT = 1000
"""Most documents one query may ask for; evaluation to depth 1,000 is the field's custom (TREC)."""


class Query(Value):
    """What a person asked.

    `text` is as typed, operators included. `since` and `until` are days that are included; they narrow whatever
    window the text states. `limit` counts documents. What lies outside `scope`
    is neither ranked nor counted.
    """

    text: str
    since: dt.date | None = None
    until: dt.date | None = None
    sort: Sort | None = None
    limit: int = Field(default=10, ge=1, le=MAX_LIMIT)
    scope: Scope = EVERYTHING
    today: dt.date | None = None
    """The day that "last week" in the text is seen from; None is this machine's."""
    id: str | None = None


class Reading(Value):
    """How a query was understood: what is shown back to the person who asked.

    `window_from` and `sort_from` are the words, as typed, that the window and the order were read from; they are
    no part of `words`. None where options or operators set them, or nothing did. `passed_over` are words that say a
    time before that of any document: they are searched like the others.
    """

    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    window_from: str | None = None
    passed_over: str | None = None
    sort: Sort = "relevance"
    sort_from: str | None = None

    @property
    def windowed(self) -> bool:
        """Whether a date window is set, so that undated documents are left out."""
        return self.since is not None or self.until is not None

    @property
    def meaning(self) -> str:
        """The text whose meaning is searched: the words and the phrases."""
        return " ".join((self.words, *self.phrases)).strip()


class Hit(Value):
    """A passage found for a query. `score` is higher for better; it compares hits of one answer only.

    `best` is the sentence that answers best, as offsets into `text`. `others` counts the document's further
    passages among those found. `meaning_rank` and `words_rank` (from 1) say why it was found.
    """

    rank: int
    passage: str
    document: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    start: int
    end: int
    text: str
    verbatim: bool
    score: float
    best: tuple[int, int] | None
    paragraph: int
    page: int | None
    others: int
    meaning_rank: int | None
    words_rank: int | None
    duplicates: tuple[str, ...] = ()
    """Other documents found that tell the same, by path, earliest first; this is the earliest of all."""
    overlap: float | None = None
    """About which share of its runs of words the least alike of them has in common with the best: 0 to 1."""


class Answer(Value):
    """What a search found, and in what.

    `passages_found` and `documents_found` count the candidates that were ranked, before `limit`.
    """

    query: Query
    reading: Reading
    generation: int
    hits: tuple[Hit, ...]
    passages_found: int
    documents_found: int
    undated_not_shown: int
    newest: DateSpan | None
    """The date of the newest document in the archive."""
    warnings: tuple[str, ...] = ()
    elapsed_ms: float
