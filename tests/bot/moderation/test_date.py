"""A document is dated from Discord: checked, noted, told, and taken back by a press."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import index
from bot.client import DatelineClient
from index import Collection
from tests.bot.engine import FakeEngine
from tests.bot.fakes import FakeArchive
from tests.bot.moderation.acting import act
from tests.bot.reading import buttons, seen
from tests.bot.world import World, answer, told

LETTER = "A letter\n\nThe Quillfeather family hid the lantern beneath the goat shed.\n"
WHY = "the diary of **that** week"
Texts = list[tuple[str, str]]


@pytest.fixture
def letter(engine: FakeEngine) -> str:
    """An undated document of the archive."""
    (engine.archive / "letters").mkdir()
    (engine.archive / "letters" / "a.txt").write_text(LETTER, "utf-8")
    return "letters/a.txt"


def standing(engine: FakeEngine) -> Texts:
    """Each date that stands, as it was written, and who set it."""
    return [(date.date.as_written, date.who) for date in engine.dating().every()]


def noted(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]


async def test_a_date_is_set_told_and_noted(world: World, engine: FakeEngine, letter: str, tmp_path: Path) -> None:
    """What is shown is the date at its own precision, in place of which, and why; the log has all of it."""
    shown = seen(answer(await act(world, "date", document=letter, date="1971-05", why=WHY)))
    for part in ("letters/a", "May 1971", "(before: undated)", "that", "/archive reindex"):
        assert part in shown
    assert WHY not in shown
    assert standing(engine) == [("1971-05", f"discord:{world.mo.id}")]
    (line,) = noted(tmp_path)
    fields = ("action", "what", "date", "why", "user", "allowed")
    assert [line[name] for name in fields] == ["date", letter, "1971-05", WHY, world.mo.id, True]


async def test_undo_holds_over_a_restart(
    world: World, engine: FakeEngine, letter: str, make_bot: Callable[..., DatelineClient], tmp_path: Path
) -> None:
    """The button names the date that it takes back; pressed a second time it says that this is done."""
    shown = answer(await act(world, "date", document=letter, date="1971", why=WHY))
    await world.env.restart_bot(make_bot())
    done = seen(answer(await world.mo.click(shown, label="Undo")))
    assert "1971" in done
    assert "The document's own date, if it has one, counts again" in done
    assert standing(engine) == []
    assert "taken back already" in told(await world.mo.click(shown, label="Undo"))
    assert [(line["action"], line["what"]) for line in noted(tmp_path)][1:] == [("undo date", letter)] * 2


async def test_a_button_takes_back_its_own_date_only(world: World, engine: FakeEngine, letter: str) -> None:
    """What was set since stays; the command takes it back, and the one before counts again."""
    first = answer(await act(world, "date", document=letter, date="1971", why=WHY))
    await act(world, "date", document=letter, date="1972", why=WHY)
    assert "Another date was set" in told(await world.mo.click(first, label="Undo"))
    done = seen(answer(await act(world, "date", document=letter, undo=True)))
    assert "The date set before it, 1971, counts again" in done
    assert [written for written, _ in standing(engine)] == ["1971"]


async def test_what_was_taken_back_is_set_again(world: World, engine: FakeEngine, letter: str, tmp_path: Path) -> None:
    """As it was written and for the same reason, by a press that is noted; what stands already has nothing to undo."""
    shown = answer(await act(world, "date", document=letter, date="1971-05", why=WHY))
    back = answer(await world.mo.click(shown, label="Undo"))
    assert standing(engine) == []
    again = answer(await world.mo.click(back, label="Undo"))
    assert "May 1971" in seen(again)
    assert standing(engine) == [("1971-05", f"discord:{world.mo.id}")]
    assert [line["action"] for line in noted(tmp_path)] == ["date", "undo date", "set date again"]
    assert buttons(answer(await world.mo.click(back, label="Undo"))) == {}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"date": "1971"}, "give a date"),
        ({"why": WHY}, "give a date"),
        ({}, "give a date"),
        ({"date": "1971", "why": WHY, "undo": True}, "give a date"),
        ({"date": "never", "why": WHY}, "never can't be read"),
        ({"date": "03/04/1971", "why": WHY}, "can mean 3 April or 4 March"),
        ({"undo": True}, "No date was set"),
    ],
)
async def test_what_can_not_be_done_is_one_line(
    world: World, engine: FakeEngine, letter: str, given: dict[str, Any], line: str
) -> None:
    """For the asker, with nothing recorded."""
    assert line in told(await act(world, "date", document=letter, **given)).replace("\\", "")
    assert standing(engine) == []


async def test_the_future_and_what_stands_already_are_said(world: World, letter: str) -> None:
    """Odd, and allowed."""
    assert "in the future" in seen(answer(await act(world, "date", document=letter, date="2971", why=WHY)))
    assert "2971 already" in seen(answer(await act(world, "date", document=letter, date="2971", why=WHY)))


async def test_members_can_neither_date_nor_undo(
    world: World, engine: FakeEngine, letter: str, simcord_bot: DatelineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked with every use and every press, and noted."""
    root = world.env.backend.find_command("archive", world.guild.id, type=1) or {}
    world.guild.set_command_permissions(int(root["id"]), {world.alice: True})
    assert "Only moderators" in told(await act(world, "date", world.alice, document=letter, date="1971", why=WHY))
    shown = answer(await act(world, "date", document=letter, date="1971", why=WHY))
    monkeypatch.setattr(simcord_bot.services.access, "moderates", lambda asker: False)
    assert "Only moderators" in told(await world.mo.click(shown, label="Undo"))
    assert [written for written, _ in standing(engine)] == ["1971"]


async def test_a_hidden_folder_is_as_unknown_as_none(
    world: World, engine: FakeEngine, letter: str, simcord_bot: DatelineClient
) -> None:
    """Who may not see it is told what they would be told of a path that never was, by command and by press."""
    shown = answer(await act(world, "date", document=letter, date="1971", why=WHY))
    simcord_bot.services.settings.collections["letters"] = Collection()
    for given in ({"date": "1972", "why": WHY}, {"undo": True}):
        hidden = told(await act(world, "date", document=letter, **given))
        never = told(await act(world, "date", document="letters/b.txt", **given))
        assert hidden.replace("letters/a", "letters/b") == never
    assert "no longer known" in told(await world.mo.click(shown, label="Undo"))
    assert [written for written, _ in standing(engine)] == ["1971"]


async def test_undated_documents_are_offered_first(
    world: World, archive: FakeArchive, simcord_bot: DatelineClient
) -> None:
    """Within what a moderator may see; a member is offered nothing."""
    archive.docs = [*archive.docs, replace(archive.docs[0], path="zoo.txt", date=None)]
    offered = [one["value"] for one in await world.mo.autocomplete(world.channel, "archive date", "document", "")]
    assert offered[0] == "zoo.txt"
    assert offered[1:] == sorted(offered[1:])
    root = world.env.backend.find_command("archive", world.guild.id, type=1) or {}
    world.guild.set_command_permissions(int(root["id"]), {world.alice: True})
    assert list(await world.alice.autocomplete(world.channel, "archive date", "document", "")) == []
