"""What reads files, what a format's reader returns, and why a file can't be read.

A reader returns text as its format has it; title, date and language are then settled in one way for all formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from index.dates.stated import StatedDate
from index.errors import DatelineError
from index.files import os_reason
from index.models.documents import Document, Message, Unreadable
from index.settings import Settings

NO_TEXT = "it has no text; remove it or add its text"
ENCRYPTED = "it is encrypted; save it without a password"
TOO_MUCH_TEXT = "it holds more text than the setting max_file_mib allows; split it"


class UnreadableError(DatelineError):
    """A file, or a part of one, can't be read; `str(error)` is the reason and what to do, as the report prints it."""


class NotOpenedError(UnreadableError):
    """The system does not let a file or folder be opened; `os_fault` is its reason, such as "permission denied"."""

    def __init__(self, reason: str, error: OSError) -> None:
        super().__init__(reason)
        self.os_fault = os_reason(error)


def cant_open(error: OSError) -> str:
    """The reason for a file that can't be opened."""
    return f"it can't be opened ({os_reason(error)}); check its permissions"


def check_size(size: int, settings: Settings) -> None:
    """Raises `UnreadableError` for a file of more bytes than the settings allow."""
    if size > settings.max_file_bytes:
        raise UnreadableError(
            f"it is larger than {settings.max_file_mib} MiB; split it or raise the setting max_file_mib"
        )


class SourceFile(NamedTuple):
    """One file of the archive, as `scan` saw it. `path` is relative, with `/`; `sha256` is of its bytes, in hex.

    A look at many files makes one for each, so that it is a tuple and no model.
    """

    path: str
    place: str
    """Where it is on this machine."""
    size: int
    sha256: str

    @property
    def absolute(self) -> Path:
        return Path(self.place)


@dataclass(frozen=True, slots=True)
class Content:
    """One document's content. `title` is None where the source states none apart from its text.

    `body` is where the text after the head begins; `may_have_head` is true where a head line or a title may follow
    there. `part` numbers a document inside its file, from 1.
    """

    format: str
    text: str
    body: int = 0
    title: str | None = None
    may_have_head: bool = False
    dates: tuple[StatedDate, ...] = ()
    pages: tuple[int, ...] = ()
    recognised: tuple[int | None, ...] = ()
    messages: tuple[Message, ...] = ()
    notes: tuple[str, ...] = ()
    part: int | None = None
    language: str | None = None
    """The ISO 639-1 code that the source states; None where it is to be told by the text."""
    dated_by_name: bool = False
    """Whether the file's name, which dates no other part of a file, dates this one, as a book's does its chapters."""


@dataclass(frozen=True, slots=True)
class UnreadablePart:
    """A part of a file that can't be read, and why."""

    part: int
    reason: str


Parts = list[Content | UnreadablePart]
FormatReader = Callable[[bytes, int], Parts]
"""Reads a file's bytes; the number is the most characters of text it may return. Raises `UnreadableError`."""


class Started(Protocol):
    """A context manager that ends what it has started, as far as starting and following it goes."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def follow(self, told: Callable[[int, int], None]) -> None:
        """From now on each page that is recognised is told: its number, and how many its file has."""


class Readers(Started, Protocol):
    """What reads files; ends what it has started."""

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        """The documents in one file, or why there is none."""

    def read_many(self, sources: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        """Each file with its documents, in the order given."""


OpenReaders = Callable[[Settings], Readers]
