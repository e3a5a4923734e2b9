"""Watches: a line for each, and what is new to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.text import Text

from index import Watch, WatchHit, WatchHits, days_span, long_day, one_line
from index.cli.show import answers, console, hits


def listed(found: Iterable[Watch]) -> None:
    """A line for each watch: its token, its query, and up to which generation it was checked."""
    out = console.stdout()
    for watch in found:
        line = Text.assemble((watch.token, "cyan"), "  ", one_line(watch.query))
        state = f"paused: {watch.paused}" if watch.paused else f"checked up to generation {watch.checked}"
        told = f", last told something {watch.told:%Y-%m-%d}" if watch.told else ""
        line.append(f"{_window(watch)}  {state}{told}", style="dim")
        out.print(line)


def found(watch: Watch, new: WatchHits) -> None:
    """What is new to a watch, as a search shows its hits; since when the archive has each stands beside its date."""
    out = console.stdout()
    count = console.counted(new.found, "new document")
    out.print(Text.assemble((one_line(watch.query), "bold"), (_window(watch), "cyan"), (f" · {count}", "dim")))
    for one in new.hits:
        out.print()
        hits.hit(out, one.hit, since(one), answers.LINES)
    out.print()


def since(one: WatchHit) -> str:
    """Since when the archive has a document, or the text of it that matches."""
    day = long_day(one.match.since)
    return f"new in the archive since {day}" if one.match.change == "added" else f"changed {day}, and matches now"


def run_json(
    watch: Mapping[str, Any], new: WatchHits | None, warnings: Sequence[str], perhaps: Sequence[str]
) -> dict[str, Any]:
    """The form that scripts rely on."""
    shown = new.hits if new else ()
    return {
        "watch": dict(watch),
        "generation": new.generation if new else watch["checked"],
        "found": new.found if new else 0,
        "hits": [
            {**answers.hit_json(one.hit), "since": one.match.since.isoformat(), "change": one.match.change}
            for one in shown
        ],
        "notes": list(warnings),
        "perhaps_not_printed": list(perhaps),
    }


def _window(watch: Watch) -> str:
    return f" · {days_span(watch.since, watch.until)}" if watch.since or watch.until else ""
