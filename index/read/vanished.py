"""Folders whose documents are all gone at once: more often a disk that is not mounted than a wish.

A file that was moved is found by its bytes elsewhere, and one that a moderator removed lies in the trash: neither is
lost. The files of one folder that are lost are told as one, however many folders lie in it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from typing import NamedTuple

from index.files import checksum
from index.models.documents import Unreadable
from index.read.source import file_of
from index.read.walk import folders_of
from index.settings import Settings

AT_ONCE = 5
"""Fewer files than this that are gone from a folder were removed, and not lost."""

FILE_GONE = "its file is gone with all others of its folder; bring it back, or reindex with --force to remove it"
"""The note of a document that is kept although its file is lost."""

Digests = Mapping[str, str]
"""The SHA-256 of files, by path."""


class Vanished(NamedTuple):
    """A folder without a single one of the files it had, those that are lost, and what is seen of it."""

    folder: str
    files: Set[str]
    reason: str


def vanished(
    known: Digests, now: Digests, there: Set[str], settings: Settings, before: Set[str] = frozenset()
) -> list[Vanished]:
    """The folders that have lost all files of theirs that are `known`, at least `AT_ONCE`, in order of path.

    `now` holds the files that can be read, `there` the paths of all. Files that were lost `before` still are, whatever
    was put beside them since. The archive's own folder is not judged.
    """
    missing = known.keys() - there
    if len(missing) < AT_ONCE and before.isdisjoint(missing):
        return []
    alive = {folder for path in known.keys() & there for folder in folders_of(path)}
    groups = _lost_together(missing - _moved(missing, known, now), alive, before)
    if groups:
        trashed = _trashed(settings, {path: known[path] for path in missing})
        groups = _lost_together({path for files in groups.values() for path in files} - trashed, alive, before)
    return sorted(_vanished(folder, files, there, settings) for folder, files in groups.items())


def paths_there(found: Set[str], refused: Iterable[Unreadable], settings: Settings) -> Set[str]:
    """The paths `found` of files, and of those that are refused; a link to nothing is no file."""
    standing = {file.path for file in refused if os.path.exists(settings.archive / file.path)}  # noqa: PTH110 - never raises
    return found | {file_of(path) for path in found if "#" in path} | standing


def _lost_together(lost: Iterable[str], alive: Set[str], before: Set[str]) -> dict[str, set[str]]:
    """The files of each outermost folder that is not alive, where they are many; and all those lost before."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for path in lost:
        folders = [*(folder for folder in folders_of(path) if folder not in alive), *folders_of(path)[-1:]]
        if folders:
            groups[folders[0]].add(path)
    emptied = {folder for folder, files in groups.items() if len(files) >= AT_ONCE and folder not in alive}
    kept: defaultdict[str, set[str]] = defaultdict(set)
    for folder in sorted(groups):
        if files := groups[folder] if folder in emptied else groups[folder] & before:
            kept[next(outer for outer in folders_of(f"{folder}/") if outer in kept or outer == folder)] |= files
    return dict(kept)


def _moved(missing: Set[str], known: Digests, now: Digests) -> set[str]:
    """Those of the missing files whose bytes are at a new path; and those edited in a folder that was renamed."""
    new = now.keys() - known.keys()
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(new, reverse=True):
        homes[now[path]].append(path)
    moved = {path: homes[known[path]].pop() for path in sorted(missing) if homes[known[path]]}
    renamed = {_renamed(before, after) for before, after in moved.items()}
    return moved.keys() | {path for path in missing if not new.isdisjoint(_followed(path, renamed))}


def _renamed(before: str, after: str) -> tuple[str, str]:
    """What differs at the beginning of two paths: `a/` and `b/` for `a/x/y.txt` and `b/x/y.txt`."""
    then, now = before.split("/"), after.split("/")
    while then and now and then[-1] == now[-1]:
        then.pop()
        now.pop()
    return "".join(f"{part}/" for part in then), "".join(f"{part}/" for part in now)


def _followed(path: str, renamed: Iterable[tuple[str, str]]) -> list[str]:
    """Where the file at `path` would be, had it gone with one of the folders that were renamed."""
    return [after + path.removeprefix(before) for before, after in renamed if path.startswith(before)]


def _trashed(settings: Settings, lost: Digests) -> set[str]:
    """Those of the lost files that lie in the trash, byte for byte."""
    trash, found = settings.trash, set()
    with suppress(OSError):  # what can't be looked up was not removed, as far as is known
        for file in trash.rglob("*"):
            path = "/".join(file.relative_to(trash).parts[1:])
            if path in lost and checksum(file) == lost[path]:
                found.add(path)
    return found


def _vanished(folder: str, files: Set[str], there: Set[str], settings: Settings) -> Vanished:
    """Named by the innermost folder that all the files were in and that is still there, or else as a whole."""
    shared = os.path.commonpath([folders_of(path)[-1] for path in files])
    around = [inner for inner in (*folders_of(shared), shared) if len(inner) >= len(folder)]
    standing = [inner for inner in around if os.path.isdir(settings.archive / inner)]  # noqa: PTH112 - never raises
    if not standing:
        return Vanished(folder, files, "the folder is gone")
    filled = any(path.startswith(f"{standing[-1]}/") for path in there)
    return Vanished(standing[-1], files, "the folder holds none of them now" if filled else "the folder is empty")
