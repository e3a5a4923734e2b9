"""The archive's status as a text. Pure. It names no path of the machine and nothing outside a member's scope."""

from __future__ import annotations

from typing import Final

import index
from bot.moderation.wording import moment
from bot.ui import dates, text
from bot.ui.command_names import CommandNames
from bot.ui.passages import counted

_MAX_LABEL: Final = 100
_MAX_REVISION: Final = 16
_MAX_WARNING: Final = 240
_MAX_WARNINGS: Final = 5


def draw(status: index.Status, holdings: index.Holdings, scope: index.Scope, commands: CommandNames) -> str:
    """`holdings` is what the reader may see of it, by `scope`."""
    lines = [
        "**The archive**",
        f"{counted(holdings.documents, 'document')}, {holdings.undated:,} of them undated · "
        f"{counted(holdings.passages, 'passage')}",
        _dates(holdings),
        f"Newest document: {dates.span(holdings.newest)}" if holdings.newest else "",
        f"Last indexed: {moment(status.built)}",
        f"-# generation {status.generation}{_earlier(status, commands)}",
        f"-# model {_model(status)} · {status.dimensions} dimensions{_vectors(status, scope)}",
        f"-# weights {text.label(status.revision, _MAX_REVISION)}" if status.revision else "",
        *(f"⚠️ {text.label(warning, _MAX_WARNING)}" for warning in status.chat_warnings[:_MAX_WARNINGS]),
    ]
    return "\n".join(line for line in lines if line)


def _earlier(status: index.Status, commands: CommandNames) -> str:
    """The generations that a rollback can go to."""
    others = [str(number) for number in status.kept if number != status.generation]
    return f" · {commands.mention('archive rollback')} can go to {', '.join(others)}" if others else ""


def _model(status: index.Status) -> str:
    """The model's name without its folder: a setting may name a place on the machine."""
    return text.label(status.model.rstrip("/").rpartition("/")[2], _MAX_LABEL)


def _vectors(status: index.Status, scope: index.Scope) -> str:
    """How vectors are kept, which tells of how many there are."""
    return f" · {status.vectors}" if scope.everything else ""


def _dates(holdings: index.Holdings) -> str:
    if holdings.earliest is None or holdings.latest is None:
        return ""
    return f"Dated {dates.window(holdings.earliest, holdings.latest)}"
