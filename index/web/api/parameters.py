"""What requests may say. Unknown parameters are refused, on every address."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

import index
from index import MAX_CHARACTERS, Sort, StyleName, TimeUnit

MAX_PAGE: Final = 100
"""Hits or documents on one page, at most."""
REACHED: Final = 100
"""Hits that all pages of a search have together: one more filter finds more than the hundredth."""
MAX_NAMES: Final = 20
MAX_NAME: Final = 1000
MAX_DATE: Final = 40
MAX_CURSOR: Final = 4000

_Cursor = Annotated[str, Field(pattern="^[A-Za-z0-9_-]+$", max_length=MAX_CURSOR)]
_Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]


class Parameters(BaseModel):
    """Parameters of a query string."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Asked(Parameters):
    """A query and its filters."""

    q: str = Field(min_length=1, max_length=MAX_CHARACTERS, examples=["moon landing between 1969 and 1972"])
    """The query as typed in chat: words, `"phrases"`, `-exclusions`, operators, and times said in words."""
    since: str | None = Field(default=None, max_length=MAX_DATE, examples=["1969-07"])
    """The first day that counts: YYYY-MM-DD, YYYY-MM or YYYY."""
    until: str | None = Field(default=None, max_length=MAX_DATE, examples=["1972"])
    """The last day that counts, likewise."""
    folder: list[_Name] = Field(default=[], max_length=MAX_NAMES, examples=[["moon"]])
    """Only documents in these folders; repeat it for each."""
    kind: list[_Name] = Field(default=[], max_length=MAX_NAMES, examples=[["text"]])
    """Only documents of these formats; repeat it for each."""


class SearchParameters(Asked):
    """What is searched for."""

    sort: Sort | None = None
    """The order; None is what the query says, or else by relevance."""
    limit: int = Field(default=10, ge=1, le=MAX_PAGE)
    """Hits on a page."""
    facets: bool = False
    """Whether matching documents are counted by folder and kind, too."""
    cursor: _Cursor | None = None
    """`next` of an answer to the same query, for the page after it."""


class TimelineParameters(Asked):
    """What is counted by time."""

    by: TimeUnit | None = None
    """The unit of the bars; None for what suits the dates."""


class ListParameters(Parameters):
    """Which documents are listed."""

    limit: int = Field(default=50, ge=1, le=MAX_PAGE)
    """Documents on a page."""
    cursor: _Cursor | None = None
    """`next` of an answer, for the page after it."""


class CiteParameters(Parameters):
    """How a citation is written."""

    style: StyleName = "text"
    """`text` and `markdown` have the quotation and its source, the others a reference."""


class NoParameters(Parameters):
    """No parameters."""


Nothing = Annotated[NoParameters, Query()]
"""The parameter of a route that takes none, and so refuses all."""


def query(asked: Asked, scope: index.Scope, **more: object) -> index.Query:
    """A query of these parameters within `scope`; raises `QueryError`."""
    since = index.read_days(asked.since).first if asked.since else None
    until = index.read_days(asked.until).last if asked.until else None
    fields = {"since": since, "until": until, "folders": tuple(asked.folder), "kinds": tuple(asked.kind), **more}
    return index.Query.model_validate({"text": asked.q, "scope": scope, **fields})
