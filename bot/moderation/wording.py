"""What several messages of moderators have in common. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from bot.ui import text
from bot.ui.command_names import CommandNames

_MAX_PATH: Final = 200


def reindex_hint(commands: CommandNames) -> str:
    """When a change is seen."""
    return f"-# Searches show the change after the next {commands.mention('archive reindex')}."


def bold_path(path: str) -> str:
    """A path of the archive, in bold."""
    return f"**{text.label(text.path_line(path), _MAX_PATH)}**"


def moment(at: dt.datetime) -> str:
    """A moment in its reader's own time zone, and how long ago it was; Discord formats neither in choices."""
    return f"<t:{int(at.timestamp())}:f> ({ago(at)})"


def ago(at: dt.datetime) -> str:
    """How long ago a moment was, as it goes on."""
    return f"<t:{int(at.timestamp())}:R>"
