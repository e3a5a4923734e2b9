"""Which generation is sound enough to serve."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import NoReturn, TypeVar

from index.errors import DamagedRecordError, IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.fallback import with_sound
from index.generations.manifest import Manifest
from index.generations.opened import Generation
from index.models.said import Said

Result = TypeVar("Result")

Accept = Callable[[Manifest], None]
"""Raises `IndexDataError` for a generation that can't be served here."""


@dataclass(frozen=True, slots=True)
class SoundGeneration:
    """An opened generation that can serve."""

    generation: Generation
    named: int
    """The number that was current when this one was opened, in its place or as that."""
    warnings: tuple[Said, ...] = ()
    """What is said with every answer from it."""


def open_sound(data: DataFolder, accept: Accept) -> SoundGeneration:
    """The current generation, or else the newest sound one with a warning to show; raises the current one's fault.

    The current one must be acceptable; of the others those that are not are passed over.
    """

    def opened(number: int) -> Generation:
        accept(data.manifest(number))
        return Generation(data, number)

    generation, chosen = with_sound(data, opened)
    return SoundGeneration(generation, chosen.current, chosen.warnings)


def of_sound(data: DataFolder, accept: Accept, work: Callable[[SoundGeneration], Result]) -> Result:
    """What `work` makes of the generation that can serve, which is opened for it.

    Where that comes upon a damaged record, it is done again with the one that serves from then on, if there is any.
    """
    sound = open_sound(data, accept)
    while True:
        with closing(sound.generation):
            outcome = attempted(work, sound)
        following = _following(data, accept) if sound.generation.damaged else None
        if following is None:
            return outcome()
        sound = following


def attempted(work: Callable[[SoundGeneration], Result], sound: SoundGeneration) -> Callable[[], Result]:
    """Does the work; what is returned gives its result, or raises the error of a damaged record that it came upon."""
    try:
        result = work(sound)
    except DamagedRecordError as error:
        return partial(_raise, error)
    return lambda: result


def _raise(error: Exception) -> NoReturn:
    raise error


def _following(data: DataFolder, accept: Accept) -> SoundGeneration | None:
    """The generation that serves now that the one before is known to be damaged; None where there is none."""
    try:
        return open_sound(data, accept)
    except IndexDataError:
        return None
