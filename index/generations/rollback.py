"""Making an earlier generation serve again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from index.embed.encoder import Encoder
from index.errors import IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.fitness import check_fits
from index.generations.opened import Generation
from index.models.reports import RollbackTarget, Swap
from index.models.scope import EVERYTHING, Scope
from index.settings import Settings


def rollback(settings: Settings, number: int | None = None, *, encoder: Encoder | None = None) -> Swap:
    """Makes generation `number` current, or the newest sound one before the current; raises `IndexDataError`.

    Every process that serves takes it up within seconds. The next reindex makes a new generation from it. `encoder`
    stands in for the one that `settings` name.
    """
    data = DataFolder(settings.data)
    previous = data.current()
    found = _chosen(data, number) if number is not None else _sound_before(settings, data, previous, encoder)
    with _fitting(settings, data, found, encoder):
        data.make_current(found)
    return Swap(generation=found, previous=previous)


def rollback_target(
    settings: Settings, number: int | None = None, scope: Scope = EVERYTHING, *, encoder: Encoder | None = None
) -> RollbackTarget:
    """What `rollback` would make current, with what `scope` sees of it; raises as that does. Nothing is changed."""
    data = DataFolder(settings.data)
    previous = data.current()
    found = _chosen(data, number) if number is not None else _sound_before(settings, data, previous, encoder)
    with _fitting(settings, data, found, encoder) as generation:
        return RollbackTarget(
            generation=found,
            previous=previous,
            built=generation.manifest.built,
            holdings=generation.documents.holdings(scope),
        )


def _chosen(data: DataFolder, number: int) -> int:
    data.check_kept(number)
    return number


def _sound_before(settings: Settings, data: DataFolder, previous: int, encoder: Encoder | None) -> int:
    """The newest generation before `previous` that can serve."""
    for number in reversed([whole for whole in data.whole() if whole < previous]):
        with suppress(IndexDataError), _fitting(settings, data, number, encoder):
            return number
    kept = ", ".join(map(str, data.whole()))
    raise IndexDataError(f"there is no sound generation before {previous} to go back to; there are {kept}", shown=True)


@contextmanager
def _fitting(settings: Settings, data: DataFolder, number: int, encoder: Encoder | None) -> Iterator[Generation]:
    """The generation, opened, so that it can't be removed meanwhile."""
    check_fits(data.manifest(number), settings, encoder)
    with closing(Generation(data, number)) as generation:
        yield generation
