"""Files written so that a crash leaves either the old file or the new one, whole."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
