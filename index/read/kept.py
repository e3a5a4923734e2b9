"""One process that reads files now and then, kept for the next file and ended when none comes."""

from __future__ import annotations

import threading
from typing import Final

from index.models.documents import Document, Unreadable
from index.read.protocol import OpenReaders, Readers, SourceFile
from index.settings import Settings

IDLE_SECONDS: Final = 300.0
"""After so long without a file the process ends, so that what it holds of memory is free again."""


class KeptReader:
    """Reads one file at a time, whichever threads ask; close it when done.

    The process is started when it is first needed, and again where it has ended: because it was idle for `idle_s`
    seconds, crashed or was killed.
    """

    def __init__(self, settings: Settings, open_readers: OpenReaders, *, idle_s: float = IDLE_SECONDS) -> None:
        self._settings = settings
        self._open = open_readers
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._readers: Readers | None = None
        self._timer: threading.Timer | None = None

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        """The documents in one file, or why there is none; raises `ArchiveError` where no process can be started."""
        with self._lock:
            self._stop_timer()
            try:
                self._readers = self._readers or self._open(self._settings)
                results = self._readers.read(source)
            except BaseException:  # whatever interrupted it: its answer may still be on the way
                self._end()
                raise
            self._start_timer()
            return results

    def close(self) -> None:
        """Ends the process; the next file would start another."""
        with self._lock:
            self._stop_timer()
            self._end()

    def _start_timer(self) -> None:
        timer = threading.Timer(self._idle_s, lambda: self._end_idle(timer))
        timer.daemon = True
        timer.name = "idle-reader"
        timer.start()
        self._timer = timer

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end_idle(self, timer: threading.Timer) -> None:
        with self._lock:
            if self._timer is timer:  # else a file came while this one waited for the lock
                self._timer = None
                self._end()

    def _end(self) -> None:
        if self._readers is not None:
            self._readers.__exit__(None, None, None)
            self._readers = None
