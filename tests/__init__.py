"""Tests mirror the source; see `tests/README.md`."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The checkout."""
GOLDEN = ROOT / "tests" / "golden"
"""Tables of inputs and right values."""
