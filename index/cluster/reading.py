"""Files read by the workers of a cluster, each in the same sandbox as on one machine, and cut there into passages.

The files were listed once, by whoever builds; every node has the archive at the same path.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.cluster.crew import Crew, in_order, one_a_core
from index.cluster.same_code import check_code, code_digest
from index.cluster.surface import Cluster
from index.errors import ClusterError
from index.files import os_reason
from index.models.documents import Document, Unreadable
from index.read import ReaderPool, SourceFile
from index.read.messages import RESULTS
from index.read.page_cache import PageCache
from index.read.recognised_words import Recognised
from index.settings import Settings

Spans = NDArray[np.int64]
"""A row a passage; what its columns are is a matter of whoever cuts."""
CutWith = Callable[[], Callable[[Document], Spans]]
"""Makes what cuts documents, on the worker."""

FILES_PER_TASK: Final = 16
BYTES_PER_TASK: Final = 4_000_000
"""Of files that are read by one worker, one after the other; a larger file goes alone."""
SAMPLES: Final = 8
"""Files by which a worker shows that it sees the archive."""


class ReadFile(NamedTuple):
    """What a worker found in a file: the results as JSON, a cut for each document among them, and pages recognised."""

    results: bytes
    cuts: list[Spans]
    kept: list[tuple[str, str, Recognised | None]]
    """Pages for the cache, as `PageCache.put` takes them."""
    told: list[tuple[int, int]]
    """The number of each page, and how many its file has."""


class ReadingWorker:
    """Reads and cuts on a node."""

    def __init__(self, settings: str, code: str, samples: Sequence[SourceFile], cut_with: CutWith | None) -> None:
        self._settings = Settings.model_validate_json(settings)
        self._code = code
        self._samples = samples
        self._cut_with = cut_with
        self._cut: Callable[[Document], Spans] | None = None
        self._kept: list[tuple[str, str, Recognised | None]] = []
        self._told: list[tuple[int, int]] = []

    def ready(self) -> None:
        """Raises `ClusterError` for another version of Dateline, or where it doesn't see the archive."""
        host = socket.gethostname()
        check_code(self._code, host)
        for source in self._samples:
            if fault := _unseen(source):
                raise ClusterError(
                    f"node {host} doesn't see the archive as this machine does ({source.place}: {fault}); share the "
                    f"folder {self._settings.archive} with it under the same path"
                )
        self._cut = self._cut_with() if self._cut_with else None
        self._pool = ReaderPool(self._settings, workers=1, pages=self)
        self._pool.follow(lambda number, of: self._told.append((number, of)))

    def put(self, sha256: str, key: str, page: Recognised | None) -> None:
        """Keeps a page that was recognised until its file is read."""
        self._kept.append((sha256, key, page))

    def read(self, sources: Sequence[SourceFile]) -> list[ReadFile]:
        """What is in each of some files."""
        return [self._read(SourceFile(*source)) for source in sources]

    def _read(self, source: SourceFile) -> ReadFile:
        self._kept, self._told = [], []
        results = self._pool.read(source)
        cut = self._cut
        cuts = [cut(result) for result in results if isinstance(result, Document)] if cut else []
        return ReadFile(RESULTS.dump_json(results), cuts, self._kept, self._told)


class RayReaders:
    """The files of an archive, read by workers of a cluster: `Readers`, and documents with their cuts.

    `cut_with` makes what cuts; without it documents come whole, and there are no cuts.
    """

    def __init__(self, cluster: Cluster, settings: Settings, cut_with: CutWith | None = None) -> None:
        absolute = {"archive": Path(os.path.abspath(settings.archive)), "data": Path(os.path.abspath(settings.data))}  # noqa: PTH100 (links stay links)
        self._cluster = cluster
        self._settings = settings.model_copy(update=absolute)
        self._cut_with = cut_with
        self._pages = PageCache(settings.data)
        self._follower: Callable[[int, int], None] = lambda number, of: None
        self._held = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def follow(self, told: Callable[[int, int], None]) -> None:
        """From now on each page that is recognised is told, as soon as its file is read."""
        self._follower = told

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        return next(self.read_many([source]))[1]

    def read_many(self, sources: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        return ((source, results) for source, results, _ in self.cut_many(sources))

    def cut_many(
        self, sources: Iterable[SourceFile]
    ) -> Iterator[tuple[SourceFile, list[Document | Unreadable], list[Spans]]]:
        """Each file with its documents and a cut for each, in the order given."""
        files = list(sources)
        tasks = list(_tasks([source._replace(place=os.path.abspath(source.place)) for source in files]))  # noqa: PTH100 (likewise)
        crew = self._crew(_samples(files))
        read = (file for task in in_order(crew.map("read", tasks)) for file in task)
        for source, found in zip(files, read, strict=True):
            for page in found.kept:
                self._pages.put(*page)
            for told in found.told:
                self._follower(*told)
            yield source, RESULTS.validate_json(found.results), found.cuts

    def _crew(self, samples: Sequence[SourceFile]) -> Crew:
        self._held.close()
        given = self._settings.model_dump_json(), code_digest(), samples, self._cut_with
        return self._held.enter_context(Crew(self._cluster, ReadingWorker, lambda place: given, one_a_core))


def _samples(sources: Sequence[SourceFile]) -> list[SourceFile]:
    """Some of the files, evenly spaced, that are as they were listed."""
    spread = sources[:: max(1, len(sources) // SAMPLES)][:SAMPLES]
    found = [source._replace(place=os.path.abspath(source.place)) for source in spread]  # noqa: PTH100 (likewise)
    return [source for source in found if not _unseen(source)]


def _unseen(source: SourceFile) -> str | None:
    """Why a file is not seen here as it was listed; None where it is."""
    try:
        size = os.stat(source.place).st_size  # noqa: PTH116 (a place is a string)
    except OSError as error:
        return os_reason(error)
    return None if size == source.size else "another size"


def _tasks(sources: Sequence[SourceFile]) -> Iterator[list[SourceFile]]:
    """The files in their order, as many together as one worker reads at a time."""
    task: list[SourceFile] = []
    size = 0
    for source in sources:
        if task and (len(task) >= FILES_PER_TASK or size + source.size > BYTES_PER_TASK):
            yield task
            task, size = [], 0
        task.append(source)
        size += source.size
    if task:
        yield task
