"""Watches are made, listed, paused, resumed and removed by those who may."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest

import index
from bot.client import DatelineClient
from bot.watch import moments
from index import Collection
from tests.bot.fakes import Doc, FakeArchive, Wall, moon
from tests.bot.pressing import choose, press
from tests.bot.reading import buttons, seen, walk
from tests.bot.watch.acting import add, asked, eclipse, listed, look, posted, told
from tests.bot.world import Shown, World, answer
from tests.bot.world import told as refused

Bot = Callable[..., DatelineClient]


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"searches_per_person": 1000, "cites_per_person": 1000, "direct_messages": True}


def kept(data: Path, world: World) -> list[index.Watch]:
    return index.Watches(data).of_guild(world.guild.id)


async def click(world: World, message: Shown, label: str, person: Any = None) -> Shown:
    """Presses the first button with this label."""
    return answer(await press(person or world.alice, message, buttons(message)[label]["custom_id"]))


async def test_a_watch_says_how_it_was_read_and_what_it_will_do(world: World, tmp_path: Path) -> None:
    """To its maker alone: the query, its window, where and how often, and that only what is new counts."""
    message = await add(world, "eclipse in May 1971", rate="weekly")
    monday = moments.following(index.Rate.WEEKLY, Wall().now)
    assert message.ephemeral
    assert seen(message).split("\n") == [
        "**Watching**",
        "🔔 **eclipse in May 1971** · 1 May 1971 – 31 May 1971 (read from “in May 1971”)",
        f"I tell what is new in <#{world.channel.id}>, once a week, next <t:{monday.timestamp():.0f}:R>.",
        "-# Only what comes into the archive from now on counts, of these dates.",
    ]
    (watch,) = kept(tmp_path, world)
    assert (watch.query, watch.rate, watch.checked, watch.channel) == (
        "eclipse in May 1971",
        index.Rate.WEEKLY,
        7,
        world.channel.id,
    )
    assert "Removed: 🔔 **eclipse in May 1971**" in seen(await click(world, message, "Remove"))
    assert kept(tmp_path, world) == []


async def test_dates_are_options_as_a_search_has_them(world: World, tmp_path: Path) -> None:
    """A year is all of it; one that can't be read is told, and nothing is watched."""
    assert "· 1 Jan 1969 – 31 Jul 1972" in seen(await add(world, since="1969", until="July 1972"))
    assert "someday" in refused(await asked(world, "moon", since="someday"))
    assert len(kept(tmp_path, world)) == 1


async def test_the_same_is_watched_once_and_not_without_end(world: World, tmp_path: Path) -> None:
    """One line says so, of a query that can't be read, too."""
    await add(world)
    assert "already" in refused(await asked(world))
    assert "1999" in refused(await asked(world, "moon since:2000 until:1999"))
    store = index.Watches(tmp_path)
    for number in range(index.MAX_RUNNING - 1):
        store.add(world.alice.id, f"moon {number}", checked=7, made=Wall().now, guild=world.guild.id, channel=1)
    assert f"You have {index.MAX_RUNNING} watches running" in refused(await asked(world, "sun"))


async def test_another_channel_is_named_and_checked(world: World, tmp_path: Path) -> None:
    """Its maker has to see it and to write there, and so has the bot, which names what it lacks."""
    board = world.guild.create_text_channel("board")
    assert f"<#{board.id}>" in seen(await add(world, channel=board))
    mute = discord.PermissionOverwrite(send_messages=False)
    quiet = world.guild.create_text_channel("quiet", overwrites={world.alice: mute})
    assert "may not write in that channel" in refused(await asked(world, channel=quiet))
    deaf = discord.PermissionOverwrite(send_messages=False, read_message_history=False)
    closed = world.guild.create_text_channel("closed", overwrites={world.guild.default_role: deaf})
    said = refused(await asked(world, person=world.mo, channel=closed))
    assert "may not write" in said
    assert [watch.channel for watch in kept(tmp_path, world)] == [board.id]


async def test_what_the_bot_lacks_is_named(world: World) -> None:
    """By Discord's names, so that whoever may can give it."""
    deaf = discord.PermissionOverwrite(send_messages=False, read_message_history=False)
    able = discord.PermissionOverwrite(send_messages=True)
    closed = world.guild.create_text_channel("closed", overwrites={world.guild.default_role: deaf, world.alice: able})
    said = refused(await asked(world, channel=closed))
    assert said == ("I can't tell anything there: I need the permissions Send Messages, Read Message History there.")


