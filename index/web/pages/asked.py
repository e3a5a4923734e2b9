"""What the address of a search page asks, and the addresses of other searches. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, cast, get_args
from urllib.parse import quote_plus

from starlette.datastructures import QueryParams

import index

PER_PAGE: Final = 10
"""Hits of one page."""
MAX_PAGE: Final = 50
"""The last page that can be asked for: whoever reads so far has other words to search for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address has it: `text` as typed, days both included, strict filters, a page from 1."""

    text: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    sort: index.Sort | None = None
    folders: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    page: int = 1

    @property
    def asks(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self._words)

    @property
    def _words(self) -> str:
        """The text or, where there is none, the window or the folders as operators: all that is there is meant."""
        if self.text.strip():
            return self.text
        reading = index.Reading(words="", since=self.since, until=self.until)
        return index.window_restated(reading) or index.restated(
            index.Reading(words="", folders=tuple(filter(None, self.folders)))
        )

    def query(self, scope: index.Scope, limit: int = PER_PAGE) -> index.Query:
        """What is asked of the archive."""
        return index.Query(
            text=self._words,
            since=self.since,
            until=self.until,
            sort=self.sort,
            folders=self.folders,
            kinds=self.kinds,
            limit=limit,
            scope=scope,
        )

    @property
    def address(self) -> str:
        """A link to this search, as short as it can be written."""
        parts = [f"q={_quoted(self.text)}"] if self.text else []
        parts += [f"since={self.since}"] if self.since else []
        parts += [f"until={self.until}"] if self.until else []
        parts += [f"sort={self.sort}"] if self.sort else []
        parts += [f"folder={_quoted(folder)}" for folder in self.folders]
        parts += [f"kind={_quoted(kind)}" for kind in self.kinds]
        parts += [f"page={self.page}"] if self.page > 1 else []
        return f"/?{'&'.join(parts)}" if parts else "/"

    def but(self, **changes: Any) -> Asked:
        """The first page of a search that differs in this."""
        return replace(self, **{"page": 1, **changes})

    def within(self, first: dt.date, last: dt.date) -> Asked:
        """The search of these days, both included."""
        return self.but(since=first, until=last)

    def with_query(self, query: index.Query) -> Asked:
        """The search that asks another query of the same folders and kinds."""
        return self.but(text=query.text, since=query.since, until=query.until, sort=query.sort)

    def toggled(self, facet: str, name: str) -> Asked:
        """The search with one folder or kind more or, where it has that one, less."""
        chosen: tuple[str, ...] = getattr(self, facet)
        without = tuple(one for one in chosen if one != name)
        return self.but(**{facet: without if name in chosen else (*chosen, name)})


@lru_cache(maxsize=64)
def _quoted(text: str) -> str:
    """As addresses have it; a page has some thirty links with the same words."""
    return quote_plus(text)


def read(parameters: QueryParams) -> Asked:
    """What an address asks; raises `QueryError` for a date or an order that can't be read."""
    since, until = (parameters.get(name, "").strip() for name in ("since", "until"))
    return Asked(
        text=parameters.get("q", "").strip(),
        since=index.read_days(since).first if since else None,
        until=index.read_days(until).last if until else None,
        sort=_sort(parameters.get("sort", "")),
        folders=tuple(dict.fromkeys(parameters.getlist("folder"))),
        kinds=tuple(dict.fromkeys(filter(None, parameters.getlist("kind")))),
        page=_page(parameters.get("page", "")),
    )


def as_typed(parameters: QueryParams) -> Asked:
    """As much of an address as can be read in any case: what stands in the form again where the rest is at fault."""
    return Asked(text=parameters.get("q", "").strip())


def _sort(typed: str) -> index.Sort | None:
    if typed and typed not in get_args(index.Sort):
        raise index.QueryError(f"there is no order {typed!r}; choose relevance, newest or oldest", shown=True)
    return cast("index.Sort | None", typed or None)


def _page(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
    return min(max(number, 1), MAX_PAGE)
