"""Timelines: a bar a line on a terminal, or the JSON that scripts rely on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from index import Bar, Timeline, brief_span
from index.cli.show import console, headings

SHORTEST: Final = 5
"""Columns of the longest bar, however narrow the terminal is."""
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_PLAIN: Final = "#"
"""Where the encoding lacks blocks."""
GAP: Final = "  "


def timeline(found: Timeline, *, share: bool = False) -> None:
    """A line a bar: its time, how many documents, and a bar as long as that, or as their share of that time's."""
    out = console.stdout()
    out.print(headings.asked(out, found.query.text, found.reading))
    console.warn(found.warnings)
    out.print()
    for line in lines(out, found.bars, share=share):
        out.print(line, soft_wrap=True)
    if found.bars:
        out.print()
    else:
        out.print("Nothing dated matches. Try other words, a wider window, or fewer filters.")
    out.print(Text(footer(found), style="dim"))


def lines(out: Console, bars: Sequence[Bar], *, share: bool) -> list[Text]:
    """Times and numbers in columns, and a bar in what is left of the width."""
    times = _column([brief_span(bar.first, bar.last) for bar in bars], right=False)
    numbers = _column([_number(bar, share=share) for bar in bars], right=True)
    taken = max((len(f"{time}{GAP}{number}{GAP}") for time, number in zip(times, numbers, strict=True)), default=0)
    room = max((out.width if out.is_terminal else console.PIPED_WIDTH) - taken, SHORTEST)
    sizes = [(bar.share or 0.0) if share else float(bar.documents) for bar in bars]
    most = max(sizes, default=0.0)
    drawn = [_bar(size / most if most else 0.0, room, plain=out.options.ascii_only) for size in sizes]
    return [
        Text.assemble(time, GAP, number, *((GAP, (bar, "cyan")) if bar else ()))
        for time, number, bar in zip(times, numbers, drawn, strict=True)
    ]


def _column(cells: list[str], *, right: bool) -> list[str]:
    width = max(map(len, cells), default=0)
    return [cell.rjust(width) if right else cell.ljust(width) for cell in cells]


def _number(bar: Bar, *, share: bool) -> str:
    if not share:
        return f"{bar.documents:,}"
    part = "-" if bar.share is None else f"{bar.share:.1%}".replace("%", " %")
    return f"{bar.documents:,} of {bar.all_documents:,}{GAP}{part:>7}"


def _bar(part: float, room: int, *, plain: bool) -> str:
    """A bar that fills this part of the room; what is not nothing is seen."""
    eighths = max(round(part * room * 8), 1 if part else 0)
    if plain:
        return _PLAIN * max(eighths // 8, 1 if part else 0)
    whole, rest = divmod(eighths, 8)
    return (_EIGHTHS[8] * whole + _EIGHTHS[rest]).rstrip()


def footer(found: Timeline) -> str:
    """How many documents there are, how long a bar is, and what the bars don't show."""
    parts = [
        console.counted(found.documents, "dated document"),
        f"each bar is {found.bar_length}" if found.bars else "",
        f"{found.in_several:,} dated to several bars and counted in each" if found.in_several else "",
        f"{found.undated:,} undated" if found.undated else "",
    ]
    return " · ".join(part for part in parts if part)


def timeline_json(found: Timeline) -> dict[str, Any]:
    """The form that scripts rely on."""
    fields = found.model_dump(mode="json")
    read = fields["reading"]
    return {
        "query": {"text": found.query.text, "since": read["since"], "until": read["until"]},
        "generation": found.generation,
        "by": found.unit,
        "step": found.step,
        "bars": [
            {**fields["bars"][at], "share": None if bar.share is None else round(bar.share, 6)}
            for at, bar in enumerate(found.bars)
        ],
        "documents": found.documents,
        "undated": found.undated,
        "in_several": found.in_several,
        "notes": list(found.warnings),
        "elapsed_ms": found.elapsed_ms,
    }
