"""The files of an archive: which are read and which are refused. `index.read.walk` goes through its folders."""

from __future__ import annotations

import os
from contextlib import closing
from operator import itemgetter
from pathlib import Path

from index.errors import ArchiveError
from index.files import checksum
from index.models.documents import Unreadable
from index.read.left_out import is_left_out
from index.read.protocol import SourceFile
from index.read.stat_cache import StatCache
from index.read.walk import Digest, Walk, folders_of, unreadable_root
from index.settings import Settings


def _computed(place: str, facts: os.stat_result) -> str:
    return checksum(Path(place))


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
    walk = Walk(_root(archive), settings, digest, cache)
    walk.run()
    if left_out is not None:
        left_out += sorted(walk.left_out)
    sources = sorted(walk.sources, key=itemgetter(0))  # by path
    kept, clashing = _without_clashes(sources)
    return kept, sorted(walk.refused + clashing, key=lambda refused: refused.path)


def look(
    settings: Settings, *, left_out: list[str], unsigned: list[str], saving: bool = True
) -> tuple[list[SourceFile], list[Unreadable]]:
    """`scan`, by which only files are read that may have changed since the last look; all of them, where the settings
    don't trust the times of files.

    Files that did change without a sign of it are added to `unsigned`. What was seen is noted unless `saving` is off.
    """
    with closing(StatCache(settings, saving=saving)) as cache:
        found = scan(settings.archive, settings, left_out=left_out, cache=cache)
        cache.finish()
    unsigned += sorted(cache.unsigned)
    return found


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


def _without_clashes(sources: list[SourceFile]) -> tuple[list[SourceFile], list[Unreadable]]:
    """The second message of `box.mbox` is named `box.mbox#2`, so no file beside it may have that name."""
    parts = {source.path: _containing_file(source.path) for source in sources if "#" in source.path}
    paths = {source.path for source in sources} if parts else set()
    clashing = {path: file for path, file in parts.items() if file in paths}
    refused = [
        Unreadable(path=path, reason=f"it is named like a part of {file}; rename it") for path, file in clashing.items()
    ]
    return [source for source in sources if source.path not in clashing], refused


def _containing_file(path: str) -> str | None:
    file, _, number = path.rpartition("#")
    return file if file and number.isdecimal() else None
