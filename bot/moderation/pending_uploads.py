"""Files whose path is taken, until their moderator says whether they replace what is there. In memory only."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.timed_cache import TimedCache

MAX_UPLOADS: Final = 4
LIFETIME_SECONDS: Final = 15 * 60.0


@dataclass(frozen=True, slots=True)
class PendingUpload:
    """A file that was handed over, for a path that is taken."""

    person: int
    path: str
    data: bytes


class PendingUploads:
    """The newest uploads, by a token nobody can guess. What is out of date is held until `expire` is called."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._uploads: TimedCache[str, PendingUpload] = TimedCache(MAX_UPLOADS, LIFETIME_SECONDS, clock)

    def keep(self, person: int, path: str, data: bytes) -> str:
        token = secrets.token_hex(8)
        self._uploads[token] = PendingUpload(person, path, data)
        return token

    def take(self, token: str, person: int) -> PendingUpload | None:
        """The upload, once, for whoever made it."""
        upload = self._uploads.get(token)
        if upload is None or upload.person != person:
            return None
        return self._uploads.pop(token, None)

    def forget(self, person: int) -> None:
        """Drops what this person handed over."""
        for token in [token for token, upload in self._uploads.items() if upload.person == person]:
            self._uploads.pop(token, None)

    def expire(self) -> None:
        """Drops what is out of date."""
        self._uploads.expire()
