"""Where documents are held in a data folder: every index in it, whole, failed or unfinished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from index.erasing.target import Target
from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.models.documents import Document
from index.settings import Settings
from index.storage.opening import open_documents

KINDS = (DataFile.GENERATIONS, DataFile.FAILED, DataFile.BUILDING)


def indexes(data: Path) -> list[Path]:
    """The folder of every index, the newest first."""
    folders = [entry for kind in KINDS if (data / kind).is_dir() for entry in (data / kind).iterdir()]
    return sorted(
        (folder for folder in folders if folder.name.isdecimal()), key=lambda folder: int(folder.name), reverse=True
    )


def digests(index: Path) -> Mapping[str, str] | None:
    """The SHA-256 of each document's file, by path; None for an index that can't be read."""
    try:
        with closing(open_documents(index)) as store:
            return store.digests()
    except IndexDataError:
        return None


def holds(index: Path, sha256s: frozenset[str]) -> bool:
    """Whether an index has a document of a file with these bytes; one that can't be read may have."""
    try:
        with closing(open_documents(index, with_gone=True)) as store:
            return not sha256s.isdisjoint(sha256 for _, sha256 in store.versions())
    except IndexDataError:
        return True


def documents(data: Path, target: Target) -> Iterator[Document]:
    """What is erased, as each index has it, the newest first; also what is gone from an index, but not its bytes."""
    for index in indexes(data):
        with suppress(IndexDataError), closing(open_documents(index, with_gone=True)) as store:
            wanted = {version for version in store.versions() if target.is_document(*version)}
            found = [it for sha256 in {sha256 for _, sha256 in wanted} for it in store.with_sha(sha256)]
            yield from (document for document in found if (document.path, document.sha256) in wanted)


def at(index: Path, paths: list[str]) -> list[Document]:
    """The documents at `paths` in an index."""
    with closing(open_documents(index)) as store:
        found = [store.document(path) for path in paths]
    return [document for document in found if document is not None]


def user_folders(data: Path) -> list[Path]:
    """Where people's files may lie: the data folder, and those in which a restore has set them aside."""
    aside = data / DataFile.BEFORE_RESTORE
    unpacked = data / DataFile.RESTORING  # left there by a restore that was killed
    return [data, *([unpacked] if unpacked.is_dir() else []), *(sorted(aside.iterdir()) if aside.is_dir() else [])]


def trashes(settings: Settings) -> list[Path]:
    """Where removed files may lie: the trash, and those that a restore has set aside."""
    aside = (folder / DataFile.TRASH for folder in user_folders(settings.data) if folder != settings.data)
    return [settings.trash, *aside]


def trashed_at(token: str) -> dt.datetime:
    """When a file was moved to the trash, in UTC, by the token that names it."""
    return dt.datetime.strptime(token.partition("-")[0], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
