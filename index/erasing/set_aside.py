"""What restores have set aside in a store that hosts share, at hand as in a data folder while it is erased from."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from index.files import make_private_folder
from index.models.data_files import DataFile
from index.shared import synced
from index.shared.address import store_of
from index.shared.objects import Objects
from index.shared.opening import open_objects

_KEY: Final = re.compile(rf"{DataFile.BEFORE_RESTORE}/\d+/[a-z-]+\.sqlite")


@contextmanager
def at_hand(data: Path) -> Iterator[None]:
    """Has all that was set aside in `data` while the block lasts; once it has ended well, changes go into the store.

    An ordinary data folder has it there anyway.
    """
    store = store_of(data)
    if store is None:
        yield
        return
    objects = open_objects(store)
    try:
        before = _fetched(objects, data)
        yield
        for key, content in before.items():
            now = (data / key).read_bytes()
            if now != content:
                objects.put(key, synced.pack(now))
    finally:
        shutil.rmtree(data / DataFile.BEFORE_RESTORE, ignore_errors=True)


def _fetched(objects: Objects, data: Path) -> dict[str, bytes]:
    """What each file holds, by the key of its object; those that are damaged or of others are passed over."""
    found = {}
    for key in filter(_KEY.fullmatch, objects.list(f"{DataFile.BEFORE_RESTORE}/")):
        one = objects.get(key)
        content = None if one is None else synced.unpack(one.content)
        if content is not None:
            make_private_folder((data / key).parents[1])
            make_private_folder((data / key).parent)
            (data / key).write_bytes(content)
            found[key] = content
    return found
