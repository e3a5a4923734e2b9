"""How many documents match a query, by time."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from index.models.answers import Query, Reading
from index.models.said import Told
from index.models.values import Value

TimeUnit = Literal["day", "month", "year"]
_NAMED: Final[dict[tuple[TimeUnit, int], str]] = {("day", 7): "week", ("month", 3): "quarter"}


class Bar(Value):
    """Every day from `first` to `last`, both included, and the documents that are dated to any of them.

    `documents` match; `all_documents` are those in scope and in the query's folders, whatever words they have. A bar at
    an end of a window may reach beyond it, and counts nothing of what is there.
    """

    first: dt.date
    last: dt.date
    documents: int
    all_documents: int

    @property
    def share(self) -> float | None:
        """Of all documents of that time those that match, 0 to 1; None where there is no document."""
        return self.documents / self.all_documents if self.all_documents else None


class Timeline(Told):
    """The documents that match a query, in bars side by side, and in which generation.

    A bar is `step` units long: 7 days, 3 months, 10 years. `documents` match and are of some time in the window,
    `undated` match and have no date. A document dated to a month, a year or a longer time is in every bar that it has
    a day of: `in_several` counts those that are in more than one. There are no bars where nothing that matches is
    dated and a bound of the window is open.
    """

    query: Query
    reading: Reading
    generation: int
    unit: TimeUnit
    step: int
    bars: tuple[Bar, ...]
    documents: int
    undated: int
    in_several: int
    elapsed_ms: float

    @property
    def bar_length(self) -> str:
        """How long a bar is, for people: a day, a week, a month, a quarter, a year, 10 years."""
        named = _NAMED.get((self.unit, self.step), self.unit if self.step == 1 else "")
        return f"a {named}" if named else f"{self.step} {self.unit}s"
