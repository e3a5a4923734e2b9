"""The walk through an archive's folders: each file is looked at once, and taken or refused with the reason.

`left_out` says which names are skipped. A link to a folder inside the archive is not followed, since that folder is
read in its own place. Refused, whatever they are called, are files whose bytes were erased for good.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from index.errors import ArchiveError
from index.files import os_reason
from index.models.documents import Unreadable
from index.models.erasures import Erased
from index.read.left_out import is_about_the_archive, is_hidden, is_of_the_system, none_is_suspect
from index.read.protocol import NotOpenedError, SourceFile, UnreadableError, cant_open, check_size
from index.read.stat_cache import StatCache
from index.settings import Settings
from index.userdata.erasures import Erasures, erased_on

Digest = Callable[[str, os.stat_result], str]
"""SHA-256 of the file at a path, whose facts were just looked at, in hex; raises `OSError`."""

UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories no name may hold: controls, halves of characters (undecodable bytes), line separators."""


def printable(path: str) -> str:
    """A path on one line: what can't be printed is escaped."""
    return "".join(
        _escaped(character) if unicodedata.category(character) in UNPRINTABLE else character for character in path
    )


def folders_of(path: str) -> list[str]:
    """The folders that `path` lies in, the outermost first: `a` and `a/b` for `a/b/c.txt`."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def still_erased(erased: Erased) -> UnreadableError:
    """The error for a file with bytes that were erased."""
    line = f"it was {erased_on(erased)} and is not read again; remove the file, or"
    return UnreadableError(
        f"{line} allow it: dateline erase --allow PATH", chat=f"{line} ask whoever runs me to allow it"
    )


def unreadable_root(archive: Path, error: OSError) -> ArchiveError:
    """The error for an archive that can't be listed."""
    return ArchiveError(f"the archive {archive} can't be read ({os_reason(error)}); check its permissions")


def _cant_open_folder(error: OSError) -> str:
    return f"the folder can't be opened ({os_reason(error)}); check its permissions"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


