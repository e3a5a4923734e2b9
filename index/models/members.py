"""A file in a zip of ours: a backup, an evidence bundle."""

from __future__ import annotations

from pydantic import Field

from index.models.values import Value


class Member(Value):
    """Its path there, its size in bytes and its SHA-256."""

    path: str
    size: int = Field(ge=0)
    sha256: str
