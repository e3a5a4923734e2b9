"""The order in which parts of some work are handed out, and handed out again."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from index.errors import ClusterError

MAX_TRIES: Final = 5
"""How many workers may end over the same part: from then on the part is likely to be what ends them."""


@dataclass(order=True, slots=True)
class Task:
    """A part of the work, by its number from 0."""

    number: int
    item: Any = field(compare=False)
    tries: int = field(default=0, compare=False)


class TaskQueue:
    """Parts in order, those first that were lost, and none further ahead of the first unfinished one than `ahead`.

    So what is finished out of turn and waits for its turn never takes more room than that.
    """

    def __init__(self, items: Iterable[Any], ahead: int) -> None:
        self._fresh: Iterator[tuple[int, Any]] = enumerate(items)
        self._ahead = ahead
        self._again: list[Task] = []
        self._next: Task | None = None
        self._out: set[int] = set()
        self._advance()

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be handed out, and all that was is done."""
        return not (self._again or self._next or self._out)

    def take(self) -> Task | None:
        """The next part to be done; None where none may be handed out now."""
        if self._again:
            task = heapq.heappop(self._again)
        elif self._next and self._next.number < min(self._out, default=self._next.number) + self._ahead:
            task = self._next
            self._advance()
        else:
            return None
        self._out.add(task.number)
        return task

    def done(self, task: Task) -> None:
        """That part is finished."""
        self._out.discard(task.number)

    def lost(self, task: Task) -> None:
        """That part must be done again; raises `ClusterError` if it was lost too often."""
        task.tries += 1
        if task.tries >= MAX_TRIES:
            raise ClusterError(
                f"{MAX_TRIES} workers of the cluster ended over the same part of the work; look at the memory of its "
                "nodes and at Ray's logs there, then run: dateline index (what was embedded is kept)"
            )
        self._out.discard(task.number)
        heapq.heappush(self._again, task)

    def _advance(self) -> None:
        found = next(self._fresh, None)
        self._next = Task(*found) if found else None
