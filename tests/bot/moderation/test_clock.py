"""The bot reindexes by the clock, and tells the channel of the settings what came of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
import simcord

import index
from bot.client import DatelineClient
from bot.ui import components
from index import Collection
from tests.bot.engine import FakeEngine, FakeReindex, report
from tests.bot.fakes import Wall
from tests.bot.moderation.acting import accent, act, told_in
from tests.bot.world import World

AT = "every 6 hours"
"""In UTC, so that the tests' own time zone doesn't matter: the wall shows half past ten in the evening."""
UNDATED = index.Undated(path="plain.txt", reason="it has no date")


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"reindex_at": AT}


@pytest_asyncio.fixture
async def reports(world: World, make_bot: Callable[..., DatelineClient]) -> simcord.ChannelHandle:
    """The channel that is told."""
    channel = world.guild.create_text_channel("reports")
    await world.env.restart_bot(make_bot(reindex_at=AT, reports_channel=channel.id))
    return channel


async def test_another_process_looks_at_the_clock(world: World, engine: FakeEngine, wall: Wall) -> None:
    """Of several on one archive only the one with the first shard reindexes."""
    client = world.env.bot
    assert isinstance(client, DatelineClient)
    client.shard_ids = [1]
    await pass_by(world, wall, hours=6)
    assert engine.running is None
    client.shard_ids = [0]
    await pass_by(world, wall, hours=6)
    assert engine.running is not None


async def pass_by(world: World, wall: Wall, **by: float) -> None:
    """The bot looks at the clock, time goes by, and it looks again."""
    await world.env.advance_time(6)
    wall.put(**by)
    await world.env.advance_time(6)


async def ended(world: World, engine: FakeEngine, done: index.Report | None = None) -> None:
    """The reindex that runs ends, with this report or that of the engine."""
    assert engine.running is not None
    if done is not None:
        engine.reports[done.generation] = done
    engine.running.end()
    await world.env.advance_time(6)


def said(channel: simcord.ChannelHandle) -> str:
    return "\n\n".join(told_in(message) for message in channel.history())


async def test_it_reindexes_when_the_moment_comes_and_tells(
    world: World, engine: FakeEngine, wall: Wall, reports: simcord.ChannelHandle, tmp_path: Path
) -> None:
    """Nothing before midnight, one reindex at midnight, told with numbers and the full list, and noted; then none."""
    await pass_by(world, wall, minutes=89)
    assert engine.started == []
    await pass_by(world, wall, minutes=1)
    assert engine.started == [False]
    assert reports.history() == []
    await ended(world, engine)
    (message,) = reports.history()
    assert told_in(message).split("\n") == [
        "**Generation 8** (before: 7)",
        "8 documents · 9 passages, 1 embedded and 8 reused · 2 s",
        "1 added",
        "-# by the clock",
    ]
    (file,) = message.attachments
    assert "new.txt" in (await file.read()).decode()
    assert accent(message) == components.ACCENT.value
    await pass_by(world, wall, hours=5)
    assert engine.started == [False]
    (line,) = [json.loads(line) for line in (tmp_path / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]
    assert (line["user"], line["action"], line["by"]) == (None, "reindex", "the clock")


async def test_nothing_changed_says_nothing(
    world: World, engine: FakeEngine, wall: Wall, reports: simcord.ChannelHandle
) -> None:
    """Neither an unchanged archive, nor one whose undated and unread files are those of the time before."""
    standing = {"undated": ("plain.txt",), "undated_documents": (UNDATED,)}
    broken = (index.Failure(path="c.pdf", reason="it is damaged"),)
    engine.reports[7] = report(generation=7, previous=6, failed=broken, **standing)
    for done in (report(added=()), report(added=(), failed=broken, **standing)):
        await pass_by(world, wall, hours=6)
        await ended(world, engine, done)
    assert engine.started == [False, False]
    assert reports.history() == []


async def test_only_what_is_newly_wrong_is_told_with_its_cure(
    world: World, engine: FakeEngine, wall: Wall, reports: simcord.ChannelHandle
) -> None:
    """Of two files that can't be read the one of the time before is counted, and the other named."""
    old, new = (index.Failure(path=path, reason="it is damaged; save it again") for path in ("old.pdf", "new.pdf"))
    engine.reports[7] = report(generation=7, previous=6, failed=(old,))
    await pass_by(world, wall, hours=2)
    await ended(world, engine, report(added=(), failed=(old, new)))
    assert "2 not read" in said(reports)
    assert "**Not read, new** (1)" in said(reports)
    assert "new.pdf" in said(reports)
    assert "old.pdf" not in said(reports)


