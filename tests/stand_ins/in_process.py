"""Reading and reindexing in the test's own process, for small, trusted archives; processes have tests of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Self

from index import Phase, Report, Settings, Step, reindex
from index.generations.lock import myself
from index.models.documents import Document, Unreadable
from index.read import SourceFile, read


class InProcessReaders:
    """Reads as the workers do, without them; `today` is what future dates are told by."""

    def __init__(self, settings: Settings, today: dt.date | None = None) -> None:
        self._settings = settings
        self._today = today

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        """There is nothing to end."""

    def follow(self, told: Callable[[int, int], None]) -> None:
        """Nobody hears of pages."""

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        return read(source, self._settings, today=self._today)

    def read_many(self, sources: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        return ((source, self.read(source)) for source in sources)


class InProcessReindexing:
    """Reindexes while it is attended."""

    def __init__(self, settings: Settings, force: bool) -> None:
        self._settings = settings
        self._force = force

    @classmethod
    def start(
        cls,
        settings: Settings,
        *,
        force: bool = False,
        detached: bool = False,
        traces: bool = True,
        ray: str | None = None,
    ) -> Self:
        return cls(settings, force)

    def attend(self, told: Callable[[Step], None]) -> Report:
        def progress(phase: Phase, done: int, total: int) -> None:
            told(Step(**myself().model_dump(), phase=phase, done=done, total=total))

        return reindex(self._settings, progress, force=self._force, readers=InProcessReaders)
