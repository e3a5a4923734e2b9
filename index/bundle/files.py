"""The cited documents' files as they are now, and their texts: read once each, and put into a bundle as they are."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import count
from typing import Final, NamedTuple

from index.bundle import names
from index.bundle.container import Writer
from index.bundle.entries import Entry, Span, place_of
from index.cite.models import Cited, Record
from index.errors import ArchiveError, BundleError, IndexDataError
from index.models.documents import Document
from index.models.members import Member
from index.models.scope import Scope
from index.read.protocol import Readers, SourceFile
from index.read.source import file_of, find
from index.settings import Settings
from index.userdata.cited_texts import CitedTexts

log = logging.getLogger(__name__)

DOCUMENTS: Final = "documents"
TEXTS: Final = "texts"
CITED: Final = "cited"
TEXT_ENDING: Final = ".txt"


class _File(NamedTuple):
    """A file of the archive with its bytes, and the member that it became."""

    source: SourceFile
    data: bytes
    number: int
    member: Member


class Documents:
    """Adds the documents of citations to a bundle, within `scope`, and the texts that were cited if `as_cited`.

    Those are for who runs the archive: what was taken out of a document since, others may not see any more.
    """

    def __init__(
        self, settings: Settings, readers: Readers, scope: Scope, writer: Writer, *, as_cited: bool = False
    ) -> None:
        self._as_cited = as_cited
        self._settings = settings
        self._readers = readers
        self._scope = scope
        self._writer = writer
        self._numbers = count(1)
        self._kept: dict[tuple[str, str], tuple[Member, str]] = {}
        """The texts that were cited, by the document's path and the SHA-256 of its file."""

    def add(self, cited: Sequence[Cited]) -> list[Entry]:
        """An entry for each citation, in their order; raises `BundleError` where a file changes meanwhile."""
        entries: dict[str, Entry] = {}
        for group in self._by_file(cited):
            entries |= {entry.record.id: entry for entry in self._entries(group)}
        return [entries[one.record.id] for one in cited]

    def _by_file(self, cited: Sequence[Cited]) -> list[list[Cited]]:
        """The citations of each file together, in the order of the first of each."""
        groups: dict[str, list[Cited]] = {}
        for one in cited:
            path = place_of(one)
            whole = os.path.lexists(self._settings.archive / path)  # a file may be named like a part of another one
            groups.setdefault(path if whole else file_of(path), []).append(one)
        return list(groups.values())

    def _entries(self, group: Sequence[Cited]) -> Iterator[Entry]:
        """Entries of citations of one file."""
        file = self._file(place_of(group[0]))
        compared = [one for one in group if one.citation.now is not None and not one.not_compared]
        if file is None:
            if compared:
                raise _changed(place_of(compared[0]))
            yield from (Entry(one, before=self._before(one)) for one in group)
            return
        read = self._texts(file, {place_of(one) for one in group if one.citation.now is not None})
        for one in group:
            yield Entry(one, file.member, _span(one, read), self._before(one))

    def _before(self, cited: Cited) -> Span | None:
        """Where the words were in the text that was cited, if it is kept and they stand nowhere as they were."""
        record = cited.record
        if cited.citation.verbatim or not self._as_cited:
            return None
        origin = record.path, record.document_sha256
        if origin not in self._kept:
            text = self._cited_text(record)
            if text is None:
                return None
            name = names.member(CITED, len(self._kept) + 1, file_of(record.path), ending=TEXT_ENDING)
            self._kept[origin] = self._writer.add(name, text.encode("utf-8", "surrogatepass")), text
        span = Span.of(*self._kept[origin], record.start, record.end)
        return span if span.exact == record.quotation else None

    def _cited_text(self, record: Record) -> str | None:
        try:
            kept = CitedTexts(self._settings.data).find(record.path, record.document_sha256)
        except IndexDataError as error:
            log.error("%s", error)  # noqa: TRY400 (a traceback would say no more)
            return None
        return next((text for text in kept if text.startswith(record.quotation, record.start)), None)

    def _file(self, path: str) -> _File | None:
        """The file of the document at `path`, now a member; None where there is none that may be read."""
        source = self._source(path)
        if source is None:
            return None
        try:
            data = source.absolute.read_bytes()
        except OSError:
            return None
        if sha256(data).hexdigest() != source.sha256:
            raise _changed(path)
        number = next(self._numbers)
        return _File(source, data, number, self._writer.add(names.member(DOCUMENTS, number, source.path), data))

    def _source(self, path: str) -> SourceFile | None:
        if self._scope.sees(path):
            with suppress(ArchiveError, OSError):
                found = (find(self._settings.archive, name, self._settings) for name in _names(path))
                return next((source for source in found if isinstance(source, SourceFile)), None)
        return None

    def _texts(self, file: _File, paths: set[str]) -> dict[str, tuple[Member, str]]:
        """The text of each of these documents of a file with the member that holds it, which may be the file itself."""
        results = self._readers.read(file.source) if paths else []
        documents = [one for one in results if isinstance(one, Document) and one.path in paths]
        if any(document.sha256 != file.source.sha256 for document in documents):
            raise _changed(file.source.path)
        return {document.path: (self._text(file, document), document.text) for document in documents}

    def _text(self, file: _File, document: Document) -> Member:
        data = document.text.encode("utf-8", "surrogatepass")
        if data == file.data:
            return file.member
        part = document.path.removeprefix(file.source.path)
        return self._writer.add(names.member(TEXTS, file.number, file.source.path, part, TEXT_ENDING), data)


def _names(path: str) -> Iterable[str]:
    """The files that the document at `path` may be, or be a part of."""
    return dict.fromkeys((path, file_of(path)))


def _span(cited: Cited, texts: dict[str, tuple[Member, str]]) -> Span | None:
    """Where the words are; None where they are nowhere, or nobody can say."""
    now = cited.citation.now
    if now is None:
        return None
    member, text = texts.get(now.path, (None, ""))
    if member is not None and text[now.start : now.end] == now.text:
        return Span.of(member, text, now.start, now.end)
    if cited.not_compared:
        return None
    raise _changed(now.path)


def _changed(path: str) -> BundleError:
    return BundleError(
        f"{path} was changed while the bundle was made; try again",
        chat="a document was changed while the bundle was made; try again",
    )
