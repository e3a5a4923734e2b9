"""What has its files read by others, which it starts and ends."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from index.read import Started

Inner = TypeVar("Inner", bound=Started)


class Around(Generic[Inner]):
    """Begins and ends with its readers, and is followed as they are."""

    def __init__(self, readers: Inner) -> None:
        self._readers = readers

    def __enter__(self) -> Self:
        self._readers.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._readers.__exit__(kind, error, trace)

    def follow(self, told: Callable[[int, int], None]) -> None:
        self._readers.follow(told)
