"""One search as its buttons carry it, so that they work after a restart.

A custom id holds the whole search where it fits; else it holds a token under which the search is kept.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

import index
from bot.ui import id_parts, limits

TURN_PAGE, JUMP, REFINE, REFINED, SHARE, DELETE = "p", "j", "f", "g", "w", "d"
TIMELINE, WATCH = "t", "e"
"""What a button, a select or a form does: its argument is the page's number."""
TEMPLATE: Final = re.compile(
    r"s:(?P<action>[a-z]):(?P<argument>[\w-]*):(?P<asker>[\w-]{11}):"
    r"(?:(?P<since>[0-9a-z]*):(?P<until>[0-9a-z]*):(?P<sort>[-rno]):(?P<text>.+)|=(?P<token>[\w-]+))",
    re.DOTALL,
)
_SORTS: Final[dict[str, index.Sort | None]] = {"-": None, "r": "relevance", "n": "newest", "o": "oldest"}
_SORT_LETTERS: Final = {sort: letter for letter, sort in _SORTS.items()}
_LONGEST_PAGE: Final = "99"


@dataclass(frozen=True, slots=True)
class Search:
    """Who asked what. `text` is as typed, its white space as single spaces; the days are included."""

    asker: int
    text: str
    since: dt.date | None = None
    until: dt.date | None = None
    sort: index.Sort | None = None
    generation: int | None = None
    """That of a moderator's search of an earlier generation."""

    def query(self, limit: int, scope: index.Scope) -> index.Query:
        """What is asked of the archive: at most `limit` documents that `scope` sees."""
        return index.Query(
            text=self.text,
            since=self.since,
            until=self.until,
            sort=self.sort,
            limit=limit,
            scope=scope,
            generation=self.generation,
        )


@dataclass(frozen=True, slots=True)
class Press:
    """What a button asks for: an action on a search, with a page's number."""

    action: str
    argument: str
    asker: int
    search: Search | None
    """None where only a token was carried; then `token` is set."""
    token: str | None = None


def custom_id(action: str, argument: str | int, search: Search, token: str | None = None) -> str:
    """The id of a button, with `token` in place of the search where it has one; never longer than Discord allows."""
    head = f"s:{action}:{argument}:{id_parts.person(search.asker)}:"
    return f"{head}={token}" if token else f"{head}{_written(search)}"


def fits(search: Search) -> bool:
    """Whether a custom id can hold the search with any action and any page; else it needs a token.

    It has no place for a generation, so that nobody can make up an id that names one.
    """
    if search.generation is not None:
        return False
    longest = f"s:p:{_LONGEST_PAGE}:{id_parts.person(search.asker)}:{_written(search)}"
    return limits.length(longest) <= limits.CUSTOM_ID


def _written(search: Search) -> str:
    return f"{id_parts.day(search.since)}:{id_parts.day(search.until)}:{_SORT_LETTERS[search.sort]}:{search.text}"


def press(match: re.Match[str]) -> Press:
    """The press that a custom id matching `TEMPLATE` stands for. Raises ValueError for days that don't exist."""
    asker = id_parts.read_person(match["asker"])
    if match["token"] is not None:
        return Press(match["action"], match["argument"], asker, None, match["token"])
    since, until = id_parts.read_day(match["since"]), id_parts.read_day(match["until"])
    search = Search(asker, match["text"], since, until, _SORTS[match["sort"]])
    return Press(match["action"], match["argument"], asker, search)
