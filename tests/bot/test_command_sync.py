"""Discord is told the commands when they change, and the ids that it gives them are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import index
from bot.client import DatelineClient
from tests.bot.world import World

Bot = Callable[..., DatelineClient]


def syncs(world: World) -> int:
    return sum(one.method == "PUT" for one in world.env.http_requests)


async def test_commands_are_told_to_discord_only_when_they_changed(world: World, make_bot: Bot) -> None:
    """A new process with the same commands registers nothing; one with others does."""
    before = syncs(world)
    await world.env.restart_bot(make_bot())
    assert syncs(world) == before
    await world.env.restart_bot(make_bot(direct_messages=True))
    assert syncs(world) == before + 1


async def test_the_next_process_knows_the_ids_without_asking(
    world: World, make_bot: Bot, simcord_bot: DatelineClient
) -> None:
    """Both name a command, and one of a group, by the id that Discord has given it."""
    ids = {one.name: one.id for one in await simcord_bot.tree.fetch_commands()}
    told = simcord_bot.services.commands.mention("dossier show")
    assert told == f"</dossier show:{ids['dossier']}>"
    before = len(world.env.http_requests)
    again = make_bot()
    await world.env.restart_bot(again)
    assert not [one for one in world.env.http_requests[before:] if one.path.endswith("/commands")]
    assert again.services.commands.mention("dossier show") == told


@pytest.mark.parametrize("ids", [None, [], {"APPLICATION": {"search": "four"}}, {"APPLICATION": {}}])
async def test_a_file_without_ids_costs_one_more_sync(
    world: World, make_bot: Bot, simcord_bot: DatelineClient, tmp_path: Path, ids: object
) -> None:
    """One that an earlier version wrote, or whose ids are no ids: they are asked for once, and kept again."""
    file, application = tmp_path / index.DataFile.BOT_COMMANDS, str(simcord_bot.application_id)
    whole = json.loads(file.read_text("utf-8"))
    earlier = {application: whole[application], "another": "fingerprint"}
    if ids is not None:
        earlier["ids"] = json.loads(json.dumps(ids).replace("APPLICATION", application))
    file.write_text(json.dumps(earlier), "utf-8")
    before = syncs(world)
    for _ in range(2):
        again = make_bot()
        await world.env.restart_bot(again)
        assert syncs(world) == before + 1
        assert again.services.commands.mention("search").startswith("</search:")
    assert json.loads(file.read_text("utf-8")) == whole | {"another": "fingerprint"}
