"""What several messages about documents have in common. Pure."""

from __future__ import annotations

from typing import Final

from bot.ui import text

REINDEX_HINT: Final = "-# Searches show the change after /archive reindex."
_MAX_PATH: Final = 200


def bold_path(path: str) -> str:
    """A path of the archive, in bold."""
    return f"**{text.label(text.path_line(path), _MAX_PATH)}**"
