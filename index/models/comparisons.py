"""What two spans of time have of a query, side by side."""

from __future__ import annotations

import datetime as dt

from index.models.answers import Hit
from index.models.said import Told
from index.models.values import Value


class Keyword(Value):
    """A word that is more frequent in the one span than in the other, in the form in which it is written most often.

    `count` is how often it was read in its own span, `other_count` in the other, `log_likelihood` how sure the
    difference is: from 15.13 on a chance of one in ten thousand or less.
    """

    word: str
    count: int
    other_count: int
    log_likelihood: float


class ComparedSpan(Value):
    """What matches in one span, every day from `since` to `until`, both included.

    `documents` and `passages` are all that match, whatever is shown; `of` are all documents of the span, matching or
    not. `hits` are the best of them. Of so many `passages_read`, which are all unless there are very many,
    `keywords` are more frequent than in the other span.
    """

    since: dt.date
    until: dt.date
    documents: int
    of: int
    passages: int
    passages_read: int
    hits: tuple[Hit, ...] = ()
    keywords: tuple[Keyword, ...] = ()

    @property
    def share(self) -> float | None:
        """The share of the documents of the span that match, 0 to 1; None where there is no document of it."""
        return self.documents / self.of if self.of else None


class Comparison(Told):
    """Two spans that share no day, `first` and `second` as they were given.

    A document that is dated to a month or a year may be of both: it is counted in each, and `in_both` of them are.
    `undated` matching documents are in neither.
    """

    query: str
    generation: int
    first: ComparedSpan
    second: ComparedSpan
    in_both: int
    undated: int
    elapsed_ms: float
