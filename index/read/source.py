"""The files of an archive: which are read and which are refused.

`left_out` says which names are skipped. A link to a folder inside the archive is not followed, since that folder is
read in its own place. Refused, whatever they are called, are files whose bytes were erased for good.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from index.errors import ArchiveError
from index.files import checksum, os_reason
from index.models.documents import Unreadable
from index.models.erasures import Erased
from index.read.left_out import is_about_the_archive, is_hidden, is_left_out, is_of_the_system
from index.read.protocol import NotOpenedError, SourceFile, UnreadableError
from index.settings import Settings
from index.userdata.erasures import Erasures, erased_on

Digest = Callable[[Path, os.stat_result], str]
"""SHA-256 of the file at a path, whose facts were just looked at, in hex; raises `OSError`."""


def _computed(path: Path, facts: os.stat_result) -> str:
    return checksum(path)


UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories no name may hold: controls, halves of characters (undecodable bytes), line separators."""


def scan(
    archive: Path, settings: Settings, digest: Digest = _computed, left_out: list[str] | None = None
) -> tuple[list[SourceFile], list[Unreadable]]:
    """All files under `archive` in order of path, and those that are refused with the reason.

    What systems and editors left there is added to `left_out`; of a folder only its path, which then ends with a slash.
    Raises `ArchiveError` if there is no such folder or it may not be read.
    """
    walk = _Walk(_root(archive), settings, digest)
    walk.run()
    if left_out is not None:
        left_out += sorted(walk.left_out)
    sources = sorted(walk.sources, key=lambda source: source.path)
    kept, clashing = _without_clashes(sources)
    return kept, sorted(walk.refused + clashing, key=lambda refused: refused.path)


def find(archive: Path, path: str, settings: Settings, digest: Digest = _computed) -> SourceFile | Unreadable | None:
    """The file at `path` by the rules of `scan`: None where there is none, or one that `scan` would skip.

    Raises `ArchiveError` if there is no such folder or it may not be read.
    """
    root = Path(os.path.realpath(archive))
    if not os.path.isdir(root) or not os.access(root, os.R_OK | os.X_OK):  # noqa: PTH112 - never raises
        _root(archive)
    walk = _Walk(root, settings, digest)
    if is_left_out(path) or not all(path.split("/")):
        return None
    if walk.reaches(path):
        walk.take(path)
    return walk.sources[0] if walk.sources else walk.refused[0] if walk.refused else None


def file_of(path: str) -> str:
    """The path of the file that the document at `path` may be a part of: `box.mbox` for `box.mbox#2`."""
    return _containing_file(path) or path


def printable(path: str) -> str:
    """A path on one line: what can't be printed is escaped."""
    return "".join(
        _escaped(character) if unicodedata.category(character) in UNPRINTABLE else character for character in path
    )


def folders_of(path: str) -> list[str]:
    """The folders that `path` lies in, the outermost first: `a` and `a/b` for `a/b/c.txt`."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def places_of(path: str) -> list[str]:
    """What must be opened to read the document at `path`: folders, and the file that it is or is a part of."""
    return [*folders_of(path), file_of(path), path]


def check_size(size: int, settings: Settings) -> None:
    """Raises `UnreadableError` for a file of more bytes than the settings allow."""
    if size > settings.max_file_bytes:
        raise UnreadableError(
            f"it is larger than {settings.max_file_mib} MiB; split it or raise the setting max_file_mib"
        )


def still_erased(erased: Erased) -> UnreadableError:
    """The error for a file with bytes that were erased."""
    line = f"it was {erased_on(erased)} and is not read again; remove the file, or"
    return UnreadableError(
        f"{line} allow it: dateline erase --allow PATH", chat=f"{line} ask whoever runs me to allow it"
    )


def cant_open(error: OSError) -> str:
    """The reason for a file that can't be opened."""
    return f"it can't be opened ({os_reason(error)}); check its permissions"


def _cant_open_folder(error: OSError) -> str:
    return f"the folder can't be opened ({os_reason(error)}); check its permissions"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _root(archive: Path) -> Path:
    try:
        if not archive.exists():
            raise ArchiveError(f"there is no archive folder {archive}; create it or name another with --archive")
        if not archive.is_dir():
            raise ArchiveError(f"the archive {archive} is not a folder; name the folder that holds the documents")
        next(archive.iterdir(), None)
    except OSError as error:
        raise _unreadable_root(archive, error) from error
    return Path(os.path.realpath(archive))


def _unreadable_root(archive: Path, error: OSError) -> ArchiveError:
    return ArchiveError(f"the archive {archive} can't be read ({os_reason(error)}); check its permissions")


