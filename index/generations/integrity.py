"""Whether a generation's files are what was written: sizes and small files always, all of them when asked to.

A vector index or a text store may take gigabytes, and reading them all would keep a search waiting. So on opening
every size is compared and files are read up to `QUICK_BYTES`, the smallest first. What is in the rest is compared
record by record when it is shown.

Only bytes that differ, or are gone, are damage. A file that can't be read just now says nothing of what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from index.errors import IndexDataError, UnreadableDataError
from index.files import checksum, os_reason
from index.generations.data_folder import DataFolder
from index.generations.manifest import Manifest, damaged
from index.storage.opening import record_faults

QUICK_BYTES = 16 * 1024 * 1024
"""What is read on every opening: about 40 ms with the hash."""


class Fault(NamedTuple):
    """What is wrong with a file, in words; `damage` is False where it could not be read."""

    line: str
    damage: bool


def check_files(data: DataFolder, number: int, manifest: Manifest, folder: Path | None = None) -> None:
    """Raises `IndexDataError` where a generation is marked as damaged, or a fault is found quickly.

    `folder` is that of a generation that is not published yet.
    """
    line = data.damage(number)
    fault = None if line else quick_fault(folder or data.folder(number), manifest)
    if fault and not fault.damage:
        raise UnreadableDataError(f"generation {number} can't be used: {fault.line}; give read access")
    if line or fault:
        raise damaged(number, f": {line or (fault.line if fault else '')}")


def quick_fault(folder: Path, manifest: Manifest) -> Fault | None:
    """The first fault that is found quickly, or None."""
    return next(_faults(folder, manifest, QUICK_BYTES), None)


def faults(folder: Path, manifest: Manifest) -> tuple[Fault, ...]:
    """Every fault of the generation's files and of records elsewhere, each read whole."""
    found = tuple(_faults(folder, manifest, sum(manifest.sizes.values())))
    return found or tuple(_record_faults(folder))


def fault_among(folder: Path, manifest: Manifest, names: Iterable[str], *, whole: bool) -> Fault | None:
    """The first fault of the files of these names: found quickly, or with each read `whole`."""
    sizes = {name: manifest.sizes[name] for name in names}
    room = sum(sizes.values()) if whole else QUICK_BYTES
    return next(_faults(folder, manifest.model_copy(update={"sizes": sizes}), room), None)


def file_fault(folder: Path, manifest: Manifest, name: str) -> Fault | None:
    """What is wrong with one file, read whole."""
    return _size_fault(folder, name, manifest) or _content_fault(folder, name, manifest)


def _record_faults(folder: Path) -> Iterator[Fault]:
    """What is wrong with the records of a shared store's generation."""
    try:
        yield from (Fault(line, damage=True) for line in record_faults(folder))
    except IndexDataError as error:
        yield Fault(str(error), damage=not isinstance(error, UnreadableDataError))


def _faults(folder: Path, manifest: Manifest, room: int) -> Iterator[Fault]:
    sound = []
    for name in sorted(manifest.sizes, key=manifest.sizes.__getitem__):
        if fault := _size_fault(folder, name, manifest):
            yield fault
        else:
            sound.append(name)
    for name in sound:
        room -= manifest.sizes[name]
        if room < 0:
            return
        if fault := _content_fault(folder, name, manifest):
            yield fault


def _size_fault(folder: Path, name: str, manifest: Manifest) -> Fault | None:
    try:
        size = (folder / name).stat().st_size
    except OSError as error:
        return _unreadable(name, error)
    expected = manifest.sizes[name]
    return None if size == expected else Fault(f"{name} has {size:,} bytes instead of {expected:,}", damage=True)


def _content_fault(folder: Path, name: str, manifest: Manifest) -> Fault | None:
    try:
        found = checksum(folder / name)
    except OSError as error:
        return _unreadable(name, error)
    if found == manifest.files[name]:
        return None
    return Fault(f"{name} has changed since it was written (its checksum differs)", damage=True)


def _unreadable(name: str, error: OSError) -> Fault:
    if isinstance(error, FileNotFoundError):
        return Fault(f"{name} is missing", damage=True)
    return Fault(f"{name} can't be read ({os_reason(error)})", damage=False)
