"""Where a list goes on: opaque to whoever asks, and good for one query in one generation.

A cursor holds nothing that is not in the answer it came with, so it needs no signature: one that somebody made up asks
for no more than any other request, within the scope of whoever sends it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from typing import Final, NamedTuple

from pydantic import NonNegativeInt, TypeAdapter

from index.web.problems import ProblemError

OLDEST_DAYS: Final = 366
"""How long after its list began a cursor still is one, where nothing was indexed since."""


class Cursor(NamedTuple):
    """A place in a list of `generation`: behind so many hits, or behind a path.

    `today` is the day from which times said in words are counted on all pages of the list.
    """

    query: str
    generation: int
    today: dt.date
    hits: NonNegativeInt = 0
    path: str = ""


_FORM = TypeAdapter(Cursor)


def written(cursor: Cursor) -> str:
    """The cursor as text."""
    return base64.urlsafe_b64encode(_FORM.dump_json(cursor)).decode().rstrip("=")


def read(text: str, query: str, generation: int, today: dt.date) -> Cursor:
    """The cursor of this query and generation; raises `ProblemError` for any other."""
    try:
        cursor = _FORM.validate_json(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError as error:
        raise _no_cursor() from error
    if cursor.query != query:
        raise ProblemError(422, "cursor", "this cursor is of another query; send the same parameters with it")
    if cursor.generation != generation:
        raise ProblemError(409, "outdated-cursor", "the archive was indexed again; begin again without a cursor")
    if not 0 <= (today - cursor.today).days <= OLDEST_DAYS:
        raise _no_cursor()
    return cursor


def _no_cursor() -> ProblemError:
    return ProblemError(422, "cursor", "this is no cursor; send one as it was given, or none")


def digest(*asked: object) -> str:
    """What tells one query from another."""
    return hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()[:16]
