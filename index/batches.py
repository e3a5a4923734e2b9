"""So many of a stream at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """`items` in order, `size` at a time; the last may be fewer."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
