"""What is said once a document is dated, or its date taken back. Pure."""

from __future__ import annotations

from typing import Final

import index
from bot.moderation.wording import bold_path, reindex_hint
from bot.ui import dates, text
from bot.ui.command_names import CommandNames

_MAX_WHY: Final = 300


def dated(done: index.Dated, commands: CommandNames) -> str:
    """The date, in place of which it is, and why."""
    future = " That is in the future." if done.future else ""
    if done.already:
        return f"{bold_path(done.path)} is dated {dates.span(done.date)} already, for the same reason.{future}"
    lines = [
        f"{bold_path(done.path)} is now dated **{dates.span(done.date)}** (before: {_before(done.instead)}).{future}",
        f"Why: {text.label(done.why, _MAX_WHY)}",
        reindex_hint(commands),
    ]
    return "\n".join(lines)


def taken_back(done: index.Undone, commands: CommandNames) -> str:
    """Which date is gone, and what counts in its place."""
    now = (
        f"The date set before it, {dates.span(done.date)}," if done.date else "The document's own date, if it has one,"
    )
    line = f"{bold_path(done.path)} is no longer dated {dates.span(done.undone)}. {now} counts again."
    return f"{line}\n{reindex_hint(commands)}"


def _before(date: index.DateSpan | None) -> str:
    return f"{dates.span(date)}, {date.dated_by}" if date else "undated"
