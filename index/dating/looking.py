"""Documents as they are now, looked up by what people type: in the index where their files are the same."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from index.dates.assigned import ORIGIN
from index.errors import ArchiveError, IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.recipe import reads_as
from index.models.documents import DateSpan, Document, Unreadable
from index.models.scope import Scope
from index.models.set_dates import SetDate
from index.read import OpenReaders, Readers, SourceFile
from index.read.source import file_of, find
from index.read.walk import UNPRINTABLE
from index.settings import Settings
from index.storage.document_engine import Documents
from index.storage.opening import open_documents
from index.text.clean import one_line

MAX_NEAREST: Final = 3
"""Paths proposed for one that is unknown."""
_MAX_PATH: Final = 200
_CUTOFF: Final = 0.6
_MAX_COMPARED: Final = 20_000
"""Paths that one which is unknown is compared with; with more, only the same names elsewhere are proposed."""


@dataclass(frozen=True)
class Looking:
    """Documents as they are now, looked up while one command runs: in the index where their files are the same."""

    settings: Settings
    scope: Scope
    open_readers: OpenReaders
    dates: tuple[SetDate, ...]
    stack: ExitStack
    sources: dict[str, SourceFile | Unreadable | None] = field(default_factory=dict)

    def document(self, path: str) -> tuple[Document, bool]:
        """The document at `path`, and whether it is one of several in its file; raises `ArchiveError`."""
        source = self._source(path) if self.scope.sees(path) else None
        if source is None:
            raise self.unknown(path)
        if isinstance(source, Unreadable):
            raise _unreadable(path, source)
        found = self._documents(source)
        for document in found:
            if document.path == path:
                return document, path != source.path
        if path == source.path:
            first = min(other.path for other in found)
            raise fault(f"{shown(path)} holds several documents; name one of them, such as {shown(first)}")
        raise self.unknown(path)

    def own(self, document: Document, stands: SetDate | None) -> DateSpan | None:
        """The date that a document states itself."""
        if document.date is None or document.date.origin != ORIGIN:
            return document.date
        if stands is not None and stands.dated_sha256 == document.sha256:
            return stands.own
        source = self._source(document.path)
        read = self._read(source) if isinstance(source, SourceFile) else []
        return next((other.date for other in read if other.path == document.path), None)

    def sha256(self, path: str) -> str | None:
        """Of the file of the document at `path` as it is now; None where there is none."""
        source = self._source(path)
        return source.sha256 if isinstance(source, SourceFile) else None

    def knows(self, path: str) -> bool:
        """Whether there is such a document for who asks."""
        return self.scope.sees(path) and (path in self._names or self._source(path) is not None)

    def unknown(self, path: str) -> ArchiveError:
        """The error for a path of no document; it proposes others that are like it."""
        names = [name for name in self._names if self.scope.sees(name)]
        last = path.rpartition("/")[2]
        named = [name for name in names if last and name.rpartition("/")[2] == last]
        close = difflib.get_close_matches(path, names, MAX_NEAREST, _CUTOFF) if len(names) <= _MAX_COMPARED else []
        near = list(dict.fromkeys([*named, *close]))[:MAX_NEAREST]
        advice = f"did you mean {' or '.join(map(shown, near))}?" if near else "name it by its path in the archive"
        return fault(f"there is no document {shown(path)} in the archive; {advice}")

    def _source(self, path: str) -> SourceFile | Unreadable | None:
        """The file that the document at `path` is, or is a part of."""
        if path not in self.sources:
            printable = not any(unicodedata.category(character) in UNPRINTABLE for character in path)
            names = dict.fromkeys((path, file_of(path))) if printable else ()
            results = [find(self.settings.archive, name, self.settings) for name in names]
            files = [result for result in results if isinstance(result, SourceFile)]
            self.sources[path] = files[0] if files else next((result for result in results if result is not None), None)
        return self.sources[path]

    def _documents(self, source: SourceFile) -> list[Document]:
        stored = self._index.read_from(source.path, source.sha256) if self._index else []
        return stored or self._read(source)

    def _read(self, source: SourceFile) -> list[Document]:
        results = self._pool.read(source)
        found = [result for result in results if isinstance(result, Document)]
        if not found:
            raise _unreadable(source.path, next(result for result in results if isinstance(result, Unreadable)))
        return found

    @cached_property
    def dates_at(self) -> Mapping[str, list[SetDate]]:
        """By path, the date that was set last first."""
        return _grouped((date.path, date) for date in self.dates)

    @cached_property
    def dates_of(self) -> Mapping[str, list[SetDate]]:
        """Likewise by the SHA-256 of the file."""
        return _grouped((date.sha256, date) for date in self.dates)

    @cached_property
    def _names(self) -> list[str]:
        return sorted(self._index.digests()) if self._index else []

    @cached_property
    def _pool(self) -> Readers:
        return self.stack.enter_context(self.open_readers(self.settings))

    @cached_property
    def _index(self) -> Documents | None:
        """The documents of the serving generation; None where there is none, or one of another reader."""
        data = DataFolder(self.settings.data)
        try:
            number = data.current()
            recipe = data.manifest(number).recipe
            if not reads_as(recipe, self.settings):
                return None
            self.stack.enter_context(data.reading(number))
            return self.stack.enter_context(closing(open_documents(data.folder(number))))
        except IndexDataError:
            return None


def fault(line: str) -> ArchiveError:
    """An error that says nothing but what the asker typed and may see."""
    return ArchiveError(line, shown=True)


def shown(path: str) -> str:
    return one_line(path)[:_MAX_PATH]


def _grouped(pairs: Iterable[tuple[str, SetDate]]) -> Mapping[str, list[SetDate]]:
    found: defaultdict[str, list[SetDate]] = defaultdict(list)
    for name, date in pairs:
        found[name].append(date)
    return found


def _unreadable(path: str, refused: Unreadable) -> ArchiveError:
    said = f"{shown(path)} can't be read, and so not be dated: "
    return ArchiveError(f"{said}{refused.reason}", chat=f"{said}{refused.chat or refused.reason}")
