"""A reindex: how far it is, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from index import Affected, Failure, Phase, Report, Step, long_day, one_line
from index.cli.show import console, sections

CHANGES = ("added", "changed", "removed", "moved", "redated")


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
        sections.paths(out, name, getattr(done, name))
    sections.groups(out, "Undated", [sections.undated(document) for document in done.without_date])
    sections.groups(out, "Weakly dated", [sections.weak(document) for document in done.weakly_dated])
    sections.lines(out, "Not read", done.failed)
    sections.lines(out, "Not looked into", done.kept)
    sections.lines(out, "Worth checking", done.worth_checking)
    sections.lines(out, "Citations affected", [_affected(citation) for citation in done.citations])
    sections.left_out(out, done.left_out)


def _summary(done: Report) -> str:
    made = f"{console.counted(done.documents, 'document')}, {console.counted(done.passages, 'passage')}"
    spent = f"({done.embedded:,} embedded, {done.reused:,} reused) in {done.seconds:.1f} s"
    return f"Generation {done.generation}: {made} {spent}"


def _affected(citation: Affected) -> Failure:
    return Failure(path=f"{citation.passage} ({citation.document})", reason=citation.reason)


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
            table.add_row(Text(f"  {sections.shown_as(name)}", style="dim"), f"{len(paths):,}")
    _dated_and_judged(table, done)
    return table


def _dated_and_judged(table: Table, done: Report) -> None:
    if done.earliest and done.latest:
        days = f"{long_day(done.earliest)} – {long_day(done.latest)}"
        table.add_row(Text("  dated", style="dim"), f"{done.documents - len(done.undated):,}", days)
    if done.recall is not None:
        before = "" if done.recall_before is None else f"before {done.recall_before:.3f}"
        table.add_row(Text("  judged recall", style="dim"), f"{done.recall:.3f}", before)
