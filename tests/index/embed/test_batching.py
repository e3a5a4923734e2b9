"""Searches of many threads take turns and share runs of the model, and each gets its own row."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain

import numpy as np
import pytest

from index.embed.batching import LONGEST_TOGETHER, MAX_QUERIES, QueryBatcher
from index.models.vectors import Rows

STOP = "stop"


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
        if STOP in texts:
            raise KeyboardInterrupt
        return np.array([[float(text)] for text in texts], dtype=np.float32)


def search(batcher: QueryBatcher, text: str) -> Rows:
    with batcher.turn(text):
        return batcher(text)


def asked(model: Model, texts: Sequence[str], cores: int = 1) -> list[Future[Rows]]:
    """All of `texts` searched in turn, by a thread each, while the first still runs; done when that is let go on."""
    batcher = QueryBatcher(model, cores)
    pool = ThreadPoolExecutor(len(texts))
    first = pool.submit(search, batcher, texts[0])
    assert model.started.wait(10)
    others: list[Future[Rows]] = []
    for text in texts[1:]:
        others.append(pool.submit(search, batcher, text))
        until(lambda: batcher.waiting + len(model.runs) - 1 == len(others))
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


def test_who_waits_for_a_turn_is_taken_along() -> None:
    """One core: the first runs alone, the next for as many as a run may have, and each gets the row of its own text."""
    model = Model()
    rows = asked(model, [str(number) for number in range(MAX_QUERIES + 3)])
    assert [float(row.result()[0]) for row in rows] == list(range(MAX_QUERIES + 3))
    assert [len(run) for run in model.runs] == [1, MAX_QUERIES, 2]
    assert list(chain.from_iterable(model.runs)) == [str(number) for number in range(MAX_QUERIES + 3)]


def test_as_many_as_there_are_cores_run_side_by_side() -> None:
    """Whoever has a turn is not made to wait for another's run."""
    model = Model()
    rows = asked(model, ["0", "1", "2"], cores=2)
    assert [float(row.result()[0]) for row in rows] == [0, 1, 2]
    assert model.runs[:2] == [["0"], ["1"]]


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
    batcher = QueryBatcher(model, 1)
    assert [float(search(batcher, text)[0]) for text in "123"] == [1, 2, 3]
    assert model.runs == [["1"], ["2"], ["3"]]


def test_a_long_query_is_run_alone() -> None:
    """Nobody waits for the end of a run that takes several times as long, and it waits for nobody's."""
    model = Model()
    long = "9".rjust(LONGEST_TOGETHER + 1)
    rows = asked(model, ["0", "1", long, "3"])
    assert [float(row.result()[0]) for row in rows] == [0, 1, 9, 3]
    assert model.runs == [["0"], ["1", "3"], [long]]


def test_a_search_without_words_is_run_for_by_nobody() -> None:
    """A listing waits for its turn like others, and whoever asks meanwhile has nothing of it read."""
    model = Model()
    batcher = QueryBatcher(model, 1)

    def listing() -> None:
        with batcher.turn(""):
            pass

    with ThreadPoolExecutor(3) as pool:
        pool.submit(search, batcher, "0")
        assert model.started.wait(10)
        pool.submit(listing)
        until(lambda: batcher.waiting == 1)
        pool.submit(search, batcher, "2")
        until(lambda: batcher.waiting == 2)
        model.go.set()
    assert model.runs == [["0"], ["2"]]


def test_another_text_than_announced_is_run_all_the_same() -> None:
    """A slip of the pen corrected meanwhile is what is asked for in the end; without a turn nothing is announced."""
    model = Model()
    model.go.set()
    batcher = QueryBatcher(model, 1)
    with batcher.turn("1"):
        assert float(batcher("2")[0]) == 2
        assert float(batcher("1")[0]) == 1
    assert float(batcher("3")[0]) == 3
    assert model.runs == [["2"], ["1"], ["3"]]


def test_who_is_stopped_keeps_nobody_waiting() -> None:
    """Ctrl-C in the thread that runs for others ends its own search; theirs say so, and later ones are answered."""
    model = Model()
    rows = asked(model, ["0", STOP, "2"])
    with pytest.raises(KeyboardInterrupt):
        rows[1].result()
    with pytest.raises(RuntimeError, match="stopped"):
        rows[2].result()
    assert float(rows[0].result()[0]) == 0


def test_a_search_that_never_asks_leaves_nothing_behind() -> None:
    """Its turn ends and nobody runs for it, whatever ended it."""
    batcher = QueryBatcher(Model(), 1)
    with pytest.raises(LookupError), batcher.turn("1"):
        raise LookupError
    with batcher.turn("2"):
        assert batcher.waiting == 0
