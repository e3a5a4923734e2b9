"""What the terminal shows: the one home of rich. Data goes to stdout, all else to stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from index.dates.calendar import day_span, long_day
from index.models.answers import Answer, Hit
from index.models.documents import DateSpan
from index.models.reports import Checked, Failure, Listing, Moved, Phase, Report, Status, Step
from index.text.clean import clean, one_line

DUPLICATES_NAMED = 3
"""Most documents named that tell the same as a hit; JSON has all."""
LISTED = 20
"""Most paths a report lists under one heading; JSON and `dateline documents` have all."""
NO_DATE = "no date is stated in it or in its name"
CHANGES = ("added", "changed", "removed", "moved", "redated")
SHOWN_AS = {"redated": "dated anew", "failed": "not read", "citations": "citations affected"}
WIDEST_PATH = 40
"""Characters; longer paths push their title to the right."""

INDENT = 4
MEBIBYTE = 1024 * 1024


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A progress bar on stderr, drawn only on a terminal; yields what a reindex's steps are told to."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def follow(step: Step) -> None:
            if step.phase == Phase.START:
                return
            if step.phase not in tasks:
                tasks[step.phase] = bar.add_task(step.activity)
            bar.update(tasks[step.phase], completed=step.done, total=step.total)

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
    return Group(head, *_indented(_quotation(hit)), Text(" " * INDENT + _source(hit), style="dim"))


def _quotation(hit: Hit) -> Text:
    """The passage's words, the best sentence in bold, without what would act in a terminal."""
    start, end = hit.best or (0, 0)
    return Text.assemble(clean(hit.text[:start]), (clean(hit.text[start:end]), "bold"), clean(hit.text[end:]))


def _indented(words: Text, by: int = INDENT) -> Iterator[RenderableType]:
    """Wrapped to a terminal's width; whole lines, however long, where the output is piped."""
    if Console().is_terminal:
        yield Padding(words, (0, 0, 0, by))
    else:
        yield from (Text(" " * by + line.plain if line.plain.strip() else "") for line in words.split("\n"))


def _dated(date: DateSpan | None) -> str:
    return "undated" if date is None else day_span(date)


def _source(hit: Hit) -> str:
    place = f"p. {hit.page}" if hit.page else f"¶{hit.paragraph}"
    parts = [f"{one_line(hit.document)} {place}", hit.passage]
    if hit.date:
        parts.append(f"dated by its {hit.date.origin}")
    if hit.others:
        parts.append(f"{_many(hit.others, 'more passage')} of it found")
    if hit.duplicates:
        alike = f" ({hit.overlap:.0%} the same)" if hit.overlap is not None else ""
        parts.append(f"also in {', '.join(map(one_line, hit.duplicates[:DUPLICATES_NAMED]))}{_further(hit)}{alike}")
    if not hit.verbatim:
        parts.append("NOT VERBATIM: differs from what was indexed")
    return " · ".join(parts)


def _further(hit: Hit) -> str:
    more = len(hit.duplicates) - DUPLICATES_NAMED
    return f" and {_many(more, 'other')}" if more > 0 else ""


def _footer(found: Answer) -> str:
    parts = [f"{_many(found.passages_found, 'passage')} in {_many(found.documents_found, 'document')}"]
    if found.undated_not_shown:
        parts.append(f"{found.undated_not_shown:,} undated not shown")
    parts.append(f"generation {found.generation}")
    if found.newest:
        parts.append(f"newest document {day_span(found.newest)}")
    return "\n" + " · ".join(parts)


def report(done: Report, *, listed: bool = False) -> None:
    """What a reindex did; `listed` with every path that is otherwise now, and not only how many they are."""
    console = _stdout()
    console.print(
        f"Generation {done.generation}: {_many(done.documents, 'document')}, {_many(done.passages, 'passage')} "
        f"({done.embedded:,} embedded, {done.reused:,} reused) in {done.seconds:.1f} s"
    )
    if done.fault:
        console.print(Text(f"Not published: {one_line(done.fault)}", style="yellow"))
    console.print(_counts(done))
    for name in CHANGES if listed else ():
        _paths(console, name, getattr(done, name))
    undated = dict.fromkeys(done.undated, "")
    others = [one for one in done.notes if one.path not in undated]
    for one in done.notes:
        if one.path in undated:
            undated[one.path] += ("; " if undated[one.path] else "") + one.reason
    _lines(console, "Undated", [Failure(path=path, reason=why or NO_DATE) for path, why in undated.items()])
    _lines(console, "Not read", done.failed)
    _lines(console, "Worth a look", others)
    affected = [Failure(path=f"{one.passage} ({one.document})", reason=one.reason) for one in done.citations]
    _lines(console, "Citations affected", affected)


