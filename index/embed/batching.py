"""Many people's searches: no more computed at a time than there are cores, and their queries embedded together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from index.models.vectors import Rows

MAX_QUERIES = 4
"""Queries of one run of the model. Four together take three quarters of the work of four runs; with more in one,
whoever is next would wait for the run's end while a core has nothing to do."""
LONGEST_TOGETHER = 1000
"""Characters of a query that shares a run: a longer one takes several times as long, for which nobody else waits."""


@dataclass(slots=True, eq=False)
class _PendingQuery:
    """One query on its way; `done` when it has its row or its fault."""

    text: str
    begun: bool = False
    row: Rows | None = None
    fault: Exception | None = None
    done: threading.Event = field(default_factory=threading.Event)


class QueryBatcher:
    """Turns for searches, and the encoder that they share.

    A search waits for its turn, and says meanwhile what it is going to ask. Whoever has a turn and asks takes along
    what the first of those that wait are going to ask, so that theirs is there when their turn comes. Where fewer
    search than there are cores nobody waits, and no query is held back for others to come.
    """

    def __init__(self, encode: Callable[[Sequence[str]], Rows], turns: int) -> None:
        self._encode = encode
        self._turns = threading.Semaphore(turns)
        self._lock = threading.Lock()
        self._waiting: list[_PendingQuery] = []
        self._own = threading.local()

    @property
    def waiting(self) -> int:
        """How many searches wait for their turn."""
        with self._lock:
            return len(self._waiting)

    @contextmanager
    def turn(self, text: str) -> Iterator[None]:
        """A turn of this thread's until the block ends; it is probably going to ask for the row of `text`, if any."""
        pending = _PendingQuery(text, begun=not text)
        with self._lock:
            self._waiting.append(pending)
        try:
            with self._turns:
                self._leave(pending)
                self._own.pending = pending
                yield
        finally:
            self._own.pending = None
            self._leave(pending)

    def _leave(self, pending: _PendingQuery) -> None:
        with self._lock:
            self._waiting = [query for query in self._waiting if query is not pending]

    def __call__(self, text: str) -> Rows:
        """The row of `text`; raises what the model raises for it."""
        own: _PendingQuery | None = getattr(self._own, "pending", None)
        pending = own if own is not None and own.text == text else _PendingQuery(text)
        if batch := self._with_others(pending):
            self._run(batch)
        pending.done.wait()
        if pending.fault is not None:
            raise pending.fault
        assert pending.row is not None  # noqa: S101 (done, and without a fault)
        return pending.row

    def _with_others(self, pending: _PendingQuery) -> list[_PendingQuery]:
        """What is to be run now: `pending` and the first that wait; nothing where another's run has taken it along."""
        with self._lock:
            if pending.begun:
                return []
            batch = [pending]
            if _is_short(pending):
                batch += [query for query in self._waiting if not query.begun and _is_short(query)]
            batch = batch[:MAX_QUERIES]
            for query in batch:
                query.begun = True
        return batch

    def _run(self, batch: Sequence[_PendingQuery]) -> None:
        """Answers all of `batch`, each with its row or its own fault."""
        try:
            rows = self._encode([query.text for query in batch])
        except Exception as fault:  # whatever a model raises is raised again, in the thread that asked
            if len(batch) > 1:  # one person's query must not fail the others'
                for query in batch:
                    self._run([query])
                return
            batch[0].fault = fault
        except BaseException as fault:  # Ctrl-C or the end of the interpreter, in the thread that runs for others
            for query in batch:  # nobody may wait for a run that was stopped
                query.fault = RuntimeError(f"the search was stopped ({type(fault).__name__})")
                query.done.set()
            raise
        else:
            for query, row in zip(batch, rows, strict=True):
                query.row = row
        for query in batch:
            query.done.set()


def _is_short(query: _PendingQuery) -> bool:
    return len(query.text) <= LONGEST_TOGETHER
