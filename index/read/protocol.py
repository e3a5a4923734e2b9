"""What each format's reader gives, before title, date and language are settled for all alike; and what reads files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from index.dates.stated import Stated
from index.models.documents import Document, Unreadable
from index.read.source import SourceFile
from index.settings import Settings


@dataclass(frozen=True, slots=True)
class Content:
    """One document's content. `title` is None where the source states none apart from its text.

    `body` is where the text begins that is not the head; `heads` tells whether a head line or a title of its own may
    stand there. `part` numbers a document inside its file, from 1.
    """

    format: str
    text: str
    body: int = 0
    title: str | None = None
    heads: bool = False
    dates: tuple[Stated, ...] = ()
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """A part of a file that gives no document, and why."""

    part: int
    reason: str


Parts = list[Content | Unfit]
FormatReader = Callable[[bytes, int], Parts]
"""Reads a file's bytes; the number is the most characters of text it may yield. Raises `UnfitError`."""


class Readers(Protocol):
    """What reads files; a context manager, which ends what it has started."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        """The documents in one file, or why there is none."""

    def read_many(self, sources: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        """Each file with its documents, in the order given."""


OpenReaders = Callable[[Settings], Readers]
