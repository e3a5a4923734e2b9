"""A reindex: how far it is, and what it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

import index
from index import Affected, Failure, Kept, Moved, Phase, Report, Step, WeaklyDated, long_day, one_line
from index.cli.show import console

LISTED = 20
"""Most paths a report lists under one heading; JSON and `dateline documents` have all."""
LEAST = 3
"""How many of each group it lists at least."""
CHANGES = ("added", "changed", "removed", "moved", "redated")
SHOWN_AS = {
    "redated": "re-dated",
    "weakly_dated": "weakly dated",
    "failed": "not read",
    "kept": "not looked into",
    "citations": "citations affected",
}
"""Fields whose names aren't what people call them."""
INDENT = 2


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A progress bar on stderr, drawn only on a terminal; yields what takes a reindex's steps."""
    stderr = Console(stderr=True)
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=stderr, disable=not stderr.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def follow(step: Step) -> None:
            if step.phase == Phase.START:
                return
            if step.phase not in tasks:
                tasks[step.phase] = bar.add_task(step.activity)
            bar.update(tasks[step.phase], completed=step.done, total=step.total)

        yield follow


def report(done: Report, *, listed: bool = False) -> None:
    """What a reindex did; `listed` with every path that changed, and not only how many there are."""
    out = console.stdout()
    out.print(_summary(done))
    if done.fault:
        out.print(Text(f"Not published: {one_line(done.fault)}", style="yellow"))
    out.print(_counts(done))
    for name in CHANGES if listed else ():
        _paths(out, name, getattr(done, name))
    _groups(out, "Undated", [(document.cure, f"{document.path}: {document.reason}") for document in done.without_date])
    _groups(out, "Weakly dated", [_weak(document) for document in done.weakly_dated])
    _lines(out, "Not read", done.failed)
    _lines(out, "Not looked into", done.kept)
    _lines(out, "Worth checking", done.worth_checking)
    _lines(out, "Citations affected", [_affected(citation) for citation in done.citations])
    _left_out(out, done.left_out)


def _summary(done: Report) -> str:
    made = f"{console.counted(done.documents, 'document')}, {console.counted(done.passages, 'passage')}"
    spent = f"({done.embedded:,} embedded, {done.reused:,} reused) in {done.seconds:.1f} s"
    return f"Generation {done.generation}: {made} {spent}"


def _weak(document: WeaklyDated) -> tuple[str, str]:
    """What settles its date, and its own line."""
    date = document.date
    return f"if its day is another, {document.cure}", f"{document.path}: {index.day_span(date)}, {date.dated_by}"


def _affected(citation: Affected) -> Failure:
    return Failure(path=f"{citation.passage} ({citation.document})", reason=citation.reason)


def _paths(out: Console, name: str, paths: Sequence[str | Moved]) -> None:
    if paths:
        out.print(Text(f"\n{SHOWN_AS.get(name, name).capitalize()} ({len(paths):,}):", style="bold"))
    for path in paths:
        named = path if isinstance(path, str) else f"{path.before} → {path.after}"
        out.print(*console.indented(Text(one_line(named)), INDENT))


def _left_out(out: Console, paths: Sequence[str]) -> None:
    if paths:
        more = f" and {len(paths) - LISTED:,} more" if len(paths) > LISTED else ""
        named = ", ".join(map(one_line, paths[:LISTED]))
        out.print(Text(f"\nLeft out, since systems and editors leave them in folders ({len(paths):,}):", style="bold"))
        out.print(*console.indented(Text(f"{named}{more}"), INDENT))


def _counts(done: Report) -> Table:
    """How many documents of each format there are, and how many changed in each way."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for form, count in sorted(done.formats.items()):
        table.add_row(f"  {form}", f"{count:,}")
    for name in (*CHANGES, "undated", "weakly_dated", "failed", "kept", "citations"):
        if paths := getattr(done, name):
            table.add_row(Text(f"  {SHOWN_AS.get(name, name)}", style="dim"), f"{len(paths):,}")
    _dated_and_judged(table, done)
    return table


def _dated_and_judged(table: Table, done: Report) -> None:
    if done.earliest and done.latest:
        days = f"{long_day(done.earliest)} – {long_day(done.latest)}"
        table.add_row(Text("  dated", style="dim"), f"{done.documents - len(done.undated):,}", days)
    if done.recall is not None:
        before = "" if done.recall_before is None else f"before {done.recall_before:.3f}"
        table.add_row(Text("  judged recall", style="dim"), f"{done.recall:.3f}", before)


def _groups(out: Console, heading: str, told: Sequence[tuple[str, str]]) -> None:
    """Lines of documents, below what helps all of their group; the largest group first, and some of every group."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for cure, line in told:
        groups[cure].append(line)
    if groups:
        out.print(Text(f"\n{heading} ({len(told):,}):", style="bold"))
    share = max(LEAST, LISTED // max(len(groups), 1))
    for cure, lines in sorted(groups.items(), key=lambda group: -len(group[1])):
        if cure:
            out.print(*console.indented(Text(f"{one_line(cure)}:"), INDENT))
        for line in lines[:share]:
            out.print(*console.indented(Text(one_line(line)), 2 * INDENT))
        if len(lines) > share:
            out.print(f"{' ' * 2 * INDENT}and {len(lines) - share:,} more (dateline documents lists all)")


def _lines(out: Console, heading: str, lines: Sequence[Failure | Kept]) -> None:
    if lines:
        out.print(Text(f"\n{heading} ({len(lines):,}):", style="bold"))
    for line in lines[:LISTED]:
        out.print(*console.indented(Text(f"{one_line(line.path)}: {one_line(line.reason)}"), INDENT))
    if len(lines) > LISTED:
        out.print(f"  and {len(lines) - LISTED:,} more (dateline documents lists all)")
