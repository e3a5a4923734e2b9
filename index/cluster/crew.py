"""Workers of one kind on the nodes of a cluster: each part of the work is done once, whichever of them end meanwhile.

What a worker was doing when it or its node ended is done again by others. A worker that ended is started again while
its node is up, and nodes that join later get workers, too.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from index.cluster.surface import Cluster, LostError, Node, Place
from index.cluster.task_queue import Task, TaskQueue
from index.errors import ClusterError, DatelineError

READY: Final = "ready"
"""The method that each worker runs first."""
IN_FLIGHT: Final = 2
"""Parts that a worker has at a time: the second comes while it does the first."""
AHEAD: Final = 8
"""Parts a worker that may be handed out beyond the first unfinished one."""
START_S: Final = 120.0
"""How long workers may take to start: a model is loaded from a slow disk, or others use the cluster."""
SETTLE_S: Final = 20.0
"""How long the first of them waits for the others, which come in later then."""
LOOK_EVERY_S: Final = 5.0
"""How often one looks for nodes that have joined."""
MAX_STARTS: Final = 3
"""Workers that may be started at the same place, one after the other."""


@dataclass(slots=True, eq=False)
class _Member:
    """A worker, and how many parts it has."""

    place: Place
    worker: Any
    busy: int = 0


class Crew:
    """Workers of a `kind`, each made of what `arguments` gives for its place; a context manager.

    `places` are those that nodes have. Each worker has `in_flight` parts at a time. What one raises when it starts ends
    the work, unless `unfit` is told of it: then others do without that worker. Raises `ClusterError` on entering where
    no place has a worker in time, and later where all are gone.
    """

    def __init__(
        self,
        cluster: Cluster,
        kind: type,
        arguments: Callable[[Place], tuple[Any, ...]],
        places: Callable[[Sequence[Node]], list[Place]],
        clock: Callable[[], float] = time.monotonic,
        *,
        in_flight: int = IN_FLIGHT,
        unfit: Callable[[DatelineError], None] | None = None,
    ) -> None:
        self._cluster = cluster
        self._kind = kind
        self._arguments = arguments
        self._places = places
        self._clock = clock
        self._in_flight = in_flight
        self._unfit = unfit
        self._starting: dict[Any, _Member] = {}
        self._members: list[_Member] = []
        self._starts: Counter[Place] = Counter()
        self._looked = self._manned = clock()

    def __enter__(self) -> Self:
        try:
            self._recruit()
            begun = self._clock()
            while self._starting and self._clock() - begun < (SETTLE_S if self._members else START_S):
                self._await({})
            self._check()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def map(self, method: str, items: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """What a worker's method makes of each item, with the item's number from 0, as they come: each exactly once."""
        queue = TaskQueue(items, ahead=AHEAD * max(1, len(self._members)))
        running: dict[Any, tuple[_Member, Task]] = {}
        while not queue.finished:
            self._hand_out(method, queue, running)
            for pending in self._await(running):
                member, task = running.pop(pending)
                member.busy -= 1
                try:
                    found = self._cluster.result(pending)
                except LostError:
                    self._lose(member)
                    queue.lost(task)
                    continue
                queue.done(task)
                yield task.number, found
            self._look()

    def _hand_out(self, method: str, queue: TaskQueue, running: dict[Any, tuple[_Member, Task]]) -> None:
        while (member := self._freest()) and (task := queue.take()):
            member.busy += 1
            running[self._cluster.call(member.worker, method, task.item)] = member, task

    def _freest(self) -> _Member | None:
        free = [member for member in self._members if member.busy < self._in_flight]
        return min(free, key=lambda member: member.busy, default=None)

    def _await(self, running: dict[Any, tuple[_Member, Task]]) -> list[Any]:
        """Those that have come of what is running; workers that have become ready are noted."""
        pending = [*running, *self._starting]
        come = self._cluster.wait(pending, LOOK_EVERY_S) if pending else []
        for each in come:
            if (member := self._starting.pop(each, None)) is not None:
                self._welcome(member, each)
        return [each for each in come if each in running]

    def _welcome(self, member: _Member, pending: Any) -> None:
        self._members.append(member)
        try:
            self._cluster.result(pending)
        except LostError:
            self._lose(member)
        except DatelineError as error:
            if self._unfit is None:
                raise
            self._reject(member)
            self._unfit(error)

    def _reject(self, member: _Member) -> None:
        """Ends a worker; another one at its place would be no better."""
        self._starts[member.place] = MAX_STARTS
        self._members.remove(member)
        self._cluster.end(member.worker)

    def _lose(self, member: _Member) -> None:
        """Notes that a worker is gone; its place gets another one if its node is up."""
        if member in self._members:
            self._members.remove(member)
            self._cluster.end(member.worker)  # if it can only not be reached, nobody waits for it any more
            self._recruit()

    def _look(self) -> None:
        now = self._clock()
        if self._members:
            self._manned = now
        if now - self._looked >= LOOK_EVERY_S:
            self._recruit()
        if not self._members and (not self._starting or now - self._manned > START_S):
            self._check()

    def _recruit(self) -> None:
        """Starts a worker at each place that has none."""
        self._looked = self._clock()
        manned = {member.place for member in (*self._members, *self._starting.values())}
        for place in self._places(self._cluster.nodes()):
            if place not in manned and self._starts[place] < MAX_STARTS:
                self._starts[place] += 1
                worker = self._cluster.start(self._kind, place, *self._arguments(place))
                self._starting[self._cluster.call(worker, READY)] = _Member(place, worker)

    def _check(self) -> None:
        """Raises `ClusterError` where there is no worker."""
        if self._members:
            return
        if self._starting:
            raise ClusterError(
                f"no node of the cluster has room for a worker (waited {START_S:g} s); wait until others have used "
                "it, or start more nodes, then run: dateline index (what was embedded is kept)"
            )
        raise ClusterError(
            "the cluster has no worker left: its nodes or their processes have ended; start nodes (ray start) and "
            "run: dateline index (what was embedded is kept)"
        )

    def _end(self) -> None:
        for member in (*self._members, *self._starting.values()):
            self._cluster.end(member.worker)
        self._members, self._starting = [], {}


def in_order(found: Iterable[tuple[int, Any]]) -> Iterator[Any]:
    """What was found by number, from 0, in the order of the numbers."""
    early: dict[int, Any] = {}
    due = 0
    for number, result in found:
        early[number] = result
        while due in early:
            yield early.pop(due)
            due += 1


def one_a_core(nodes: Sequence[Node]) -> list[Place]:
    """A worker for each core of each node."""
    return [Place(node, number, cpus=1) for node in nodes for number in range(node.cpus)]


def one_a_node(nodes: Sequence[Node]) -> list[Place]:
    """A worker on each node, which has all of its cores."""
    return [Place(node, 0, cpus=node.cpus) for node in nodes if node.cpus]


def one_a_gpu(nodes: Sequence[Node]) -> list[Place]:
    """A worker for each GPU of each node."""
    return [Place(node, number, cpus=0, gpus=1) for node in nodes for number in range(node.gpus)]
