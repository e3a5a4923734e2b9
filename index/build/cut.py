"""A document cut into passages, and what is written of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Set
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from index.models.documents import Document, Message, Passage
from index.storage.document_engine import Documents
from index.storage.words.analysis import Entry, entries

FEW: Final = 1_000
"""Documents that are looked up one by one, which takes milliseconds each, rather than all gone through."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A document with its passages."""

    document: Document
    passages: tuple[Passage, ...]

    def embedded(self) -> list[str]:
        """The text that is embedded for each passage: under its title, where the source has one."""
        head = f"{self.document.title}\n" if self.document.title_origin == "source" else ""
        return [head + self.document.text[passage.start : passage.end] for passage in self.passages]

    def entries(self, number: int, row: int, asked: tuple[str, ...]) -> Iterator[Entry]:
        """What is written of the words of each passage; the document's `number`, its first `row`."""
        return entries(self.document, self.passages, number, row, asked)


def cuts_of(documents: Documents) -> Iterator[Cut]:
    """All documents of a generation, in row order."""
    return (Cut(document, tuple(passages)) for document, passages in documents.cuts())


def cuts_at(documents: Documents, paths: Set[str]) -> Iterator[Cut]:
    """Those of a generation's documents that are at `paths`, in any order; a few of them are looked up one by one."""
    if len(paths) > FEW:
        yield from (cut for cut in cuts_of(documents) if cut.document.path in paths)
        return
    for document in filter(None, map(documents.document, sorted(paths))):
        yield Cut(document, tuple(documents.passages(document)))


def message_at(document: Document, start: int) -> Message | None:
    """The message of a chat in which a passage begins that starts there."""
    place = bisect_right(document.messages, start, key=attrgetter("start"))
    return document.messages[place - 1] if place else None


def passage_of(
    name: str,
    span: tuple[int, int],
    ordinal: int,
    paragraph: int,
    *,
    page: int | None,
    message: Message | None,
    confidence: int | None,
) -> Passage:
    """A passage of numbers that were checked when it was first made, at a fifth of the cost of checking them again."""
    passage = object.__new__(Passage)
    put = object.__setattr__
    put(passage, "id", name)
    put(passage, "start", span[0])
    put(passage, "end", span[1])
    put(passage, "ordinal", ordinal)
    put(passage, "paragraph", paragraph)
    put(passage, "page", page)
    put(passage, "message", message)
    put(passage, "confidence", confidence)
    return passage
