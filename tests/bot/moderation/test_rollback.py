"""An earlier generation is searched again from Discord: asked first, checked at every press, noted and undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import index
from bot.client import DatelineClient
from bot.moderation import questions
from tests.bot.engine import SINCE, FakeEngine
from tests.bot.fakes import Clock
from tests.bot.moderation.acting import act
from tests.bot.reading import buttons, seen
from tests.bot.world import World, answer, told

DANGER = 4
"""The style of a red button."""


def noted(home: Path) -> list[tuple[str, str | None, bool]]:
    lines = [json.loads(line) for line in (home / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]
    return [(line["action"], line["what"], line["allowed"]) for line in lines]


async def asked(world: World, **options: Any) -> Any:
    """The question before a rollback of Mo's."""
    return answer(await act(world, "rollback", **options))


async def test_a_rollback_asks_in_red_and_is_undone(world: World, engine: FakeEngine, tmp_path: Path) -> None:
    """The question compares both generations; nothing changes before it is answered, and Undo takes it back."""
    question = await asked(world)
    text = seen(question)
    for part in (
        "Search generation 7 instead of 8?",
        f"**7**, indexed <t:{SINCE.timestamp():.0f}:f>",
        "8 documents, 16",
    ):
        assert part in text
    assert buttons(question)["Switch to generation 7"]["style"] == DANGER
    assert engine.serving == 8
    done = answer(await world.mo.click(question, label="Switch to generation 7"))
    assert "Generation 7 is now served instead of 8" in seen(done)
    assert engine.serving == 7
    assert "generation 8 is served again" in seen(answer(await world.mo.click(done, label="Undo")))
    assert engine.serving == 8
    assert noted(tmp_path) == [
        ("rollback", None, True),
        ("rollback, confirmed", "7", True),
        ("undo rollback", "8", True),
    ]


async def test_a_generation_is_named(world: World, engine: FakeEngine) -> None:
    """What is not there, or is searched already, is one line."""
    question = await asked(world, generation=5)
    await world.mo.click(question, label="Switch to generation 5")
    assert engine.serving == 5
    assert "is the one being searched already" in told(await act(world, "rollback", generation=5))
    assert "no generation 3" in told(await act(world, "rollback", generation=3))


async def test_what_changed_meanwhile_is_asked_anew(world: World, engine: FakeEngine) -> None:
    """Neither a question nor Undo does anything but what it said, and each says why."""
    question = await asked(world)
    other = await asked(world, generation=6)
    done = answer(await world.mo.click(other, label="Switch to generation 6"))
    assert "Another generation is being searched by now" in told(
        await world.mo.click(question, label="Switch to generation 7")
    )
    engine.serving = 5
    assert "Generation 5 is being searched by now, so there is nothing to undo" in told(
        await world.mo.click(done, label="Undo")
    )
    assert engine.serving == 5


async def test_every_press_is_checked_and_counts_once(
    world: World, engine: FakeEngine, simcord_bot: DatelineClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answered once, for a quarter of an hour, by who still moderates; so is Undo."""
    question = await asked(world)
    done = answer(await world.mo.click(question, label="Switch to generation 7"))
    assert "no longer know" in told(await world.mo.click(question, label="Switch to generation 7"))
    late = await asked(world)
    clock.now = questions.LIFETIME_SECONDS
    assert "/archive rollback again" in told(await world.mo.click(late, label="Switch to generation 6"))
    question = await asked(world)
    monkeypatch.setattr(simcord_bot.services.access, "moderates", lambda asker: False)
    assert "Only moderators" in told(await world.mo.click(question, label="Switch to generation 6"))
    assert "Only moderators" in told(await world.mo.click(done, label="Undo"))
    assert engine.serving == 7


async def test_a_generation_that_can_not_be_looked_into_is_left_all_the_same(
    world: World, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that is damaged is why somebody goes back; the question is silent about it."""
    engine.kept -= {8}
    question = await asked(world)
    assert "**8**" not in seen(question)
    await world.mo.click(question, label="Switch to generation 7")
    assert engine.serving == 7
