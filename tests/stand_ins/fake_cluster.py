"""A cluster in the test's own process, whose workers and nodes end when a test says so."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from index.cluster.surface import LostError, Node, Place


@dataclass(eq=False)
class FakeWorker:
    """An object at its place, as long as that is up."""

    place: Place
    made: Any
    alive: bool = True


@dataclass(eq=False)
class Pending:
    """A method that was asked for; it runs when its result is taken."""

    worker: FakeWorker
    method: str
    arguments: tuple[Any, ...]


@dataclass
class FakeCluster:
    """Nodes by name, each with two cores. What comes first is drawn by chance, by `seed`."""

    names: Sequence[str] = ("one", "two")
    seed: int = 0
    local: bool = False
    workers: list[FakeWorker] = field(default_factory=list)
    calls: int = 0

    def __post_init__(self) -> None:
        self.up = [Node(name, name, 2, 0) for name in self.names]
        self._chance = random.Random(self.seed)

    def nodes(self) -> list[Node]:
        return list(self.up)

    def share(self, value: Any) -> Any:
        return value

    def start(self, kind: type, place: Place, *arguments: Any) -> FakeWorker:
        self.workers.append(FakeWorker(place, kind(*arguments), place.node in self.up))
        return self.workers[-1]

    def call(self, worker: FakeWorker, method: str, *arguments: Any) -> Pending:
        return Pending(worker, method, arguments)

    def wait(self, pending: Sequence[Pending], seconds: float) -> list[Pending]:
        return [self._chance.choice(pending)]

    def result(self, pending: Pending) -> Any:
        self.calls += 1
        self.happen(pending)
        if not pending.worker.alive:
            raise LostError
        return getattr(pending.worker.made, pending.method)(*pending.arguments)

    def happen(self, pending: Pending) -> None:
        """What happens to the cluster before this is done; a test's own cluster says."""

    def end(self, worker: FakeWorker) -> None:
        worker.alive = False

    def end_node(self, name: str) -> None:
        self.up = [node for node in self.up if node.name != name]
        for worker in self.workers:
            worker.alive = worker.alive and worker.place.node in self.up