async def test_a_reindex_that_fails_or_is_refused_is_told_in_red(
    world: World, engine: FakeEngine, wall: Wall, reports: simcord.ChannelHandle
) -> None:
    """With its reason, and with nothing of the machine."""
    await pass_by(world, wall, hours=2)
    assert engine.running is not None
    engine.running.move(
        ended="failed", chat="most documents are gone", message="on /srv/shelf", fault="NotPublishedError"
    )
    await world.env.advance_time(6)
    (message,) = reports.history()
    assert told_in(message) == "**Reindex failed**\nMost documents are gone\n-# by the clock"
    assert accent(message) == components.FAILED.value
    engine.start = refused  # type: ignore[method-assign]  # meant
    await pass_by(world, wall, hours=6)
    await world.env.advance_time(6)
    latest = max(reports.history(), key=lambda one: one.id)
    assert told_in(latest) == "**Reindex failed**\nThe disk is full\n-# by the clock"
    await world.env.advance_time(60)
    assert len(reports.history()) == 2


def refused(*, force: bool) -> FakeReindex:
    raise index.IndexDataError("/srv/shelf is full", chat="the disk is full")


async def test_it_waits_for_a_reindex_that_runs(
    world: World, engine: FakeEngine, wall: Wall, reports: simcord.ChannelHandle
) -> None:
    """That one may have begun before the last change: once it has ended the bot reindexes, and tells of its own."""
    await act(world, "reindex")
    await pass_by(world, wall, hours=2)
    assert engine.started == [False]
    await ended(world, engine)
    assert engine.started == [False, False]
    await ended(world, engine)
    assert len(reports.history()) == 1


async def test_a_lock_that_is_taken_just_now_is_waited_for(
    world: World, engine: FakeEngine, wall: Wall, reports: simcord.ChannelHandle
) -> None:
    """Whoever has it may not have said so yet; nothing is told of that."""
    start = engine.start

    def busy(*, force: bool) -> FakeReindex:
        raise index.BusyError("by keeper on shelf")

    engine.start = busy  # type: ignore[method-assign]  # meant
    await pass_by(world, wall, hours=2)
    engine.start = start  # type: ignore[method-assign]  # meant
    await world.env.advance_time(6)
    assert engine.started == [False]
    await ended(world, engine)
    assert len(reports.history()) == 1


@pytest.mark.parametrize("hours", [2, 50])
async def test_what_was_missed_is_done_once_when_the_bot_is_back(
    world: World, engine: FakeEngine, wall: Wall, make_bot: Callable[..., DatelineClient], hours: int
) -> None:
    """A bot that was away at one moment, or at eight, reindexes once."""
    await pass_by(world, wall)
    wall.put(hours=hours)
    await world.env.restart_bot(make_bot(reindex_at=AT))
    await world.env.advance_time(6)
    assert engine.started == [False]
    await ended(world, engine)
    await world.env.advance_time(60)
    assert engine.started == [False]


async def test_a_new_setting_waits_for_its_first_moment(
    world: World, engine: FakeEngine, wall: Wall, make_bot: Callable[..., DatelineClient]
) -> None:
    """Whoever writes another time in the afternoon is not surprised by a reindex at once."""
    await pass_by(world, wall)
    wall.put(hours=3)
    await world.env.restart_bot(make_bot(reindex_at="every 4 hours"))
    await world.env.advance_time(6)
    assert engine.started == []
    await pass_by(world, wall, hours=4)
    assert engine.started == [False]
    engine.running = None
    await world.env.advance_time(6)


async def test_a_clock_that_is_put_back_does_nothing_twice(
    world: World, engine: FakeEngine, wall: Wall, reports: simcord.ChannelHandle
) -> None:
    """Put back over a moment that was seen to by mistake, it comes to the next one as usual."""
    await pass_by(world, wall, hours=26)
    await ended(world, engine)
    await pass_by(world, wall, hours=-24)
    assert engine.started == [False]
    await pass_by(world, wall, hours=6)
    assert engine.started == [False, False]
    await ended(world, engine)


async def test_the_end_is_told_by_the_next_process_of_the_bot(
    world: World, engine: FakeEngine, wall: Wall, make_bot: Callable[..., DatelineClient]
) -> None:
    """A reindex goes on when the bot is restarted, and its end is told, once."""
    channel = world.guild.create_text_channel("reports")
    await pass_by(world, wall, hours=2)
    await world.env.restart_bot(make_bot(reindex_at=AT, reports_channel=channel.id))
    await ended(world, engine)
    await world.env.advance_time(60)
    assert said(channel).count("Generation 8") == 1
    assert engine.started == [False]


async def test_what_discord_does_not_take_now_is_told_later(
    world: World, engine: FakeEngine, wall: Wall, reports: simcord.ChannelHandle
) -> None:
    """A fault of Discord's costs some seconds."""
    await pass_by(world, wall, hours=2)
    for _ in range(2):
        world.env.inject_error("POST", f"/channels/{reports.id}/messages", status=500, code=0)
    await ended(world, engine)
    await world.env.advance_time(120)
    assert said(reports).count("Generation 8") == 1


