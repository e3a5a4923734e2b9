"""Signing in that has begun: bound to the browser in which it did, and good for once."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from index import TimedCache

MAX_ATTEMPTS: Final = 10_000
ATTEMPT_SECONDS: Final = 600
"""What people get to agree at Discord."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A way to Discord and back: `browser` is the cookie of the one that took it, `after` where it leads then."""

    browser: str
    after: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        """What Discord is told of the verifier (RFC 7636, S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Attempts:
    """Those that have not ended yet, by their state."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._kept: TimedCache[str, Attempt] = TimedCache(MAX_ATTEMPTS, ATTEMPT_SECONDS, clock)

    def begin(self, browser: str, after: str) -> Attempt:
        attempt = Attempt(browser, after)
        self._kept[attempt.state] = attempt
        return attempt

    def end(self, state: str, browser: str | None) -> Attempt | None:
        """The attempt, which is no more after this; None where it is not this browser's."""
        attempt = self._kept.get(state)
        if attempt is None or browser is None or not secrets.compare_digest(attempt.browser, browser):
            return None
        del self._kept[state]
        return attempt
