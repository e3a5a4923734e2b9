"""The versions of a document, and what became of its citations from one to the next."""

from __future__ import annotations

import datetime as dt

from index.models.values import Value


class Replaced(Value):
    """A document as it was until a reindex noticed that its file had other bytes, or was gone or moved; UTC.

    `generation` is the last that had it. `since` is when these bytes were first indexed, None where nobody knows any
    more. `moved_to` is the path of the same file after a move.
    """

    path: str
    generation: int
    sha256: str
    since: dt.datetime | None
    until: dt.datetime
    moved_to: str | None = None
