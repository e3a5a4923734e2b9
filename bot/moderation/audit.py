"""Who did what to the archive from Discord, and when: a JSON line each, in the data folder. No words of any search."""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path

import index
from bot.access import Asker


class Audit:
    """The log; it only ever grows."""

    def __init__(self, data: Path) -> None:
        self._file = data / index.DataFile.BOT_AUDIT
        self._lock = threading.Lock()

    def note(
        self, asker: Asker, action: str, *, allowed: bool, what: str | None = None, why: str | None = None
    ) -> None:
        """Adds a line; `what` names a document or a generation, `why` is the reason given, if one must be."""
        line = {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "user": asker.user,
            "guild": asker.guild,
            "action": action,
            "allowed": allowed,
            "what": what,
            **({} if why is None else {"why": why}),
        }
        with self._lock, self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
