"""Since when each document is indexed: carried on into a new generation, since nobody can find it out again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from index.build.gather import Gathered
from index.generations import restored_days
from index.generations.data_folder import DataFolder
from index.storage import history
from index.storage.document_engine import Documents
from index.storage.history import Indexed


def write(data: DataFolder, previous: int | None, folder: Path, before: Documents | None, gathered: Gathered) -> None:
    """Writes the history of what was `gathered` into the `folder` of a new generation; raises `OSError`.

    `before` has the documents of the `previous` one.
    """
    now, restored = dt.datetime.now(dt.UTC), restored_days.are_there(data.path)
    digests = {document.path: document.sha256 for document in gathered.cuts.documents()}
    if before and gathered.staying:
        if not restored and history.carry(before.folder, folder, gathered.gone_from(before), digests, now):
            return
        digests |= {path: sha256 for path, sha256 in before.digests().items() if path in gathered.staying}
    history.write(folder, history.carried_on(_known(data, previous), digests, now))


def _known(data: DataFolder, previous: int | None) -> dict[str, Indexed]:
    """What the generation before says, or else the newest that still does: its other faults don't matter here."""
    numbers = [] if previous is None else [previous]
    found = (history.find(data.folder(number)) for number in (*numbers, *reversed(data.whole())))
    known = next((known for known in found if known is not None), {})
    return history.united(known, history.read(data.path))  # as well what was restored from a backup
