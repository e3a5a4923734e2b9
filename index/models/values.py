"""The base of all values."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A value: immutable, and without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
