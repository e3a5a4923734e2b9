"""What citations are compared with: one generation's stored documents, or the archive's files as they are now."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Set
from functools import cached_property

from index.cite.check import Sources
from index.cite.known_files import KnownFiles
from index.cite.unseen import Unseen
from index.dates.assigned import overruled, words_of
from index.errors import ArchiveError
from index.generations.recipe import Recipe, reads_as
from index.models.documents import Document, Unreadable
from index.models.scope import Scope
from index.models.set_dates import SetDate
from index.read.protocol import SourceFile
from index.read.source import file_of, find, scan
from index.read.vanished import FILE_GONE, paths_there
from index.settings import Settings
from index.storage.document_engine import Documents
from index.storage.opening import Holders
from index.text.terms import exact
from index.userdata.dates import SetDates

PROBE_WORDS = 6
"""Words of each phrase that is looked up to find the documents that hold a text: its first, middle and last words."""
MAX_HOLDERS = 100
"""Documents looked at for a text; words that more of them hold belong to none in particular."""
MAX_CHANGED_FILES = 500
"""Changed files that are read to find words that may have moved there; where more have changed, a reindex is due."""


class StoredSources:
    """The documents of one generation; without `holders`, none is searched for what another one has lost."""

    def __init__(self, number: int, store: Documents, holders: Holders | None) -> None:
        self._number = number
        self._store = store
        self._holding = holders

    def document(self, path: str) -> Document | None:
        return self._store.document(path)

    def missing(self, path: str) -> str:
        return f"is not in generation {self._number}"

    def documents_with_sha(self, sha256: str) -> list[Document]:
        return self._store.with_sha(sha256)

    def documents_containing(self, text: str) -> list[Document]:
        return [self._store.numbered(number) for number in self._holders(text)]

    def paths_containing(self, text: str) -> list[str]:
        """The paths of the documents that may hold `text`, none of which is looked into."""
        return list(self._store.paths(self._holders(text)).values())

    def _holders(self, text: str) -> list[int]:
        """The numbers of the documents that may hold `text`."""
        if self._holding is None:
            return []
        return sorted({number for phrase in _probes(text) for number in self._holding(phrase).tolist()})[:MAX_HOLDERS]


def _probes(text: str) -> list[str]:
    """Phrases of which at least one is within one passage, wherever else the text may now be cut."""
    words = [term for term in exact(text) if term[0].isalnum()]
    starts = {0, max(0, (len(words) - PROBE_WORDS) // 2), max(0, len(words) - PROBE_WORDS)}
    return [" ".join(words[start : start + PROBE_WORDS]) for start in sorted(starts) if words]


class FileSources:
    """The archive's files as they are now, for one citing: what was looked at once is not looked at again.

    A file with the bytes that were indexed gives the stored documents, since reading it would give the same. Raises
    `ArchiveError` where the archive can't be read, or has changed so much that it must be reindexed.
    """

    def __init__(
        self,
        settings: Settings,
        recipe: Recipe,
        store: Documents,
        stored: StoredSources,
        known: KnownFiles,
    ) -> None:
        self._settings = settings
        self._store = store
        self._stored = stored
        self._same_reader = reads_as(recipe, settings)
        self._known = known
        self._listing: tuple[list[SourceFile], dict[str, str]] | None = None
        self._files: dict[str, SourceFile | None] = {}
        self._untouched: dict[str, bool] = {}
        self._documents: dict[str, list[Document]] = {}
        self._reasons: dict[str, str] = {}
        self._unseen = Unseen()
        self._now: dict[str, str] = {}
        self._there: Set[str] = frozenset()
        self._emptied: dict[str, str] | None = None

    def untouched(self, path: str) -> bool:
        """Whether the file of the document at `path` has the bytes that were indexed."""
        if path not in self._untouched:
            file, indexed = self._file(path), self._store.origins([path]).get(path)
            same = file is not None and indexed is not None and indexed[0] == file.sha256
            self._untouched[path] = same and self._same_reader
        return self._untouched[path]

    def document(self, path: str) -> Document | None:
        file = self._file(path)
        documents = self._read(file) if file else []
        return next((document for document in documents if document.path == path), None)

    def unopened(self, path: str) -> str | None:
        """Why the file of the document at `path` can't be opened now, whatever it holds; None where it can."""
        self.document(path)
        return self._unseen.around(path)

    def doubt(self, path: str, scope: Scope) -> str | None:
        """Why words of the document at `path`, which are found nowhere, may not be gone; None where they are."""
        indexed = self._listed()[1]
        emptied = self._emptied_folders(indexed) if file_of(path) in indexed else {}
        return self.unopened(path) or emptied.get(file_of(path)) or self._unseen.anywhere(indexed, scope)

    def _emptied_folders(self, indexed: dict[str, str]) -> dict[str, str]:
        if self._emptied is None:
            before = frozenset(map(file_of, self._store.noted(FILE_GONE)))
            self._emptied = self._unseen.emptied(
                indexed, self._now, self._there, settings=self._settings, before=before
            )
        return self._emptied

    def _file(self, path: str) -> SourceFile | None:
        """The file that the document at `path` is, or is a part of; looked for once."""
        if path not in self._files:
            names = dict.fromkeys((path, file_of(path)))  # a file may be named like a part of another one
            results = [find(self._settings.archive, name, self._settings, self._known.digest) for name in names]
            self._files[path] = next((file for file in results if isinstance(file, SourceFile)), None)
            self._reasons.update((path, fault.reason) for fault in results if isinstance(fault, Unreadable))
            self._unseen.take(results)
        return self._files[path]

    def missing(self, path: str) -> str:
        reason = self._reasons.get(path) or self._reasons.get(file_of(path))
        return f"can't be read now ({reason})" if reason else "is no longer in the archive"

    def documents_with_sha(self, sha256: str) -> Iterator[Document]:
        return (document for file in self._listed()[0] if file.sha256 == sha256 for document in self._read(file))

    def documents_containing(self, text: str) -> Iterator[Document]:
        files, indexed = self._listed()
        holders = {file_of(document.path) for document in self._stored.documents_containing(text)}
        for file in files:
            if file.path in holders or indexed.get(file.path) != file.sha256:
                yield from self._read(file)

    def _listed(self) -> tuple[list[SourceFile], dict[str, str]]:
        """Every file that is new or could be read when it was indexed; and the SHA-256 of each indexed file."""
        if self._listing is None:
            indexed, failed = self._known.indexed(self._store)
            found, refused = scan(self._settings.archive, self._settings, self._known.digest)
            self._unseen.take(refused)
            self._now = {file_of(file.path): file.sha256 for file in found}
            self._there = paths_there({file.path for file in found}, refused, self._settings)
            files = [file for file in found if file.path not in failed]
            changed = sum(indexed.get(file.path) != file.sha256 for file in files)
            if changed > MAX_CHANGED_FILES:
                raise ArchiveError(
                    f"{changed:,} files have changed since the archive was indexed; run: dateline index",
                    chat="many files have changed since the archive was indexed; a moderator can use /archive reindex",
                )
            self._listing = files, indexed
        return self._listing

    def _read(self, file: SourceFile) -> list[Document]:
        """The documents of `file`: as stored, where they are the same; read once."""
        if file.path not in self._documents:
            stored = self._store.read_from(file.path, file.sha256) if self._same_reader else []
            self._documents[file.path] = stored or self._read_now(file)
        return self._documents[file.path]

    def _read_now(self, file: SourceFile) -> list[Document]:
        results = self._known.read(file)
        self._unseen.take(results)
        self._reasons |= {fault.path: fault.reason for fault in results if isinstance(fault, Unreadable)}
        return [self._dated(document) for document in results if isinstance(document, Document)]

    def _dated(self, document: Document) -> Document:
        """The document with the date that a moderator set, as the next reindex will have it."""
        here = next((date for date in self._dates if _is_of(date, document)), None)
        found = here or next((date for date in self._dates if self._was_moved(date, document)), None)
        return document if found is None else overruled(document, found)

    def _was_moved(self, date: SetDate, document: Document) -> bool:
        same = date.sha256 == document.sha256 and _part(date.path) == _part(document.path)
        return same and not os.path.lexists(self._settings.archive / file_of(date.path))

    @cached_property
    def _dates(self) -> list[SetDate]:
        return SetDates(self._settings.data).standing()


def _is_of(date: SetDate, document: Document) -> bool:
    """Whether a date is of a document, which was not moved; a part of a file that has changed is known by its words."""
    if date.path == document.path and (date.sha256 == document.sha256 or not (date.part or date.gone)):
        return True
    return date.part and file_of(date.path) == file_of(document.path) and date.words == words_of(document)


def _part(path: str) -> str:
    """`#3` for the third document in a file."""
    return path.removeprefix(file_of(path))


class ScopedSources:
    """Sources without what is outside `scope`."""

    def __init__(self, sources: Sources, scope: Scope) -> None:
        self._sources = sources
        self._scope = scope

    def document(self, path: str) -> Document | None:
        return self._sources.document(path) if self._scope.sees(path) else None

    def missing(self, path: str) -> str:
        return self._sources.missing(path)

    def documents_with_sha(self, sha256: str) -> Iterator[Document]:
        return self._in_scope(self._sources.documents_with_sha(sha256))

    def documents_containing(self, text: str) -> Iterator[Document]:
        return self._in_scope(self._sources.documents_containing(text))

    def _in_scope(self, documents: Iterable[Document]) -> Iterator[Document]:
        return (document for document in documents if self._scope.sees(document.path))
