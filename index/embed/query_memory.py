"""The rows of the last queries: what another page of hits or a timeline asks again is embedded once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final

from index.models.vectors import Rows

QUERIES: Final = 64
"""As many as are remembered; a row is a few kilobytes."""


class QueryMemory:
    """An encoder of one text that remembers. Who asks for what another thread is embedding waits for that one's row.

    Safe to use from many threads. Faults are not remembered.
    """

    def __init__(self, encode: Callable[[str], Rows], most: int = QUERIES) -> None:
        self._encode = encode
        self._most = most
        self._lock = threading.Lock()
        self._rows: OrderedDict[str, Future[Rows]] = OrderedDict()

    def __call__(self, text: str) -> Rows:
        """The row of `text`, which nobody may change; raises what the encoder raises for it."""
        row, own = self._begun(text)
        if own:
            self._run(text, row)
        return row.result()

    def _begun(self, text: str) -> tuple[Future[Rows], bool]:
        """The row, or the promise of it, and whether it is to be kept by this thread."""
        with self._lock:
            known = self._rows.get(text)
            if known is not None:
                self._rows.move_to_end(text)
                return known, False
            self._rows[text] = made = Future[Rows]()
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)
            return made, True

    def _run(self, text: str, promise: Future[Rows]) -> None:
        try:
            row = self._encode(text)
        except BaseException as fault:
            with self._lock:
                if self._rows.get(text) is promise:
                    del self._rows[text]
            promise.set_exception(fault if isinstance(fault, Exception) else RuntimeError("the search was stopped"))
            raise
        row.flags.writeable = False
        promise.set_result(row)
