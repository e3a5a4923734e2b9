"""Making an earlier generation serve again."""

from __future__ import annotations

from contextlib import closing

from index.errors import IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.fitness import check_fits
from index.generations.opened import Generation
from index.models.reports import Swap
from index.settings import Settings


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


def _kept(data: DataFolder) -> str:
    return ", ".join(map(str, data.whole())) or "none"
