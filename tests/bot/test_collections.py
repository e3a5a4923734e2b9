"""Folders that only some may see: what is hidden is neither found, counted, offered, turned to nor cited."""

from __future__ import annotations

from typing import Any

import pytest
import simcord

from bot.client import DatelineClient
from index import Collection
from tests.bot.fakes import Doc, FakeArchive, day
from tests.bot.pressing import press
from tests.bot.reading import buttons, seen
from tests.bot.world import World, answer, told

SECRET = Doc("board/minutes.txt", "Minutes", "The moon budget was doubled. Nobody may know.", day("1970-05-05"))
OPEN = Doc("moon.txt", "Moon", "The moon was seen.", day("1969-07-20"), duplicates=("board/copy.txt",))


@pytest.fixture
def docs() -> list[Doc]:
    return [SECRET, OPEN]


@pytest.fixture
def settings() -> dict[str, Any]:
    """Nobody may see the folder until a test says who."""
    return {"collections": {"board": Collection()}}


def tie(bot: DatelineClient, *, roles: tuple[int, ...] = (), channels: tuple[int, ...] = ()) -> None:
    """Ties the folder to roles and channels that exist only now."""
    bot.services.settings.collections["board"] = Collection(roles=frozenset(roles), channels=frozenset(channels))


@pytest.fixture
def role(world: World, simcord_bot: DatelineClient) -> simcord.RoleHandle:
    """The role that opens the folder."""
    role = world.guild.create_role("board")
    tie(simcord_bot, roles=(role.id,))
    return role


async def test_a_tied_folder_is_hidden_from_everyone_by_default(world: World, archive: FakeArchive) -> None:
    """Neither hits nor numbers nor duplicates tell of it; the archive itself is asked without it."""
    for private in (False, True):
        shown = seen(await world.page("moon", private=private))
        assert "1 document about it" in shown
        assert "budget" not in shown
        assert "also in" not in shown
        assert archive.queries[-1].scope.hidden == {"board"}


async def test_naming_a_hidden_folder_finds_nothing(world: World) -> None:
    """`in:` leads nowhere, and what is offered instead counts only what may be seen."""
    message = await world.page("moon in:board")
    assert "Nothing found" in seen(message)
    assert "Without the folder (1)" in buttons(message)
    assert "doubled" not in seen(await world.page("budget in:board"))


async def test_a_role_opens_the_folder_privately(world: World, role: simcord.RoleHandle) -> None:
    """Who has the role finds it where nobody reads along, and only there."""
    member = world.person("member", role)
    assert "budget" in seen(await world.page("moon", member, private=True))
    assert "budget" not in seen(await world.page("moon", member))
    assert "budget" not in seen(await world.page("moon", world.alice, private=True))


async def test_showing_to_the_channel_leaves_hidden_hits_out(world: World, role: simcord.RoleHandle) -> None:
    """What a role let its owner read is not shown to those who lack it."""
    member = world.person("member", role)
    message = await world.page("moon", member, private=True)
    shown = answer(await member.click(message, label="Share"))
    assert "budget" not in seen(shown)
    assert "The moon was seen" in seen(shown)


async def test_a_channel_opens_the_folder_to_who_asks_in_it(world: World, simcord_bot: DatelineClient) -> None:
    """In the channel it is tied to, the folder is found by everyone; elsewhere by nobody."""
    room = world.guild.create_text_channel("board room")
    tie(simcord_bot, channels=(room.id,))
    there = await world.alice.slash(room, "search", query="moon")
    assert "budget" in seen(there.response)
    assert "budget" not in seen(await world.page("moon"))


async def test_a_thread_counts_as_its_channel(world: World, simcord_bot: DatelineClient) -> None:
    """A thread of the channel sees what the channel sees."""
    tie(simcord_bot, channels=(world.channel.id,))
    assert "budget" in seen((await world.alice.slash(world.thread(), "search", query="moon")).response)


async def test_a_forum_post_counts_as_its_forum(world: World, simcord_bot: DatelineClient) -> None:
    """A post of the forum the folder is tied to sees it; a post elsewhere is served and does not."""
    forum = world.guild.create_forum_channel("forum")
    post = world.thread(forum)
    assert "budget" not in seen((await world.alice.slash(post, "search", query="moon")).response)
    tie(simcord_bot, channels=(forum.id,))
    assert "budget" in seen((await world.alice.slash(post, "search", query="moon")).response)


async def test_a_role_that_was_taken_away_closes_the_page(world: World, role: simcord.RoleHandle) -> None:
    """Every press is judged by what Discord says of its presser now, not by what the page showed before."""
    member = world.person("member", role)
    message = await world.page("moon", member, private=True)
    cite = buttons(message)["Read"]["custom_id"]
    assert "budget" in seen((await member.click(message, custom_id=cite)).response)
    world.env.backend.get_guild(world.guild.id).members[member.id].role_ids.clear()
    assert "was ever given out" in told(await member.click(message, custom_id=cite))


async def test_a_hidden_passage_is_cited_by_nobody_who_may_not_see_it(world: World, role: simcord.RoleHandle) -> None:
    """A button's id that is replayed by another person gives away nothing."""
    member = world.person("member", role)
    message = await world.page("moon budget", member, private=True)
    cite = buttons(message)["Read"]["custom_id"]
    public = await world.page("moon")
    assert "was ever given out" in told(await press(world.bob, public, cite))
