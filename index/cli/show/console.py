"""Where and how the terminal is written to, the same for everything that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from index import one_line

MEBIBYTE = 1024 * 1024


def stdout() -> Console:
    """Standard output: coloured and wrapped on a terminal, plain and in whole lines where it is piped."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=not Console().is_terminal)


def warn(warnings: Iterable[str]) -> None:
    """A line each on standard error, whole where it is piped."""
    err = Console(stderr=True)
    for warning in warnings:
        err.print(Text(one_line(warning), style="yellow"), soft_wrap=not err.is_terminal)


def indented(words: Text, by: int) -> Iterator[RenderableType]:
    """Wrapped to a terminal's width; whole lines, however long, where the output is piped."""
    if Console().is_terminal:
        yield Padding(words, (0, 0, 0, by))
    else:
        yield from (Text(" " * by + line.plain if line.plain.strip() else "") for line in words.split("\n"))


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: `1 document`, `1,200 documents`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
