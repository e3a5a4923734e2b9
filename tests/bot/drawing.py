"""Citations of every kind to be drawn, and the bounds that Discord sets to a message."""

from __future__ import annotations

from typing import Any

from discord import ui
from hypothesis import strategies as st

import index
from bot.ui import limits
from index.cite.check import check
from tests.bot.hostile import hostile
from tests.bot.reading import BUTTON, TEXT, walk
from tests.makers.citations import DAY, DAYS, OneSource, document, record
from tests.wire.limits import MESSAGE_COMPONENTS

long = hostile.filter(str.strip) | st.sampled_from(
    ["x" * 9000, "Word. " * 3000, "\n" * 300 + "x", "`" * 3000, "👩‍👩‍👧" * 900]
)


@st.composite
def cited(draw: st.DrawFn) -> index.Cited:
    """A citation in any state, with any words."""
    quoted, now = draw(long), draw(long)
    one = record(
        quoted,
        title=draw(hostile),
        title_origin=draw(st.sampled_from(["source", "first words"])),
        path=draw(hostile.filter(str.strip)),
        date=draw(st.sampled_from([None, DAY, DAYS])),
    )
    text = draw(st.sampled_from([f"{'x' * 10}{quoted}", quoted, f"{quoted[: len(quoted) * 2 // 3]} {now[:40]}", now]))
    citation = check(one, OneSource(document(text, one.path, date=one.date)))
    warnings = draw(st.sampled_from([(), ("w" * 900,) * 4]))
    fault = draw(st.sampled_from([None, f"can't be compared now: {one.path} can't be opened"]))
    return index.Cited(
        citation=citation,
        stored=citation,
        generation=7,
        not_compared=fault,
        chat_not_compared=fault,
        chat_warnings=warnings,
    )


def fits(view: ui.LayoutView) -> None:
    """Everything that Discord bounds in a message is within its bounds."""
    parts: list[dict[str, Any]] = list(walk(view.to_components()))  # type: ignore[no-untyped-call]  # discord.py leaves it untyped
    assert len(parts) <= MESSAGE_COMPONENTS
    shown = [part["content"] for part in parts if part["type"] == TEXT]
    assert all(text.strip() for text in shown)
    assert sum(map(limits.length, shown)) <= limits.MESSAGE_TEXT
    ids = [part["custom_id"] for part in parts if part["type"] == BUTTON]
    assert len(ids) == len(set(ids))
    assert all(0 < limits.length(one) <= limits.CUSTOM_ID for one in ids)
