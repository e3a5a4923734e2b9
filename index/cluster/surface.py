"""What a crew needs of a cluster: the protocol, its values, and how work is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol


class Node(NamedTuple):
    """A machine of the cluster that is up, and what it gives to work."""

    id: str
    name: str
    """Its host name, for people."""
    cpus: int
    gpus: int


class Place(NamedTuple):
    """Room for one worker: the `number`-th on its node, and what it takes of that."""

    node: Node
    number: int
    cpus: int
    gpus: int = 0


class LostError(Exception):
    """A worker or its node is gone, and with it what it was doing."""


class Cluster(Protocol):
    """Machines that run workers. Workers and pending results are known by handles of the cluster's own."""

    @property
    def local(self) -> bool:
        """Whether this machine is all of it, and its files are the workers' files."""

    def nodes(self) -> list[Node]:
        """The nodes that are up."""

    def share(self, value: Any) -> Any:
        """What to hand to workers in place of a large value, which each node then fetches once."""

    def start(self, kind: type, place: Place, *arguments: Any) -> Any:
        """A worker: an object of `kind` in a process of its own at that place. Doesn't wait for it."""

    def call(self, worker: Any, method: str, *arguments: Any) -> Any:
        """Asks a worker to run a method; the pending result. It does one thing at a time, in the order of the calls."""

    def wait(self, pending: Sequence[Any], seconds: float) -> list[Any]:
        """Those of the pending results that are there, or lost, as soon as one is; none after so many seconds."""

    def result(self, pending: Any) -> Any:
        """A result that is there. Raises `LostError`, `WorkerError`, or what the method raised."""

    def end(self, worker: Any) -> None:
        """Ends a worker, whatever it is doing."""
