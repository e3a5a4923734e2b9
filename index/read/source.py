"""The files of an archive: which are read and which are refused. `index.read.walk` goes through its folders."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence, Set
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from index.errors import ArchiveError
from index.files import checksum
from index.models.documents import Unreadable
from index.read.digests import Clock
from index.read.left_out import is_left_out
from index.read.protocol import SourceFile
from index.read.stat_cache import StatCache
from index.read.walk import Digest, Walk, folders_of, unreadable_root
from index.settings import Settings


def _computed(place: str, facts: os.stat_result) -> str:
    return checksum(Path(place))


class Looked(NamedTuple):
    """What a look at the archive found, in order of path."""

    sources: Sequence[SourceFile] = ()
    """The files that were not expected as they are."""
    refused: Sequence[Unreadable] = ()
    same: Set[str] = frozenset()
    """The paths of the files that hold what was expected."""
    left_out: Sequence[str] = ()
    """What systems and editors left there."""
    unsigned: Sequence[str] = ()
    """Files whose bytes changed though size, times and inode did not."""

    def paths(self) -> Set[str]:
        """The paths of all files that can be read."""
        return self.same | {source.path for source in self.sources}


def scan(
    archive: Path,
    settings: Settings,
    digest: Digest = _computed,
    left_out: list[str] | None = None,
    cache: StatCache | None = None,
) -> tuple[list[SourceFile], list[Unreadable]]:
    """All files under `archive` in order of path, and those that are refused with the reason.

    What systems and editors left there is added to `left_out`; of a folder only its path, which then ends with a slash.
    A `cache` spares reading what it knows, and then `digest` is not asked. Raises `ArchiveError` if there is no such
    folder or it may not be read.
    """
    found = _walked(Walk(_root(archive), settings, digest, cache))
    if left_out is not None:
        left_out += found.left_out
    return list(found.sources), list(found.refused)


def look(
    settings: Settings,
    expected: Mapping[str, str] = MappingProxyType({}),
    *,
    saving: bool = True,
    clock: Clock = time.time_ns,
) -> Looked:
    """Like `scan`, but only files are read that may have changed since the last look; all of them, where the settings
    don't trust the times of files.

    Of files that hold what is `expected` of the one at their path, a SHA-256, no more than that is told. What was seen
    is noted unless `saving` is off. Raises `ArchiveError`.
    """
    with closing(StatCache(settings, saving=saving, clock=clock)) as cache:
        found = _walked(Walk(_root(settings.archive), settings, _computed, cache, expected))
        cache.finish()
    return found._replace(unsigned=sorted(cache.unsigned))


def _walked(walk: Walk) -> Looked:
    walk.run()
    sources = sorted(walk.sources, key=itemgetter(0))  # by path
    kept, clashing = _without_clashes(sources, walk.same)
    refused = sorted(walk.refused + clashing, key=lambda refused: refused.path)
    return Looked(kept, refused, walk.same, sorted(walk.left_out))


def find(archive: Path, path: str, settings: Settings, digest: Digest = _computed) -> SourceFile | Unreadable | None:
    """The file at `path` by the rules of `scan`: None where there is none, or one that `scan` would skip.

    Raises `ArchiveError` if there is no such folder or it may not be read.
    """
    root = Path(os.path.realpath(archive))
    if not os.path.isdir(root) or not os.access(root, os.R_OK | os.X_OK):  # noqa: PTH112 - never raises
        _root(archive)
    walk = Walk(root, settings, digest)
    if is_left_out(path) or not all(path.split("/")):
        return None
    if walk.reaches(path):
        walk.take(path)
    return walk.sources[0] if walk.sources else walk.refused[0] if walk.refused else None


def file_of(path: str) -> str:
    """The path of the file that the document at `path` may be a part of: `box.mbox` for `box.mbox#2`."""
    return path if "#" not in path else _containing_file(path) or path


def places_of(path: str) -> list[str]:
    """What must be opened to read the document at `path`: folders, and the file that it is or is a part of."""
    return [*folders_of(path), file_of(path), path]


def _root(archive: Path) -> Path:
    try:
        if not archive.exists():
            raise ArchiveError(f"there is no archive folder {archive}; create it or name another with --archive")
        if not archive.is_dir():
            raise ArchiveError(f"the archive {archive} is not a folder; name the folder that holds the documents")
        next(archive.iterdir(), None)
    except OSError as error:
        raise unreadable_root(archive, error) from error
    return Path(os.path.realpath(archive))


def _without_clashes(sources: list[SourceFile], same: set[str]) -> tuple[list[SourceFile], list[Unreadable]]:
    """The second message of `box.mbox` is named `box.mbox#2`, so no file beside it may have that name."""
    parts = {source.path: _containing_file(source.path) for source in sources if "#" in source.path}
    paths = {source.path for source in sources} if parts else set()
    clashing = {path: file for path, file in parts.items() if file in paths or file in same}
    refused = [
        Unreadable(path=path, reason=f"it is named like a part of {file}; rename it") for path, file in clashing.items()
    ]
    return [source for source in sources if source.path not in clashing], refused


def _containing_file(path: str) -> str | None:
    file, _, number = path.rpartition("#")
    return file if file and number.isdecimal() else None
