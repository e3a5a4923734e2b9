"""What became of generations: their reports, which of them serves, and whether their files are sound."""

from __future__ import annotations

from contextlib import closing

from index import integrity
from index.errors import IndexDataError
from index.generations import DataFolder
from index.models import Checked, Report, Swap
from index.serving import Generation, check_fits
from index.settings import Settings


def report(settings: Settings, number: int | None = None) -> Report:
    """What the reindex to generation `number` did, or the latest one; raises `IndexDataError` where there is none."""
    data = DataFolder(settings.data)
    if number is None:
        data.current()  # says what is wrong where nothing was ever indexed
        number = max(data.reported(), default=0)
    found = data.report(number)
    if found is None:
        raise IndexDataError(f"there is no report of generation {number}; there are those of {_listed(data)}")
    return found


def rollback(settings: Settings, number: int | None = None) -> Swap:
    """Makes generation `number` current, or the newest sound one before the current; raises `IndexDataError`.

    Every process that serves takes it up within seconds. The next reindex makes a new generation from it.
    """
    data = DataFolder(settings.data)
    previous = data.current()
    if number is None:
        return _back(settings, data, previous)
    if number not in data.whole():
        raise IndexDataError(f"there is no generation {number} (any more); there are {_kept(data)}")
    _point(settings, data, number)
    return Swap(generation=number, previous=previous)


def check(settings: Settings, number: int | None = None) -> tuple[Checked, ...]:
    """Reads every file of generation `number`, or of all, and compares it with what was written.

    One that is found damaged is never served again; each process that serves it takes up the newest sound one.
    """
    data = DataFolder(settings.data)
    current = data.current()
    numbers = data.whole() if number is None else [number]
    if current not in data.whole() and number is None:
        numbers.append(current)
    return tuple(_checked(data, one, current) for one in numbers)


def _back(settings: Settings, data: DataFolder, previous: int) -> Swap:
    for number in reversed([one for one in data.whole() if one < previous]):
        try:
            _point(settings, data, number)
        except IndexDataError:
            continue
        return Swap(generation=number, previous=previous)
    raise IndexDataError(f"there is no sound generation before {previous} to go back to; there are {_kept(data)}")


def _point(settings: Settings, data: DataFolder, number: int) -> None:
    check_fits(data.manifest(number), settings, None)
    with closing(Generation(data, number)):  # opened, it can't be removed meanwhile
        data.make_current(number)


def _checked(data: DataFolder, number: int, current: int) -> Checked:
    try:
        manifest = data.manifest(number)
    except IndexDataError as error:
        return Checked(
            generation=number, built=None, current=number == current, files=0, size_bytes=0, faults=(str(error),)
        )
    faults = integrity.faults(data.folder(number), manifest) or _opens(data, number)
    if faults and data.damage(number) is None:
        data.mark_damaged(number, faults[0])
    return Checked(
        generation=number,
        built=manifest.built,
        current=number == current,
        files=len(manifest.files),
        size_bytes=sum(manifest.sizes.values()),
        faults=faults,
    )


def _opens(data: DataFolder, number: int) -> tuple[str, ...]:
    try:
        Generation(data, number).close()
    except IndexDataError as error:
        return (str(error),)
    return ()


def _listed(data: DataFolder) -> str:
    return ", ".join(map(str, data.reported())) or "none"


def _kept(data: DataFolder) -> str:
    return ", ".join(map(str, data.whole())) or "none"
