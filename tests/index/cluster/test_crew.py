"""Work that is handed out to workers that end, come late, or can't do it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from index.cluster.crew import AHEAD, MAX_STARTS, Crew, in_order, one_a_core, one_a_gpu, one_a_node
from index.cluster.surface import LostError, Node, Place
from index.cluster.task_queue import MAX_TRIES, TaskQueue
from index.errors import ClusterError
from tests.stand_ins.fake_cluster import FakeCluster, FakeWorker, Pending


class Doubler:
    """A worker for these tests."""

    def ready(self) -> None:
        """It always is."""

    def double(self, number: int) -> int:
        return 2 * number


def crew(cluster: FakeCluster, kind: type = Doubler) -> Crew:
    return Crew(cluster, kind, lambda place: (), one_a_core)


class Failing(FakeCluster):
    """Now and then the worker that is asked ends, and at its 40th call a whole node."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._fate = random.Random(self.seed + 1)

    def happen(self, pending: Pending) -> None:
        if pending.method == "double" and self._fate.random() < 0.02:
            pending.worker.alive = False
        if self.calls == 40:
            self.end_node("two")


@pytest.mark.parametrize("seed", range(20))
def test_each_part_is_done_once_whichever_workers_end(seed: int) -> None:
    """Nothing is lost with a worker or a node, nothing comes twice, and the order can be had again."""
    with crew(Failing(("one", "two", "three", "four"), seed=seed)) as working:
        found = list(working.map("double", range(200)))
    assert sorted(found) == [(number, 2 * number) for number in range(200)]
    assert list(in_order(found)) == [2 * number for number in range(200)]


class Growing(FakeCluster):
    """From its 30th call on there is another node."""

    def happen(self, pending: Pending) -> None:
        if self.calls == 30:
            self.up.append(Node("late", "late", 2, 0))


def test_a_node_that_joins_later_gets_work() -> None:
    """It is looked for nodes now and then."""
    cluster = Growing()
    times = iter(range(1_000_000))
    with Crew(cluster, Doubler, lambda place: (), one_a_core, clock=lambda: float(next(times))) as working:
        assert len(list(working.map("double", range(100)))) == 100
        assert {"one", "two", "late"} == {worker.place.node.name for worker in cluster.workers}
    assert not any(worker.alive for worker in cluster.workers)


class Ending(FakeCluster):
    """All of its nodes end, one after the other."""

    def happen(self, pending: Pending) -> None:
        if self.calls in (20, 40):
            self.end_node(self.up[0].name)


def test_a_cluster_whose_nodes_are_all_gone_is_one_error() -> None:
    """What came before is kept by whoever took it."""
    found: list[tuple[int, int]] = []
    with crew(Ending()) as working, pytest.raises(ClusterError, match="no worker left"):
        found.extend(working.map("double", range(1000)))
    assert 0 < len(found) < 1000


class Deadly(FakeCluster):
    """The number 7 ends whoever doubles it."""

    def happen(self, pending: Pending) -> None:
        if pending.arguments == (7,):
            pending.worker.alive = False


def test_a_part_that_ends_every_worker_is_not_tried_for_ever() -> None:
    """There is an error as soon as it is likely to be the part's own fault."""
    with crew(Deadly(("one", "two", "three", "four"))) as working, pytest.raises(ClusterError, match="ended over"):
        list(working.map("double", range(1000)))


class Unborn(FakeCluster):
    """No worker ever starts."""

    def result(self, pending: Pending) -> None:
        raise LostError


def test_workers_that_never_start_are_not_started_for_ever() -> None:
    """Each place has so many attempts."""
    cluster = Unborn()
    with pytest.raises(ClusterError, match="no worker left"), crew(cluster):
        pass
    assert len(cluster.workers) == 4 * MAX_STARTS


class Blind(Doubler):
    def ready(self) -> None:
        raise ClusterError("it sees nothing")


