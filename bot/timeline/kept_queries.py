"""The queries that a button's id can't hold, by token: on disk, so that buttons outlive the process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bot.kept_by_token import Form, KeptByToken


class KeptQuery(NamedTuple):
    """Who asked, and what."""

    asker: int
    text: str


KeptQueries = KeptByToken[KeptQuery]


def kept_queries(data: Path, most: int, lifetime: float, clock: Callable[[], float]) -> KeptQueries:
    """Where queries are kept: at most `most` in memory, for `lifetime` seconds of `clock`."""
    form = Form("timeline", lambda query: query.asker, lambda query: query.text, KeptQuery)
    return KeptByToken(form, data, most, lifetime, clock)
