"""Why a document is not among the hits: a line for each reason, or the JSON that scripts rely on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from index import Explanation, day_span, one_line
from index.cli.show import answers, console, explaining


def explanation(found: Explanation) -> None:
    """The document, whether and where it is shown, and each reason why not."""
    out = console.stdout()
    date = (day_span(found.date), "bold cyan") if found.date else ("undated", "bold yellow")
    out.print(Text.assemble(date, " · ", (one_line(found.title), "bold"), f" · {one_line(found.document)}"))
    for line in explaining.reading(found.reading):
        console.framed(out, Text(line, style="dim"))
    console.warn(found.warnings)
    for said in _said(found):
        console.framed(out, Text(said))


def _said(found: Explanation) -> Iterator[str]:
    if not found.reasons:
        yield f"among the hits: rank {found.rank:,}"
    for reason in found.reasons:
        yield f"not among the hits: {reason.said}"
    if found.hit is not None:
        yield explaining.hit(found.hit)
    if found.hit is not None and not found.hit.in_window:
        yield "it is outside the time that the query says: what is of that time and answers comes first"
    if found.nearness is not None and found.least is not None and found.hit is not None:
        yield f"nearness in meaning: {found.nearness:.2f}; {_bound(found.least)}"


def _bound(least: float) -> str:
    return (
        f"{least:.2f} is near enough" if least < 1 else "the model doesn't know the query's words, so it doesn't count"
    )


def explanation_json(found: Explanation) -> dict[str, Any]:
    """The form that scripts rely on."""
    return {
        "query": answers.query_json(found.query, found.reading),
        "generation": found.generation,
        "reading": explaining.reading_json(found.reading),
        "document": found.document,
        "title": found.title,
        "date": found.date.model_dump(mode="json") if found.date else None,
        "matches": found.matches,
        "reasons": [reason.model_dump() for reason in found.reasons],
        "rank": found.rank,
        "shown_by": found.shown_by,
        "hit": answers.hit_json(found.hit) if found.hit else None,
        "nearness": found.nearness,
        "least": found.least,
        "notes": list(found.warnings),
        "elapsed_ms": found.elapsed_ms,
    }