def _paths(console: Console, name: str, paths: Sequence[str | Moved]) -> None:
    if paths:
        console.print(Text(f"\n{SHOWN_AS.get(name, name).capitalize()} ({len(paths):,}):", style="bold"))
    for path in paths:
        named = path if isinstance(path, str) else f"{path.before} → {path.after}"
        console.print(*_indented(Text(one_line(named)), 2))


def _counts(done: Report) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for form, count in sorted(done.formats.items()):
        table.add_row(f"  {form}", f"{count:,}")
    for name in (*CHANGES, "undated", "failed", "citations"):
        if paths := getattr(done, name):
            table.add_row(Text(f"  {SHOWN_AS.get(name, name)}", style="dim"), f"{len(paths):,}")
    dated = done.documents - len(done.undated)
    if done.earliest and done.latest:
        days = f"{long_day(done.earliest)} – {long_day(done.latest)}"
        table.add_row(Text("  dated", style="dim"), f"{dated:,}", days)
    if done.recall is not None:
        before = "" if done.recall_before is None else f"before {done.recall_before:.3f}"
        table.add_row(Text("  judged recall", style="dim"), f"{done.recall:.3f}", before)
    return table


def _lines(console: Console, heading: str, lines: Sequence[Failure]) -> None:
    if lines:
        console.print(Text(f"\n{heading} ({len(lines):,}):", style="bold"))
    for line in lines[:LISTED]:
        console.print(*_indented(Text(f"{one_line(line.path)}: {one_line(line.reason)}"), 2))
    if len(lines) > LISTED:
        console.print(f"  and {len(lines) - LISTED:,} more (dateline documents lists all)")


def documents(found: Listing, *, undated: bool, failed: bool) -> None:
    """A line a document, or a line a file that could not be read: on a terminal cut to its width, piped whole."""
    console = _stdout()
    width = min(max((len(one_line(one.path)) for one in found.documents), default=0), WIDEST_PATH)
    if failed:
        for one in found.failed:
            console.print(Text(f"{one_line(one.path)}: {one_line(one.reason)}"))
        return
    for document in found.documents:
        told = "; ".join(document.notes) or NO_DATE if undated else document.title
        line = Text(f"{_iso_span(document.date):<10}  ", style="cyan" if document.date else "yellow")
        line.append(f"{one_line(document.path):<{width}}  {one_line(told)}", style="default")
        console.print(line, no_wrap=console.is_terminal, overflow="ellipsis" if console.is_terminal else None)
    if not undated:
        console.print(Text(_held(found), style="dim"))


def _iso_span(date: DateSpan | None) -> str:
    """2025-01-23, 2025-01 or 2025: at the precision that the source has."""
    length = {"day": 10, "month": 7, "year": 4}
    return date.earliest.isoformat()[: length[date.precision]] if date else "undated"


def _held(found: Listing) -> str:
    undated = sum(one.date is None for one in found.documents)
    parts = [f"{_many(len(found.documents), 'document')}, {undated:,} undated"]
    if found.failed:
        parts.append(f"{_many(len(found.failed), 'file')} not read (dateline documents --failed says why)")
    return f"\n{' · '.join(parts)} · generation {found.generation}"


def checked(found: Iterable[Checked]) -> None:
    """A line a generation, and one a fault."""
    console = _stdout()
    for one in found:
        size = f"{_many(one.files, 'file')}, {one.size_bytes / MEBIBYTE:.1f} MiB"
        state = "DAMAGED" if one.faults else "sound"
        console.print(f"Generation {one.generation}{' (current)' if one.current else ''}: {state} ({size})")
        for fault in one.faults:
            console.print(Text(f"  {fault}"))


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
