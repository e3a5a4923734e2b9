"""Many people's queries, computed in as few runs of the model as can be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.vectors import Rows

MOST = 16
"""Queries of one run at most, so that nobody waits long for a run that others joined."""


@dataclass(slots=True, eq=False)
class _Asked:
    """One query on its way: answered when it has its row or its fault."""

    text: str
    row: Rows | None = None
    fault: Exception | None = None

    @property
    def answered(self) -> bool:
        return self.row is not None or self.fault is not None


class Together:
    """Encodes one query for each of many threads.

    One run goes on at a time, on all cores. Whoever asks meanwhile waits, and the first to wait then takes all
    that wait along. Alone, nobody waits for anybody: a query is not held back for others to come.
    """

    def __init__(self, encode: Callable[[Sequence[str]], Rows]) -> None:
        self._encode = encode
        self._running = threading.Lock()
        self._queue = threading.Lock()
        self._waiting: list[_Asked] = []

    def __call__(self, text: str) -> Rows:
        """The row of `text`; raises what the model raises for it."""
        asked = _Asked(text)
        with self._queue:
            self._waiting.append(asked)
        while not asked.answered:
            with self._running:
                if not asked.answered:
                    self._run(self._next())
        if asked.fault is not None:
            raise asked.fault
        assert asked.row is not None  # noqa: S101 (answered, and not by a fault)
        return asked.row

    def _next(self) -> list[_Asked]:
        with self._queue:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return batch

    def _run(self, batch: Sequence[_Asked]) -> None:
        try:
            rows = self._encode([one.text for one in batch])
        except Exception as fault:  # whatever a model raises is raised again, in the thread that asked
            if len(batch) == 1:
                batch[0].fault = fault
                return
            for one in batch:  # one person's query must not fail the others'
                self._run([one])
        except BaseException as fault:  # Ctrl-C or the end of the interpreter, in the thread that runs for others
            for one in batch:  # nobody may wait for a run that was stopped
                one.fault = RuntimeError(f"the search was stopped ({type(fault).__name__})")
            raise
        else:
            for one, row in zip(batch, rows, strict=True):
                one.row = row
