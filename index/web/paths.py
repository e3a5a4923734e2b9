"""Which addresses are more than the others, or less."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

HEALTH: Final = "/healthz"
METRICS: Final = "/metrics"
STATIC: Final = "/static/"
SIGN_IN: Final = "/sign-in"
CALLBACK: Final = "/sign-in/callback"
SIGN_OUT: Final = "/sign-out"
DRAFTS: Final = frozenset({"/verify", "/v1/verify"})
"""Where drafts are sent, which may be long."""
OPEN: Final = frozenset({HEALTH, METRICS, SIGN_IN, CALLBACK, SIGN_OUT})
"""What is answered without asking who asks; each shows nothing of the archive."""


def sign_in(after: str) -> str:
    """Where to sign in, to be led to a path and query afterwards."""
    return f"{SIGN_IN}?next={quote(after, safe='')}"


def is_static(path: str) -> bool:
    return path.startswith(STATIC)


def is_open(path: str) -> bool:
    """Whether it is answered whoever asks."""
    return path in OPEN or is_static(path)
