"""What was asked, above whatever answers it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from index import Reading, days_span, one_line
from index.cli.show import console


def asked(out: Console, typed: str, reading: Reading) -> Text:
    """The query, as far as two lines hold it, and the window."""
    heading = Text(console.cut(out, Text(one_line(typed)), 2).plain, style="bold")
    if reading.windowed:
        window = f" · {days_span(reading.since, reading.until)}{read_from(reading.window_from)}"
        heading.append(window, style="not bold cyan")
    return heading


def read_from(words: str | None) -> str:
    """Which words of the query were read, where words were: they may have been meant otherwise."""
    return f" (read from “{one_line(words)}”)" if words else ""
