"""All that matches a query at a glance: by time, by folder and by format."""

from __future__ import annotations

from index.models.said import Told
from index.models.timelines import Timeline
from index.models.values import Value


class FacetCount(Value):
    """A first-level folder or a format, and how many documents match; an empty name stands for those in no folder."""

    name: str
    documents: int


class Overview(Told):
    """What matches a query, counted; the most first, and equally many by name.

    `timeline` is of the query without the window of its options, so that what is outside the window is counted, too.
    `folders` counts the documents within the window as if no folders were chosen, and `kinds` as if no kinds were.
    """

    timeline: Timeline
    folders: tuple[FacetCount, ...]
    kinds: tuple[FacetCount, ...]
    elapsed_ms: float
