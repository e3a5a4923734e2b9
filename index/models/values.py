"""The base of all values."""

from __future__ import annotations

from operator import not_
from typing import Final

from pydantic import BaseModel, ConfigDict

UNLESS_SAID: Final = not_
"""Leaves a field out that is None, so that lines are as other versions write and read them.

It is no code of Python's: a signal that stops a build must not be raised while pydantic writes a line.
"""


class Value(BaseModel):
    """A value: immutable, and without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
