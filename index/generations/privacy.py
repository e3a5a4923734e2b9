"""Who may look into the data folder: its owner alone, or with the setting `group_access` its group as well.

It holds what people searched for, cited and kept, so this doesn't depend on the umask of whoever started first.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from index.files import GROUP_FILE, GROUP_FOLDER, PRIVATE_FILE, PRIVATE_FOLDER
from index.models.data_files import DataFile, is_foreign
from index.settings import Settings

PERSONAL: Final = (
    *(
        DataFile.CITATIONS,
        DataFile.CITED_TEXTS,
        DataFile.DOSSIERS,
        DataFile.SEARCHES,
        DataFile.WATCHES,
        DataFile.ERASURES,
        DataFile.DATES,
        DataFile.TOKENS,
        DataFile.BOT_AUDIT,
        DataFile.TRASH,
    ),
    DataFile.BEFORE_RESTORE,
)
"""What names people or holds their words, and is protected by itself as well."""


def protect(settings: Settings) -> str | None:
    """Keeps others out of the data folder, if there is one and it is ours; returns a line where it was open to them."""
    try:
        if not settings.data.is_dir() or settings.data.stat().st_uid != os.geteuid() or _is_foreign(settings.data):
            return None
        opened = [path for path in _private(settings.data) if _close(path, group=settings.group_access)]
        if settings.group_access:
            _open_to_group(settings.data)
    except OSError:  # on a read-only disk nothing is changed, and whoever needs to write says so
        return None
    if not opened:
        return None
    who = "you and its group" if settings.group_access else "you"
    otherwise = "" if settings.group_access else "; the setting group_access opens it to its group"
    return f"the data folder {settings.data} was open to others on this machine; now only {who} can use it{otherwise}"


def _is_foreign(data: Path) -> bool:
    """Whether it holds something other than an index, which is refused later and stays as it is."""
    return is_foreign([entry.name for entry in data.iterdir()])


def _private(data: Path) -> Iterator[Path]:
    """What must not be open to others."""
    yield data
    for name in PERSONAL:
        yield from (path for path in (data / f"{name}{ending}" for ending in ("", "-wal", "-shm")) if path.exists())


def _close(path: Path, *, group: bool) -> bool:
    """Takes from others what they may not have; whether they had it."""
    mode = stat.S_IMODE(path.stat().st_mode)
    whole = _wanted(path, group=group)
    if not mode & 0o077 & ~whole:
        return False
    path.chmod(whole)
    return True


def _wanted(path: Path, *, group: bool) -> int:
    if path.is_dir():
        return PRIVATE_FOLDER | (GROUP_FOLDER if group else 0)
    return PRIVATE_FILE | (GROUP_FILE if group else 0)


def _open_to_group(data: Path) -> None:
    """Gives the group what it needs of everything that is ours, whoever's library wrote it with what permissions."""
    for path in (data, *data.rglob("*")):
        facts = path.lstat()
        needed = GROUP_FOLDER if stat.S_ISDIR(facts.st_mode) else GROUP_FILE
        is_ours = facts.st_uid == os.geteuid() and not stat.S_ISLNK(facts.st_mode)
        if is_ours and stat.S_IMODE(facts.st_mode) & needed != needed:
            path.chmod(stat.S_IMODE(facts.st_mode) | needed)
