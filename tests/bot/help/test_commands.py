"""`/help` says what can be done, to whom it concerns, and lets them try it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.client import DatelineClient
from index import Collection
from tests.bot.fakes import Doc, FakeArchive, day, moon
from tests.bot.pressing import press
from tests.bot.reading import buttons, seen
from tests.bot.world import Shown, World, answer

SECRET = Doc("board/a.txt", "Secret board minutes", "The budget.", day("2031-05-05"))


@pytest.fixture
def docs() -> list[Doc]:
    return [SECRET, *moon(12)]


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"collections": {"board": Collection()}}


async def helped(world: World, *, moderator: bool = False) -> Shown:
    person = world.mo if moderator else world.alice
    shown = answer(await person.slash(world.channel, "help"))
    assert shown.ephemeral
    return shown


async def test_help_names_every_command_that_its_reader_has(world: World, simcord_bot: DatelineClient) -> None:
    """As mentions, which begin the command when they are pressed; the moderators' part is for moderators."""
    there = {command.qualified_name for command in simcord_bot.tree.walk_commands() if hasattr(command, "callback")}
    named = [set(re.findall(r"</([\w -]+):\d+>", seen(await helped(world, moderator=who)))) for who in (False, True)]
    moderators = {name for name in there if name.startswith("archive ")}
    menu = {"Search the archive", "Check the quotations"}
    assert named == [there - moderators - menu - {"help"}, there - menu - {"help"}]


async def test_help_fits_a_screen(world: World) -> None:
    """Fewer lines than a phone's screen has, however few characters fit into one."""
    for moderator, most in ((False, 900), (True, 1300)):
        shown = re.sub(r"</([\w -]+):\d+>", r"/\1", seen(await helped(world, moderator=moderator)))
        assert len(shown) <= most


async def test_an_example_is_searched_for_by_its_presser_alone(world: World, archive: FakeArchive) -> None:
    """Words of a title and the newest month, of what the asker may see; the answer is theirs and private."""
    message = await helped(world)
    assert list(buttons(message)) == ["🔎 Moon story 1", "🔎 July 1969"]
    for label, text in (("🔎 Moon story 1", "Moon story 1"), ("🔎 July 1969", "July 1969")):
        shown = answer(await world.alice.click(message, label=label))
        assert shown.ephemeral
        assert "Moon story 1" in seen(shown)
        assert archive.queries[-1].text == text


async def test_made_up_examples_find_nothing_hidden(world: World) -> None:
    """A button's text may be anything: it is a search of the presser's, within what they may see."""
    message = await helped(world)
    for text in ("budget", "in:board", "title:minutes", "x" * 90, '"', "since:2031"):
        result = await press(world.alice, message, f"h:s:{text}")
        said = [one for one in (result.response, *result.followups) if one is not None]
        assert all(one.ephemeral for one in said)
        assert not any("The budget." in seen(one) or "Secret" in seen(one) for one in said)


async def test_help_comes_without_examples_where_there_are_none(world: World, archive: FakeArchive) -> None:
    """An archive with nothing to see, or that can't be asked, leaves the rest as it is."""
    archive.docs[:] = [SECRET]
    message = await helped(world)
    assert buttons(message) == {}
    assert "</search:" in seen(message)
