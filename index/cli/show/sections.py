"""The lists of a report: a heading with their number, and of long ones the first lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

import index
from index import Failure, Kept, Moved, Undated, WeaklyDated, one_line
from index.cli.show import console

LISTED = 20
"""Most paths a report lists under one heading; JSON and `dateline documents` have all."""
LEAST = 3
"""How many of each group it lists at least."""
SHOWN_AS = {
    "redated": "re-dated",
    "weakly_dated": "weakly dated",
    "failed": "not read",
    "kept": "not looked into",
    "citations": "citations affected",
}
"""Fields whose names aren't what people call them."""
INDENT = 2
IN_DOCUMENTS = "dateline documents lists all"
IN_JSON = "--json lists all"
"""Where a list that was cut stands whole."""


def shown_as(name: str) -> str:
    """What people call a field of a report."""
    return SHOWN_AS.get(name, name)


def paths(out: Console, name: str, paths: Sequence[str | Moved], most: int | None = None) -> None:
    """Every path that changed in one way, or at most so many."""
    if paths:
        out.print(Text(f"\n{shown_as(name).capitalize()} ({len(paths):,}):", style="bold"))
    for path in paths[:most]:
        named = path if isinstance(path, str) else f"{path.before} → {path.after}"
        out.print(*console.indented(Text(one_line(named)), INDENT))
    if most is not None and len(paths) > most:
        out.print(f"{' ' * INDENT}and {len(paths) - most:,} more ({IN_JSON})")


def left_out(out: Console, paths: Sequence[str]) -> None:
    if paths:
        more = f" and {len(paths) - LISTED:,} more" if len(paths) > LISTED else ""
        named = ", ".join(map(one_line, paths[:LISTED]))
        out.print(Text(f"\nLeft out, since systems and editors leave them in folders ({len(paths):,}):", style="bold"))
        out.print(*console.indented(Text(f"{named}{more}"), INDENT))


def groups(out: Console, heading: str, told: Sequence[tuple[str, str]], whole: str = IN_DOCUMENTS) -> None:
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
            out.print(f"{' ' * 2 * INDENT}and {len(lines) - share:,} more ({whole})")


def lines(out: Console, heading: str, lines: Sequence[Failure | Kept], whole: str = IN_DOCUMENTS) -> None:
    if lines:
        out.print(Text(f"\n{heading} ({len(lines):,}):", style="bold"))
    for line in lines[:LISTED]:
        out.print(*console.indented(Text(f"{one_line(line.path)}: {one_line(line.reason)}"), INDENT))
    if len(lines) > LISTED:
        out.print(f"  and {len(lines) - LISTED:,} more ({whole})")


def undated(document: Undated) -> tuple[str, str]:
    """What gives it a date, and its own line."""
    return document.cure, f"{document.path}: {document.reason}"


def weak(document: WeaklyDated) -> tuple[str, str]:
    """What settles its date, and its own line."""
    date = document.date
    return f"if its day is another, {document.cure}", f"{document.path}: {index.day_span(date)}, {date.dated_by}"
