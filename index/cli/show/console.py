"""Where and how the terminal is written to, the same for everything that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from index import one_line
from index.cli.show.wrapping import CUT, shortened, wrapped

MEBIBYTE = 1024 * 1024
GUTTER = 4
"""Columns left of what is framed: a document's words never begin there, so that a sign there is Dateline's."""
NARROWEST = 20
"""Columns of what is framed, however narrow the terminal is."""
PIPED_WIDTH = 80
"""The terminal for which what is shown is chosen where none is there."""


def stdout() -> Console:
    """Standard output: coloured and wrapped on a terminal, plain and in whole lines where it is piped."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=not Console().is_terminal)


def room(out: Console) -> int:
    """Columns right of the gutter."""
    return max((out.width if out.is_terminal else PIPED_WIDTH) - GUTTER, NARROWEST)


def framed(out: Console, words: Text, sign: str = "", *, each: bool = False) -> None:
    """Right of the gutter, which has the sign: in the first line or in each; wrapped to a terminal's width."""
    width = room(out) - max(len(sign) - GUTTER + 1, 0)
    for line in words.split("\n", allow_blank=True):
        ends = list(wrapped(line.plain, width)) if out.is_terminal else []
        for start, end in ends or [(0, len(line))]:
            shown = Text.assemble((f"{sign:>{GUTTER - 1}} ", "dim" if sign else ""), line[start:end])
            shown.rstrip()
            out.print(shown, soft_wrap=True)
            sign = sign if each else ""


def lines(out: Console, words: Text) -> int:
    """How many lines a terminal needs for what is framed."""
    return len(list(wrapped(words.plain, room(out))))


def cut(out: Console, words: Text, lines: int) -> Text:
    """As much as takes so many lines of a terminal when it is framed; all of it where the output is piped."""
    shown = shortened(words.plain, room(out), lines) if out.is_terminal else words.plain
    return words if shown == words.plain else words[: len(shown) - len(CUT)] + Text(CUT)


def is_styled(out: Console) -> bool:
    """Whether bold type can mark what is said."""
    return out.is_terminal and out.color_system is not None


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
