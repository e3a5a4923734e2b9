"""Presses find what answers them by their custom ids, and those of no known form get an answer, too."""

from __future__ import annotations

import re

import pytest

from bot.ui.presses import Presses
from bot.ui.respond import Interaction
from tests.bot.pressing import press
from tests.bot.reading import seen, stories
from tests.bot.world import World, told


async def _first(interaction: Interaction, match: re.Match[str]) -> None: ...


async def _second(interaction: Interaction, match: re.Match[str]) -> None: ...


def test_a_custom_id_is_answered_by_the_template_that_matches_all_of_it() -> None:
    """A beginning is not enough, and the match tells what the id carries."""
    presses = Presses()
    presses.add(re.compile(r"a:(?P<what>\d+)"), _first)
    presses.add(re.compile(r"b"), _second)
    found = presses.find("a:12")
    assert found is not None
    assert (found[0], found[1]["what"]) == (_first, "12")
    assert [presses.find(custom_id) for custom_id in ("a:", "a:1x", "bb", "")] == [None] * 4


@pytest.mark.parametrize("custom_id", ["x:y:z", "k:z:k7f2q9xw", " "])
async def test_a_press_of_an_unknown_form_gets_an_answer(world: World, custom_id: str) -> None:
    """Whoever presses a button of another version is told so alone, and what to do."""
    page = await world.page("moon")
    assert "I don't know this button" in told(await press(world.bob, page, custom_id))
    assert stories(seen(page)) == [1, 2, 3, 4, 5]
