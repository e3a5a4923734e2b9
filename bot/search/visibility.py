"""What of an answer a person may see. Pure.

The archive leaves hidden folders out already; this is the second lock, at the door where texts leave.
"""

from __future__ import annotations

import index


def folder(path: str) -> str:
    """The first-level folder a document lies in, empty for none."""
    first, slash, _ = path.partition("/")
    return first if slash else ""


def visible(answer: index.Answer, hidden: frozenset[str]) -> index.Answer:
    """The answer without hits, and without mention of duplicates, in hidden folders."""
    if not hidden:
        return answer
    hits = tuple(_without_duplicates(hit, hidden) for hit in answer.hits if folder(hit.document) not in hidden)
    return answer.model_copy(update={"hits": hits})


def _without_duplicates(hit: index.Hit, hidden: frozenset[str]) -> index.Hit:
    kept = tuple(path for path in hit.duplicates if folder(path) not in hidden)
    return hit if kept == hit.duplicates else hit.model_copy(update={"duplicates": kept})
