"""What moderators do with generations from Discord: reindexes, reports, rollbacks, and who may."""

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
from bot.ui import components
from index import Affected, Failure, Moved
from tests.bot.engine import SINCE, FakeEngine, FakeReindex, report
from tests.bot.moderation.acting import accent, act, message, said
from tests.bot.reading import seen
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

MACHINE = ("keeper", "shelf", "4711", "process")
"""What names the machine, and is never told in a chat."""


def audit(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]


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


async def test_one_reindex_at_a_time(world: World, engine: FakeEngine) -> None:
    """A second one is refused in words that say since when one runs, but not as whom and where; nothing is posted."""
    engine.running = FakeReindex()
    line = told(await act(world, "reindex")).replace("\\", "")
    assert f"is running, started <t:{SINCE.timestamp():.0f}:f>" in line
    assert not any(name in line for name in MACHINE)
    assert engine.started == []
    assert world.channel.history() == []


async def test_who_is_second_is_told_who_was_first(world: World, engine: FakeEngine) -> None:
    """Another moderator in another channel learns which moderator began it and since when; one message is public."""
    other, hall = world.person("nan", world.managing), world.guild.create_text_channel("hall")
    await act(world, "reindex")
    line = told(await other.slash(hall, "archive reindex"))
    assert f"started <t:{SINCE.timestamp():.0f}:f>" in line
    assert f"by <@{world.mo.id}>" in line
    assert not any(name in line for name in MACHINE)
    assert engine.started == [False]
    assert hall.history() == []
    assert "3 of 10" in said(world)
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(2)


async def test_a_lock_of_which_nobody_says_whose_it_is(world: World, engine: FakeEngine) -> None:
    """Where the other one has ended by now, or has not said yet who it is, the asker is told to try again."""
    engine.running = FakeReindex()
    engine.find = lambda: None  # type: ignore[method-assign]  # meant

    def start(*, force: bool) -> FakeReindex:
        raise index.BusyError("this archive is already being indexed, by keeper on shelf (process 4711)")

    engine.start = start  # type: ignore[method-assign]  # meant
    line = told(await act(world, "reindex"))
    assert "is running, or has just ended" in line
    assert not any(name in line for name in MACHINE)
    assert world.channel.history() == []


async def test_where_the_bot_may_not_write_nothing_is_started(world: World, engine: FakeEngine) -> None:
    """The moderator is told; where Discord refuses the message all the same, the reindex is stopped again."""
    silent = world.guild.create_text_channel(
        "silent", overwrites={world.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    assert "not allowed to write" in told(await world.mo.slash(silent, "archive reindex"))
    assert engine.started == []
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    assert "not allowed to write" in told(await act(world, "reindex"))
    assert engine.running is not None
    assert engine.running.cancelled
    assert world.channel.history() == []
    assert not (engine.settings.data / index.DataFile.BOT_REINDEX).exists()


async def test_what_cannot_be_stopped_from_here_is_said_without_its_place(world: World, engine: FakeEngine) -> None:
    """A reindex of another machine's goes on; which machine that is stays in the log."""
    await act(world, "reindex")
    assert engine.running is not None

    def refuse() -> None:
        raise index.BusyError("the reindex runs on shelf; it can only be stopped there")

    engine.running.cancel = refuse  # type: ignore[method-assign]  # meant
    line = told(await world.mo.click(message(world), label="Cancel"))
    assert "can only be stopped where it was started" in line
    assert not any(name in line for name in MACHINE)
    engine.running.end()
    await world.env.advance_time(2)


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


@pytest.mark.parametrize(
    ("ended", "colour"),
    [("failed", components.FAILED), ("stopped", components.ACCENT), ("published", components.ACCENT)],
)
async def test_the_end_of_a_reindex_is_red_only_if_it_failed(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient], ended: str, colour: discord.Colour
) -> None:
    """Also where the next process of the bot tells of it; one that was cancelled is as it was wished."""
    await act(world, "reindex")
    assert engine.running is not None
    assert accent(message(world)) == components.ACCENT.value
    engine.running.move(ended=ended, generation=8 if ended == "published" else None, message="no")
    await world.env.restart_bot(make_bot())
    await world.env.advance_time(2)
    assert "Cancel" not in str(message(world).components)
    assert accent(message(world)) == colour.value


async def test_what_is_refused_or_was_not_published_is_red(world: World, engine: FakeEngine) -> None:
    """A second reindex, and the report of an index that was not fit to serve."""
    engine.running = FakeReindex()
    assert accent(answer(await act(world, "reindex"))) == components.FAILED.value
    assert accent(answer(await act(world, "report"))) == components.ACCENT.value
    engine.reports[8] = report(published=False, fault="recall fell")
    assert accent(answer(await act(world, "report"))) == components.FAILED.value


async def test_a_report_is_a_summary_with_the_full_list(world: World, engine: FakeEngine) -> None:
    """Numbers in the message, every path and reason in the attached file."""
    engine.reports[8] = report(
        moved=(Moved(before="a.txt", after="b.txt"),),
        failed=(Failure(path="c.pdf", reason="it is damaged"),),
        citations=(Affected(passage="k7f2q9xw", document="a.txt", state="moved", reason="it moved"),),
    )
    shown = answer(await act(world, "report"))
    assert "1 added · 1 moved · 1 not read · 1 citation affected" in seen(shown)
    (file,) = shown.attachments
    text = (await file.read()).decode()
    assert "a.txt -> b.txt" in text
    assert "c.pdf: it is damaged" in text
    assert "k7f2q9xw (a.txt): it moved" in text


async def test_a_report_that_is_not_there_is_one_line(world: World) -> None:
    """What the engine says is told."""
    assert "no report of generation 3" in told(await act(world, "report", generation=3))


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
