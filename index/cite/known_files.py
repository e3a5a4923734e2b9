"""What the archive's files hold, found out once for as long as they stay the same."""

from __future__ import annotations

import os
import sys
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from index.cite.right_of_way import RightOfWay
from index.models.documents import Document, Unreadable
from index.read.digests import Digests
from index.read.kept import KeptReader
from index.read.protocol import OpenReaders, SourceFile
from index.read.source import file_of
from index.settings import Settings
from index.storage.document_engine import Documents

MAX_BYTES: Final = 32 * 1024 * 1024
"""Of documents remembered, as they lie in memory."""
RETRY_AFTER: Final = 10
"""What could not be read is read again after so many times the time that took: a file at which the reader hangs takes
up a tenth of it at most, and a fault that passes is forgotten soon."""

_OVERHEAD: Final = 2048
"""Bytes that a document takes beside its text."""

Results = list[Document | Unreadable]


class Indexed(NamedTuple):
    """The SHA-256 of each file when it was indexed, by path, and the paths of those that could not be read."""

    digests: dict[str, str]
    failed: frozenset[str]


class KnownFiles:
    """The digests and the documents of files. Safe to use from many threads; close it when done.

    `digest` remembers by each file's state, and `read` by what that says the file holds, so that a file that was
    written to or replaced is read anew.
    """

    def __init__(
        self,
        settings: Settings,
        open_readers: OpenReaders,
        *,
        most_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.monotonic,
        right_of_way: RightOfWay | None = None,
    ) -> None:
        self.right_of_way = right_of_way or RightOfWay()
        """Of searches, for which looking at many files stands aside."""
        self._digests = Digests()
        self._reader = KeptReader(settings, open_readers)
        self._most_bytes = most_bytes
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], _Known] = OrderedDict()
        self._bytes = 0
        self._indexed: tuple[weakref.ref[Documents], Indexed] | None = None

    def close(self) -> None:
        self._reader.close()

    def digest(self, place: str, facts: os.stat_result) -> str:
        """SHA-256 of the file at `place`, whose `facts` were just looked at, in hex; raises `OSError`."""
        self.right_of_way.give()
        return self._digests(place, facts)

    def read(self, file: SourceFile) -> Results:
        """The documents in `file`, or why there is none; raises `ArchiveError` where no reader can be started."""
        self.right_of_way.give()
        key = (file.path, file.sha256)
        known = self._remembered(key)
        if known is not None:
            return known
        began = self._clock()
        results = self._reader.read(file)
        ended = self._clock()
        documents = [result for result in results if isinstance(result, Document)]
        if not documents:
            self._remember(key, _Known(results, ended + RETRY_AFTER * (ended - began)))
        elif all(document.sha256 == file.sha256 for document in documents):  # else it was written to meanwhile
            self._remember(key, _Known(results, None))
        return results

    def indexed(self, store: Documents) -> Indexed:
        """The files of a generation, which never changes; asked of it once as long as it serves."""
        kept = self._indexed
        if kept is None or kept[0]() is not store:
            digests = {file_of(path): sha256 for path, sha256 in store.digests().items()}
            kept = weakref.ref(store), Indexed(digests, frozenset(failure.path for failure in store.failures()))
            self._indexed = kept
        return kept[1]

    def _remembered(self, key: tuple[str, str]) -> Results | None:
        with self._lock:
            known = self._known.get(key)
            if known is None or (known.until is not None and known.until <= self._clock()):
                return None
            self._known.move_to_end(key)
            return list(known.results)

    def _remember(self, key: tuple[str, str], known: _Known) -> None:
        if known.size > self._most_bytes:
            return
        with self._lock:
            self._drop(key)
            self._known[key] = known
            self._bytes += known.size
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._known)))

    def _drop(self, key: tuple[str, str]) -> None:
        known = self._known.pop(key, None)
        self._bytes -= known.size if known else 0


@dataclass(frozen=True, slots=True)
class _Known:
    """What reading a file gave, and the moment at which that is forgotten, if ever."""

    results: Sequence[Document | Unreadable]
    until: float | None

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        texts = (sys.getsizeof(one.text) for one in self.results if isinstance(one, Document))
        return sum(texts) + _OVERHEAD * len(self.results)
