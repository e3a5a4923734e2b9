"""Commands in moderators' messages are mentions, as soon as Discord's ids of them are known."""

from __future__ import annotations

from bot.client import DatelineClient
from bot.moderation import file_texts, wording
from bot.ui.command_names import CommandNames
from tests.bot.reading import seen
from tests.bot.world import World, answer


def test_a_command_is_named_as_it_can_be_pressed() -> None:
    """Its mention begins it; while its id is unknown it is what to type."""
    commands = CommandNames()
    assert wording.reindex_hint(commands).endswith("the next /archive reindex.")
    commands.learn({"archive": 7})
    assert "</archive reindex:7>" in wording.reindex_hint(commands)


def test_a_path_that_looks_like_a_mention_is_none() -> None:
    """What stands beside a command is still escaped."""
    commands = CommandNames()
    commands.learn({"archive": 7})
    said = file_texts.removed("</archive erase:7>", commands)
    assert r"\<" in said
    assert said.count("</archive") - said.count(r"\</archive") == 1


async def test_moderators_press_the_commands_they_are_told_of(world: World, simcord_bot: DatelineClient) -> None:
    """The bot knows the ids from when it told Discord its commands."""
    told = answer(await world.mo.slash(world.channel, "archive add", file=("a.txt", b"date 2020-01-01 A\n\nText.\n")))
    assert simcord_bot.services.commands.mention("archive reindex").startswith("</archive reindex:")
    assert simcord_bot.services.commands.mention("archive reindex") in seen(told)
