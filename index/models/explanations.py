"""Why a document is among the hits of a query, or why not."""

from __future__ import annotations

from typing import Literal

from index.models.answers import Hit, Query, Reading
from index.models.documents import DateSpan, TitleOrigin
from index.models.said import Told
from index.models.values import Value

Obstacle = Literal[
    "window",
    "undated",
    "folder",
    "kind",
    "title",
    "phrase",
    "excluded",
    "together",
    "unrelated",
    "same story",
    "order",
    "rank",
]
"""What keeps a document from being shown.

window: its date is outside. undated: a window leaves it out. folder, title, phrase: it lacks one that is demanded.
kind: it is of another format than those asked for.
excluded: it has a word that is excluded. together: no passage of it fulfils all. unrelated: it has no telling word and
is not near in meaning. same story: another document is shown for it. order: an order by date leaves it out. rank: it
matches, and others come first.
"""


class Reason(Value):
    """One thing that keeps a document out, and a line that says it."""

    kind: Obstacle
    said: str


class Explanation(Told):
    """What a query makes of one document.

    Without `reasons` it is among the hits. `matches` says whether it matches, however far down. `rank` is its place
    among all hits, from 1, or that of the document in `shown_by`, which tells the same story; None where it has none.
    `hit` is its best passage with its places by words and by meaning. `nearness` is the cosine of the passage that is
    nearest in meaning and `least` the one from which a passage is near; None where nothing is searched for by meaning.
    """

    query: Query
    reading: Reading
    generation: int
    document: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    matches: bool
    reasons: tuple[Reason, ...] = ()
    rank: int | None = None
    hit: Hit | None = None
    shown_by: str | None = None
    nearness: float | None = None
    least: float | None = None
    elapsed_ms: float
