"""Many people's searches: no more computed at a time than there are cores, and their queries embedded together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from index.models.vectors import Rows

MOST = 4
"""Queries of one run at most. Four together take three quarters of the work of four runs; with more in one, whoever is
next would wait for the run's end while a core has nothing to do."""


@dataclass(slots=True, eq=False)
class _Asked:
    """One query on its way; `done` when it has its row or its fault."""

    text: str
    begun: bool = False
    row: Rows | None = None
    fault: Exception | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Together:
    """Turns for searches, and the encoder that they share.

    A search waits for its turn, and says meanwhile what it is going to ask. Whoever has a turn and asks takes along
    what the first of those that wait are going to ask, so that theirs is there when their turn comes. Where fewer
    search than there are cores nobody waits, and no query is held back for others to come.
    """

    def __init__(self, encode: Callable[[Sequence[str]], Rows], at_once: int) -> None:
        self._encode = encode
        self._turns = threading.Semaphore(at_once)
        self._lock = threading.Lock()
        self._waiting: list[_Asked] = []
        self._own = threading.local()

    @property
    def waiting(self) -> int:
        """How many searches wait for their turn."""
        with self._lock:
            return len(self._waiting)

    @contextmanager
    def turn(self, text: str) -> Iterator[None]:
        """A turn of this thread's until the block ends; it is probably going to ask for the row of `text`."""
        asked = _Asked(text)
        with self._lock:
            self._waiting.append(asked)
        try:
            with self._turns:
                self._leave(asked)
                self._own.asked = asked
                yield
        finally:
            self._own.asked = None
            self._leave(asked)

    def _leave(self, asked: _Asked) -> None:
        with self._lock:
            self._waiting = [one for one in self._waiting if one is not asked]

    def __call__(self, text: str) -> Rows:
        """The row of `text`; raises what the model raises for it."""
        own: _Asked | None = getattr(self._own, "asked", None)
        asked = own if own is not None and own.text == text else _Asked(text)
        if batch := self._with_others(asked):
            self._run(batch)
        asked.done.wait()
        if asked.fault is not None:
            raise asked.fault
        assert asked.row is not None  # noqa: S101 (done, and without a fault)
        return asked.row

    def _with_others(self, asked: _Asked) -> list[_Asked]:
        """What is to be run now: `asked` and the first that wait; nothing where another's run has taken it along."""
        with self._lock:
            if asked.begun:
                return []
            batch = [asked, *(one for one in self._waiting if not one.begun)][:MOST]
            for one in batch:
                one.begun = True
        return batch

    def _run(self, batch: Sequence[_Asked]) -> None:
        """Answers all of `batch`, each with its row or its own fault."""
        try:
            rows = self._encode([one.text for one in batch])
        except Exception as fault:  # whatever a model raises is raised again, in the thread that asked
            if len(batch) > 1:  # one person's query must not fail the others'
                for one in batch:
                    self._run([one])
                return
            batch[0].fault = fault
        except BaseException as fault:  # Ctrl-C or the end of the interpreter, in the thread that runs for others
            for one in batch:  # nobody may wait for a run that was stopped
                one.fault = RuntimeError(f"the search was stopped ({type(fault).__name__})")
                one.done.set()
            raise
        else:
            for one, row in zip(batch, rows, strict=True):
                one.row = row
        for one in batch:
            one.done.set()
