"""Who did what to the archive from Discord, and when. No words of any search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import index
from bot.access import Asker


class Audit:
    """The log; it only ever grows."""

    def __init__(self, data: Path) -> None:
        self._log = index.AuditLog(data)

    def note(
        self,
        asker: Asker | None,
        action: str,
        *,
        allowed: bool,
        what: str | None = None,
        given: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Adds a line; `what` names a document or a generation, `given` has what else was said, such as the reason.

        Nobody is the `asker` of what the bot does by itself.

        Raises `IndexDataError` where that can't be done.
        """
        self._log.add(
            {
                "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                "user": asker.user if asker else None,
                "guild": asker.guild if asker else None,
                "action": action,
                "allowed": allowed,
                "what": what,
                **given,
            }
        )
