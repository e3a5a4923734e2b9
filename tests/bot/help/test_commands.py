"""`/help` says what can be done, to whom it concerns."""

from __future__ import annotations

from bot.ui import limits
from tests.bot.reading import seen
from tests.bot.world import World, answer


async def test_help_is_for_the_asker_and_names_every_command_they_have(world: World) -> None:
    """Commands stand with their descriptions; the asker alone sees them, without being counted as searching."""
    shown = answer(await world.alice.slash(world.channel, "help"))
    assert shown.ephemeral
    text = seen(shown)
    assert "`/search` · Search the archive" in text
    assert "`/archive status`" not in text
    assert "`/archive status`" in seen(answer(await world.mo.slash(world.channel, "help")))
    assert limits.length(text) <= limits.MESSAGE_TEXT
