"""Names that files and folders of the archive are given by people: what is safe, and what would be. Pure."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from typing import Final

from index.errors import ArchiveError

MAX_NAME_BYTES: Final = 120
"""Of a file or folder that is added; file systems allow 255."""
_SAFE_MARKS: Final = frozenset(" _.,()+&'-")


def safe(name: str) -> str:
    """A name without folders, control characters and what confuses shells, systems and people."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    spaced = " ".join(last.split())
    plain = "".join(char if _is_safe(char) else "-" for char in spaced).strip(" .-")
    stem, suffix = PurePosixPath(plain).stem, PurePosixPath(plain).suffix
    while len((stem + suffix).encode()) > MAX_NAME_BYTES and stem:
        stem = stem[:-1]
    if not stem.strip():
        raise ArchiveError("the name can't be used; give the file a plain name with letters or digits", shown=True)
    return stem.rstrip() + suffix


def safe_folder(name: str) -> str:
    """The same for a folder, which is one at the top of the archive: its slashes are no better than other marks."""
    try:
        return safe("-".join(name.replace("\\", "/").strip("/").split("/")))
    except ArchiveError as error:
        raise ArchiveError(
            "the folder can't be called so; give it a plain name with letters or digits", shown=True
        ) from error


def refuse_other(kind: str, name: str, would_do: str) -> None:
    """Raises unless `name` is the safe one; how its accents are encoded is no difference that people see."""
    if unicodedata.normalize("NFC", name) != would_do:
        raise ArchiveError(f"the {kind} can't be called “{name}”; “{would_do}” would do", shown=True)


def _is_safe(char: str) -> bool:
    return char.isalnum() or char in _SAFE_MARKS or unicodedata.category(char).startswith("M")
