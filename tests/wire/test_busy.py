"""Searches that take long: everybody is answered in time, the queue has an end, and so has the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.wire.archive import RARE
from tests.wire.interactions import DEFERRED, Interaction
from tests.wire.looking import check_calm
from tests.wire.payloads import ALICE, BOB, MODERATOR
from tests.wire.process import Program, StartBot
from tests.wire.server import FakeDiscord
from tests.wire.test_life import SECONDS_TO_END


@dataclass(frozen=True)
class Gate:
    """Holds up every search until it is opened."""

    file: Path

    def open(self) -> None:
        self.file.unlink()


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    (tmp_path / "gate").touch()
    return Gate(tmp_path / "gate")


async def held_up(discord: FakeDiscord, start: StartBot, gate: Gate) -> Program:
    """A bot with one search at a time and one waiting, held up by the gate."""
    bot = await start(WIRE_GATE=str(gate.file), DATELINE_BOT_CONCURRENT_SEARCHES="1", DATELINE_BOT_WAITING_SEARCHES="1")
    await discord.connected()
    return bot


async def ask(discord: FakeDiscord, times: int) -> list[Interaction]:
    people = (ALICE, BOB, MODERATOR)
    return [await discord.slash("search", {"query": RARE}, people[time % 3]) for time in range(times)]


async def test_a_slow_search_delays_no_first_answer(discord: FakeDiscord, start: StartBot, gate: Gate) -> None:
    """While a search is stuck its asker and the next one are answered in time, and get their pages in the end; what
    takes no search, such as completing a date, is answered at once."""
    bot = await held_up(discord, start, gate)
    asked = await ask(discord, 2)
    for interaction in asked:
        assert (await interaction.answered())["type"] == DEFERRED
    completing = await discord.complete("search", "since", "191", others={"query": RARE})
    await completing.answered()
    assert completing.choices
    gate.open()
    for interaction in asked:
        assert RARE in (await interaction.shown()).text
    check_calm(bot)


async def test_beyond_the_queue_people_are_told_to_try_again(discord: FakeDiscord, start: StartBot, gate: Gate) -> None:
    """Of five searches two have a place; the other three are told at once, alone, and nobody is left waiting."""
    bot = await held_up(discord, start, gate)
    asked = await ask(discord, 5)

    def told() -> list[Interaction]:
        return [
            interaction for interaction in asked if any("busy" in message.text for message in interaction.messages())
        ]

    await discord.until(lambda: len(told()) == 3, "three to be told that the bot is busy")
    refused = told()
    gate.open()
    for interaction in set(asked) - set(refused):
        assert RARE in (await interaction.shown()).text
    for interaction in refused:
        assert (await interaction.told("busy")).reader == interaction.person
    check_calm(bot)


async def test_an_end_comes_though_a_search_never_does(discord: FakeDiscord, start: StartBot, gate: Gate) -> None:
    """A search that hangs keeps the bot from ending for some seconds at most."""
    bot = await held_up(discord, start, gate)
    for interaction in await ask(discord, 2):
        await interaction.answered()
    assert await bot.stop(SECONDS_TO_END) == 0
    assert "Traceback" not in bot.log
