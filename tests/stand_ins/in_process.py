"""Reading and reindexing in the test's own process, for small, trusted archives; processes have tests of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Self

from index import Phase, Report, Settings, Step, reindex
from index.generations.lock import myself
from index.models.documents import Document, Unreadable
from index.read import ReaderPool, SourceFile, read


class InProcessReader(ReaderPool):
    """Reads as the workers do, without them."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._settings = settings

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        return read(source, self._settings)

    def read_many(self, sources: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        return ((source, self.read(source)) for source in sources)


class InProcessReindexing:
    """Reindexes while it is attended."""

    def __init__(self, settings: Settings, force: bool) -> None:
        self._settings = settings
        self._force = force

    @classmethod
    def start(cls, settings: Settings, *, force: bool = False, detached: bool = False) -> Self:
        return cls(settings, force)

    def attend(self, told: Callable[[Step], None]) -> Report:
        def progress(phase: Phase, done: int, total: int) -> None:
            told(Step(**myself().model_dump(), phase=phase, done=done, total=total))

        return reindex(self._settings, progress, force=self._force)
