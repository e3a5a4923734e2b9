"""Digests by which damage is noticed: of a text, and of a record's fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

DIGEST_BYTES: Final = 16
"""Of SHA-256, the first; enough that no chance change keeps them."""

_written: Final = json.JSONEncoder(separators=(",", ":")).encode
"""Made once: `json.dumps` makes an encoder a call for separators of one's own."""


def of_text(text: str) -> bytes:
    """What a text is recognised by: 16 bytes."""
    return of_bytes(text.encode("utf-8", "surrogatepass"))


def of_bytes(data: bytes) -> bytes:
    """What bytes are recognised by: 16 of their SHA-256."""
    return hashlib.sha256(data).digest()[:DIGEST_BYTES]


def of_record(fields: Sequence[Any]) -> bytes:
    """What a record's fields, in their order, are recognised by: 16 bytes.

    Fields are text, whole numbers, bytes or None, as SQLite gives them; each keeps its type, so that 1 is not "1".
    """
    written = [f"x{field.hex()}" if isinstance(field, bytes) else _plain(field) for field in fields]
    return hashlib.sha256(_written(written).encode()).digest()[:DIGEST_BYTES]


def _plain(field: Any) -> Any:
    return f"s{field}" if isinstance(field, str) else field
