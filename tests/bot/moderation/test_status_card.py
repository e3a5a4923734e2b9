"""`/archive status` tells its asker what they may see, and nothing of the machine."""

from __future__ import annotations

from typing import Any

import pytest
import simcord

import index
from bot.client import DatelineClient
from bot.moderation import status_card
from bot.ui.command_names import CommandNames
from index import Collection
from tests.bot.fakes import Doc, FakeArchive, day, moon
from tests.bot.reading import seen
from tests.bot.world import World, answer

LIMITED = index.Scope(hidden=frozenset({"board"}))


@pytest.fixture
def docs() -> list[Doc]:
    return [*moon(3), Doc("board/a.txt", "Minutes", "secret", day("1990-01-02")), Doc("b.txt", "B", "undated")]


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"collections": {"board": Collection()}}


async def status(world: World, person: simcord.MemberActor) -> str:
    shown = answer(await person.slash(world.channel, "archive status"))
    assert shown.ephemeral
    return seen(shown)


async def test_the_numbers_are_those_of_what_the_asker_may_see(world: World, simcord_bot: DatelineClient) -> None:
    """A hidden folder is counted for those who may see it, and for nobody else."""
    role = world.guild.create_role("board")
    simcord_bot.services.settings.collections["board"] = Collection(roles=frozenset({role.id}))
    text = await status(world, world.mo)
    assert "4 documents, 1 of them undated" in text
    assert "1990" not in text
    member = await status(world, world.person("member", role, world.managing))
    assert "5 documents" in member
    assert "2 Jan 1990" in member


async def test_no_path_of_the_machine_is_told(world: World) -> None:
    """Where the archive lies is nobody's business in a chat."""
    assert "secret/place" not in await status(world, world.mo)


def test_a_models_folder_and_how_vectors_are_kept_are_not_for_all() -> None:
    """A model is named without its place; the kind of vectors, which hangs on their number, where nothing is hidden."""
    archive = FakeArchive(moon(2))
    status = archive.status().model_copy(update={"model": "/srv/models/tiny/", "vectors": "inverted file of 256 lists"})
    limited = status_card.draw(status, archive.holdings(LIMITED), LIMITED, CommandNames())
    assert "model tiny · 384 dimensions" in limited
    assert "srv" not in limited
    assert "lists" not in limited
    assert "inverted file of 256 lists" in status_card.draw(
        status, archive.holdings(index.EVERYTHING), index.EVERYTHING, CommandNames()
    )


def test_what_of_the_index_matters_to_a_moderator_is_said() -> None:
    """Generation and those to go back to, how new, newest document at its own precision, model and its weights."""
    archive = FakeArchive([Doc("a.txt", "A", "words", day("1969-07"))])
    status = archive.status().model_copy(update={"kept": (5, 6, 7), "revision": "0123456789abcdef0123"})
    text = status_card.draw(status, archive.holdings(index.EVERYTHING), index.EVERYTHING, CommandNames())
    for part in ("generation 7 · /archive rollback can go to 5, 6", "weights 0123456789abcde…", "384 dimensions"):
        assert part in text
    assert "Newest document: July 1969" in text
    built = f"{status.built.timestamp():.0f}"
    assert f"Last indexed: <t:{built}:f> (<t:{built}:R>)" in text


def test_a_warning_is_said_as_for_a_chat() -> None:
    """What a terminal is told is not shown."""
    archive = FakeArchive(moon(2))
    said = {"warnings": ("run: dateline index",), "chat_warnings": ("use /archive reindex",)}
    text = status_card.draw(
        archive.status().model_copy(update=said), archive.holdings(LIMITED), LIMITED, CommandNames()
    )
    assert "/archive reindex" in text
    assert "run:" not in text