@dataclass
class Walk:
    """One walk from `root`, a path without links; what it comes to is in `sources`, `refused` and `left_out`.

    `cache`, if given, knows files by what a look at them says, and `digest` computes those of the others. Of files that
    hold what is `expected` of the one at their path, a SHA-256, only the path is noted, in `same`.
    """

    root: Path
    settings: Settings
    digest: Digest
    cache: StatCache | None = None
    expected: Mapping[str, str] = field(default_factory=dict)
    sources: list[SourceFile] = field(default_factory=list)
    same: set[str] = field(default_factory=set)
    refused: list[Unreadable] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @cached_property
    def _inside(self) -> str:
        """What comes before a path in the archive to make it one of this machine."""
        return f"{self.root}/"

    @cached_property
    def _most_bytes(self) -> int:
        return self.settings.max_file_bytes

    @cached_property
    def _erased(self) -> dict[str, Erased]:
        """By the SHA-256 of their bytes, the files that are not to be read again."""
        return Erasures(self.settings.data).refused()

    def run(self) -> None:
        """Takes or refuses every file."""
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

    def take(self, path: str, entry: os.DirEntry[str] | None = None) -> bool:
        """Takes or refuses the file at `path`; True if it is a folder to enter. `entry` is its own in its folder."""
        try:
            return self._take(path, entry)
        except NotOpenedError as error:
            self._refuse(path, str(error), error.os_fault)
        except UnreadableError as error:
            self._refuse(path, str(error), chat=error.chat)
        except OSError as error:
            self._refuse(path, cant_open(error), os_reason(error))
        return False

    def _folder(self, folder: str) -> list[str]:
        """Takes the files in `folder` (relative to the root); returns the folders in it."""
        try:
            with _listed(self.root / folder) as entries:
                return self._entries(folder, entries)
        except OSError as error:
            if not folder:
                raise unreadable_root(self.root, error) from error
            self._refuse(folder, _cant_open_folder(error), os_reason(error))
            return []

    def _entries(self, folder: str, entries: list[os.DirEntry[str]]) -> list[str]:
        if self.cache:
            self.cache.enter(folder)
        before, deeper = f"{folder}/" if folder else "", []
        known = self._known if none_is_suspect([entry.name for entry in entries]) else _nothing_known
        while entries:  # each goes when it was looked at, with the facts it keeps of its file
            entry = entries.pop()
            path = before + entry.name
            if known(path, entry):
                continue
            if not self._leaves_out(entry, path) and self.take(path, entry):
                deeper.append(path)
        return deeper

    def _known(self, path: str, entry: os.DirEntry[str]) -> bool:
        """Takes the file at `path`, which has a name like most, if it looks as it did when it was hashed."""
        try:
            facts = entry.stat(follow_symlinks=False)
        except OSError:  # `take` says so
            return False
        digest = self.cache.known(entry.name, facts) if self.cache else None
        if digest is None or digest in self._erased or facts.st_size > self._most_bytes:
            return False
        self._put(path, self._inside + path, facts.st_size, digest)
        return True

    def _leaves_out(self, entry: os.DirEntry[str], path: str) -> bool:
        if is_hidden(entry.name) or is_about_the_archive(path):
            return True
        folder = _is_folder(entry)
        if not is_of_the_system(entry.name, folder=folder):
            return False
        self.left_out.append(printable(path) + "/" * folder)
        return True

    def _take(self, path: str, entry: os.DirEntry[str] | None) -> bool:
        _check_name(entry.name if entry else path.rpartition("/")[2])
        place = self._inside + path
        facts = entry.stat(follow_symlinks=False) if entry else os.lstat(place)
        if not stat.S_ISREG(facts.st_mode):
            if stat.S_ISDIR(facts.st_mode):
                return True
            place, facts = self._led_to(path, facts)
            if stat.S_ISDIR(facts.st_mode):
                return False
        if facts.st_size > self._most_bytes:
            check_size(facts.st_size, self.settings)
        digest = self.cache.digest(path, place, facts) if self.cache else self.digest(place, facts)
        if self._erased and digest in self._erased:
            raise still_erased(self._erased[digest])
        self._put(path, place, facts.st_size, digest)
        return False

    def _put(self, path: str, place: str, size: int, digest: str) -> None:
        if self.expected.get(path) == digest:
            self.same.add(path)
        else:
            self.sources.append(SourceFile(path, place, size, digest))

    def _led_to(self, path: str, facts: os.stat_result) -> tuple[str, os.stat_result]:
        """The file or folder that the link at `path` leads to, and its facts; raises for all that is neither."""
        place = self._linked_file(path) if stat.S_ISLNK(facts.st_mode) else self.root / path
        facts = place.stat()
        if not (stat.S_ISREG(facts.st_mode) or stat.S_ISDIR(facts.st_mode)):
            raise UnreadableError("it is neither a file nor a folder; remove it from the archive")
        return str(place), facts

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


def _nothing_known(path: str, entry: os.DirEntry[str]) -> bool:
    return False


def _check_name(name: str) -> None:
    """Raises `UnreadableError` for a name that can't be printed on a line."""
    if name.isascii() and name.isprintable():  # true of most, and soon known
        return
    if any(unicodedata.category(character) in UNPRINTABLE for character in name):
        raise UnreadableError("its name holds a line break or another character that can't be printed; rename it")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # `take` says so
        return False


@contextmanager
def _listed(folder: Path) -> Iterator[list[os.DirEntry[str]]]:
    """What is in a folder, to be looked at while the block lasts; raises `OSError` where it can't be listed.

    Its handle spares the system the way to the folder at each file.
    """
    _enter(folder)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(handle) as scanned:
            entries = list(scanned)
        yield entries
    finally:
        os.close(handle)


def _enter(folder: Path) -> None:
    """Raises `OSError` for a folder whose names may be listed, but nothing in it looked at."""
    os.stat(f"{folder}/.")  # noqa: PTH116 - a `Path` drops the dot
