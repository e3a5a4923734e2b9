"""What the terminal shows: the one home of rich. Data goes to stdout, all else to stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from index.cite.plain import clean, one_line
from index.days import day_span, long_day
from index.models import Answer, DateSpan, Hit, Report, Status

PHASES = {
    "read": "Reading documents",
    "load model": "Loading the model",
    "embed": "Embedding passages",
    "write": "Writing the index",
    "check": "Checking it",
}
LISTED = 20
"""Most paths a report lists on a terminal; JSON has all."""

INDENT = "    "
MEBIBYTE = 1024 * 1024


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr, drawn only on a terminal; yields what a build reports to."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def follow(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(PHASES.get(phase, phase))
            bar.update(tasks[phase], completed=done, total=total)

        yield follow


def answer(found: Answer) -> None:
    """A readable list: coloured on a terminal, plain when piped."""
    console = _stdout()
    console.print(_heading(found))
    for hit in found.hits:
        console.print(_hit(hit))
    if not found.hits:
        console.print("Nothing found. Try other words, a wider window, or fewer filters.")
    console.print(Text(_footer(found), style="dim"))
    for warning in found.warnings:
        Console(stderr=True).print(Text(warning, style="yellow"))


def answer_json(found: Answer) -> dict[str, Any]:
    """The form that scripts rely on."""
    return {
        "id": found.query.id,
        "query": {"text": found.query.text, "since": _iso(found.reading.since), "until": _iso(found.reading.until)},
        "generation": found.generation,
        "hits": [_hit_json(hit) for hit in found.hits],
        "undated_not_shown": found.undated_not_shown,
        "elapsed_ms": found.elapsed_ms,
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "passage": hit.passage,
        "document": hit.document,
        "title": hit.title,
        "date": hit.date.model_dump(mode="json") if hit.date else None,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "score": hit.score,
        "duplicates": list(hit.duplicates),
    }


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _heading(found: Answer) -> Text:
    heading = Text(one_line(found.query.text), style="bold")
    if found.reading.windowed:
        heading.append(f" · {_window(found)}{_read_from(found.reading.window_from)}", style="not bold cyan")
    if found.reading.sort != "relevance":
        order = f" · {found.reading.sort} first{_read_from(found.reading.sort_from)}"
        heading.append(order, style="not bold cyan")
    return heading


def _read_from(words: str | None) -> str:
    """Which words of the query were read, where words were: they may have been meant otherwise."""
    return f" (read from “{one_line(words)}”)" if words else ""


def _window(found: Answer) -> str:
    since, until = found.reading.since, found.reading.until
    if since and until:
        return long_day(since) if since == until else f"{long_day(since)} – {long_day(until)}"
    return f"since {long_day(since)}" if since else f"until {long_day(until)}" if until else ""


def _hit(hit: Hit) -> RenderableType:
    title = one_line(hit.title)
    head = Text(f"\n{hit.rank} · ", style="bold")
    head.append(title if hit.title_origin == "source" else f"“{title}”")
    head.append(f" · {_dated(hit.date)}", style="cyan")
    return Group(head, *_indented(_quotation(hit)), Text(f"{INDENT}{_source(hit)}", style="dim"))


def _quotation(hit: Hit) -> Text:
    """The passage's words, the best sentence in bold, without what would act in a terminal."""
    start, end = hit.best or (0, 0)
    return Text.assemble(clean(hit.text[:start]), (clean(hit.text[start:end]), "bold"), clean(hit.text[end:]))


def _indented(quotation: Text) -> Iterator[RenderableType]:
    """Wrapped to a terminal's width; whole lines, however long, where the output is piped."""
    if Console().is_terminal:
        yield Padding(quotation, (0, 0, 0, len(INDENT)))
    else:
        yield from (Text(INDENT + line.plain if line.plain.strip() else "") for line in quotation.split("\n"))


def _dated(date: DateSpan | None) -> str:
    return "undated" if date is None else day_span(date)


def _source(hit: Hit) -> str:
    place = f"p. {hit.page}" if hit.page else f"¶{hit.paragraph}"
    parts = [f"{one_line(hit.document)} {place}", hit.passage]
    if hit.date:
        parts.append(f"dated by its {hit.date.origin}")
    if hit.others:
        parts.append(f"{_many(hit.others, 'more passage')} of it found")
    if not hit.verbatim:
        parts.append("NOT VERBATIM: differs from what was indexed")
    return " · ".join(parts)


def _footer(found: Answer) -> str:
    parts = [f"{_many(found.passages_found, 'passage')} in {_many(found.documents_found, 'document')}"]
    if found.undated_not_shown:
        parts.append(f"{found.undated_not_shown:,} undated not shown")
    parts.append(f"generation {found.generation}")
    if found.newest:
        parts.append(f"newest document {day_span(found.newest)}")
    return "\n" + " · ".join(parts)


def report(done: Report) -> None:
    """What a reindex did."""
    console = _stdout()
    console.print(
        f"Generation {done.generation}: {_many(done.documents, 'document')}, {_many(done.passages, 'passage')} "
        f"({done.embedded:,} embedded, {done.passages - done.embedded:,} reused) in {done.seconds:.1f} s"
    )
    table = Table.grid(padding=(0, 2))
    for form, count in sorted(done.formats.items()):
        table.add_row(f"  {form}", f"{count:,}")
    for name in ("added", "changed", "removed", "redated", "undated"):
        if paths := getattr(done, name):
            table.add_row(f"  {name}", f"{len(paths):,}")
    if done.earliest and done.latest:
        table.add_row("  dated", f"{long_day(done.earliest)} – {long_day(done.latest)}")
    console.print(table)
    for heading, lines in (("Not read", done.failed), ("Worth a look", done.notes)):
        if lines:
            console.print(f"{heading}:")
            for line in lines[:LISTED]:
                console.print(Text(f"  {one_line(line.path)}: {one_line(line.reason)}"))
        if len(lines) > LISTED:
            console.print(f"  and {len(lines) - LISTED:,} more (--json lists all)")


def status(found: Status) -> None:
    """What is being served, a line each."""
    dated = f"{long_day(found.earliest)} – {long_day(found.latest)}" if found.earliest and found.latest else "none"
    lines = {
        "archive": found.archive,
        "data": f"{found.data} ({found.size_bytes / MEBIBYTE:.1f} MiB)",
        "generation": f"{found.generation}, built {found.built:%Y-%m-%d %H:%M} UTC ({len(found.kept)} kept)",
        "documents": f"{found.documents:,} ({found.undated:,} undated)",
        "passages": f"{found.passages:,}",
        "dated": dated,
        "model": f"{found.model} ({found.revision[:12]}, {found.dimensions} dimensions, {found.engine})",
        "vectors": found.vectors,
    }
    console = _stdout()
    for name, value in lines.items():
        console.print(Text.assemble((f"{name:<12}", "dim"), one_line(value)))
    for warning in found.warnings:
        Console(stderr=True).print(Text(warning, style="yellow"))


def measures(measured: Mapping[str, float], queries: int) -> None:
    """One line a measure."""
    console = _stdout()
    console.print(f"{_many(queries, 'judged query', 'judged queries')}")
    for name, value in measured.items():
        console.print(f"{name:<12} {value:.4f}")


def _stdout() -> Console:
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=not Console().is_terminal)


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"
