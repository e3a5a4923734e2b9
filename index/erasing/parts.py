"""One message of a file that holds several: it can't be cut out of the file, but what is left of it elsewhere goes."""

from __future__ import annotations

from pathlib import Path

from index.erasing import held
from index.erasing.known import Known
from index.erasing.target import Target
from index.errors import ArchiveError
from index.files import checksum
from index.models.documents import Document
from index.models.erasures import FileOfArchive
from index.read.protocol import OpenReaders, SourceFile
from index.read.source import file_of
from index.settings import Settings


def target(settings: Settings, known: Known, path: str, readers: OpenReaders) -> Target:
    """The document that `path` named before it was taken out of its file; raises `ArchiveError` where it is in it.

    Of several that had the path, it is the one of the newest index whose text the file no longer has.
    """
    file = file_of(path)
    if file not in known.archive:
        raise ArchiveError(f"{path} is a part of {file}, which is no longer in the archive; erase all of it: {file}")
    now = {document.text for document in _read(settings, settings.archive / file, file, readers)}
    gone = next((document for document in _named(known, path) if document.text not in now), None)
    if gone is None:
        raise ArchiveError(
            f"{path} is a part of {file} and can't be cut out of it; take it out yourself, a message with a mail "
            f"program, and erase {path} again before the next reindex, or erase all of the file: {file}"
        )
    return _everywhere(settings, known, file, gone, readers)


def _named(known: Known, path: str) -> list[Document]:
    return [document for index, digests in known.indexed if path in digests for document in held.at(index, [path])]


def _everywhere(settings: Settings, known: Known, file: str, gone: Document, readers: OpenReaders) -> Target:
    """Every version of the file that has the text, in an index or in the trash."""
    parts = {
        FileOfArchive(path=document.path, sha256=document.sha256)
        for index, digests in known.indexed
        for document in held.at(index, [path for path in digests if file_of(path) == file])
        if document.text == gone.text
    }
    digests = {part.sha256 for part in parts}
    for trashed in known.trash:
        if trashed.path == file and trashed.sha256 not in digests:
            texts = [document.text for document in _read(settings, trashed.file, file, readers)]
            digests |= {trashed.sha256} if gone.text in texts else set()
    copies = [path for path, sha256 in known.archive.items() if sha256 in digests]
    if copies:
        raise ArchiveError(f"{gone.path} is still in {copies[0]}; take it out of that, too, or erase all of that file")
    return Target(file, frozenset(digests), frozenset(parts))


def _read(settings: Settings, absolute: Path, path: str, readers: OpenReaders) -> list[Document]:
    with readers(settings) as pool:
        source = SourceFile(path, str(absolute), absolute.stat().st_size, checksum(absolute))
        return [result for result in pool.read(source) if isinstance(result, Document)]
