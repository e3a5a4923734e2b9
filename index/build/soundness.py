"""Which generation a reindex builds upon, and whether what it takes over of that is what was written.

Generations share files, and damage in one may be in another that nobody has noticed it in yet: where any generation is
damaged, all that would be taken over is read.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from index.errors import IndexDataError, NoIndexError, UnreadableDataError
from index.generations.data_folder import DataFolder
from index.generations.integrity import Fault, fault_among
from index.storage import ARCHIVE_FILE, TABLES_FILE
from index.storage.order import ORDER_FILE, STARTS_FILE
from index.storage.segments import LAYOUT_FILE

_OF_DOCUMENTS: Final = (ARCHIVE_FILE, STARTS_FILE, ORDER_FILE, LAYOUT_FILE, TABLES_FILE)


def previous(data: DataFolder, *, marking: bool = False) -> int | None:
    """The generation that serves now, or else the newest one, whose documents are what was written.

    With `marking`, one that is found damaged is marked so.
    """
    candidates = sorted(data.whole(), reverse=True)
    with suppress(NoIndexError, UnreadableDataError):
        candidates.insert(0, data.current())
    return next((number for number in candidates if _fit(data, number, marking)), None)


def fault(data: DataFolder, number: int) -> Fault | None:
    """A fault of any of a generation's files."""
    return _fault(data, number, ("",))


def _fit(data: DataFolder, number: int, marking: bool) -> bool:
    return _is_sound(data, number, marking) or (data.mended(number) and _is_sound(data, number, marking))


def _is_sound(data: DataFolder, number: int, marking: bool) -> bool:
    try:
        found = _fault(data, number, _OF_DOCUMENTS)
    except IndexDataError:
        return False
    if marking and found and found.damage and data.damage(number) is None:
        data.mark_damaged(number, found.line)
    return found is None


def _fault(data: DataFolder, number: int, endings: tuple[str, ...]) -> Fault | None:
    manifest = data.manifest(number)
    suspect = any(data.damage(each) for each in data.whole())
    names = [name for name in manifest.files if name.endswith(endings)]
    return fault_among(data.folder(number), manifest, names, whole=suspect)
