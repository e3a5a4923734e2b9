"""The files of an archive: which are to be read and which are refused.

Left out without a word: hidden files and folders (their names begin with a dot) and a README at the top, which
tells people of the archive. A link to a folder inside the archive is not followed, since that folder is read where
it lies.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import ArchiveError
from index.models.documents import Unreadable
from index.models.values import Value
from index.read.faults import UnfitError
from index.settings import Settings

ABOUT_THE_ARCHIVE = frozenset({"README", "README.txt", "README.md"})
UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories no name may hold: controls, halves of characters (undecodable bytes), line separators."""


class SourceFile(Value):
    """One file of the archive as it was found. `path` is relative, with `/`; `sha256` is of its bytes, in hex."""

    path: str
    absolute: Path
    size: int
    sha256: str


def scan(archive: Path, settings: Settings) -> tuple[list[SourceFile], list[Unreadable]]:
    """All files under `archive` in order of path, and those that are refused with the reason.

    Raises `ArchiveError` if there is no such folder or it may not be read.
    """
    walk = _Walk(_root(archive), settings)
    walk.run()
    sources = sorted(walk.sources, key=lambda one: one.path)
    kept, clashing = _without_clashes(sources)
    return kept, sorted(walk.refused + clashing, key=lambda one: one.path)


def find(archive: Path, path: str, settings: Settings) -> SourceFile | Unreadable | None:
    """The one file at `path` by the rules of `scan`: None where there is none, or none that it would look at.

    Raises `ArchiveError` if there is no such folder or it may not be read.
    """
    root = Path(os.path.realpath(archive))
    if not root.is_dir() or not os.access(root, os.R_OK | os.X_OK):
        _root(archive)
    walk = _Walk(root, settings)
    *folders, name = path.split("/")
    if path in ABOUT_THE_ARCHIVE or any(part.startswith(".") or not part for part in (*folders, name)):
        return None
    ways = ("/".join(folders[:depth]) for depth in range(1, len(folders) + 1))
    if any((walk.root / way).is_symlink() for way in ways) or not os.path.lexists(walk.root / path):
        return None
    walk.take(path)
    return walk.sources[0] if walk.sources else walk.refused[0] if walk.refused else None


def file_of(path: str) -> str:
    """The path of the file that the document at `path` may be a part of: `box.mbox` for `box.mbox#2`."""
    return _part_of(path) or path


def printable(path: str) -> str:
    """A path on one line: what can't be printed is escaped."""
    return "".join(_escaped(one) if unicodedata.category(one) in UNPRINTABLE else one for one in path)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _root(archive: Path) -> Path:
    if not archive.exists():
        raise ArchiveError(f"there is no archive folder {archive}; create it or name another with --archive")
    if not archive.is_dir():
        raise ArchiveError(f"the archive {archive} is not a folder; name the folder that holds the documents")
    try:
        next(archive.iterdir(), None)
    except OSError as error:
        raise ArchiveError(f"the archive {archive} can't be read ({_words(error)}); check its permissions") from error
    return Path(os.path.realpath(archive))


def _words(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _without_clashes(sources: list[SourceFile]) -> tuple[list[SourceFile], list[Unreadable]]:
    """`box.mbox#2` is how the second message of `box.mbox` is named, so no file beside it may bear that name."""
    paths = {one.path for one in sources}
    clashing = [one for one in sources if _part_of(one.path) in paths]
    names = {one.path for one in clashing}
    lines = [
        Unreadable(path=one.path, reason=f"it is named like a part of {_part_of(one.path)}; rename it")
        for one in clashing
    ]
    return [one for one in sources if one.path not in names], lines


def _part_of(path: str) -> str | None:
    whole, _, number = path.rpartition("#")
    return whole if whole and number.isdecimal() else None


@dataclass
class _Walk:
    root: Path
    settings: Settings
    sources: list[SourceFile] = field(default_factory=list)
    refused: list[Unreadable] = field(default_factory=list)

    def run(self) -> None:
        folders = [""]
        while folders:
            folders += self._folder(folders.pop())

    def _folder(self, folder: str) -> list[str]:
        """Takes up the files in `folder` (relative to the root) and tells which folders are in it."""
        deeper = []
        try:
            with os.scandir(self.root / folder) as found:
                entries = sorted(found, key=lambda one: one.name)
        except OSError as error:
            self._refuse(folder, f"the folder can't be opened ({_words(error)}); check its permissions")
            return []
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name.startswith(".") or path in ABOUT_THE_ARCHIVE:
                continue
            if self.take(path):
                deeper.append(path)
        return deeper

    def take(self, path: str) -> bool:
        """Takes up or refuses what is at `path`; True if it is a folder to enter."""
        try:
            return self._take(path)
        except UnfitError as error:
            self._refuse(path, str(error))
        except OSError as error:
            self._refuse(path, f"it can't be opened ({_words(error)}); check its permissions")
        return False

    def _take(self, path: str) -> bool:
        if any(unicodedata.category(one) in UNPRINTABLE for one in path.rpartition("/")[2]):
            raise UnfitError("its name holds a line break or another character that can't be printed; rename it")
        place = self.root / path
        linked = place.is_symlink()
        target = self._within(path) if linked else place
        facts = target.stat()
        if stat.S_ISDIR(facts.st_mode):
            return not linked
        if not stat.S_ISREG(facts.st_mode):
            raise UnfitError("it is neither a file nor a folder; remove it from the archive")
        self._check_size(facts.st_size)
        with target.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self.sources.append(SourceFile(path=path, absolute=target, size=facts.st_size, sha256=digest))
        return False

    def _within(self, path: str) -> Path:
        """Where a link leads, if that is in the archive."""
        try:
            target = Path(os.path.realpath(self.root / path, strict=True))
        except OSError as error:
            raise UnfitError(f"it is a link that leads nowhere ({_words(error)}); remove it") from error
        if not target.is_relative_to(self.root):
            raise UnfitError("it is a link that leads out of the archive; put a copy of the file there instead")
        return target

    def _check_size(self, size: int) -> None:
        if size > self.settings.max_file_bytes:
            raise UnfitError(
                f"it is larger than {self.settings.max_file_mib} MiB; split it or raise the setting max_file_mib"
            )

    def _refuse(self, path: str, reason: str) -> None:
        self.refused.append(Unreadable(path=printable(path) or ".", reason=reason))
