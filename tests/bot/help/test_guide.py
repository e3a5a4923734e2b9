"""What the help tells people to write is understood."""

from __future__ import annotations

import re

import pytest

import index
from bot.help import guide
from index.search.query import read

EXAMPLES = re.findall(r"`([^`/]+)`", guide.draw([], [], mentions=True))


def test_the_help_has_examples() -> None:
    """Words, phrases, exclusions, dates, titles and folders."""
    assert len(EXAMPLES) >= 7


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_in_the_help_is_read(example: str) -> None:
    """What the help tells people to write is understood."""
    assert read(index.Query(text=f"word {example}"))


def test_a_command_that_no_sentence_names_is_listed() -> None:
    """Whatever is added to the bot is in the help, at its end; nothing stands there that its reader can't use."""
    drawn = guide.draw(
        [("search", "</search:1>"), ("new", "</new:2>")], [("archive add", "</archive add:3>")], mentions=False
    )
    assert drawn.startswith("</search:1> shows")
    assert drawn.splitlines()[-2:] == ["</new:2>", "**For moderators:** </archive add:3>"]
    assert "moderators" not in guide.draw([], [], mentions=False)
