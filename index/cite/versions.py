"""The values of a document's history: its versions, what changed between them, and what that did to citations."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from index.cite.models import Segment
from index.models.values import Value


class Edit(Value):
    """Sentences of a document that the next version has otherwise, word by word."""

    segments: tuple[Segment, ...]


class Touched(Value):
    """A citation of which something else has become in the next version than in this one.

    `state` compares the words there with those that were cited: unchanged ones were changed or removed before.
    """

    passage: str
    state: Literal["unchanged", "changed", "removed"]


class Change(Value):
    """What the next version changed. `removed` and `added` count words and marks; `edits` are the first of `count`."""

    removed: int
    added: int
    count: int
    edits: tuple[Edit, ...]


class Version(Value):
    """A document as it was indexed or cited; times are in UTC, None where nobody knows them any more.

    `path` is what it was called then. `since` is when these bytes were first indexed, `until` when a reindex noticed
    that they were replaced, None for what is served. `generation` is the last that had them, as far as is known.
    `moved_to` is the path that its file was moved to then. `change` is None for the last version, and where the text of
    this one or of the next was not kept.
    """

    path: str
    sha256: str
    since: dt.datetime | None
    until: dt.datetime | None
    generation: int
    moved_to: str | None = None
    citations: tuple[str, ...] = ()
    """The ids of the passages that were cited of it."""
    kept: bool = False
    """Whether its text is still known."""
    change: Change | None = None
    touched: tuple[Touched, ...] = ()


class DocumentHistory(Value):
    """The versions of the document at `path`, the oldest first; `served` is whether the last one is what is served."""

    path: str
    served: bool
    versions: tuple[Version, ...]
    confidence: int | None = None
    """Of a scan, the lowest of the confidences in percent with which what is served or cited of it was recognised."""
