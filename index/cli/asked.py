"""What somebody asks, from options or a JSON object: checked, and made a query."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from typing import Any, Final

from index import MAX_LIMIT, Query, QueryError, read_days

FIELDS: Final = ("id", "text", "since", "until", "limit", "sort")
FORM: Final = '{"id": …, "text": "…", "since": …, "until": …, "limit": …, "sort": …}'
SORTS: Final = ("relevance", "newest", "oldest")

_SHARED: Final = ("since", "until", "limit", "sort")
_HALF: Final = re.compile("[\ud800-\udfff]")
_SHOWN: Final = 40
"""Characters of what was given that a message repeats."""


def query(fields: Mapping[str, Any], options: argparse.Namespace) -> Query:
    """A query of named fields, those left out taken from the command's options; raises `QueryError`."""
    if unknown := fields.keys() - set(FIELDS):
        names = ", ".join(map(quoted, sorted(unknown)))
        raise QueryError(f"a query has no {names}; it has {', '.join(FIELDS)}")
    given = {
        name: fields.get(name) if fields.get(name) is not None else getattr(options, name, None) for name in _SHARED
    }
    return Query(
        text=_text(fields),
        since=None if given["since"] is None else read_days(_day("since", given["since"])).first,
        until=None if given["until"] is None else read_days(_day("until", given["until"])).last,
        limit=_limit(given["limit"]),
        sort=_sort(given["sort"]),
        generation=getattr(options, "generation", None),
        explained=getattr(options, "explain", False),
    )


def query_of(text: str, options: argparse.Namespace) -> Query:
    """A query typed as an argument, with the window of the command's options; raises `QueryError`."""
    window = {name: typed(name, day) for name in ("since", "until") if (day := getattr(options, name))}
    return query({"text": typed("the query", text), **window}, options)


def _text(fields: Mapping[str, Any]) -> str:
    text = fields.get("text")
    if text is None:
        raise QueryError(f'"text" is missing; each line is {FORM}')
    if not isinstance(text, str):
        raise QueryError(f"text is {quoted(text)}; give a string")
    return whole("text", text)


def typed(name: str, text: str) -> str:
    """An argument of the command line, which is UTF-8 whatever the terminal's encoding; raises `QueryError`."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return whole(name, text)


def whole(name: str, text: str) -> str:
    """`text`; raises `QueryError` where it holds half of a character, which is no text: a byte that isn't UTF-8."""
    if half := _HALF.search(text):
        code = ord(half[0])
        what = f"byte 0x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"half a character, \\u{code:04x},"
        raise QueryError(f"{name} is not UTF-8 ({what} at character {half.start() + 1:,}); write it in UTF-8")
    return text


def is_whole(text: str) -> bool:
    """Whether no half of a character is in `text`."""
    return not _HALF.search(text)


def _day(name: str, day: Any) -> str:
    if isinstance(day, bool) or not isinstance(day, str | int):
        raise QueryError(f"{name} is {quoted(day)}; give a day as YYYY-MM-DD, YYYY-MM or YYYY")
    if len(written := whole(name, str(day))) > _SHOWN:
        raise QueryError(f"{name} is {quoted(written)}; give a day as YYYY-MM-DD, YYYY-MM or YYYY")
    return written


def _limit(limit: Any) -> int:
    if limit is None:
        return int(Query.model_fields["limit"].default)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 1 <= limit <= MAX_LIMIT or limit % 1:
        raise QueryError(f"limit is {quoted(limit)}; give a whole number from 1 to {MAX_LIMIT:,}")
    return int(limit)


def _sort(sort: Any) -> Any:
    if sort is not None and sort not in SORTS:
        raise QueryError(f"sort is {quoted(sort)}; give {', '.join(SORTS[:-1])} or {SORTS[-1]}")
    return sort


def quoted(given: object) -> str:
    """What was given, as a part of a line."""
    shown = repr(given)
    return f"{shown[:_SHOWN]}…" if len(shown) > _SHOWN else shown
