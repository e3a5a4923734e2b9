"""Whether a generation's files are what was written: sizes and small files always, all of them when asked to.

A vector index or a text store may take gigabytes, and reading them all would keep a search waiting. So on opening
every size is compared and files are read up to `QUICK_BYTES`, the smallest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.files import checksum, os_reason
from index.generations.manifest import Manifest

QUICK_BYTES = 16 * 1024 * 1024
"""What is read on every opening: about 40 ms with the hash."""


def quick_fault(folder: Path, manifest: Manifest) -> str | None:
    """The first fault that is found quickly, or None."""
    return next(_faults(folder, manifest, QUICK_BYTES), None)


def faults(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    """Every fault of the generation's files, each read whole."""
    return tuple(_faults(folder, manifest, sum(manifest.sizes.values())))


def file_fault(folder: Path, manifest: Manifest, name: str) -> str | None:
    """What is wrong with one file, read whole."""
    return _size_fault(folder, name, manifest) or _content_fault(folder, name, manifest)


def _faults(folder: Path, manifest: Manifest, room: int) -> Iterator[str]:
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


def _size_fault(folder: Path, name: str, manifest: Manifest) -> str | None:
    try:
        size = (folder / name).stat().st_size
    except OSError as error:
        return f"{name} can't be read ({os_reason(error)})"
    expected = manifest.sizes[name]
    return None if size == expected else f"{name} has {size:,} bytes instead of {expected:,}"


def _content_fault(folder: Path, name: str, manifest: Manifest) -> str | None:
    try:
        found = checksum(folder / name)
    except OSError as error:
        return f"{name} can't be read ({os_reason(error)})"
    return None if found == manifest.files[name] else f"{name} has changed since it was written (its checksum differs)"
