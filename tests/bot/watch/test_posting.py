"""What is new is told once: when it is due, to who may see it, and whatever fails or is killed when."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

import index
from bot.client import DatelineClient
from bot.watch import moments
from bot.watch.holding import Holding
from bot.watch.kept import Kept
from bot.watch.makers import Makers
from bot.watch.places import Places
from bot.watch.posting import Posting
from index import Collection
from tests.bot.fakes import Doc, FakeArchive, Wall, day
from tests.bot.pressing import press
from tests.bot.reading import buttons, seen
from tests.bot.watch.acting import add, eclipse, listed, look, posted, private, told
from tests.bot.watcher import FakeWatcher
from tests.bot.world import World, answer

Bot = Callable[..., DatelineClient]
MESSAGES = "/channels/*/messages"


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"searches_per_person": 1000, "cites_per_person": 1000}


def sends(world: World) -> list[dict[str, Any]]:
    """What was sent to channels, whether Discord took it or not."""
    sent = [one for one in world.env.http_requests if one.method == "POST" and one.path.endswith("/messages")]
    return [one.json for one in sent if one.json is not None]


def only(world: World, data: Path) -> index.Watch:
    (watch,) = index.Watches(data).of_guild(world.guild.id)
    return watch


async def test_what_is_new_is_told_once_with_when_it_came(world: World, archive: FakeArchive, wall: Wall) -> None:
    """At most five hits and how many more, each with both dates; nothing that was there before, and nothing twice."""
    archive.docs.append(eclipse(9))
    await add(world)
    await look(world)
    assert told(world.channel) == []
    archive.bring(*map(eclipse, range(1, 8)))
    await look(world, 3)
    (message,) = told(world.channel)
    assert message.split("\n")[:2] == [
        "🔔 **eclipse**",
        f"-# 7 new documents · 5 shown, 2 more · watched by <@{world.alice.id}>",
    ]
    assert (
        "### 1 May 1971\nEclipse 1\n> **The eclipse of year 1 was total.** Birds fell silent. Nobody spoke.\n"
        "-# new in the archive since 20 December, dated 1 May 1971 · sky/eclipse-1.txt ¶1"
    ) in message
    assert message.count("###") == 5
    archive.bring(Doc("sun.txt", "Sun", "The sun."))
    wall.put(hours=24)
    await look(world, 3)
    assert len(told(world.channel)) == 1
    (sent,) = sends(world)
    assert sent["enforce_nonce"] is True


async def test_digests_group_the_watches_of_a_channel(world: World, archive: FakeArchive, wall: Wall) -> None:
    """At eight in the morning, each document shown once; a week's come on Mondays."""
    for query in ("eclipse", "birds", "nobody"):
        await add(world, query, rate="daily")
    await add(world, "total", rate="weekly")
    archive.bring(eclipse(1), eclipse(2), Doc("birds.txt", "Birds", "Birds.", day("1950")))
    until(wall, index.Rate.DAILY)
    await look(world)
    assert told(world.channel) == []
    wall.put(seconds=1)
    await look(world, 3)
    (message,) = told(world.channel)
    assert message.startswith("**Daily digest**\n🔔 **eclipse**\n")
    assert (message.count("🔔"), message.count("###")) == (3, 3)
    assert "🔔 **nobody**\n-# 2 new documents · shown above" in message
    until(wall, index.Rate.WEEKLY)
    await look(world, 3)
    assert told(world.channel)[1:] == []
    wall.put(seconds=1)
    await look(world, 3)
    assert [text.split("\n")[0] for text in told(world.channel)[1:]] == ["**Weekly digest**"]


def until(wall: Wall, rate: index.Rate) -> None:
    """Puts the clock to a second before a digest."""
    wall.now = moments.following(rate, wall.now) - dt.timedelta(seconds=1)


async def test_many_watches_fill_several_digests(world: World, archive: FakeArchive, wall: Wall) -> None:
    """Each is told once, and no message is more than Discord takes."""
    queries = ["eclipse", "birds", "nobody", "spoke", "silent", "total", "year"]
    for query in queries:
        await add(world, query, rate="daily")
    archive.bring(*map(eclipse, range(1, 9)))
    await look(world)
    wall.put(hours=24)
    await look(world, 3)
    found = told(world.channel)
    assert len(found) == 2
    assert [sum(f"🔔 **{query}**" in text for text in found) for query in queries] == [1] * 7


