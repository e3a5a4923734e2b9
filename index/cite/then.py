"""What the archive had when a citation was given: without it, a look-alike that always stood there seems its source."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from functools import cached_property, partial
from typing import Final, Protocol, TypeVar

from index.cite.models import Record
from index.cite.places import find
from index.errors import IndexDataError
from index.generations.data_folder import DataFolder
from index.models.documents import Document
from index.models.versions import Replaced
from index.storage import history
from index.storage.document_engine import Documents
from index.storage.opening import open_documents
from index.userdata.cited_texts import CitedTexts

log = logging.getLogger(__name__)

Found = TypeVar("Found")


class Then(Protocol):
    """What is known of the time when a citation was given."""

    def text(self, record: Record) -> str | None:
        """The text of the record's document as it was cited; None where it is not known."""

    def stood(self, record: Record, path: str) -> bool:
        """Whether the document at `path` had the record's words when it was given; false where that is not known."""

    def later_paths(self, path: str) -> Iterable[str]:
        """Where reindexes found the file that had been at `path` moved to, the latest first."""


class _Unknown:
    """Nothing is known of it."""

    def text(self, record: Record) -> str | None:
        return None

    def stood(self, record: Record, path: str) -> bool:
        return False

    def later_paths(self, path: str) -> Iterable[str]:
        return ()


UNKNOWN: Final[Then] = _Unknown()


class AsCited:
    """What the kept texts and the generations that are still there know, for one asking.

    `number` is the generation that serves, whose documents are in `store`. A kept text that can't be read counts as
    not kept, which is logged.
    """

    def __init__(self, data: DataFolder, number: int, store: Documents) -> None:
        self._data = data
        self._number = number
        self._store = store
        self._texts = CitedTexts(data.path)
        self._asked_for: tuple[str, str] | None = None
        self._found: list[str] = []
        self._more: Iterator[str] = iter(())

    def text(self, record: Record) -> str | None:
        texts = self._candidates(record.path, record.document_sha256)
        return next((text for text in texts if text.startswith(record.quotation, record.start)), None)

    def _candidates(self, path: str, sha256: str) -> Iterator[str]:
        """`texts`, each found once for all of a document's citations, which are looked up one after the other."""
        if (path, sha256) != self._asked_for:
            self._asked_for, self._found, self._more = (path, sha256), [], self.texts(path, sha256)
        yield from self._found
        for text in self._more:
            self._found.append(text)
            yield text

    def stood(self, record: Record, path: str) -> bool:
        given = self._built(record.generation_first)
        text = None if given is None else self._text_at(path, given)
        return text is not None and find(record.quotation, text, record.start) is not None

    def later_paths(self, path: str) -> Iterable[str]:
        found = [path]
        for name in found:  # grows
            versions: list[Replaced] = self._asked(partial(self._texts.replaced, name), [])
            found += [one.moved_to for one in versions if one.moved_to and one.moved_to not in found]
        return reversed(found[1:])

    def texts(self, path: str, sha256: str) -> Iterator[str]:
        """What the document at `path` was when its file had these bytes, as far as it was kept or is still indexed."""
        kept: list[str] = self._asked(lambda: self._texts.find(path, sha256), [])
        yield from kept
        yield from (document.text for document in self._indexed(path) if document.sha256 == sha256)

    def _indexed(self, path: str) -> Iterator[Document]:
        """The document at `path` in every generation that is there, first in the one that serves."""
        document = self._store.document(path)
        if document is not None:
            yield document
        for number in reversed([number for number in self._data.whole() if number != self._number]):
            try:
                with closing(open_documents(self._data.folder(number))) as store:
                    document = store.document(path)
            except IndexDataError:  # damaged, or removed meanwhile
                continue
            if document is not None:
                yield document

    def _text_at(self, path: str, time: dt.datetime) -> str | None:
        """The text of the document at `path` at that time, as far as it is known."""
        known = history.read(self._data.folder(self._number), [path]).get(path)
        if known is not None and known.since <= time:
            return next(self.texts(path, known.sha256), None)
        versions: list[Replaced] = self._asked(lambda: self._texts.replaced(path), [])
        sha256 = next((one.sha256 for one in versions if one.since is not None and one.since <= time < one.until), None)
        return None if sha256 is None else next(self.texts(path, sha256), None)

    def _built(self, number: int) -> dt.datetime | None:
        """When the generation of that number was built."""
        if number not in self._builds and number in self._data.whole():
            with suppress(IndexDataError):
                return self._data.manifest(number).built
        return self._builds.get(number)

    @cached_property
    def _builds(self) -> dict[int, dt.datetime]:
        return self._asked(self._texts.generations, {})

    @staticmethod
    def _asked(ask: Callable[[], Found], otherwise: Found) -> Found:
        try:
            return ask()
        except IndexDataError as error:
            log.error("%s", error)  # noqa: TRY400 (a traceback would say no more)
            return otherwise
