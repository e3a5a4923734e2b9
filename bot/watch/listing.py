"""Watches as pages. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import index
from bot.ui import components, text
from bot.ui.command_names import CommandNames
from bot.ui.components import Buttons, Control, Part, Row
from bot.ui.passages import counted
from bot.watch import custom_ids, wording
from bot.watch.custom_ids import Page

PER_PAGE: Final = 5
"""Watches of one page."""
NONE_OF_ALL: Final = "Nobody watches anything in this server."
_HEADS: Final = {custom_ids.MINE: "**Your watches here**", custom_ids.ALL: "**All watches of this server**"}
_MAX_WHY: Final = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """The watches of a view, oldest first, and how many of their matches are still to be told, by their tokens."""

    watches: Sequence[index.Watch]
    waiting: Mapping[str, int] = field(default_factory=dict)


def draw(shown: Shown, at: Page, now: dt.datetime, above: Sequence[str] = ()) -> tuple[list[Part], list[Row]]:
    """The page that is wanted, or the nearest there is, below what was just done; and the turning of pages."""
    pages = max(1, -(-len(shown.watches) // PER_PAGE))
    page = Page(at.view, min(max(at.page, 1), pages))
    first = (page.page - 1) * PER_PAGE
    head = f"{_HEADS[at.view]} · {len(shown.watches)}" if at.view in _HEADS else ""
    blocks: list[Part] = [*above, *([head] if head else [])]
    for watch in shown.watches[first : first + PER_PAGE]:
        blocks += [entry(watch, shown.waiting.get(watch.token, 0), now, named=at.view != custom_ids.MINE)]
        blocks += [Buttons(controls(watch, page))]
    turning, jump = components.paging(
        lambda turned: custom_ids.turn(at.view, turned), custom_ids.jump(at.view), page.page, pages
    )
    return blocks, [turning, *([jump] if jump else [])]


def empty(commands: CommandNames) -> str:
    """What stands in place of a person's watches where there are none."""
    return f"You watch nothing here. **Watch this** below an answer, or {commands.mention('watch add')}, begins it."


def entry(watch: index.Watch, waiting: int, now: dt.datetime, *, named: bool) -> str:
    """A watch with what it does; `named` says whose it is."""
    since = f"since <t:{int(watch.made.timestamp())}:d>"
    parts = [wording.place(watch), wording.rate(watch, now), since, f"of <@{watch.person}>" if named else ""]
    lines = [f"{wording.query(watch)}", f"-# {' · '.join(part for part in parts if part)}"]
    if watch.paused is not None:
        lines.append(f"-# ⏸️ **Paused:** {text.label(watch.paused, _MAX_WHY)}")
    if waiting:
        lines.append(f"-# {counted(waiting, 'new document')} to be told")
    return "\n".join(lines)


def controls(watch: index.Watch, at: Page) -> list[Control]:
    action, label = (custom_ids.PAUSE, "Pause") if watch.paused is None else (custom_ids.RESUME, "Resume")
    return [
        Control(custom_ids.act(action, at, watch.token), label),
        Control(custom_ids.act(custom_ids.ASK, at, watch.token), "Remove"),
    ]


def question(watch: index.Watch, at: Page) -> list[Control]:
    """The answers to whether a watch is to be removed."""
    return [
        Control(custom_ids.act(custom_ids.REMOVE, at, watch.token), "Remove it", style="danger"),
        Control(custom_ids.act(custom_ids.KEEP, at, watch.token), "Keep it"),
    ]
