"""Archives of these tests are read in this process: they are small, trusted and indexed many times."""

from __future__ import annotations

import pytest

from tests.here import read_here

__all__ = ["read_here"]


@pytest.fixture(autouse=True)
def _always(read_here: None) -> None:
    """Every test here."""
