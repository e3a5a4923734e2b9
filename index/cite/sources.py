"""What citations are compared with: one generation's stored documents, or the archive's files as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.cite.check import Sources
from index.errors import ArchiveError
from index.generations.recipe import Recipe
from index.models.documents import Document, Unreadable
from index.models.scope import Scope
from index.read.pool import ReaderPool
from index.read.protocol import OpenReaders, SourceFile
from index.read.source import file_of, find, scan
from index.read.version import READER_VERSION
from index.settings import Settings
from index.storage.candidates import Candidates
from index.storage.documents import DocumentStore
from index.storage.words import Restriction, WordIndex
from index.text.terms import exact

PROBE_WORDS = 6
"""Words of each phrase that is looked up to find out who holds a text: its first, its middle and its last ones."""
MOST_HOLDERS = 100
"""Documents looked at for one text; words that more of them hold are nobody's own."""
MOST_READ = 500
"""Files that have changed since they were indexed and are read to find words that have gone elsewhere."""


class StoredSources:
    """The documents of one generation; without its `words` no other document is searched for what one has lost."""

    def __init__(self, number: int, store: DocumentStore, words: WordIndex | None) -> None:
        self._number = number
        self._store = store
        self._words = words

    def document(self, path: str) -> Document | None:
        return self._store.document(path)

    def missing(self, path: str) -> str:
        return f"is not in generation {self._number}"

    def documents_with_sha(self, sha256: str) -> list[Document]:
        return self._store.with_sha(sha256)

    def documents_containing(self, text: str) -> list[Document]:
        rows = {row for phrase in _probes(text) for row in self._rows(phrase)}
        numbers = sorted(set(self._store.documents_of(sorted(rows)).values()))
        return [self._store.numbered(number) for number in numbers[:MOST_HOLDERS]]

    def _rows(self, phrase: str) -> list[int]:
        if self._words is None:
            return []
        found: list[int] = self._words.rows_that_fulfil(Restriction(phrases=(phrase,)), Candidates()).tolist()
        return found


def _probes(text: str) -> list[str]:
    """Phrases of which at least one is in one passage still, wherever a text was cut anew."""
    words = [term for term in exact(text) if term[0].isalnum()]
    starts = {0, max(0, (len(words) - PROBE_WORDS) // 2), max(0, len(words) - PROBE_WORDS)}
    return [" ".join(words[start : start + PROBE_WORDS]) for start in sorted(starts) if words]


class FileSources:
    """The archive's files as they are now. Close it: files that have changed are read in processes of their own.

    A file whose bytes are those that were indexed gives the stored documents, which are what reading it would give.
    Raises `ArchiveError` where the archive can't be read, or where so much has changed that it must be indexed.
    """

    def __init__(
        self,
        settings: Settings,
        recipe: Recipe,
        store: DocumentStore,
        stored: StoredSources,
        readers: OpenReaders = ReaderPool,
    ) -> None:
        self._settings = settings
        self._store = store
        self._stored = stored
        self._same_reader = recipe.reader == READER_VERSION and recipe.date_order == settings.date_order
        self._pool = readers(settings)
        self._listed: tuple[list[SourceFile], dict[str, str]] | None = None
        self._found: dict[str, SourceFile | None] = {}
        self._untouched: dict[str, bool] = {}
        self._documents: dict[str, list[Document]] = {}
        self._reasons: dict[str, str] = {}

    def close(self) -> None:
        self._pool.__exit__(None, None, None)

    def untouched(self, path: str) -> bool:
        """Whether the file of the document at `path` has the bytes that were indexed."""
        if path not in self._untouched:
            source, indexed = self._source(path), self._store.origins([path]).get(path)
            same = source is not None and indexed is not None and indexed[0] == source.sha256
            self._untouched[path] = same and self._same_reader
        return self._untouched[path]

    def document(self, path: str) -> Document | None:
        source = self._source(path)
        return None if source is None else next((one for one in self._read(source) if one.path == path), None)

    def _source(self, path: str) -> SourceFile | None:
        """The file that the document at `path` is, or is a part of; looked for once."""
        if path not in self._found:
            # A file may be named like a part of another one.
            found = [find(self._settings.archive, one, self._settings) for one in dict.fromkeys((path, file_of(path)))]
            self._found[path] = next((one for one in found if isinstance(one, SourceFile)), None)
            self._reasons.update((path, one.reason) for one in found if isinstance(one, Unreadable))
        return self._found[path]

    def missing(self, path: str) -> str:
        reason = self._reasons.get(path) or self._reasons.get(file_of(path))
        return f"can't be read now ({reason})" if reason else "is no longer in the archive"

    def documents_with_sha(self, sha256: str) -> Iterator[Document]:
        return (one for source in self._files()[0] if source.sha256 == sha256 for one in self._read(source))

    def documents_containing(self, text: str) -> Iterator[Document]:
        files, indexed = self._files()
        holders = {file_of(one.path) for one in self._stored.documents_containing(text)}
        for source in files:
            if source.path in holders or indexed.get(source.path) != source.sha256:
                yield from self._read(source)

    def _files(self) -> tuple[list[SourceFile], dict[str, str]]:
        """Every file that could be read when it was indexed, or is new; and the SHA-256 of those that are indexed."""
        if self._listed is None:
            indexed = {file_of(path): sha256 for path, sha256 in self._store.digests().items()}
            failed = {one.path for one in self._store.failures()}
            files = [one for one in scan(self._settings.archive, self._settings)[0] if one.path not in failed]
            changed = sum(indexed.get(one.path) != one.sha256 for one in files)
            if changed > MOST_READ:
                raise ArchiveError(f"{changed:,} files have changed since the archive was indexed; run: dateline index")
            self._listed = files, indexed
        return self._listed

    def _read(self, source: SourceFile) -> list[Document]:
        if source.path not in self._documents:
            self._documents[source.path] = self._stored_from(source) or self._read_anew(source)
        return self._documents[source.path]

    def _stored_from(self, source: SourceFile) -> list[Document]:
        return self._store.read_from(source.path, source.sha256) if self._same_reader else []

    def _read_anew(self, source: SourceFile) -> list[Document]:
        results = self._pool.read(source)
        self._reasons |= {one.path: one.reason for one in results if isinstance(one, Unreadable)}
        return [one for one in results if isinstance(one, Document)]


class Seen:
    """Sources as far as `scope` sees them."""

    def __init__(self, sources: Sources, scope: Scope) -> None:
        self._sources = sources
        self._scope = scope

    def document(self, path: str) -> Document | None:
        return self._sources.document(path) if self._scope.sees(path) else None

    def missing(self, path: str) -> str:
        return self._sources.missing(path)

    def documents_with_sha(self, sha256: str) -> Iterator[Document]:
        return self._without(self._sources.documents_with_sha(sha256))

    def documents_containing(self, text: str) -> Iterator[Document]:
        return self._without(self._sources.documents_containing(text))

    def _without(self, documents: Iterable[Document]) -> Iterator[Document]:
        return (one for one in documents if self._scope.sees(one.path))
