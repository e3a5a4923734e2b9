"""What is said once a document is dated, or its date taken back. Pure."""

from __future__ import annotations

from typing import Final

import index
from bot.moderation.wording import REINDEX_HINT, bold_path
from bot.ui import dates, text

_MAX_WHY: Final = 300


def dated(done: index.Dated) -> str:
    """The date, in place of which it is, and why."""
    future = " That is in the future." if done.future else ""
    if done.already:
        return f"{bold_path(done.path)} is dated {dates.span(done.date)} already, for the same reason.{future}"
    lines = [
        f"{bold_path(done.path)} is dated **{dates.span(done.date)}**, no longer {_before(done.instead)}.{future}",
        f"Why: {text.label(done.why, _MAX_WHY)}",
        REINDEX_HINT,
    ]
    return "\n".join(lines)


def taken_back(done: index.Undone) -> str:
    """Which date is gone, and what counts in its place."""
    now = f"{dates.span(done.date)}, which was set before," if done.date else "What the document says itself"
    line = f"The date {dates.span(done.undone)} of {bold_path(done.path)} is taken back. {now} counts again."
    return f"{line}\n{REINDEX_HINT}"


def _before(date: index.DateSpan | None) -> str:
    return f"{dates.span(date)} ({date.dated_by})" if date else "undated"
