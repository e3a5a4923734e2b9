"""Passages whose ids are like one that doesn't exist, to choose from. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import index
from bot.ui import citations, limits, text
from bot.ui.components import Option, Select

_MAX_REASON: Final = 300


def draw(unknown: index.Unknown) -> str:
    """Why there is none with that id."""
    reason = text.label(unknown.reason, _MAX_REASON)
    return f"{reason[:1].upper()}{reason[1:]}."


def select(records: Iterable[index.Record]) -> Select:
    """The passages, each by its id, date and title."""
    options = [
        Option(record.id, citations.choice_name(record.id, "erased" if record.erased else record.title, record.date))
        for record in records
    ]
    return Select("k:n", "Did you mean one of these?", options[: limits.CHOICES])
