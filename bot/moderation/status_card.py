"""The archive's status as a text. Pure. It names no path of the machine and nothing outside a member's scope."""

from __future__ import annotations

from typing import Final

import index
from bot.ui import dates, text

_MAX_LABEL: Final = 100
_MAX_WARNINGS: Final = 5


def draw(status: index.Status, holdings: index.Holdings) -> str:
    """`holdings` is what the reader may see of it."""
    lines = [
        f"**The archive** · generation {status.generation}",
        f"{holdings.documents:,} documents, {holdings.undated:,} of them undated · {holdings.passages:,} passages",
        _dates(holdings),
        f"Indexed {status.built:%-d} {index.MONTHS[status.built.month - 1]} {status.built:%Y, %H:%M} UTC",
        f"-# model {text.label(status.model, _MAX_LABEL)} · {status.dimensions} dimensions · {status.vectors}",
        *(f"⚠️ {text.label(warning, 2 * _MAX_LABEL)}" for warning in status.warnings[:_MAX_WARNINGS]),
    ]
    return "\n".join(line for line in lines if line)


def _dates(holdings: index.Holdings) -> str:
    if holdings.earliest is None or holdings.latest is None:
        return ""
    return f"Dated {dates.window(holdings.earliest, holdings.latest)}"
