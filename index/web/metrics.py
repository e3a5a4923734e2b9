"""What is counted and timed while the server runs: the one home of prometheus_client.

No address, no name and no word of anybody is in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from index import QueueFullError, WorkQueue

disable_created_metrics()  # type: ignore[no-untyped-call]

Result = TypeVar("Result")

FORMAT: Final = CONTENT_TYPE_LATEST
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""The bounds by which times are counted."""
REASONS: Final = ("host", "origin", "unknown", "often", "size", "slow", "full")
"""Why something is refused: another name, another site, nobody known, too often, too much, too slow, too many."""
QUEUES: Final = ("searches", "look_ups", "cites", "checks", "drafts")


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        own: dict[str, Any] = {"registry": self._registry}
        self._work = Histogram(
            "dateline_work_seconds",
            "Times from a question to the archive's answer, by queue; searches are those of the queue searches.",
            ["queue"],
            buckets=SECONDS,
            **own,
        )
        self._answers = Counter("dateline_answers", "Answers, by their status.", ["status"], **own)
        self._seconds = Histogram(
            "dateline_answer_seconds", "Times from a request to the beginning of its answer.", buckets=SECONDS, **own
        )
        self._refused = Counter("dateline_refusals", "Requests refused, by reason.", ["reason"], **own)
        self._waiting = Gauge("dateline_queue_length", "What runs or waits, by queue.", ["queue"], **own)
        self._generation = Gauge("dateline_generation", "The number of the generation that serves.", **own)
        self._reindexing = Gauge("dateline_reindexing", "1 while the archive is reindexed.", **own)
        self._sessions = Gauge("dateline_sessions", "People's sessions.", **own)
        for reason in REASONS:
            self._refused.labels(reason)
        for queue in QUEUES:
            self._work.labels(queue)

    def refused(self, reason: str) -> None:
        """Counts a refusal, for one of `REASONS`."""
        self._refused.labels(reason).inc()

    def answered(self, status: int, seconds: float) -> None:
        """Counts an answer."""
        self._answers.labels(str(status)).inc()
        self._seconds.observe(seconds)

    def worked(self, queue: str, seconds: float) -> None:
        """Counts what the archive has answered."""
        self._work.labels(queue).observe(seconds)

    def text(self, queues: Iterable[tuple[str, WorkQueue]], generation: int, reindexing: bool, sessions: int) -> bytes:
        """All of it as Prometheus reads it, with how things are now."""
        for name, queue in queues:
            self._waiting.labels(name).set(queue.length)
        self._generation.set(generation)
        self._reindexing.set(int(reindexing))
        self._sessions.set(sessions)
        return generate_latest(self._registry)


class MeasuredQueue(WorkQueue):
    """A queue that is timed, with the time that its calls wait."""

    def __init__(self, workers: int, waiting: int, name: str, metrics: Metrics) -> None:
        super().__init__(workers, waiting, name)
        self._name = name
        self._metrics = metrics

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`; raises `QueueFullError` at once when every place is taken."""
        begun = time.perf_counter()
        try:
            result = await super().run(work)
        except QueueFullError:
            self._metrics.refused("full")
            raise
        self._metrics.worked(self._name, time.perf_counter() - begun)
        return result
