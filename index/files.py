"""Files written so that a crash leaves either the old file or the new one, whole."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

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
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        if durable:
            write_durably(beside, text)
        else:
            beside.write_text(text, "utf-8")
        beside.replace(path)
    except BaseException:  # whatever interrupts it: nothing half-written is left
        beside.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


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
