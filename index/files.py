"""Files written so that a crash leaves either the old file or the new one, whole."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from index.errors import DatelineError

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
GROUP_FOLDER: Final = 0o2070
"""What a folder grants to a group that works in it: new files are the group's, too."""
GROUP_FILE: Final = 0o060
"""What a private file grants to its owner, and to a group that works on it together."""

_CURES: Final = {
    errno.ENOENT: "check that its folder exists",
    errno.ENOTDIR: "check that its folder exists",
    errno.ENOSPC: "make room",
    errno.EDQUOT: "make room",
    errno.EROFS: "make its file system writable",
    errno.EACCES: "give write access",
    errno.EPERM: "give write access",
    errno.EIO: "check the disk",
}


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def real(path: Path) -> Path:
    """The path without links; those that lead in a circle stay (before Python 3.13 `Path.resolve` raises there)."""
    return Path(os.path.realpath(path))


def files_under(folder: Path) -> Iterator[Path]:
    """Every file under `folder`, in order; raises `OSError` for a folder that can't be listed (`rglob` passes over it).

    Links to folders are not followed. Where there is no such folder there are no files.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            raise error

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))


def make_private(path: Path) -> None:
    """Makes an empty file where there is none, read by its owner alone, or by its group where its folder is for one.

    This holds whatever the umask is.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
    except FileExistsError:
        return
    try:
        os.fchmod(handle, private_mode(path.parent))
    finally:
        os.close(handle)


def make_private_folder(path: Path) -> None:
    """Makes a folder where there is none, which is as private as a file there would be; its parent must be there."""
    try:
        path.mkdir(PRIVATE_FOLDER)
    except FileExistsError:
        return
    path.chmod(PRIVATE_FOLDER | (path.parent.stat().st_mode & GROUP_FOLDER))


def private_mode(folder: Path) -> int:
    """The permissions of a private file in `folder`: the owner's, and the group's as far as the folder is for it."""
    return PRIVATE_FILE | (folder.stat().st_mode & GROUP_FILE)


def os_cure(error: OSError) -> str:
    """What to do about it, for the end of a line: room is told as room, permission as permission."""
    return _CURES.get(error.errno or 0, "check the disk and its permissions")


def os_reason(error: OSError) -> str:
    """Why the system refused, in lower case: "permission denied"."""
    return (error.strerror or type(error).__name__).lower()


def write_durably(path: Path, text: str) -> None:
    """Writes `text` so that it is on the disk, whole, when this returns."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, text: str, *, durable: bool = False) -> None:
    """Puts `text` in the place of the file at `path` by one rename, so that nobody ever reads half of it.

    A `durable` file is on the disk when this returns. Raises `OSError`, and then the old file is what it was.
    """
    with replacing(path) as new:
        if durable:
            write_durably(new, text)
        else:
            new.write_text(text, "utf-8")
    if durable:
        sync_folder(path.parent)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name for a file that takes the place of the one at `path` by one rename, once the block has ended well."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        yield beside
        beside.replace(path)
    except BaseException:  # whatever interrupts it: nothing half-written is left
        beside.unlink(missing_ok=True)
        raise


def check_place(file: Path, data: Path, archive: Path, *, force: bool, error: type[DatelineError]) -> None:
    """Whether a file that somebody named may be made there; raises `error`.

    A file that is there may be replaced only with `force`.
    """
    place = real(file)
    if place.is_relative_to(real(data)):
        raise error(f"{file} lies in the data folder, with which it would be lost; name a file elsewhere")
    if place.is_relative_to(real(archive)):
        raise error(f"{file} lies in the archive; name a file elsewhere")
    if file.is_dir():
        raise error(f"{file} is a folder; name a file in it")
    if file.exists() and not file.is_file():  # renaming a file over a device would take the device away
        raise error(f"{file} is no regular file; name another one")
    if os.path.lexists(file) and not force:
        raise error(f"there is a file {file} already; name another one, or replace it with --force")


def beside(file: Path, ending: str) -> Path:
    """A file of this process in the folder of another one, or of what that one links to."""
    place = real(file)
    return place.with_name(f".{place.name}.{os.getpid()}{ending}")


@contextmanager
def written_whole(file: Path, mode: int) -> Iterator[IO[bytes]]:
    """A new file that takes the place of `file` once the block has ended well, and else is gone; raises `OSError`.

    A link stays, and what it leads to is written. `mode` is what the umask takes from.
    """
    new = beside(file, ".new")
    try:
        with os.fdopen(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode), "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(real(file))
        sync_folder(new.parent)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Brings a file's bytes, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Brings all under `folder` to the disk, since no rename may come before what it names."""
    for path in folder.rglob("*"):
        sync_folder(path)
    sync_folder(folder)
