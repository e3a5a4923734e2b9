"""What the help tells people to write is understood."""

from __future__ import annotations

import re

import pytest

import index
from bot.help import guide
from index.search.query import read


@pytest.mark.parametrize("example", re.findall(r"`([^`/]+)`", guide.draw([], mentions=True)))
def test_every_example_in_the_help_is_read(example: str) -> None:
    """What the help tells people to write is understood."""
    assert read(index.Query(text=f"word {example}"))
