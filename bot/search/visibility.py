"""What of an answer a person may see. Pure.

The archive finds nothing outside the scope; this is the second lock, at the door where texts leave.
"""

from __future__ import annotations

import index


def within(answer: index.Answer, scope: index.Scope) -> index.Answer:
    """The answer without hits, and without mention of duplicates, that `scope` doesn't see."""
    if scope.everything:
        return answer
    hits = tuple(_without_duplicates(hit, scope) for hit in answer.hits if scope.sees(hit.document))
    return answer.model_copy(update={"hits": hits})


def _without_duplicates(hit: index.Hit, scope: index.Scope) -> index.Hit:
    kept = tuple(path for path in hit.duplicates if scope.sees(path))
    if kept == hit.duplicates:
        return hit
    return hit.model_copy(update={"duplicates": kept, "overlap": None})  # it may be that of one that is left out
