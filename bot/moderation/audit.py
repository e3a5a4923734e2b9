"""Who did what to the archive from Discord, and when. No words of any search."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import index
from bot.access import Asker


class Audit:
    """The log; it only ever grows."""

    def __init__(self, data: Path) -> None:
        self._log = index.AuditLog(data)

    def note(
        self, asker: Asker, action: str, *, allowed: bool, what: str | None = None, why: str | None = None
    ) -> None:
        """Adds a line; `what` names a document or a generation, `why` is the reason given, if one must be.

        Raises `IndexDataError` where that can't be done.
        """
        self._log.add(
            {
                "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                "user": asker.user,
                "guild": asker.guild,
                "action": action,
                "allowed": allowed,
                "what": what,
                **({} if why is None else {"why": why}),
            }
        )