def test_what_a_worker_says_when_it_starts_ends_the_work() -> None:
    """No part is done by others in silence."""
    cluster = FakeCluster()
    with pytest.raises(ClusterError, match="it sees nothing"), crew(cluster, Blind):
        pass
    assert not any(worker.alive for worker in cluster.workers)


class Mixed(FakeCluster):
    """Workers on the node "two" see nothing."""

    def start(self, kind: type, place: Place, *arguments: Any) -> FakeWorker:
        return super().start(Blind if place.node.name == "two" else kind, place, *arguments)


def test_workers_that_are_not_fit_may_be_left_out() -> None:
    """Others do the work, it is told why, and nobody tries again at the same place."""
    cluster, told = Mixed(), list[str]()
    times = iter(range(1_000_000))
    tell = lambda error: told.append(str(error))  # noqa: E731
    with Crew(cluster, Doubler, lambda place: (), one_a_core, lambda: float(next(times)), unfit=tell) as working:
        assert len(list(working.map("double", range(100)))) == 100
    assert told == ["it sees nothing"] * 2
    assert [worker.place.node.name for worker in cluster.workers].count("two") == 2


def test_a_cluster_in_which_no_worker_is_fit_is_one_error() -> None:
    """After all were told."""
    told: list[str] = []
    tell = lambda error: told.append(str(error))  # noqa: E731
    with pytest.raises(ClusterError, match="no worker left"), Crew(FakeCluster(), Blind, _none, one_a_core, unfit=tell):
        pass
    assert told == ["it sees nothing"] * 4


def _none(place: Place) -> tuple[()]:
    return ()


def test_a_worker_has_no_more_parts_at_a_time_than_is_said() -> None:
    """So that none waits for a long one while another worker has nothing to do."""
    cluster = Counting()
    with Crew(cluster, Doubler, _none, one_a_core, in_flight=1) as working:
        assert len(list(working.map("double", range(50)))) == 50
    assert cluster.most == 1


class Counting(FakeCluster):
    """Counts how many parts a worker has at a time."""

    most = 0

    def wait(self, pending: Sequence[Pending], seconds: float) -> list[Pending]:
        busy = Counter(id(each.worker) for each in pending)
        self.most = max(self.most, *busy.values())
        return super().wait(pending, seconds)


def test_parts_are_not_handed_out_far_ahead_of_an_unfinished_one() -> None:
    """What waits for its turn takes no more than so much memory."""
    given: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            given.append(number)
            yield number

    queue = TaskQueue(items(), ahead=AHEAD)
    first = queue.take()
    assert first
    while task := queue.take():
        queue.done(task)
    assert len(given) == AHEAD + 1
    queue.done(first)
    while task := queue.take():
        queue.done(task)
    assert queue.finished


def test_a_lost_part_comes_first_until_it_was_lost_too_often() -> None:
    """It is tried so many times."""
    queue = TaskQueue("ab", ahead=AHEAD)
    task = queue.take()
    for _ in range(MAX_TRIES - 1):
        assert task
        assert task.item == "a"
        queue.lost(task)
        task = queue.take()
    assert task
    with pytest.raises(ClusterError):
        queue.lost(task)


def test_places_are_what_nodes_offer() -> None:
    """A worker a core, a node or a GPU; a node that offers none gets none."""
    head, cpu, gpu = Node("h", "h", 0, 0), Node("c", "c", 3, 0), Node("g", "g", 8, 2)
    assert [(place.node.id, place.cpus, place.gpus) for place in one_a_node([head, cpu, gpu])] == [
        ("c", 3, 0),
        ("g", 8, 0),
    ]
    assert [place.node.id for place in one_a_core([head, cpu])] == ["c"] * 3
    assert [(place.node.id, place.number, place.gpus) for place in one_a_gpu([head, cpu, gpu])] == [
        ("g", 0, 1),
        ("g", 1, 1),
    ]