def _without_clashes(sources: list[SourceFile]) -> tuple[list[SourceFile], list[Unreadable]]:
    """The second message of `box.mbox` is named `box.mbox#2`, so no file beside it may have that name."""
    paths = {source.path for source in sources}
    clashing = {
        source.path: file for source in sources if (file := _containing_file(source.path)) is not None and file in paths
    }
    refused = [
        Unreadable(path=path, reason=f"it is named like a part of {file}; rename it") for path, file in clashing.items()
    ]
    return [source for source in sources if source.path not in clashing], refused


def _containing_file(path: str) -> str | None:
    file, _, number = path.rpartition("#")
    return file if file and number.isdecimal() else None


@dataclass
class _Walk:
    root: Path
    settings: Settings
    digest: Digest
    sources: list[SourceFile] = field(default_factory=list)
    refused: list[Unreadable] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @cached_property
    def erased(self) -> dict[str, Erased]:
        """By the SHA-256 of their bytes, the files that are not to be read again."""
        return Erasures(self.settings.data).refused()

    def run(self) -> None:
        folders = [""]
        while folders:
            folders += self._folder(folders.pop())

    def reaches(self, path: str) -> bool:
        """Whether there is something at `path` that `run` would come to; a folder that keeps from it is refused."""
        for folder in folders_of(path):
            try:
                if stat.S_ISLNK(os.lstat(self.root / folder).st_mode):
                    return False
                _enter(self.root / folder)
            except (FileNotFoundError, NotADirectoryError):
                return False
            except OSError as error:
                self._refuse(folder, _cant_open_folder(error), os_reason(error))
                return False
        try:
            os.lstat(self.root / path)
        except OSError as error:
            if not isinstance(error, FileNotFoundError | NotADirectoryError):
                self._refuse(path, cant_open(error), os_reason(error))
            return False
        return True

    def _folder(self, folder: str) -> list[str]:
        """Takes the files in `folder` (relative to the root); returns the folders in it."""
        deeper = []
        try:
            _enter(self.root / folder)
            with os.scandir(self.root / folder) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError as error:
            if not folder:
                raise _unreadable_root(self.root, error) from error
            self._refuse(folder, _cant_open_folder(error), os_reason(error))
            return []
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not self._leaves_out(entry, path) and self.take(path):
                deeper.append(path)
        return deeper

    def _leaves_out(self, entry: os.DirEntry[str], path: str) -> bool:
        if is_hidden(entry.name) or is_about_the_archive(path):
            return True
        folder = _is_folder(entry)
        if not is_of_the_system(entry.name, folder=folder):
            return False
        self.left_out.append(printable(path) + "/" * folder)
        return True

    def take(self, path: str) -> bool:
        """Takes or refuses the file at `path`; True if it is a folder to enter."""
        try:
            return self._take(path)
        except NotOpenedError as error:
            self._refuse(path, str(error), error.os_fault)
        except UnreadableError as error:
            self._refuse(path, str(error), chat=error.chat)
        except OSError as error:
            self._refuse(path, cant_open(error), os_reason(error))
        return False

    def _take(self, path: str) -> bool:
        name = path.rpartition("/")[2]
        plain = name.isascii() and name.isprintable()  # true of most, and soon known
        if not plain and any(unicodedata.category(character) in UNPRINTABLE for character in name):
            raise UnreadableError("its name holds a line break or another character that can't be printed; rename it")
        target = self.root / path
        facts = target.lstat()
        linked = stat.S_ISLNK(facts.st_mode)
        if linked:
            target = self._linked_file(path)
            facts = target.stat()
        if stat.S_ISDIR(facts.st_mode):
            return not linked
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableError("it is neither a file nor a folder; remove it from the archive")
        check_size(facts.st_size, self.settings)
        digest = self.digest(target, facts)
        if erased := self.erased.get(digest):
            raise still_erased(erased)
        self.sources.append(SourceFile(path=path, absolute=target, size=facts.st_size, sha256=digest))
        return False

    def _linked_file(self, path: str) -> Path:
        """What a link points to, if that is in the archive."""
        try:
            target = Path(os.path.realpath(self.root / path, strict=True))
        except OSError as error:
            reason = f"it is a link to nothing ({os_reason(error)}); remove it"
            if isinstance(error, FileNotFoundError | NotADirectoryError):
                raise UnreadableError(reason) from error
            raise NotOpenedError(reason if error.errno == errno.ELOOP else cant_open(error), error) from error
        if not target.is_relative_to(self.root):
            raise UnreadableError("it is a link out of the archive; replace it with a copy of the file")
        return target

    def _refuse(self, path: str, reason: str, os_fault: str | None = None, *, chat: str | None = None) -> None:
        self.refused.append(Unreadable(path=printable(path), reason=reason, chat=chat, os_fault=os_fault))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # `take` says so
        return False


def _enter(folder: Path) -> None:
    """Raises `OSError` for a folder whose names may be listed, but nothing in it looked at."""
    os.stat(f"{folder}/.")  # noqa: PTH116 - a `Path` drops the dot
