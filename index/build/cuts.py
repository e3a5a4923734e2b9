"""The documents of a build, cut into passages, in a file without a name: in memory is what they are sorted by.

The texts and passages of a large archive would take gigabytes. The file goes with the process, however that ends.
"""

from __future__ import annotations

import json
import os
import sys
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from index.build.cut import Cut, message_at, passage_of
from index.models.documents import Document, Passage
from index.storage.columns import TEXT_COLUMN, of_document, to_document
from index.storage.row_order import Key, row_order

IN_MEMORY_BYTES: Final = 8_000_000
"""Up to so many, nothing is written: what is read anew after a small change."""
_CODED: Final = ("utf-8", "surrogatepass")
_INTEGERS: Final = "q"
_OF_A_PASSAGE: Final = 4
"""Numbers of each passage: where it starts and ends, its paragraph, and its page or 0."""
_OF_A_RECORD: Final = 4
"""Numbers of each record: where it begins, and the bytes of its heading, its passages and its text."""


class Cuts:
    """Cuts in the order in which they were appended, or else in row order; may be gone through again and again.

    Their file is in `folder`, or where the system has such files; appending raises `OSError`.
    """

    def __init__(self, folder: Path | None = None, records: _Records | None = None, order: Iterable[int] = ()) -> None:
        self._records = records or _Records(folder)
        self._order = list(order)
        """The records by their place."""

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Cut]:
        return map(self._records.cut, self._order)

    def __getitem__(self, place: int) -> Cut:
        return self._records.cut(self._order[place])

    def keys(self) -> Iterator[Key]:
        """What each document is sorted by, in order."""
        return map(self._records.keys.__getitem__, self._order)

    def languages(self) -> Iterator[str | None]:
        """The language of each document, in order."""
        return map(self._records.languages.__getitem__, self._order)

    def documents(self) -> Iterator[Document]:
        """Each document without its text, in order."""
        return map(self._records.document, self._order)

    def counts(self) -> Iterator[int]:
        """How many passages each document has, in order."""
        return map(self._records.count, self._order)

    def append(self, cut: Cut) -> None:
        """Adds a cut, whose passages lose the ids that they may have."""
        self._order.append(self._records.append(cut))

    def replace(self, place: int, cut: Cut) -> None:
        """Puts `cut` in the place of another one."""
        self._order[place] = self._records.append(cut)

    def sort(self) -> None:
        """Puts the documents in row order."""
        self._order.sort(key=self._records.keys.__getitem__)

    def with_more(self, cuts: Iterable[Cut]) -> Cuts:
        """These and more, whose passages keep their ids, in row order and in the same file."""
        both = Cuts(records=self._records, order=self._order)
        both._order += (self._records.append(cut, named=True) for cut in cuts)
        both.sort()
        return both


class _Records:
    """Cuts by number, as they were written."""

    def __init__(self, folder: Path | None) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY_BYTES, dir=str(folder) if folder else None)  # noqa: SIM115 (open as long as this lives)
        weakref.finalize(self, self._file.close)
        self._bounds = array(_INTEGERS)
        self.keys: list[Key] = []
        """What the document of each is sorted by."""
        self.languages: list[str | None] = []

    def append(self, cut: Cut, *, named: bool = False) -> int:
        """The number of the new record."""
        names = [passage.id for passage in cut.passages] if named else []
        parts = _heading(cut.document, names), _numbers(cut.passages).tobytes(), cut.document.text.encode(*_CODED)
        self._file.seek(0, os.SEEK_END)
        self._bounds.extend((self._file.tell(), *map(len, parts)))
        self._file.writelines(parts)
        self.keys.append(row_order(cut.document))
        self.languages.append(cut.document.language and sys.intern(cut.document.language))
        return len(self.keys) - 1

    def cut(self, record: int) -> Cut:
        heading, passages = self._heading_and(record, self._bounds[_OF_A_RECORD * record + 2])
        text = self._file.read(self._bounds[_OF_A_RECORD * record + 3]).decode(*_CODED)
        names, *columns = json.loads(heading)
        document = self._document(record, columns, text)
        return Cut(document, tuple(_passages(document, array(_INTEGERS, passages), names)))

    def document(self, record: int) -> Document:
        """A document without its text."""
        return self._document(record, json.loads(self._heading_and(record, 0)[0])[1:], "")

    def count(self, record: int) -> int:
        """How many passages a document has."""
        return self._bounds[_OF_A_RECORD * record + 2] // (self._bounds.itemsize * _OF_A_PASSAGE)

    def _document(self, record: int, columns: Sequence[Any], text: str) -> Document:
        """Its path is the very string that is kept, lest whoever remembers many has them twice."""
        _, _, path = self.keys[record]
        return to_document([path, *columns[: TEXT_COLUMN - 1], text, *columns[TEXT_COLUMN - 1 :]])

    def _heading_and(self, record: int, more: int) -> tuple[bytes, bytes]:
        """The heading of a record, and so many bytes behind it."""
        begin, size = self._bounds[_OF_A_RECORD * record : _OF_A_RECORD * record + 2]
        self._file.seek(begin)
        read = self._file.read(size + more)
        return read[:size], read[size:]


def _heading(document: Document, names: Sequence[str]) -> bytes:
    """All of a document but its path and its text, and the ids of its passages if they have any."""
    columns = of_document(document)
    return json.dumps([names, *columns[1:TEXT_COLUMN], *columns[TEXT_COLUMN + 1 :]]).encode()


def _numbers(passages: Sequence[Passage]) -> array[int]:
    numbers = array(_INTEGERS)
    for passage in passages:
        numbers.extend((passage.start, passage.end, passage.paragraph, passage.page or 0))
    return numbers


def _passages(document: Document, numbers: array[int], names: Sequence[str]) -> Iterator[Passage]:
    each = zip(*[iter(numbers)] * _OF_A_PASSAGE, strict=True)
    for ordinal, (start, end, paragraph, page) in enumerate(each):
        yield passage_of(
            names[ordinal] if names else "",
            (start, end),
            ordinal,
            paragraph,
            page=page or None,
            message=message_at(document, start),
            confidence=document.confidence(start, end),
        )
