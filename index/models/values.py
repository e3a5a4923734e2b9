"""What every value has in common: frozen, and strict about names."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Base of all values: immutable, and strict about names."""

    model_config = ConfigDict(frozen=True, extra="forbid")
