"""Erasures that were begun: their words and files go before a build, and what has them in the index after it.

Every act can be done again, so that an erasure that was killed is finished by the next reindex.
"""

from __future__ import annotations

import fcntl
import shutil
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from index.build import pruning
from index.erasing import dates, files, held, set_aside, watches, words
from index.errors import ArchiveError, IndexDataError, NoIndexError
from index.generations.data_folder import DataFolder
from index.generations.manifest import MANIFEST_FILE
from index.models.erasures import Erasure
from index.read.page_cache import PageCache
from index.settings import Settings
from index.storage.opening import is_shared
from index.userdata.erasures import Erasures

READERS_LEAVE_S: Final = 5.0
"""How long a generation that is erased waits for who reads it; a bot that is asked goes on to another in a second."""
_STEP_S: Final = 0.1


def begin(settings: Settings, data: DataFolder) -> tuple[list[Erasure], list[str]]:
    """Takes words and files of every erasure that is not done away; returns those erasures, and what went wrong.

    What has come back into the ledger of others, such as by a copy of an old one, goes again too. Needs the lock.
    """
    faults = []
    for erasure in Erasures(settings.data).every():
        try:
            if erasure.done:
                words.erase_again(data, erasure)
                dates.forget(data.path, erasure)
                watches.forget(data.path, erasure)
            else:
                erase(settings, data, erasure)
        except (ArchiveError, IndexDataError) as error:
            faults.append(f"an erasure is not done: {error}")
    return Erasures(settings.data).pending(), list(dict.fromkeys(faults))


def erase(settings: Settings, data: DataFolder, erasure: Erasure) -> None:
    """Takes the words of an erasure out of the ledger, its files out of archive and trash.

    Its dates and its matches of watches go out of theirs.
    """
    with set_aside.at_hand(settings.data), ExitStack() as stack:  # whatever fails, the others go
        stack.callback(files.remove, settings, erasure)
        stack.callback(dates.forget, settings.data, erasure)
        stack.callback(watches.forget, settings.data, erasure)
        Erasures(settings.data).add_citations(erasure.key, words.erase(data, erasure))


def needs_reindex(data: DataFolder, erasure: Erasure) -> bool:
    """Whether the generation that serves has what is erased."""
    serving = _serving(data)
    return serving is not None and held.holds(serving, erasure.digests)


def finish(settings: Settings, data: DataFolder) -> None:
    """Removes every index that has what is erased, and then the last bytes of it. Needs the lock.

    An erasure stays begun where the generation that serves still has it: then a reindex must come first.
    """
    store = Erasures(settings.data)
    ready = [erasure for erasure in store.pending() if not needs_reindex(data, erasure)]
    if not ready:
        return
    with set_aside.at_hand(data.path):
        for erasure in ready:
            dates.forget(data.path, erasure)
            watches.forget(data.path, erasure)
            store.add_citations(erasure.key, words.erase(data, erasure))  # compared with what serves now
            _remove_indexes(data, erasure)
        if data.is_mirror:
            from index.build.tables import tidy  # noqa: PLC0415 (needs a package that not all have)

            tidy(data)
        pruning.scrub(data)
        PageCache(data.path).forget({name for erasure in ready for name in erasure.digests})
        words.scrub(data.path)
    for erasure in ready:
        if not needs_reindex(data, erasure) and not files.left(settings.archive, erasure):
            store.finish(erasure.key)


def _remove_indexes(data: DataFolder, erasure: Erasure) -> None:
    for index in held.indexes(data.path):
        if held.holds(index, erasure.digests) or (is_shared(index) and index != _serving(data)):
            _remove(data, index)


def _remove(data: DataFolder, index: Path) -> None:
    """Removes an index, even if somebody reads it still after a while."""
    manifest = index / MANIFEST_FILE
    deadline = time.monotonic() + READERS_LEAVE_S
    if manifest.exists():
        with manifest.open("rb") as file:
            while not _locked(file.fileno()) and time.monotonic() < deadline:
                time.sleep(_STEP_S)
            if index == _serving(data):  # asked last: somebody may have rolled back to it just now
                raise IndexDataError("what is erased was made current again meanwhile; run: dateline index")
            if data.is_mirror:
                data.forget(int(index.name))
            manifest.unlink(missing_ok=True)  # first: what is left by a crash from here on is unfinished
    shutil.rmtree(index, ignore_errors=data.is_mirror)


def _serving(data: DataFolder) -> Path | None:
    try:
        return data.folder(data.current())
    except NoIndexError:
        return None


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
