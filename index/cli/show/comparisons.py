"""Comparisons: two blocks, one below the other, or the JSON that scripts rely on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from index import ComparedSpan, Comparison, days_span, one_line
from index.cli.show import answers, console, hits

LINES_OF_HIT = 4
"""Of a terminal, for a passage: two around it, and two of its words."""


def comparison(found: Comparison) -> None:
    """The query, then each span with what it has of it."""
    out = console.stdout()
    out.print(Text(console.cut(out, Text(one_line(found.query)), 2).plain, style="bold"))
    warn(found)
    for span in (found.first, found.second):
        out.print()
        _span(out, span)
    if beside := " · ".join(_beside(found)):
        out.print()
        out.print(Text(beside, style="dim"))


def warn(found: Comparison) -> None:
    """What is to be said of it, on standard error."""
    console.warn(found.warnings)


def _span(out: Console, span: ComparedSpan) -> None:
    counted = f"{span.documents:,} of {console.counted(span.of, 'document')}{_percent(span)}"
    out.print(Text.assemble((days_span(span.since, span.until), "bold cyan"), f" · {counted}"))
    for hit in span.hits:
        hits.hit(out, hit, "", LINES_OF_HIT)
    words = ", ".join(f"{one_line(word.word)} ({word.count:,}:{word.other_count:,})" for word in span.keywords)
    if words:
        console.framed(out, Text.assemble(("more frequent: ", "dim"), words))
    elif span.documents:
        console.framed(out, Text("no word is clearly more frequent", style="dim"))
    if span.passages_read < span.passages:
        read = f"words counted in {span.passages_read:,} of {console.counted(span.passages, 'passage')}"
        console.framed(out, Text(read, style="dim"))


def _percent(span: ComparedSpan) -> str:
    """The share of the span's documents that match, in brackets; nothing where there is no document of it."""
    return "" if span.share is None else f" ({span.share:.1%})"


def _beside(found: Comparison) -> Iterator[str]:
    """What stands in neither span, or in both."""
    if found.undated:
        matches = "matches" if found.undated == 1 else "match"
        yield f"{console.counted(found.undated, 'undated document')} also {matches}, in neither span"
    if found.in_both:
        yield f"{console.counted(found.in_both, 'document')} dated to a month or year counted in both"


def comparison_json(found: Comparison) -> dict[str, Any]:
    """The form that scripts rely on."""
    return {
        "query": {"text": found.query},
        "generation": found.generation,
        "first": _span_json(found.first),
        "second": _span_json(found.second),
        "in_both": found.in_both,
        "undated": found.undated,
        "notes": list(found.warnings),
        "elapsed_ms": found.elapsed_ms,
    }


def _span_json(span: ComparedSpan) -> dict[str, Any]:
    return {
        "since": span.since.isoformat(),
        "until": span.until.isoformat(),
        "documents": span.documents,
        "of": span.of,
        "share": span.share,
        "passages": span.passages,
        "passages_read": span.passages_read,
        "hits": [answers.hit_json(hit) for hit in span.hits],
        "keywords": [word.model_dump() for word in span.keywords],
    }
