"""What a reindex would do."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

import index
from index import Foreseen, Preview, long_day, one_line
from index.cli.show import console, sections
from index.cli.show.reports import CHANGES
from index.cli.show.sections import IN_JSON, LISTED


def preview(found: Preview) -> None:
    """How much of each, and then what; long lists are cut."""
    out = console.stdout()
    out.print(_summary(found))
    if found.fault:
        out.print(Text(f"It would not be published: {one_line(found.fault)}", style="yellow"))
    out.print(_counts(found))
    sections.groups(out, "Would be read", [_dated(document) for document in found.read], IN_JSON)
    for name in CHANGES:
        sections.paths(out, name, getattr(found, name), LISTED)
    undated = [sections.undated(document) for document in found.undated_documents]
    sections.groups(out, "Undated", undated, IN_JSON)
    sections.groups(out, "Weakly dated", [sections.weak(document) for document in found.weakly_dated], IN_JSON)
    sections.lines(out, "Not read", found.failed, IN_JSON)
    sections.lines(out, "Not looked into", found.kept, IN_JSON)
    sections.lines(out, "Worth checking", found.worth_checking, IN_JSON)
    sections.left_out(out, found.left_out)


def _summary(found: Preview) -> str:
    read = console.counted(found.files_read, "file")
    made = console.counted(found.documents, "document")
    beside = "there is no index yet" if found.previous is None else f"beside generation {found.previous}"
    return f"Nothing was changed. A reindex would read {read} and have {made} ({beside})"


def _counts(found: Preview) -> Table:
    """How many documents would be dated by each origin, and how many would change in each way."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for origin, count in found.origins.items():
        table.add_row(f"  {origin}", f"{count:,}")
    for name in (*CHANGES, "undated", "weakly_dated", "failed", "kept"):
        if listed := getattr(found, name):
            table.add_row(Text(f"  {sections.shown_as(name)}", style="dim"), f"{len(listed):,}")
    if found.earliest and found.latest:
        days = f"{long_day(found.earliest)} – {long_day(found.latest)}"
        table.add_row(Text("  dated", style="dim"), f"{found.documents - len(found.undated):,}", days)
    return table


def _dated(document: Foreseen) -> tuple[str, str]:
    """How a document that would be read is dated, and its own line."""
    if document.date is None:
        return "undated", document.path
    return document.date.dated_by, f"{document.path}: {index.day_span(document.date)}"