async def test_in_direct_messages_a_watch_tells_there(world: World, archive: FakeArchive, wall: Wall) -> None:
    """Where the settings allow these; it is listed there and nowhere else."""
    made = answer(await world.alice.user.slash("watch add", query="eclipse"))
    assert "in our direct messages" in seen(made)
    archive.bring(eclipse())
    await look(world)
    (message,) = [text for text in told(world.alice.user.dm_channel) if "new document" in text]
    assert "watched by" not in message
    assert "Eclipse 1" in message
    assert "You watch nothing here" in seen(await listed(world))
    assert "🔔 **eclipse**" in seen(answer(await world.alice.user.slash("watch list")))


async def test_an_answer_is_watched_by_whoever_presses(world: World, tmp_path: Path) -> None:
    """With its window, in their own name, in that channel, told to them alone; where nothing was found, too."""
    page = await world.page("moon", since="1969")
    said = answer(await world.bob.click(page, label="Watch this"))
    assert said.ephemeral
    assert "🔔 **moon** · since 1 Jan 1969" in seen(said)
    (watch,) = kept(tmp_path, world)
    assert (watch.person, watch.channel, watch.rate) == (world.bob.id, world.channel.id, index.Rate.EACH)
    nothing = await world.page("eclipse")
    assert "🔔 **eclipse**" in seen(answer(await world.alice.click(nothing, label="Watch this")))


async def test_who_may_not_write_here_watches_nothing_here(world: World, tmp_path: Path) -> None:
    """A press is no way around a channel in which only some may speak."""
    mute = discord.PermissionOverwrite(send_messages=False, send_messages_in_threads=False)
    quiet = world.guild.create_text_channel("notices", overwrites={world.alice: mute})
    page = answer(await world.alice.slash(quiet, "search", query="moon", private=True))
    assert "may not write" in refused(await world.alice.click(page, label="Watch this"))
    assert kept(tmp_path, world) == []


async def test_a_list_pauses_resumes_and_removes_after_a_restart(
    world: World, make_bot: Bot, settings: dict[str, Any], tmp_path: Path
) -> None:
    """In its place; removing asks first."""
    await add(world)
    message = await listed(world)
    await world.env.restart_bot(make_bot(**settings))
    message = await click(world, message, "Pause")
    assert "**Paused:** by you" in seen(message)
    message = await click(world, message, "Resume")
    assert "What came into the archive while it was paused is not told." in seen(message)
    old = buttons(message)["Pause"]["custom_id"]
    question = await click(world, message, "Remove")
    assert "**Remove this watch?**" in seen(question)
    assert "**Your watches here** · 1" in seen(await click(world, question, "Keep it"))
    question = await click(world, message, "Remove")
    assert "You watch nothing here" in seen(await click(world, question, "Remove it"))
    assert kept(tmp_path, world) == []
    again = await press(world.alice, message, old)
    assert "not there any more" in seen(again.followups[0])


async def test_pages_are_turned(world: World, tmp_path: Path) -> None:
    """Five watches a page."""
    store = index.Watches(tmp_path)
    for number in range(12):
        store.add(world.alice.id, f"moon {number}", checked=7, made=Wall().now, guild=world.guild.id, channel=1)
    message = await click(world, await listed(world), "›")
    assert "moon 5" in seen(message)
    message = answer(await choose(world.alice, message, "Go to a page", "3"))
    assert ("moon 11" in seen(message), "moon 9" in seen(message)) == (True, False)


async def test_moderators_see_and_stop_everybodys(world: World, tmp_path: Path) -> None:
    """Nobody else does, by no id; what a moderator paused only moderators resume."""
    await add(world)
    assert "Only moderators" in refused(await world.bob.slash(world.channel, "watch list", all=True))
    message = await listed(world, world.mo, all=True)
    assert f"of <@{world.alice.id}>" in seen(message)
    mine = await listed(world)
    await click(world, message, "Pause", world.mo)
    assert kept(tmp_path, world)[0].paused == "by a moderator"
    (watch,) = kept(tmp_path, world)
    said = (await press(world.alice, mine, f"w:r:m:1:{watch.token}")).followups
    assert "only moderators can resume it" in seen(said[0])
    (said_,) = (await press(world.bob, await listed(world, world.bob), "w:t:a:1")).followups
    assert "Only moderators" in seen(said_)
    assert "Resumed" in seen(answer(await press(world.mo, message, f"w:r:a:1:{watch.token}")))


