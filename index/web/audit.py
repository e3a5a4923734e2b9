"""Who signed in, and who looked at what is for moderators: lines of the audit log. No tokens, no words of searches."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Final

from index import AuditLog
from index.web.visitors import Visitor

SIGN_IN: Final = "sign in"
LOOK_AT_STATUS: Final = "look at status"
_USER: Final = "user:"


class Audit:
    """The log in the data folder; it only ever grows."""

    def __init__(self, data: Path) -> None:
        self._log = AuditLog(data)

    async def note(self, user: int | None, action: str, *, allowed: bool, guild: int | None = None) -> None:
        """Adds a line; raises `IndexDataError` where that can't be done."""
        line = {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "user": user,
            "guild": guild,
            "action": action,
            "allowed": allowed,
            "what": None,
        }
        await asyncio.to_thread(self._log.add, line)

    async def note_look(self, visitor: Visitor, action: str) -> None:
        """Adds a line about somebody who has signed in and looks at what is for moderators."""
        await self.note(int(visitor.key.removeprefix(_USER)), action, allowed=visitor.moderates)
