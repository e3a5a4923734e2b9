"""What is done with the current generation or, where that is damaged, with the newest sound one and a warning.

The same for whatever is asked of a generation, and without what searching needs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from index.errors import IndexDataError, OtherArchiveError, OtherRecipeError
from index.generations.data_folder import DataFolder
from index.models.said import Said

log = logging.getLogger(__name__)

Result = TypeVar("Result")


class Chosen(NamedTuple):
    """Which generation answered, which one is current, and what is said with every answer."""

    number: int
    current: int
    warnings: tuple[Said, ...] = ()


def with_sound(data: DataFolder, work: Callable[[int], Result]) -> tuple[Result, Chosen]:
    """What `work` returns for the current generation, or else the newest one for which it raises no `IndexDataError`.

    Raises the current one's fault where there is none, and at once where that is sound but of another recipe. Where
    the file `current` names nothing that is there, it is mended.
    """
    current = data.current()
    try:
        return work(current), Chosen(current, current, _mended(data, current))
    except OtherRecipeError:
        raise
    except IndexDataError as error:
        if data.current() != current or data.mended(current):  # the former where the swap was quicker
            return with_sound(data, work)
        fault = error
    for number in reversed(data.whole()):
        try:
            result = work(number)
        except IndexDataError:
            continue
        until = f"Until then {_served(data, number)}."
        log.warning("%s. %s", fault, until)
        said = Said(f"{_sentence(without_folders(data, fault))} {until}", f"{_sentence(fault.in_chat)} {until}")
        return result, Chosen(number, current, (said,))
    raise fault


def without_folders(data: DataFolder, error: IndexDataError) -> str:
    """The fault without folders of the machine, in few words for below an answer on a terminal."""
    if isinstance(error, OtherArchiveError):
        return "the last index is of another archive; run: dateline index"
    line = str(error)
    for folder in (data.path.resolve(), data.path):
        line = line.replace(f"{folder}/", "")
    return line


def _mended(data: DataFolder, current: int) -> tuple[Said, ...]:
    """A warning where `current` doesn't name the generation that serves in its place, and could not be mended."""
    if data.named() == current:
        return ()
    log.warning("the file `current` names no generation that is there; generation %d is served", current)
    if data.mend_current(current):
        return ()
    line = f"Which generation is to serve can't be read; the newest one, generation {current}, is served."
    return (Said(line, line),)


def _served(data: DataFolder, number: int) -> str:
    return f"generation {number} of {data.manifest(number).built:%Y-%m-%d %H:%M} UTC is served"


def _sentence(line: str) -> str:
    return f"{line[:1].upper()}{line[1:]}."