async def test_another_persons_ids_do_nothing(world: World, tmp_path: Path, archive: FakeArchive) -> None:
    """Replayed and made-up ids are answered, change nothing of another's watch, and show nothing of it."""
    await add(world, "eclipse -secretword")
    archive.bring(eclipse())
    await look(world)
    before, mine = kept(tmp_path, world), await listed(world, world.bob)
    post = buttons_of(posted(world.channel)[0])["Manage"].removeprefix("w:g:")
    draw = random.Random(7)
    tokens = (before[0].token, post, "zzz", "-", "x" * 30)
    views = ("m", "a", "n", f"={post}", f"={before[0].token}", "=zzz")
    ids = [f"w:{act}:{view}:1:{token}" for act, view, token in itertools.product("prxyk", views, tokens)]
    ids += [f"w:t:{view}:{page}" for view in views for page in (0, 1, 9999)]
    ids += [f"w:{act}:{token}" for act in "gs" for token in tokens]
    ids += [f"w:j:{view}" for view in views]
    for custom_id in draw.sample(ids, 120):
        result = await press(world.bob, mine, custom_id, draw.choice((None, "1", "x", "9" * 99)))
        said = [seen(one) for one in (result.response, *result.followups) if one is not None]
        assert said
        assert all(said)
        assert not any("incident" in text for text in said)
        assert "secretword" not in "\n".join(said) or custom_id == f"w:s:{post}"
    assert kept(tmp_path, world) == before


def buttons_of(message: discord.Message) -> dict[str, str]:
    parts = walk([part.to_dict() for part in message.components])  # type: ignore[misc]  # plain JSON
    return {part["label"]: part["custom_id"] for part in parts if "label" in part}


async def test_a_message_leads_to_its_watch_for_who_may_change_it(world: World, archive: FakeArchive) -> None:
    """Its maker and moderators, who pause or remove it there; everybody may search for the same."""
    await add(world)
    archive.bring(eclipse())
    await look(world)
    (post,) = posted(world.channel)
    said = refused(await world.bob.click(post, label="Manage"))
    assert said == f"Only who made a watch, and moderators, can change it: <@{world.alice.id}>"
    managed = answer(await world.alice.click(post, label="Manage"))
    assert managed.ephemeral
    assert "**Paused:** by you" in seen(await click(world, managed, "Pause"))
    assert "Eclipse 1" in seen(answer(await world.bob.click(post, label="Search")))
    question = await click(world, answer(await world.mo.click(post, label="Manage")), "Remove", world.mo)
    await click(world, question, "Remove it", world.mo)
    assert "not there any more" in refused(await world.alice.click(post, label="Manage"))


async def test_forget_me_erases_watches_everywhere(world: World, tmp_path: Path) -> None:
    """And says so before; other people's stay."""
    await add(world)
    await add(world, person=world.bob)
    question = answer(await world.alice.slash(world.channel, "forget-me"))
    assert "- your watches" in seen(question)
    await click(world, question, "Erase everything")
    assert [watch.person for watch in kept(tmp_path, world)] == [world.bob.id]


@pytest.mark.parametrize("settings", [{"collections": {"board": Collection()}}])
async def test_who_may_see_more_than_the_channel_is_told_so(world: World, make_bot: Bot, archive: FakeArchive) -> None:
    """What only some roles may see is not told where others read along."""
    role = world.guild.create_role("board")
    ties = {"board": Collection(roles=frozenset({role.id}))}
    await world.env.restart_bot(make_bot(collections=ties))
    member = world.person("member", role)
    assert "not everyone there, is not told" in seen(await add(world, person=member))
    assert "not everyone there" not in seen(await add(world))
    archive.bring(Doc("board/eclipse.txt", "Secret", "A secret eclipse."), *moon(0))
    await look(world)
    assert told(world.channel) == []
