"""A message tells how far a reindex is, to its end and over restarts."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import index
from bot.client import DatelineClient
from bot.moderation.telling import cancel_id
from tests.bot.engine import SINCE, FakeEngine
from tests.bot.moderation.acting import act, message, said, told_in
from tests.bot.world import World, answer, told


def noted(engine: FakeEngine) -> list[dict[str, Any]]:
    """The places that are kept."""
    file = engine.settings.data / index.DataFile.BOT_REINDEX
    found: list[dict[str, Any]] = json.loads(file.read_text("utf-8")) if file.exists() else []
    return found


def note(engine: FakeEngine, places: Any) -> None:
    (engine.settings.data / index.DataFile.BOT_REINDEX).write_text(json.dumps(places), "utf-8")


async def test_a_reindex_tells_how_far_it_is_in_an_ordinary_message(world: World, engine: FakeEngine) -> None:
    """The message is the bot's own, is edited as the reindex goes on, and ends with what was done."""
    shown = answer(await act(world, "reindex"))
    assert shown.ephemeral
    assert "3 of 10" in said(world)
    assert "about 2 min left" in said(world)
    assert engine.running is not None
    engine.running.move(done=7, total=10, rate=1.5, left_s=20)
    await world.env.advance_time(6)
    assert "7 of 10" in said(world)
    engine.running.end()
    await world.env.advance_time(2)
    text = said(world)
    assert "Generation 8" in text
    assert "1 added" in text
    assert "Cancel" not in str(message(world).components)


async def test_edits_are_few(world: World, engine: FakeEngine) -> None:
    """A minute of a reindex that moves every second costs a dozen edits, not sixty."""
    await act(world, "reindex")
    assert engine.running is not None
    for done in range(60):
        engine.running.move(done=done, total=100)
        await world.env.advance_time(1)
    edits = [one for one in world.env.http_requests if one.method == "PATCH" and "/channels/" in one.path]
    assert 8 <= len(edits) <= 13
    engine.running.end()
    await world.env.advance_time(2)


async def test_the_message_outlives_the_interactions_token(world: World, engine: FakeEngine) -> None:
    """After 16 minutes it is still edited."""
    await act(world, "reindex")
    for _minute in range(16):  # each is given time of its own to be simulated
        await world.env.advance_time(60)
    assert engine.running is not None
    engine.running.move(done=9, total=10)
    await world.env.advance_time(6)
    assert "9 of 10" in said(world)
    engine.running.end()
    await world.env.advance_time(2)


