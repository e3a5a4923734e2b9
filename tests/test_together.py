"""Queries of many threads share runs of the model, and each gets its own row."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest

from index.together import MOST, Together
from index.vectors import Rows


class Model:
    """Turns "7" into [7.0]; the first run goes on until `go` is set, and every run notes what it was given."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []
        self.started = threading.Event()
        self.go = threading.Event()

    def __call__(self, texts: Sequence[str]) -> Rows:
        self.runs.append(list(texts))
        self.started.set()
        assert self.go.wait(10)
        return np.array([[float(text)] for text in texts], dtype=np.float32)


def asked(model: Model, texts: Sequence[str]) -> list[Future[Rows]]:
    """All of `texts` asked at once, by a thread each, while the first still runs; done when the run is let go on."""
    together = Together(model)
    pool = ThreadPoolExecutor(len(texts))
    first = pool.submit(together, texts[0])
    assert model.started.wait(10)
    others = [pool.submit(together, text) for text in texts[1:]]
    until(lambda: len(together._waiting) == len(others))
    model.go.set()
    pool.shutdown()
    return [first, *others]


def until(met: Callable[[], bool]) -> None:
    """Waits for another thread, for ten seconds at most."""
    tick = threading.Event()
    for _ in range(10_000):
        if met():
            return
        tick.wait(0.001)
    raise AssertionError("it never came to pass")


def test_who_comes_during_a_run_shares_the_next() -> None:
    """Eight at once take two runs, the second of seven, and each gets the row of its own text."""
    model = Model()
    rows = asked(model, [str(number) for number in range(8)])
    assert [float(row.result()[0]) for row in rows] == list(range(8))
    assert [len(run) for run in model.runs] == [1, 7]


def test_a_run_takes_no_more_than_its_most() -> None:
    """A crowd is answered in turns, and nobody is forgotten."""
    model = Model()
    rows = asked(model, [str(number) for number in range(2 * MOST + 2)])
    assert [float(row.result()[0]) for row in rows] == list(range(2 * MOST + 2))
    assert [len(run) for run in model.runs] == [1, MOST, MOST, 1]


def test_a_query_at_fault_fails_alone() -> None:
    """The others of its run are answered."""
    model = Model()
    rows = asked(model, ["0", "1", "not a number", "3"])
    assert [float(rows[place].result()[0]) for place in (0, 1, 3)] == [0, 1, 3]
    with pytest.raises(ValueError, match="not a number"):
        rows[2].result()


def test_one_alone_is_run_at_once() -> None:
    """Nobody is held back for others to come: one query, one run."""
    model = Model()
    model.go.set()
    together = Together(model)
    assert [float(together(text)[0]) for text in "123"] == [1, 2, 3]
    assert model.runs == [["1"], ["2"], ["3"]]