@pytest.mark.parametrize("settings", [{"collections": {"board": Collection(roles=frozenset({1}))}}])
async def test_only_what_everybody_there_may_see_is_told(
    world: World, archive: FakeArchive, make_bot: Bot, settings: dict[str, Any]
) -> None:
    """Neither shown nor counted; a folder that the channel may not see any more is not told when it is due."""
    await add(world)
    archive.bring(eclipse(1), eclipse(2, path="board/eclipse.txt"))
    await look(world)
    (message,) = told(world.channel)
    assert "1 new document ·" in message
    assert "board" not in message
    board = world.guild.create_text_channel("board")
    await world.env.restart_bot(make_bot(collections={"board": Collection(channels=frozenset({board.id}))}))
    await add(world, channel=board, rate="daily")
    archive.bring(eclipse(3, path="board/another.txt"))
    await look(world)
    await world.env.restart_bot(make_bot(**settings))
    await look(world, 3)
    assert told(board) == []


async def test_a_channel_that_is_gone_pauses_its_watches(
    world: World, archive: FakeArchive, tmp_path: Path, wall: Wall
) -> None:
    """Its maker is told in private, once, and `/watch list` says why."""
    board = world.guild.create_text_channel("board")
    await add(world, channel=board, rate="daily")
    archive.bring(eclipse())
    await look(world)
    world.env.backend.delete_channel(board.id)
    wall.put(hours=24)
    await look(world, 3)
    (message,) = private(world.alice)
    assert "**I paused a watch of yours**" in message
    assert "Its channel is gone, or I may not see it." in message
    assert "**Paused:** its channel is gone" in seen(await listed(world))
    assert index.Watches(tmp_path).running() == []


async def test_a_maker_who_cant_be_told_reads_it_in_the_list(
    world: World, archive: FakeArchive, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever takes no direct messages; the log says it as well."""
    board = world.guild.create_text_channel("board")
    await add(world, channel=board)
    world.env.backend.delete_channel(board.id)
    world.env.inject_error("POST", MESSAGES, status=403, code=50007)
    archive.bring(eclipse())
    with caplog.at_level(logging.WARNING):
        await look(world)
    assert "who made a watch could not be told of it" in caplog.text
    assert "**Paused:** its channel is gone" in seen(await listed(world))


async def test_what_the_bot_may_not_do_any_more_pauses(world: World, archive: FakeArchive) -> None:
    """What it lacks is named; resuming is refused until that is mended."""
    board = world.guild.create_text_channel("board")
    await add(world, channel=board)
    deny(world, board, world.guild.default_role.id, send_messages=True, read_message_history=True)
    archive.bring(eclipse())
    await look(world)
    assert "I need the permissions Send Messages, Read Message History there." in private(world.alice)[0]
    message = await listed(world)
    resume = buttons(message)["Resume"]["custom_id"]
    assert "I can't resume this watch" in seen((await press(world.alice, message, resume)).followups[0])
    deny(world, board, world.guild.default_role.id)
    assert "Resumed" in seen(answer(await press(world.alice, message, resume)))
    archive.bring(eclipse(2))
    await look(world)
    assert "1 new document ·" in "".join(told(board))


def deny(world: World, channel: simcord.ChannelHandle, whom: int, **permissions: bool) -> None:
    """Takes permissions in a channel from a role or a person, and gives back all others."""
    kind = OverwriteType.ROLE if whom == world.guild.default_role.id else OverwriteType.MEMBER
    taken = Overwrite(target_id=whom, type=kind, allow=0, deny=discord.Permissions(**permissions).value)
    world.env.backend.set_overwrite(channel.id, taken)


async def test_who_left_or_may_not_see_is_told_nothing_more(world: World, archive: FakeArchive) -> None:
    """The watch is paused, and nothing is told in its name; another's in the same channel goes on."""
    await add(world)
    await add(world, "birds", world.bob)
    world.guild.remove_member(world.alice)
    archive.bring(eclipse())
    await look(world)
    (message,) = told(world.channel)
    assert "🔔 **birds**" in message
    hall = world.guild.create_text_channel("hall")
    await add(world, "birds", world.bob, channel=hall)
    deny(world, hall, world.bob.id, view_channel=True)
    archive.bring(eclipse(2))
    await look(world)
    assert told(hall) == []
    assert "You may no longer see its channel." in private(world.bob)[0]


async def test_what_discord_refuses_is_not_lost(world: World, archive: FakeArchive, tmp_path: Path) -> None:
    """The watch is paused with Discord's reason; what it found is told once it is resumed."""
    await add(world)
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403, code=50013, message="Missing")
    archive.bring(eclipse())
    await look(world, 3)
    assert told(world.channel) == []
    assert "Discord doesn't let me write there (Missing)" in private(world.alice)[0]
    index.Watches(tmp_path).resume(only(world, tmp_path).token, 8)
    await look(world)
    assert "Eclipse 1" in told(world.channel)[0]


