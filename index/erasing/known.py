"""Everything that is known by a path: in the archive, in the trash, in any index, in the ledger and among set dates."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.cite.ledger import Ledger
from index.erasing import dates, held
from index.erasing.words import ledgers
from index.files import checksum, files_under
from index.models.scope import Scope
from index.read.source import file_of, find, scan
from index.settings import Settings

MAX_NEAREST = 3
"""Paths proposed for one that is unknown."""
_CUTOFF = 0.6
"""How like what was typed they must be, from 0 to 1."""

Origin = tuple[str, str]
"""A path, and the SHA-256 of its file."""


@dataclass(frozen=True, slots=True)
class InTrash:
    """A file in a trash: the token that names it, its path in the archive, its SHA-256 and where it is."""

    token: str
    path: str
    sha256: str
    file: Path


@dataclass(frozen=True, slots=True)
class Known:
    """Where documents are held; `indexed` has the newest index first."""

    archive: dict[str, str]
    trash: tuple[InTrash, ...]
    indexed: tuple[tuple[Path, Mapping[str, str]], ...]
    cited: frozenset[Origin]
    dated: frozenset[Origin]

    @classmethod
    def of(cls, settings: Settings, path: str) -> Known:
        """What is known now. Files that were erased are left out; the one at `path` counts though it can't be read."""
        archive = {source.path: source.sha256 for source in scan(settings.archive, settings)[0]}
        if path not in archive and find(settings.archive, path, settings) is not None:
            file = settings.archive / path
            if file.is_file():
                archive[path] = checksum(file)
        indexes = held.indexes(settings.data)
        return cls(
            archive=archive,
            trash=tuple(_trash(settings)),
            indexed=tuple((index, held.digests(index) or {}) for index in indexes),
            cited=frozenset(_cited(settings.data)),
            dated=dates.origins(settings.data),
        )

    def everywhere(self) -> Iterator[Origin]:
        """Path and SHA-256 of everything."""
        yield from self.archive.items()
        yield from ((file.path, file.sha256) for file in self.trash)
        for _, digests in self.indexed:
            yield from digests.items()
        yield from self.cited
        yield from self.dated

    def knows(self, path: str) -> bool:
        return any(path in (known, file_of(known)) for known, _ in self.everywhere())

    def is_part(self, path: str) -> bool:
        """Whether the document at `path` is one of several in a file that is known."""
        file = file_of(path)
        files = {*self.archive, *(trashed.path for trashed in self.trash)}
        if file == path or path in files:
            return False
        return file in files or any(
            file_of(other) == file and other != path for _, digests in self.indexed for other in digests
        )

    def nearest(self, path: str, scope: Scope) -> list[str]:
        """The paths within `scope` that are most like what was typed."""
        paths = sorted({known for known, _ in self.everywhere() if scope.sees(known)})
        name = path.rpartition("/")[2]
        named = [known for known in paths if name and known.rpartition("/")[2] == name]
        close = difflib.get_close_matches(path, paths, MAX_NEAREST, _CUTOFF)
        return list(dict.fromkeys([*named, *close]))[:MAX_NEAREST]


def _trash(settings: Settings) -> Iterator[InTrash]:
    for trash in held.trashes(settings):
        for file in files_under(trash):
            token, *parts = file.relative_to(trash).parts
            if parts and file.is_file():
                yield InTrash(token, "/".join(parts), checksum(file), file)


def _cited(data: Path) -> Iterator[Origin]:
    for file in ledgers(data):
        with closing(Ledger(file)) as ledger:
            yield from ledger.files()
