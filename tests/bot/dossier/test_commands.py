"""The dossier: what a person keeps in a server, and that it can be erased."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import rispy
import simcord
from bibtexparser.entrypoint import parse_string

import index
from bot.client import DatelineClient
from bot.dossier import listing
from bot.settings import Collection
from bot.ui import limits
from index.userdata.dossiers import MAX_CITATIONS, Dossiers
from tests.bot.fakes import Doc, FakeArchive, day, moon
from tests.bot.reading import buttons, seen
from tests.bot.world import Shown, World, answer, told

SECRET = Doc("board/minutes.txt", "Minutes", "The moon budget was doubled.", day("1970-05-05"))


@pytest.fixture
def docs() -> list[Doc]:
    return [*moon(12), SECRET]


@pytest.fixture
def settings() -> dict[str, Any]:
    """Nobody may see the folder until a test says who; people may search as often as a test needs."""
    return {"collections": {"board": Collection()}, "searches_per_person": 100}


async def add(world: World, query: str, person: simcord.MemberActor | None = None) -> str:
    """Presses Add below the first hit; returns what only the presser was told."""
    message = await world.page(query, person)
    return seen(await pressed(world, message, "Add", person))


async def pressed(world: World, message: Shown, label: str, person: simcord.MemberActor | None = None) -> Shown:
    shown = answer(await (person or world.alice).click(message, custom_id=buttons(message)[label]["custom_id"]))
    assert shown.ephemeral
    return shown


async def dossier(
    world: World, command: str, person: simcord.MemberActor | None = None, **options: Any
) -> simcord.InteractionResult:
    return await (person or world.alice).slash(world.channel, f"dossier {command}", **options)


async def shown(world: World, person: simcord.MemberActor | None = None) -> str:
    return seen(answer(await dossier(world, "show", person)))


async def exported(world: World, form: str) -> str:
    (file,) = answer(await dossier(world, "export", format=form)).attachments
    return (await file.read()).decode()


async def test_what_is_added_is_shown_in_order_with_its_state(world: World) -> None:
    """Add says so to the presser alone; the dossier lists title, date, words, state and id; twice is once."""
    assert "is now in your dossier: Moon story 3" in await add(world, '"day 3"')
    await add(world, '"day 1"')
    assert "already" in await add(world, '"day 3"')
    text = await shown(world)
    assert "2 citations" in text
    assert text.index("**1 · Moon story 3** · 4 July 1969") < text.index("**2 · Moon story 1** · 2 July 1969")
    assert "✅ unchanged" in text
    assert "> The moon was seen on day 3." in text


async def test_everyone_keeps_their_own(world: World) -> None:
    """What one person keeps is not another's."""
    await add(world, '"day 3"')
    assert "empty" in await shown(world, world.bob)
    await add(world, '"day 4"', world.bob)
    assert "day 3" not in await shown(world, world.bob)


async def test_it_survives_a_restart(
    world: World, make_bot: Callable[..., DatelineClient], settings: dict[str, Any]
) -> None:
    """The next process still has it."""
    await add(world, '"day 3"')
    await world.env.restart_bot(make_bot(**settings))
    assert "Moon story 3" in await shown(world)


async def test_pages_are_turned(world: World) -> None:
    """Eight citations a page; turning stays in the message."""
    for number in range(1, 11):
        await add(world, f'"day {number}"')
    message = answer(await dossier(world, "show"))
    assert "**8 ·" in seen(message)
    message = await pressed(world, message, "▶")
    assert "**9 ·" in seen(message)
    assert "**8 ·" not in seen(message)
    assert buttons(message)["▶"]["disabled"]
    assert limits.length(seen(message)) <= limits.MESSAGE_TEXT


async def test_one_is_removed_and_all_are_cleared(world: World, archive: FakeArchive) -> None:
    """By its id, which is completed from what is kept; what was never kept is told so."""
    await add(world, '"day 3"')
    await add(world, '"day 4"')
    offered = await world.alice.autocomplete(world.channel, "dossier remove", "id", archive.docs[2].passage)
    assert [one["value"] for one in offered] == [archive.docs[2].passage]
    assert "no longer" in seen(answer(await dossier(world, "remove", id=offered[0]["value"])))
    assert "not in your dossier" in told(await dossier(world, "remove", id=offered[0]["value"]))
    assert "Moon story 3" not in await shown(world)
    assert "1 citation removed" in seen(answer(await dossier(world, "clear")))
    assert "empty" in await shown(world)


