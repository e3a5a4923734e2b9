"""The first index of an archive: made here, or awaited where another process or host makes it already."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

from index.build import process
from index.errors import BusyError, LeaseLostError
from index.generations.data_folder import DataFolder
from index.generations.others import OtherBuilder
from index.models.reports import Step
from index.settings import Settings

log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 0.5


def index_first(
    settings: Settings,
    show: Callable[[Step], None],
    tell: Callable[[str], None],
    *,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Has the archive indexed, which has no index yet; raises the `DatelineError` that its reindex ended with.

    Steps of a reindex here are `show`n. Where another one runs, that is awaited, which one line `tell`s; should it end
    with nothing to serve, this process reindexes after all.
    """
    data, other = DataFolder(settings.data), OtherBuilder(settings.data)
    is_told = False
    while True:
        builder = other.name()  # asked first: what it made is published before anybody else may build
        if builder is None:
            data.refresh()
        if data.whole():
            return
        if builder is None and _indexed(settings, show):
            return
        if builder is not None and not is_told:
            tell(f"this archive is already being indexed, {builder}; waiting until that is done")
            is_told = True
        wait(LOOK_EVERY_S)


def _indexed(settings: Settings, show: Callable[[Step], None]) -> bool:
    """Whether the archive was indexed here; False where another builder was quicker."""
    try:
        process.Reindexing.start(settings).attend(show)
    except (BusyError, LeaseLostError) as error:
        log.debug("another builder was quicker: %s", error)
        return False
    return True