async def test_a_restarted_bot_goes_on_telling(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """The next process of the bot edits the same message on to the end."""
    await act(world, "reindex")
    await world.env.restart_bot(make_bot())
    assert engine.running is not None
    engine.running.move(done=8, total=10)
    await world.env.advance_time(6)
    assert "8 of 10" in said(world)
    engine.running.end()
    await world.env.advance_time(2)
    assert "Generation 8" in said(world)


async def test_the_end_is_told_though_the_next_one_has_begun(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """Each of two reindexes in a row has its own end told in its own message, also by a bot that is restarted."""
    await act(world, "reindex")
    assert engine.running is not None
    engine.running.move(ended="failed", chat="the disk is full")
    await act(world, "reindex")
    await world.env.advance_time(2)
    assert "The disk is full" in told_in(min(world.channel.history(), key=lambda one: one.id))
    await world.env.restart_bot(make_bot())
    engine.running.end()
    await world.env.advance_time(2)
    assert "Generation 8" in told_in(max(world.channel.history(), key=lambda one: one.id))


async def test_what_ended_while_the_bot_was_away_is_told(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """A reindex that failed between two processes of the bot leaves no message that waits for ever."""
    await act(world, "reindex")
    assert engine.running is not None
    engine.running.move(ended="failed", chat="the disk is full")
    await world.env.restart_bot(make_bot())
    await world.env.advance_time(2)
    assert "The disk is full" in said(world)


async def test_an_old_button_cancels_no_later_reindex(world: World, engine: FakeEngine) -> None:
    """The custom id names the reindex that it cancels; another one, even if it has the same number, goes on."""
    await act(world, "reindex")
    assert engine.running is not None
    first = cancel_id(engine.running.now)
    shown = message(world)
    engine.running.move(since=SINCE + timedelta(days=1))
    later = engine.running.now
    assert "has already ended" in told(await world.mo.click(shown, custom_id=first))
    assert engine.running.now == later
    engine.running.end()
    await world.env.advance_time(2)
    assert "Generation 8" in said(world)


async def test_a_button_that_nobody_knows_of_ends_its_message(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """Where the file was lost a press still says that the reindex has ended, and the message says it from then on."""
    await act(world, "reindex")
    note(engine, [])
    await world.env.restart_bot(make_bot())
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(6)
    refused = await world.alice.click(message(world), label="Cancel")
    assert "Only moderators" in told(refused)
    assert "3 of 10" in said(world)
    assert "has already ended" in told(await world.mo.click(message(world), label="Cancel"))
    assert "Reindex ended" in said(world)
    assert "Cancel" not in str(message(world).components)


async def test_a_message_that_nobody_lived_to_note_is_found(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """Killed between posting the message and noting its number, the bot finds it by its button, and ends it."""
    await act(world, "reindex")
    await world.env.settle()
    (place,) = noted(engine)
    await world.alice.send(world.channel, "What is going on?")
    note(engine, [place | {"message": None}])
    await world.env.restart_bot(make_bot())
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(2)
    (mine,) = [one for one in world.channel.history() if one.author.id != world.alice.id]
    assert "Generation 8" in told_in(mine)
    assert noted(engine) == []


async def test_a_place_whose_message_never_came_is_forgotten(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """Killed before it posted the message, the bot looks for it in vain some times, and then no more."""
    await act(world, "reindex")
    (place,) = noted(engine)
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(2)
    note(engine, [place | {"message": None}])
    await world.env.restart_bot(make_bot())
    await world.env.advance_time(2)
    assert len(noted(engine)) == 1
    await world.env.advance_time(30)
    assert noted(engine) == []
    assert "Generation 8" in said(world)


async def test_a_post_that_discord_lost_track_of_is_found(world: World, engine: FakeEngine) -> None:
    """Where posting fails for a moment the reindex goes on, and the moderator is told that it has started."""
    world.env.inject_error("POST", "/channels/*/messages", times=5)
    assert "Started" in told(await act(world, "reindex"))
    assert engine.running is not None
    assert not engine.running.cancelled
    await world.env.advance_time(60)
    assert noted(engine) == []
    engine.running.end()


async def test_a_number_that_is_used_again_is_another_reindex(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """After a restart of the machine a new reindex may have the process id of the old one, whose message ends."""
    await act(world, "reindex")
    assert engine.running is not None
    engine.running.move(since=SINCE + timedelta(hours=1), done=9)
    await world.env.restart_bot(make_bot())
    await world.env.advance_time(2)
    assert "Reindex ended" in said(world)
    assert noted(engine) == []


async def test_a_file_of_an_earlier_version_is_taken_up(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """It knew one message, and of its reindex the process alone."""
    await act(world, "reindex")
    (place,) = noted(engine)
    note(engine, {name: place[name] for name in ("channel", "message", "pid")})
    await world.env.restart_bot(make_bot())
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(2)
    assert "Generation 8" in said(world)
    assert noted(engine) == []


async def test_another_bots_message_is_left_to_it(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """Two bots may share a data folder; neither edits the other's message nor forgets its place."""
    await act(world, "reindex")
    (place,) = noted(engine)
    theirs = place | {"bot": place["bot"] + 1}
    note(engine, [theirs])
    await world.env.restart_bot(make_bot())
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(6)
    assert "3 of 10" in said(world)
    assert noted(engine) == [theirs]


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"theirs": 1}'])
async def test_a_damaged_file_keeps_no_bot_from_starting(
    world: World,
    engine: FakeEngine,
    make_bot: Callable[..., DatelineClient],
    caplog: pytest.LogCaptureFixture,
    content: bytes,
) -> None:
    """It is one warning in the log, and the next reindex is told of as ever."""
    (engine.settings.data / index.DataFile.BOT_REINDEX).write_bytes(content)
    with caplog.at_level(logging.WARNING):
        await world.env.restart_bot(make_bot())
    assert len([line for line in caplog.messages if "bot-reindex.json is damaged" in line]) == 1
    await act(world, "reindex")
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(2)
    assert "Generation 8" in said(world)


@pytest.mark.parametrize(("status", "code"), [(404, 10008), (404, 10003), (403, 50001)])
async def test_a_message_that_cannot_be_edited_any_more_is_forgotten(
    world: World, engine: FakeEngine, status: int, code: int
) -> None:
    """Message or channel gone, or not to be written in: its place is dropped, and nothing is tried again."""
    await act(world, "reindex")
    assert engine.running is not None
    engine.running.move(done=7)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=status, code=code)
    await world.env.advance_time(6)
    assert noted(engine) == []
    engine.running.end()
    edits = [one for one in world.env.http_requests if one.method == "PATCH" and "/channels/" in one.path]
    await world.env.advance_time(10)
    assert edits == [one for one in world.env.http_requests if one.method == "PATCH" and "/channels/" in one.path]


async def test_an_end_that_cannot_be_told_now_is_told_later(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """Discord fails while a reindex ends, another one begins, and the bot is restarted: both ends are told."""
    await act(world, "reindex")
    assert engine.running is not None
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=500, times=None)
    engine.running.move(ended="failed", chat="the disk is full")
    await world.env.advance_time(60)
    assert [one["end"] for one in noted(engine)] == ["**Reindex failed**\nThe disk is full"]
    world.env.backend.faults.clear()
    await act(world, "reindex")
    assert len(noted(engine)) == 2
    await world.env.restart_bot(make_bot())
    engine.running.end()
    await world.env.advance_time(2)
    first, second = sorted(world.channel.history(), key=lambda one: one.id)
    assert "The disk is full" in told_in(first)
    assert "Generation 8" in told_in(second)
    assert noted(engine) == []


async def test_an_edit_that_fails_for_a_moment_is_made_up_for(world: World, engine: FakeEngine) -> None:
    """The same process tries the end again, less and less often, until Discord takes it."""
    await act(world, "reindex")
    assert engine.running is not None
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=3)
    engine.running.end()
    await world.env.advance_time(30)
    assert "3 of 10" in said(world)
    await world.env.advance_time(60)
    await world.env.advance_time(60)
    assert "Generation 8" in said(world)
    assert noted(engine) == []


async def test_who_asked_is_forgotten_with_the_rest(world: World, engine: FakeEngine) -> None:
    """The moderator's number stands beside the place until they have themselves forgotten."""
    await act(world, "reindex")
    assert [one["asker"] for one in noted(engine)] == [world.mo.id]
    client: Any = world.env.bot
    for forget in client.services.hooks.forget:
        erased = forget(world.mo.id)
        if erased is not None:
            await erased
    assert [one["asker"] for one in noted(engine)] == [None]
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(2)