async def test_it_is_exported_in_every_form(world: World) -> None:
    """Each file is read by a parser that is not ours and has both citations in it."""
    await add(world, '"day 3"')
    await add(world, '"day 4"')
    keys = ["dateline-" + one.passage for one in moon(4)[2:]]
    assert [one.key for one in parse_string(await exported(world, "bibtex")).entries] == keys
    assert [one["id"] for one in rispy.loads(await exported(world, "ris"))] == keys
    assert [one["id"] for one in json.loads(await exported(world, "csl-json"))] == keys
    text = await exported(world, "markdown")
    assert "> The moon was seen on day 3." in text
    assert "- *Moon story 3*. (1969, July 4). moon-03.txt" in text
    assert "empty" in seen(answer(await dossier(world, "export", world.bob, format="ris")))


async def test_what_was_hidden_since_is_in_no_page_and_no_file(world: World, simcord_bot: DatelineClient) -> None:
    """It stays kept, but is not shown, exported or proposed to who may not see its folder here and now."""
    simcord_bot.services.settings.collections["board"] = Collection(channels=frozenset({world.channel.id}))
    await add(world, "budget")
    assert "budget" in await shown(world)
    simcord_bot.services.settings.collections["board"] = Collection()
    text = await shown(world)
    assert "can't be shown to you here" in text
    assert "budget" not in text
    assert "Minutes" not in text
    for form in listing.FORMS:
        result = answer(await dossier(world, "export", format=form))
        assert "1 citation of your dossier can't be shown to you here" in seen(result)
        assert b"budget" not in await result.attachments[0].read()
    assert await world.alice.autocomplete(world.channel, "dossier remove", "id", "") == []


async def test_forget_me_erases_everything_of_one_person(world: World, archive: FakeArchive, tmp_path: Path) -> None:
    """Dossiers in the file, answers and passages in memory; another person's stay."""
    pages = [await world.page("moon", person) for person in (world.alice, world.bob)]
    await add(world, '"day 3"')
    await add(world, '"day 4"', world.bob)
    assert "erased" in seen(answer(await world.alice.slash(world.channel, "forget-me")))
    assert "empty" in await shown(world)
    assert "Moon story 4" in await shown(world, world.bob)
    assert await world.alice.autocomplete(world.channel, "cite", "id", "") == []
    assert await world.bob.autocomplete(world.channel, "cite", "id", "") != []
    with closing(sqlite3.connect(tmp_path / index.DataFile.DOSSIERS)) as database:
        assert {person for (person,) in database.execute("SELECT person FROM kept")} == {world.bob.id}
    searched = len(archive.queries)
    await world.bob.click(pages[1], label="▶")
    assert len(archive.queries) == searched
    await world.alice.click(pages[0], label="▶")
    assert len(archive.queries) == searched + 1


async def test_a_full_dossier_takes_no_more(world: World, tmp_path: Path) -> None:
    """The bound is told, and what is there stays."""
    kept = Dossiers(tmp_path)
    for number in range(MAX_CITATIONS):
        kept.add(world.alice.id, world.guild.id, f"x{number}")
    message = await world.page("moon")
    result = await world.alice.click(message, custom_id=buttons(message)["Add"]["custom_id"])
    assert f"is full ({MAX_CITATIONS} citations)" in told(result)
    assert len(kept.passages(world.alice.id, world.guild.id)) == MAX_CITATIONS


async def test_a_file_that_is_not_ours_is_left_alone(world: World, tmp_path: Path) -> None:
    """The reader is told in plain words without the machine's paths, and the file is not written to."""
    (tmp_path / index.DataFile.DOSSIERS).write_bytes(b"somebody's notes")
    for command in ("show", "clear"):
        line = told(await dossier(world, command))
        assert "can't be opened right now" in line
        assert str(tmp_path) not in line
    assert (tmp_path / index.DataFile.DOSSIERS).read_bytes() == b"somebody's notes"


async def test_what_was_erased_says_only_when_and_why(world: World, archive: FakeArchive) -> None:
    """On the page, among what is proposed and in an exported file: no word, no title, no path."""
    await add(world, "moon")
    doc = archive.docs[0]
    archive.erased[doc.passage] = index.Erased(at=dt.datetime(2026, 10, 5, tzinfo=dt.UTC), why="the *sender* asked")
    text = await shown(world)
    assert "Erased" in text
    assert r"on 5 October 2026 (the \*sender\* asked)" in text
    (choice,) = await world.alice.autocomplete(world.channel, "dossier remove", "id", "")
    assert choice["name"] == f"{doc.passage} · undated · erased"
    file = await exported(world, "markdown")
    assert f"Passage {doc.passage}" in file
    assert not any(word in text + file for word in (doc.title, doc.path, "rose late"))
