"""A message tells how far a reindex is, to its end and over restarts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.client import DatelineClient
from bot.moderation.telling import cancel_id
from tests.bot.engine import SINCE, FakeEngine
from tests.bot.moderation.acting import act, message, said, told_in
from tests.bot.world import World, answer, told


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
    engine.running.move(ended="failed", message="the disk is full")
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
    engine.running.move(ended="failed", message="the disk is full")
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
