"""A query, how it was understood, and the answer."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from index.models.documents import DateSpan, TitleOrigin
from index.models.said import Told
from index.models.scope import EVERYTHING, Scope
from index.models.values import Value

Sort = Literal["relevance", "newest", "oldest"]
MAX_LIMIT = 1000
"""Documents one query may ask for, at most; evaluation to a depth of 1,000 is customary (TREC)."""

MAX_CHARACTERS = 6000
"""Of a query: as many as an option of a command holds in Discord."""


class Query(Value):
    """What a person asked.

    `text` is as typed, operators included. `since` and `until` are days, both included; they narrow any window that
    the text states. `limit` counts documents. Documents outside `scope` are neither ranked nor counted.
    """

    text: str
    since: dt.date | None = None
    until: dt.date | None = None
    sort: Sort | None = None
    limit: int = Field(default=10, ge=1, le=MAX_LIMIT)
    scope: Scope = EVERYTHING
    today: dt.date | None = None
    """The day from which "last week" in the text is counted; None is this machine's date."""
    id: str | None = None
    generation: int | None = None
    """The number of a generation that is kept, to be searched in place of the one that serves."""
    explained: bool = False
    """Whether it is counted, too, what a strict window leaves out."""
    folders: tuple[str, ...] = ()
    """The only folders that are searched, besides what the text says, as the archive spells them.

    An empty one stands for the documents in none; one that isn't there has none. Without any, all are searched.
    """
    kinds: tuple[str, ...] = ()
    """The only formats that are searched, as `Document.format` names them; without any, all are."""


class Reading(Value):
    """How a query was understood, as shown to the person who asked.

    `window_from` and `sort_from` are the words, as typed, from which the window and the order were read; `words` does
    not contain them. None where options or operators set them, or nothing did. `passed_over` are words that state a
    time before that of any document: they are searched like all other words.
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
    notes: tuple[str, ...] = ()
    """For the person who asked: what may have been meant otherwise than it was read, a line each."""

    @property
    def lists(self) -> bool:
        """Whether nothing is searched for: all documents that the filters let through are meant, by their dates."""
        return not (self.words or self.phrases)

    @property
    def windowed(self) -> bool:
        """Whether a date window is set, so that undated documents are left out."""
        return self.since is not None or self.until is not None

    @property
    def prefers(self) -> bool:
        """Whether the window was said in words: what is in it comes first, and what is outside it is not hidden."""
        return self.windowed and self.window_from is not None and not self.lists

    @property
    def meaning(self) -> str:
        """The text that is searched by meaning: the words and the phrases."""
        return " ".join((self.words, *self.phrases)).strip()


class Hit(Value):
    """A passage found for a query. A higher `score` is better; it compares only hits of the same answer.

    `best` is the sentence that answers best, as offsets into `text`. `others` counts the document's further passages
    that were found. `meaning_rank` and `words_rank` (from 1) and `words` say why the passage was found. `in_window` is
    False outside a window that was said in words, which prefers and hides nothing.
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
    time: str | None = None
    """Of a chat, when the message in which the passage begins was written: ISO 8601."""
    link: str | None = None
    """The address of that message, where the source has one."""
    confidence: int | None = None
    """In percent, where its words were recognised in a picture of a page: then `verbatim` is of what was recognised."""
    words: tuple[str, ...] = ()
    """The words of the query, as typed, that the passage has in any of their forms."""
    in_window: bool = True
    near_only: bool = False
    """Whether the document has none of the query's telling words, and is near in meaning only."""
    duplicates: tuple[str, ...] = ()
    """Paths of near duplicates that were also found, earliest first; this document is the earliest of all, or of those
    in a window that was said in words."""
    overlap: float | None = None
    """The share of runs of words that the least similar duplicate has in common with the best, estimated: 0 to 1."""


class WindowLeftOut(Value):
    """How many documents match but for their dates: those before a strict window, after it, and without a date."""

    before: int
    after: int
    undated: int


class Liked(Value):
    """The passage that others are like, and its document."""

    passage: str
    document: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None


class Answer(Told):
    """What a search found, and in which generation.

    `passages_found` and `documents_found` count what has a telling word of the query, or is near in meaning: of all
    that was searched. An order by date counts what it keeps. With `more_found` there are more documents than were
    counted; `hits` has others only for a query in a language that no document is in.
    """

    query: Query
    reading: Reading
    generation: int
    hits: tuple[Hit, ...]
    passages_found: int
    documents_found: int
    more_found: bool = False
    more_hits: bool = False
    """Whether a higher limit would bring more hits."""
    undated_not_shown: int
    newest: DateSpan | None
    """The date of the newest document in the archive."""
    last_week: tuple[dt.date, dt.date] | None = None
    """The archive's own last week, both days included, where a time after its newest document was asked for."""
    elapsed_ms: float
    indexed: dt.datetime | None = None
    """Where a generation was asked for by its number: when it was indexed."""
    window_left_out: WindowLeftOut | None = None
    """Where an explanation was asked for and there is a strict window."""
    like: Liked | None = None
    """Where more like a passage was asked for: that passage, whose id is the query's text and whose words are read."""
