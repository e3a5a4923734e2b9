"""The archive's status as a text. Pure. Paths of the machine are not told to a server's members."""

from __future__ import annotations

from typing import Final

import index
from bot import dates, text

_LABEL: Final = 100
_WARNINGS: Final = 5


def draw(status: index.Status) -> str:
    lines = [
        f"**The archive** · generation {status.generation}",
        f"{status.documents:,} documents, {status.undated:,} of them undated · {status.passages:,} passages",
        _dates(status),
        f"Indexed {status.built:%-d} {index.MONTHS[status.built.month - 1]} {status.built:%Y, %H:%M} UTC",
        f"-# model {text.label(status.model, _LABEL)} · {status.dimensions} dimensions · {status.vectors}",
        *(f"⚠️ {text.label(warning, 2 * _LABEL)}" for warning in status.warnings[:_WARNINGS]),
    ]
    return "\n".join(line for line in lines if line)


def _dates(status: index.Status) -> str:
    if status.earliest is None or status.latest is None:
        return ""
    return f"Dated {dates.window(status.earliest, status.latest)}"
