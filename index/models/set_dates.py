"""Dates that moderators set: what is recorded of one, and what people are told of it."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from index.models.documents import DateSpan
from index.models.values import Value


class SetDate(Value):
    """A date that stands, and the document it is of: where that lay when it was last indexed or dated."""

    token: str
    """Names this setting of a date, among all that there were."""
    document: str
    """Names the document, wherever it lies."""
    path: str
    sha256: str
    words: str
    """What its text is known by, where a part of a file (`box.mbox#3`) may have another number."""
    part: bool
    """Whether it is one of several in its file."""
    gone: bool
    """Whether the last reindex found no document that this date is of."""
    dated_sha256: str
    """The SHA-256 of the file when the date was set."""
    date: DateSpan
    own: DateSpan | None
    """The date that the document stated itself when this one was set."""
    why: str
    who: str
    """`discord:` and a person's id, or the name of a user of the machine."""
    at: dt.datetime


class Assigned(Value):
    """A date that somebody typed for a document, and why."""

    path: str
    written: str
    why: str


class Dated(Value):
    """What dating a document did: its date, in place of which; `already` if it stood so before."""

    path: str
    date: DateSpan
    instead: DateSpan | None
    why: str
    who: str
    at: dt.datetime
    token: str
    already: bool = False
    future: bool = False
    """Whether no day of it has come yet."""


class Undone(Value):
    """What taking a date back did: the date that a moderator set before stands again, else the document's own."""

    path: str
    undone: DateSpan
    date: DateSpan | None
    token: str = Field(default="", exclude=True)
    """Of the date that was taken back."""


class NotDated(Value):
    """Why one of several documents was not dated; `place` is its place among them, from 0."""

    place: int
    reason: str


class DatedMany(Value):
    """What dating many documents did."""

    dated: tuple[Dated, ...]
    faults: tuple[NotDated, ...]