async def test_a_fault_of_discords_is_looked_for_and_sent_again(
    world: World, archive: FakeArchive, tmp_path: Path
) -> None:
    """With the same nonce, once."""
    await add(world)
    for _ in range(3):
        world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=500)
    archive.bring(eclipse())
    await look(world, 20)
    assert len(told(world.channel)) == 1
    assert len({one["nonce"] for one in sends(world)}) == 1
    assert index.WatchPosts(tmp_path).unfinished() == []
    assert private(world.alice) == []


async def unfinished(world: World, archive: FakeArchive, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process is killed between sending a message and noting that."""

    def killed(*_: Any) -> None:
        raise index.IndexDataError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(index.WatchPosts, "done", killed)
        await add(world)
        archive.bring(eclipse())
        await look(world)
    assert len(told(world.channel)) == 1
    assert len(index.WatchPosts(data).unfinished()) == 1


async def test_a_message_that_was_sent_is_found_and_not_sent_again(  # noqa: PLR0917 - fixtures
    world: World,
    archive: FakeArchive,
    tmp_path: Path,
    wall: Wall,
    make_bot: Bot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By the next process, which waits until the one before has surely stopped sending."""
    await unfinished(world, archive, tmp_path, monkeypatch)
    await world.env.restart_bot(make_bot())
    await look(world, 2)
    assert len(index.WatchPosts(tmp_path).unfinished()) == 1
    wall.put(minutes=6)
    await look(world, 2)
    assert (len(told(world.channel)), index.WatchPosts(tmp_path).unfinished()) == (1, [])
    assert only(world, tmp_path).told == wall.now


async def test_a_message_that_was_not_sent_is_sent(
    world: World, archive: FakeArchive, tmp_path: Path, wall: Wall, make_bot: Bot
) -> None:
    """Of a process that was killed before it sent: by the next one, with the nonce it had."""
    post = await begun(world, archive, tmp_path, wall)
    await world.env.restart_bot(make_bot())
    wall.put(minutes=6)
    await look(world, 3)
    assert "Eclipse 1" in told(world.channel)[0]
    assert [one["nonce"] for one in sends(world)] == [post.nonce]
    assert index.WatchPosts(tmp_path).unfinished() == []


async def begun(world: World, archive: FakeArchive, data: Path, wall: Wall) -> index.Post:
    """A process is killed after it began a post."""
    await add(world, rate="daily")
    archive.bring(eclipse())
    await look(world)
    posts = index.WatchPosts(data)
    ((matches),) = posts.waiting().values()
    post = posts.begin(matches, world.channel.id, "killed", wall.now)
    assert post is not None
    return post


async def test_where_nobody_can_look_nothing_is_sent_again(
    world: World, archive: FakeArchive, tmp_path: Path, wall: Wall, make_bot: Bot
) -> None:
    """Its maker is told in private to look, once."""
    await begun(world, archive, tmp_path, wall)
    world.env.inject_error("GET", f"/channels/{world.channel.id}/messages", status=403, code=50001)
    await world.env.restart_bot(make_bot())
    wall.put(minutes=6)
    await look(world, 5)
    wall.put(hours=24)
    await look(world, 5)
    assert told(world.channel) == []
    (message,) = private(world.alice)
    assert "I can't find out whether I told something new" in message
    assert index.WatchPosts(tmp_path).unfinished() == []


async def test_what_is_paused_meanwhile_is_looked_for_and_not_sent(
    world: World, archive: FakeArchive, tmp_path: Path, wall: Wall, make_bot: Bot
) -> None:
    """It waits until its watch is resumed, like what a maker who left had begun."""
    await begun(world, archive, tmp_path, wall)
    index.Watches(tmp_path).pause(only(world, tmp_path).token, "by you")
    await world.env.restart_bot(make_bot())
    wall.put(minutes=6)
    await look(world, 5)
    assert (told(world.channel), index.WatchPosts(tmp_path).unfinished()) == ([], [])
    index.Watches(tmp_path).resume(only(world, tmp_path).token, archive.generation)
    wall.put(hours=24)
    await look(world, 2)
    assert "Eclipse 1" in told(world.channel)[0]


async def test_a_query_that_cant_be_read_any_more_pauses_its_watch_alone(
    world: World, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others go on."""
    await add(world, "birds")
    await add(world)
    hits = FakeWatcher.hits

    def unread(self: FakeWatcher, watch: index.Watch, *given: Any) -> index.WatchHits:
        if watch.query == "birds":
            raise index.QueryError("birds are no query", shown=True)
        return hits(self, watch, *given)

    monkeypatch.setattr(FakeWatcher, "hits", unread)
    archive.bring(eclipse())
    await look(world, 2)
    assert "🔔 **eclipse**" in told(world.channel)[0]
    assert "I can't read its query any more (birds are no query)." in private(world.alice)[0]


async def test_what_could_not_be_compared_is_told_to_makers(
    world: World, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once, whatever they watch."""
    for query in ("eclipse", "birds"):
        await add(world, query)
    await add(world, "birds", world.bob)
    check = FakeWatcher.check

    def warned(self: FakeWatcher, watches: Any) -> Any:
        return tuple(one.model_copy(update={"warnings": ("generation 7 is gone",)}) for one in check(self, watches))

    monkeypatch.setattr(FakeWatcher, "check", warned)
    archive.bring(Doc("sun.txt", "Sun", "The sun."))
    await look(world, 2)
    for person in (world.alice, world.bob):
        (message,) = private(person)
        assert "Generation 7 is gone." in message


async def test_two_bots_tell_it_once(world: World, archive: FakeArchive, tmp_path: Path) -> None:
    """On one data folder, at the same time: each watch is held once and told once."""
    queries = ["eclipse", "birds", "nobody", "spoke"]
    for query in queries:
        await add(world, query)
    archive.bring(eclipse(1), eclipse(2))
    await asyncio.gather(*(run(world.env) for _ in range(3)))
    found = told(world.channel)
    assert sorted(queries) == sorted(query for query in queries for text in found if f"🔔 **{query}**" in text)
    await look(world, 3)
    assert len(told(world.channel)) == len(queries)


async def test_each_of_several_processes_tells_its_own_servers(world: World, archive: FakeArchive) -> None:
    """What is watched in a server of another one's shards is left to that one: neither told, nor held, nor paused."""
    await add(world, "eclipse")
    archive.bring(eclipse(1))
    await run(world.env, lambda guild: guild != world.guild.id)
    assert told(world.channel) == []
    await run(world.env, lambda guild: guild == world.guild.id)
    assert len(told(world.channel)) == 1


async def run(env: simcord.Env, is_ours: Callable[[int | None], bool] = lambda _: True) -> None:
    """What another bot does in one look."""
    client = env.bot
    assert isinstance(client, DatelineClient)
    services = client.services
    kept, places = Kept(services, is_ours), Places(client, services)
    makers = Makers(client, services, kept)
    posting = Posting(client, services, kept, places, makers)
    await posting.recover()
    await Holding(kept, places, makers).hold()
    await posting.tell()


async def test_what_is_gone_when_it_is_due_is_not_told(world: World, archive: FakeArchive, wall: Wall) -> None:
    """It is new once more if it comes again."""
    await add(world, rate="daily")
    archive.bring(eclipse())
    await look(world)
    gone, archive.docs = archive.docs, []
    wall.put(hours=24)
    await look(world, 2)
    assert told(world.channel) == []
    archive.docs = gone
    archive.bring()
    archive.came["sky/eclipse-1.txt"] = archive.generation
    await look(world)
    wall.put(hours=24)
    await look(world, 2)
    assert "Eclipse 1" in told(world.channel)[0]


async def test_a_thread_tells_what_its_channel_may_see(world: World, archive: FakeArchive, make_bot: Bot) -> None:
    """As a search there finds it."""
    thread = world.thread()
    ties = {"board": Collection(channels=frozenset({world.channel.id}))}
    await world.env.restart_bot(make_bot(collections=ties))
    await add(world, channel=thread)
    archive.bring(eclipse(1, path="board/eclipse.txt"))
    await look(world)
    assert "board/eclipse.txt" in told(thread)[0]


async def test_nobody_is_told_of_what_they_forgot(world: World, archive: FakeArchive, tmp_path: Path) -> None:
    """Whatever waited is erased with the watch."""
    await add(world, rate="daily")
    archive.bring(eclipse())
    await look(world)
    index.Watches(tmp_path).forget(world.alice.id)
    await look(world, 2)
    assert (posted(world.channel), index.WatchPosts(tmp_path).waiting()) == ([], {})
