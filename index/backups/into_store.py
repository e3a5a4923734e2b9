"""Restoring into a store that hosts share: what a backup holds is put in the place of the objects that are there."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Final

from index.cite.ledger import Ledger
from index.generations import restored_days
from index.models.data_files import DataFile
from index.settings import Settings
from index.shared import synced
from index.shared.address import Address
from index.shared.opening import open_objects
from index.userdata.audit_log import AuditLog

_PATIENCE_S: Final = 30.0
_USER_DATA: Final = "userdata/"


def put_into_store(settings: Settings, store: Address, staged: Path, moment: str) -> str | None:
    """Puts all that is `staged` into the store; returns the address below which is what was there before, if anything.

    Citations, the audit log and trashed files join those that are there. Raises `IndexDataError` and `OSError`.
    """
    aside = _set_aside(store, moment)
    for file in sorted(staged.iterdir()):
        if file.name in synced.FILES:
            kept = synced.synced(settings.data / file.name)
            if kept is not None:
                kept.put_whole(file, _PATIENCE_S)
    _unite(settings, staged)
    return aside


def _set_aside(store: Address, moment: str) -> str | None:
    """Copies the store's user data to where a restore leaves it alone, but for erasures, which are only added to."""
    objects, folder = open_objects(store), f"{DataFile.BEFORE_RESTORE}/{moment}"
    keys = [key for key in objects.list(_USER_DATA) if key != f"{_USER_DATA}{DataFile.ERASURES}"]
    for key in keys:
        found = objects.get(key)
        if found is not None:
            objects.put(f"{folder}/{key.removeprefix(_USER_DATA)}", found.content)
    return store.under(folder) if keys else None


def _unite(settings: Settings, staged: Path) -> None:
    if (staged / DataFile.CITATIONS).exists():
        with (
            closing(Ledger(settings.data / DataFile.CITATIONS)) as ledger,
            closing(Ledger(staged / DataFile.CITATIONS)) as restored,
        ):
            ledger.unite(restored)
    if (staged / DataFile.BOT_AUDIT).exists():
        AuditLog(settings.data).unite((staged / DataFile.BOT_AUDIT).read_bytes().splitlines(keepends=True))
    if (staged / DataFile.TRASH).is_dir():
        shutil.copytree(staged / DataFile.TRASH, settings.trash, dirs_exist_ok=True)
    if (staged / DataFile.HISTORY).exists():
        restored_days.leave(settings.data, staged / DataFile.HISTORY)
