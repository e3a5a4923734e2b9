"""Where somebody may be led after they signed in: to a page of ours and nowhere else."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 4_000
_ELSEWHERE: Final = ("//", "/\\", "/sign-")
"""Browsers read the first two as another host; the third would sign them in or out once more."""


def local_path(named: str | None) -> str:
    """The path and query that were named, if they are on this site; else those of the first page."""
    if not named or len(named) > LONGEST or not named.startswith("/") or named.startswith(_ELSEWHERE):
        return "/"
    if "\\" in named or any(not " " < character < "\x7f" for character in named):
        return "/"
    try:
        parts = urlsplit(named)
    except ValueError:
        return "/"
    return named if not parts.scheme and not parts.netloc else "/"
