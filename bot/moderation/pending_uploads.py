"""Files whose path is taken, until their moderator says whether they replace what is there. In memory only."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MAX_UPLOADS: Final = 4
LIFETIME_SECONDS: Final = 15 * 60.0


@dataclass(frozen=True, slots=True)
class PendingUpload:
    """A file that was handed over, for a path that is taken."""

    person: int
    path: str
    data: bytes
    until: float


class PendingUploads:
    """The newest uploads, by a token nobody can guess."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._uploads: OrderedDict[str, PendingUpload] = OrderedDict()

    def keep(self, person: int, path: str, data: bytes) -> str:
        token = secrets.token_hex(8)
        self._uploads[token] = PendingUpload(person, path, data, self._clock() + LIFETIME_SECONDS)
        while len(self._uploads) > MAX_UPLOADS:
            self._uploads.popitem(last=False)
        return token

    def take(self, token: str, person: int) -> PendingUpload | None:
        """The upload, once, for whoever made it."""
        upload = self._uploads.get(token)
        if upload is None or upload.person != person or upload.until < self._clock():
            return None
        return self._uploads.pop(token)
