"""What was erased for good: never its words, only where they were, when they went and why."""

from __future__ import annotations

import datetime as dt

from index.models.documents import DateSpan
from index.models.reports import Trashed
from index.models.values import Value


class Erased(Value):
    """When something was erased, in UTC, and why."""

    at: dt.datetime
    why: str


class FileOfArchive(Value):
    """A file of the archive by its path, with the SHA-256 of the bytes that it had."""

    path: str
    sha256: str


class Erasure(Value):
    """The erasure of a document, as it is recorded before anything is removed.

    `path` is what was asked for. `digests` are the SHA-256 of every file that held it; `files` are those that lay in
    the archive. `part` is whether it was one document of a file that holds several. `citations` are the ids given out
    for its words, each with the path that it was given out for.
    """

    key: str
    path: str
    part: bool
    at: dt.datetime
    why: str
    files: tuple[FileOfArchive, ...]
    digests: frozenset[str]
    citations: dict[str, str]
    done: bool

    @property
    def erased(self) -> Erased:
        return Erased(at=self.at, why=self.why)


class Erasable(Value):
    """What would be gone if a document were erased.

    `files` are its own and those with the same bytes; `alike` are documents with nearly the same text, which would
    stay. `title` and `date` are those it was last indexed with. `begun` is whether its erasure was begun before.
    """

    path: str
    part: bool
    title: str | None
    date: DateSpan | None
    files: tuple[FileOfArchive, ...]
    trashed: tuple[Trashed, ...]
    generations: tuple[int, ...]
    citations: int
    alike: tuple[str, ...]
    digests: frozenset[str]
    begun: bool


class Erasing(Value):
    """An erasure that is done, or `done` up to the index: then the next reindex does the rest."""

    path: str
    at: dt.datetime
    why: str
    files: tuple[str, ...]
    citations: tuple[str, ...]
    done: bool
