"""What would be gone if a document were erased, and the question whether it is to be."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from index import Erasable, day_span, one_line
from index.cli.show import console

LISTED = 20
"""Paths of each kind that are listed."""


def ask(found: Erasable) -> None:
    """Lists it on standard error, with the question last."""
    err = Console(stderr=True, highlight=False, markup=False, emoji=False)
    for line in (*_lines(found), "", "This can't be undone. Erase it? [y/N] "):
        err.print(Text(line), end="" if line.endswith("[y/N] ") else "\n")


def _lines(found: Erasable) -> Iterator[str]:
    yield f"Erasing {one_line(found.path)}{_named(found)} takes away for good:"
    if found.part:
        yield "  this part of the file, wherever an index has it; the file as it is now stays"
    else:
        yield from _listed("in the archive", [file.path for file in found.files])
    yield from _listed("in the trash", [f"{file.path}, {file.at:%Y-%m-%d}" for file in found.trashed])
    if found.generations:
        yield f"  in the index: generation {', '.join(map(str, found.generations))}, and a new one without it is made"
    yield f"  the words of {console.counted(found.citations, 'citation')}; their ids will say that they are erased"
    if found.alike:
        yield "It leaves alone, though nearly the same is in them:"
        yield from _listed("document", list(found.alike))


def _named(found: Erasable) -> str:
    if found.title is None:
        return ""
    return f" (“{one_line(found.title)}”, {day_span(found.date) if found.date else 'undated'})"


def _listed(where: str, paths: list[str]) -> Iterator[str]:
    yield from (f"  {where}: {one_line(path)}" for path in paths[:LISTED])
    if len(paths) > LISTED:
        yield f"  {where}: {len(paths) - LISTED:,} more"