async def test_folders_that_the_channel_may_not_see_are_not_told_of(
    world: World, engine: FakeEngine, wall: Wall, make_bot: Callable[..., DatelineClient]
) -> None:
    """What changed only in a tied folder is no news there; beside other news, neither name nor number tells of it."""
    hall, board = (world.guild.create_text_channel(name) for name in ("hall", "board"))
    ties = {"board": Collection(channels=frozenset({board.id}))}
    both = report(added=("board/minutes.txt", "new.txt"))
    await world.env.restart_bot(make_bot(reindex_at=AT, reports_channel=hall.id, collections=ties))
    for done in (report(added=("board/minutes.txt",)), both):
        await pass_by(world, wall, hours=6)
        await ended(world, engine, done)
    (message,) = hall.history()
    assert "1 added" in told_in(message)
    (file,) = message.attachments
    assert "board" not in (await file.read()).decode()
    await world.env.restart_bot(make_bot(reindex_at=AT, reports_channel=board.id, collections=ties))
    await pass_by(world, wall, hours=6)
    await ended(world, engine, both)
    assert "2 added" in said(board)


async def test_a_thread_is_told_what_its_channel_may_see(
    world: World, engine: FakeEngine, wall: Wall, make_bot: Callable[..., DatelineClient]
) -> None:
    """As a search there finds it."""
    thread = world.thread()
    ties = {"board": Collection(channels=frozenset({world.channel.id}))}
    await world.env.restart_bot(make_bot(reindex_at=AT, reports_channel=thread.id, collections=ties))
    await pass_by(world, wall, hours=6)
    await ended(world, engine, report(added=("board/minutes.txt",)))
    assert "1 added" in said(thread)


async def test_a_channel_that_may_not_be_written_to_is_logged_once(
    world: World,
    engine: FakeEngine,
    wall: Wall,
    make_bot: Callable[..., DatelineClient],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """At the start, so that nobody waits for a night to learn it; the archive is reindexed all the same."""
    nothing = discord.PermissionOverwrite(send_messages=False, attach_files=False)
    channel = world.guild.create_text_channel("silent", overwrites={world.guild.default_role: nothing})
    with caplog.at_level(logging.WARNING):
        await world.env.restart_bot(make_bot(reindex_at=AT, reports_channel=channel.id))
        await world.env.advance_time(6)
        assert "I need the permissions Send Messages, Attach Files there" in caplog.text
        for _ in range(2):
            await pass_by(world, wall, hours=6)
            await ended(world, engine)
    assert engine.started == [False, False]
    assert len(caplog.records) == 1


async def test_a_channel_that_discord_refuses_is_logged_once(
    world: World,
    engine: FakeEngine,
    wall: Wall,
    reports: simcord.ChannelHandle,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Where Discord knows better than what it told the bot before."""
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            world.env.inject_error("POST", f"/channels/{reports.id}/messages", status=403, code=50013)
            await pass_by(world, wall, hours=6)
            await ended(world, engine)
    assert engine.started == [False, False]
    assert [record.getMessage().count("Discord doesn't let me write there") for record in caplog.records] == [1]


async def test_a_channel_that_is_not_there_or_of_another_server_is_logged(
    world: World, wall: Wall, make_bot: Callable[..., DatelineClient], caplog: pytest.LogCaptureFixture
) -> None:
    """The line names the setting, and what to do."""
    with caplog.at_level(logging.WARNING):
        await world.env.restart_bot(make_bot(reindex_at=AT, reports_channel=123))
        await pass_by(world, wall)
        assert "reports_channel 123: it is not there, or I may not see it; invite me" in caplog.text
        channel = world.guild.create_text_channel("reports")
        await world.env.restart_bot(make_bot(reindex_at=AT, reports_channel=channel.id, guilds=[1]))
        await pass_by(world, wall)
        assert "belongs to a server that I don't serve" in caplog.text


async def test_without_a_channel_it_reindexes_and_tells_nobody(world: World, engine: FakeEngine, wall: Wall) -> None:
    """The log and `/archive report` have it."""
    await pass_by(world, wall, hours=2)
    await ended(world, engine)
    assert engine.started == [False]
    assert world.channel.history() == []


async def test_a_damaged_note_costs_a_moment_at_most(
    world: World, engine: FakeEngine, wall: Wall, make_bot: Callable[..., DatelineClient], tmp_path: Path
) -> None:
    """Whatever lies in its place, the next moment is seen to."""
    (tmp_path / index.DataFile.BOT_CLOCK).write_text("[" * 100_000)
    await world.env.restart_bot(make_bot(reindex_at=AT))
    await pass_by(world, wall)
    assert engine.started == []
    await pass_by(world, wall, hours=6)
    assert engine.started == [False]
    await ended(world, engine)
