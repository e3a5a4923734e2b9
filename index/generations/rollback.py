"""Making an earlier generation serve again."""

from __future__ import annotations

from contextlib import closing

from index.embed.encoder import Encoder
from index.errors import IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.fitness import check_fits
from index.generations.opened import Generation
from index.models.reports import Swap
from index.settings import Settings


def rollback(settings: Settings, number: int | None = None, *, encoder: Encoder | None = None) -> Swap:
    """Makes generation `number` current, or the newest sound one before the current; raises `IndexDataError`.

    Every process that serves takes it up within seconds. The next reindex makes a new generation from it. `encoder`
    stands in for the one that `settings` name.
    """
    data = DataFolder(settings.data)
    previous = data.current()
    if number is None:
        return _back(settings, data, previous, encoder)
    if number not in data.whole():
        raise IndexDataError(f"there is no generation {number} (any more); there are {_kept(data)}", shown=True)
    _point(settings, data, number, encoder)
    return Swap(generation=number, previous=previous)


def _back(settings: Settings, data: DataFolder, previous: int, encoder: Encoder | None) -> Swap:
    for number in reversed([whole for whole in data.whole() if whole < previous]):
        try:
            _point(settings, data, number, encoder)
        except IndexDataError:
            continue
        return Swap(generation=number, previous=previous)
    raise IndexDataError(
        f"there is no sound generation before {previous} to go back to; there are {_kept(data)}", shown=True
    )


def _point(settings: Settings, data: DataFolder, number: int, encoder: Encoder | None) -> None:
    check_fits(data.manifest(number), settings, encoder)
    with closing(Generation(data, number)):  # opened, it can't be removed meanwhile
        data.make_current(number)


def _kept(data: DataFolder) -> str:
    return ", ".join(map(str, data.whole())) or "none"
