"""`/search generation:`: an earlier generation, for moderators alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.client import DatelineClient
from bot.search.custom_ids import Search, custom_id
from tests.bot.fakes import FakeArchive
from tests.bot.pressing import press
from tests.bot.reading import buttons, seen
from tests.bot.world import World, answer, told

REFUSED = "Only moderators of this server can search an earlier generation."


async def test_a_moderator_searches_an_earlier_generation(world: World, archive: FakeArchive) -> None:
    """The answer is theirs alone, says as of when it is, and every button leads to the same generation."""
    shown = await world.page("moon", world.mo, generation=5)
    assert shown.ephemeral
    assert seen(shown).startswith("🔎 **moon**\n-# 🕰️ as of generation 5, indexed 21 November 2024\n")
    assert set(buttons(shown)) == {"Read", "‹", "›", "Newest first", "Refine"}
    for label in ("›", "Newest first"):
        turned = answer(await world.mo.click(shown, label=label))
        assert "as of generation 5" in seen(turned)
        assert archive.queries[-1].generation == 5


async def test_nobody_else_does(world: World, archive: FakeArchive) -> None:
    """By the command or in a direct message, whatever else is asked."""
    assert told(await world.search("moon", generation=5)) == REFUSED
    assert not archive.queries


async def test_its_buttons_are_for_moderators_after_a_restart_too(
    world: World, archive: FakeArchive, make_bot: Callable[..., DatelineClient]
) -> None:
    """The id of a button names no generation but by a token, and who presses is checked again."""
    shown = await world.page("moon", world.mo, generation=5)
    turn = buttons(shown)["›"]["custom_id"]
    assert "moon" not in turn
    await world.env.restart_bot(make_bot())
    assert "as of generation 5" in seen(answer(await world.mo.click(shown, label="›")))
    public = await world.page("moon")
    assert told(await press(world.alice, public, turn)) == REFUSED
    share = turn.replace("s:p:", "s:w:")
    assert "so only you see it" in told(await press(world.mo, shown, share))


@pytest.mark.parametrize("token", [None, "abcdefghijklmnop"])
def test_no_id_holds_a_generation(token: str | None) -> None:
    """So that none can be made up."""
    searches = [Search(1, "moon", generation=generation) for generation in (None, 5)]
    ids = {custom_id("p", 1, search, token) for search in searches}
    assert len(ids) == 1
