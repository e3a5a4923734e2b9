"""Which generation is sound enough to serve."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from index.errors import IndexDataError, OtherArchiveError, OtherRecipeError
from index.generations.data_folder import DataFolder
from index.generations.manifest import Manifest
from index.generations.opened import Generation
from index.models.said import Said

log = logging.getLogger(__name__)

Accept = Callable[[Manifest], None]
"""Raises `IndexDataError` for a generation that can't be served here."""


@dataclass(frozen=True, slots=True)
class SoundGeneration:
    """An opened generation that can serve."""

    generation: Generation
    named: int
    """The number that `current` named when this one was opened, in its place or as that."""
    warnings: tuple[Said, ...] = ()
    """What is said with every answer from it."""


def open_sound(data: DataFolder, accept: Accept) -> SoundGeneration:
    """The current generation, or else the newest sound one with a warning to show; raises the current one's fault.

    The current one must be acceptable; of the others those that are not are passed over.
    """
    named = data.current()
    try:
        return SoundGeneration(_opened(data, named, accept), named)
    except OtherRecipeError:
        raise
    except IndexDataError as error:
        if data.current() != named:  # the swap was quicker
            return open_sound(data, accept)
        fault = error
    for number in reversed(data.whole()):
        try:
            generation = _opened(data, number, accept)
        except IndexDataError:
            continue
        day = f"{generation.manifest.built:%Y-%m-%d %H:%M} UTC"
        until = f"Until then generation {number} of {day} is served."
        log.warning("%s. %s", fault, until)
        said = Said(f"{_sentence(without_folders(data, fault))} {until}", f"{_sentence(fault.in_chat)} {until}")
        return SoundGeneration(generation, named, (said,))
    raise fault


def _opened(data: DataFolder, number: int, accept: Accept) -> Generation:
    accept(data.manifest(number))
    return Generation(data, number)


def without_folders(data: DataFolder, error: IndexDataError) -> str:
    """The fault without folders of the machine, in few words for below an answer on a terminal."""
    if isinstance(error, OtherArchiveError):
        return "the last index is of another archive; run: dateline index"
    line = str(error)
    for folder in (data.path.resolve(), data.path):
        line = line.replace(f"{folder}/", "")
    return line


def _sentence(line: str) -> str:
    return f"{line[:1].upper()}{line[1:]}."
