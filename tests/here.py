"""Reading in this process, for tests that index small, trusted archives many times. Workers have tests of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from index.build import gather
from index.cite import sources
from index.models.documents import Document, Unreadable
from index.read import ReaderPool, SourceFile, read
from index.settings import Settings


class HereReader(ReaderPool):
    """Reads as the workers do, without them."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._settings = settings

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        return read(source, self._settings)

    def read_many(self, sources: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        return ((one, self.read(one)) for one in sources)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process."""
    for module in (gather, sources):
        monkeypatch.setattr(module, "ReaderPool", HereReader)
