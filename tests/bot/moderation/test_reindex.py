"""What moderators do with the archive from Discord: a reindex's message, reports, rollbacks, and who may."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

import index
from bot.client import DatelineClient
from bot.moderation import report_texts
from index import Affected, Failure, Moved
from tests.bot.engine import PID, FakeEngine, FakeReindex, report, step
from tests.bot.reading import TEXT, seen, walk
from tests.bot.world import World, answer, told

ACTS: dict[str, dict[str, Any]] = {
    "archive status": {},
    "archive reindex": {},
    "archive report": {},
    "archive rollback": {},
    "archive add": {"file": ("new.txt", b"A new document.")},
    "archive remove": {"document": "moon-01.txt"},
    "archive restore": {"document": "20241220090500-0123abcd"},
}


async def act(world: World, name: str, person: simcord.MemberActor | None = None, **options: Any) -> Any:
    """A command of Mo's, who manages the server, or of another person."""
    return await (person or world.mo).slash(world.channel, f"archive {name}", **options)


def audit(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]


def message(world: World) -> discord.Message:
    """The message that tells of the reindex."""
    (found,) = world.channel.history()
    return found


def said(world: World) -> str:
    """What that message says now."""
    return told_in(message(world))


def told_in(shown: discord.Message) -> str:
    """What a message of the bot's says."""
    parts = walk([part.to_dict() for part in shown.components])  # type: ignore[misc]  # a union of dicts
    return "\n".join(part["content"] for part in parts if part["type"] == TEXT)


@pytest.mark.parametrize("command", ACTS)
async def test_nobody_but_a_moderator_acts(world: World, engine: FakeEngine, tmp_path: Path, command: str) -> None:
    """Discord doesn't offer the commands to Alice; where a server opened them to her the bot refuses, and notes it."""
    with pytest.raises(simcord.SetupError, match="default-member-permissions"):
        await world.alice.slash(world.channel, command, **ACTS[command])
    root = world.env.backend.find_command("archive", world.guild.id, type=1) or {}
    world.guild.set_command_permissions(int(root["id"]), {world.alice: True})
    result = await world.alice.slash(world.channel, command, **ACTS[command])
    assert "Only moderators" in told(result)
    assert engine.started == []
    assert engine.serving == 8
    assert list(engine.archive.iterdir()) == []
    (line,) = audit(tmp_path)
    assert (line["user"], line["allowed"]) == (world.alice.id, False)


async def test_a_reindex_tells_how_far_it_is_in_an_ordinary_message(world: World, engine: FakeEngine) -> None:
    """The message is the bot's own, is edited as the reindex goes on, and ends with what was done."""
    shown = answer(await act(world, "reindex"))
    assert shown.ephemeral
    assert "3 of 10" in said(world)
    assert "about 2 min left" in said(world)
    assert engine.running is not None
    engine.running.now = step(done=7, total=10, rate=1.5, left_s=20)
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
        engine.running.now = step(done=done, total=100)
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
    engine.running.now = step(done=9, total=10)
    await world.env.advance_time(6)
    assert "9 of 10" in said(world)
    engine.running.end()
    await world.env.advance_time(2)


async def test_one_reindex_at_a_time(world: World, engine: FakeEngine) -> None:
    """A second one is refused in words that say who runs since when, and no message is posted for it."""
    engine.running = FakeReindex()
    line = told(await act(world, "reindex")).replace("\\", "")
    assert "by keeper on shelf since 20 December, 09:05 UTC" in line
    assert engine.started == []
    assert world.channel.history() == []


async def test_force_is_passed_on_and_noted(world: World, engine: FakeEngine, tmp_path: Path) -> None:
    """What a forced reindex may lose is on record."""
    await act(world, "reindex", force=True)
    assert engine.started == [True]
    assert audit(tmp_path)[0]["action"] == "reindex --force"
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(2)


async def test_cancel_is_for_moderators(world: World, engine: FakeEngine) -> None:
    """Everybody sees the button; pressed by Alice it refuses, pressed by Mo the reindex stops and says so."""
    await act(world, "reindex")
    refused = await world.alice.click(message(world), label="Cancel")
    assert "Only moderators" in told(refused)
    assert engine.running is not None
    assert not engine.running.cancelled
    await world.mo.click(message(world), label="Cancel")
    assert engine.running.cancelled
    await world.env.advance_time(2)
    assert "Reindex stopped" in said(world)


async def test_a_restarted_bot_goes_on_telling(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """The next process of the bot edits the same message on to the end."""
    await act(world, "reindex")
    await world.env.restart_bot(make_bot())
    assert engine.running is not None
    engine.running.now = step(done=8, total=10)
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
    engine.running.now = step(ended="failed", message="the disk is full")
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
    engine.running.now = step(ended="failed", message="the disk is full")
    await world.env.restart_bot(make_bot())
    await world.env.advance_time(2)
    assert "The disk is full" in said(world)


async def test_a_report_is_a_summary_with_the_full_list(world: World, engine: FakeEngine) -> None:
    """Numbers in the message, every path and reason in the attached file."""
    engine.reports[8] = report(
        moved=(Moved(before="a.txt", after="b.txt"),),
        failed=(Failure(path="c.pdf", reason="it is damaged"),),
        citations=(Affected(passage="k7f2q9xw", document="a.txt", state="moved", reason="it moved"),),
    )
    shown = answer(await act(world, "report"))
    assert "1 added · 1 moved · 1 not read · 1 citations affected" in seen(shown)
    (file,) = shown.attachments
    text = (await file.read()).decode()
    assert "a.txt -> b.txt" in text
    assert "c.pdf: it is damaged" in text
    assert "k7f2q9xw (a.txt): it moved" in text


async def test_a_report_that_is_not_there_is_one_line(world: World) -> None:
    """What the engine says is told."""
    assert "no report of generation 3" in told(await act(world, "report", generation=3))


def test_hidden_folders_are_in_no_report() -> None:
    """Paths of folders that a reader may not know of are left out of every list."""
    full = report(
        added=("board/secret.txt", "open.txt"),
        moved=(Moved(before="open.txt", after="board/b.txt"),),
        failed=(Failure(path="board/c.pdf", reason="it is damaged"),),
    )
    seen_part = report_texts.within(full, index.Scope(hidden=frozenset({"board"})))
    assert "board" not in report_texts.full(seen_part)
    assert seen_part.added == ("open.txt",)


async def test_rollback_names_both_generations(world: World, engine: FakeEngine, tmp_path: Path) -> None:
    """Back by one, or to the one that is named; noted with its number."""
    assert "Generation 7 is served" in told(await act(world, "rollback"))
    assert "Generation 5 is served from now on; before it was 7" in told(await act(world, "rollback", generation=5))
    assert [line["what"] for line in audit(tmp_path)] == [None, "5"]


async def test_every_use_is_noted_without_anybodys_words(world: World, engine: FakeEngine, tmp_path: Path) -> None:
    """Who, which action and when are on record; a search is not."""
    await world.search("a very private question")
    await act(world, "status")
    await act(world, "report")
    await act(world, "rollback")
    lines = audit(tmp_path)
    assert [line["action"] for line in lines] == ["status", "report", "rollback"]
    assert {line["user"] for line in lines} == {world.mo.id}
    assert "private question" not in (tmp_path / index.DataFile.BOT_AUDIT).read_text("utf-8")


def test_a_pid_is_what_the_button_cancels() -> None:
    """The custom id names the process, so that an old button can't stop a later reindex."""
    assert str(PID) in f"ra:cancel:{PID}"
