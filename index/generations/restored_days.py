"""The days of first indexing out of a backup, which wait in the data folder for the next reindex to take them up.

In a store that hosts share they are an object, since any host may be the next that indexes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from index.models.data_files import DataFile
from index.shared.address import store_of
from index.shared.opening import open_objects


def leave(data: Path, file: Path) -> None:
    """Leaves what a backup had for the next reindex."""
    store = store_of(data)
    if store is None:
        shutil.move(file, data / DataFile.HISTORY)
        return
    open_objects(store).put(DataFile.HISTORY, file.read_bytes())


def are_there(data: Path) -> bool:
    """Whether any wait; if so, they are in `data` now, whichever host restored them."""
    place, store = data / DataFile.HISTORY, store_of(data)
    if store is not None:
        found = open_objects(store).get(DataFile.HISTORY)
        place.unlink(missing_ok=True)
        if found is not None:
            place.write_bytes(found.content)
    return place.exists()


def forget(data: Path) -> None:
    """Removes them: the new generation has them."""
    (data / DataFile.HISTORY).unlink(missing_ok=True)
    store = store_of(data)
    if store is not None:
        open_objects(store).delete(DataFile.HISTORY)
