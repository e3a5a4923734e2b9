"""The one object that says which generations a shared store has, and which one serves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.models.values import Value
from index.shared.lease import lost
from index.shared.objects import Found

POINTER: Final = "current"
NAME: Final = re.compile(r"\d{6,}-\d+")
"""What `name_of` makes."""


class Pointer(Value):
    """Which generations a store has."""

    current: int | None = None
    """The one that serves."""
    generations: Mapping[int, int] = {}
    """All that are kept, each with the fence of the builder that wrote it."""
    failed: Mapping[int, int] = {}
    """Likewise those that were not fit to serve, whose reports are kept."""
    fence: int = 0
    """Of the latest builder. One with a lower number has lost its lease since."""

    def with_generation(self, number: int, fence: int) -> Pointer:
        """The same with a new generation, which serves."""
        return self.model_copy(update={"current": number, "generations": {**self.generations, number: fence}})

    def without(self, number: int) -> Pointer:
        """The same without a generation."""
        left = {each: fence for each, fence in self.generations.items() if each != number}
        return self.model_copy(update={"generations": left})

    def with_failed(self, number: int, fence: int, keep: int) -> Pointer:
        """The same with a build that was not fit to serve, of which the last few are kept."""
        last = sorted({**self.failed, number: fence}.items())[-keep:]
        return self.model_copy(update={"failed": dict(last)})

    def names(self) -> set[str]:
        """How the objects of all generations begin."""
        kinds = ((DataFile.GENERATIONS, self.generations), (DataFile.FAILED, self.failed))
        return {f"{kind}/{name_of(*each)}" for kind, known in kinds for each in known.items()}

    def refusing(self, fence: int) -> Pointer:
        """The same, which refuses lower fences; raises `LeaseLostError` where it refuses this one."""
        if fence < self.fence:
            raise lost()
        return self.model_copy(update={"fence": fence})


def name_of(number: int, fence: int) -> str:
    """What a generation is called in a store: no two builders write one of the same name."""
    return f"{number:06d}-{fence}"


def read_pointer(found: Found | None) -> Pointer:
    """The pointer of a store, which has none before its first generation; raises `IndexDataError`."""
    if found is None:
        return Pointer()
    try:
        return Pointer.model_validate_json(found.content)
    except ValidationError as error:
        raise IndexDataError(
            f"the object {POINTER!r} of the store is damaged or was written by a newer version of Dateline; update "
            "Dateline or put back an earlier version of it; without any, delete it and index the archive anew"
        ) from error
