"""`/document`: what is known of a document, its file, and who may see it."""

from __future__ import annotations

from typing import Any

import pytest
import simcord

from bot.client import DatelineClient
from bot.settings import Collection
from tests.bot.fakes import Doc, FakeArchive, day
from tests.bot.reading import seen
from tests.bot.world import World, answer, told

SECRET = Doc("board/minutes.txt", "Minutes", "Nobody may know.", day("1970-05-05"))
MOON = Doc("apollo/moon landing.txt", "Moon", "The moon was seen.", day("1969-07-20", origin="file name"))
LOG = Doc("logs/undated.txt", "A log", "x", title_origin="first words")


@pytest.fixture
def docs() -> list[Doc]:
    return [SECRET, MOON, LOG]


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"collections": {"board": Collection()}}


async def document(world: World, typed: str) -> simcord.InteractionResult:
    return await world.alice.slash(world.channel, "document", document=typed)


async def offered(world: World, typed: str) -> list[str]:
    found = await world.alice.autocomplete(world.channel, "document", "document", typed)
    return [one["value"] for one in found]


async def test_what_is_known_is_shown_to_the_asker_with_the_file(world: World) -> None:
    """Title, date and its origin, path, size, passages, times, and the very bytes of the file under a plain name."""
    shown = answer(await document(world, MOON.path))
    assert shown.ephemeral
    text = seen(shown).replace("\\", "")
    assert "**Moon**" in text
    assert "20 July 1969 · dated by its file name, which says “1969-07-20”" in text
    assert "apollo/moon landing.txt · text · 18 bytes · 1 passage" in text
    assert "First indexed 20 Dec 2024, 10:30 UTC · last indexed 20 Dec 2024, 10:30 UTC (generation 7)" in text
    (file,) = shown.attachments
    assert (file.filename, await file.read()) == ("moon_landing.txt", MOON.text.encode())


async def test_an_undated_document_is_said_to_be(world: World) -> None:
    """No date is made up, and first words are no title."""
    text = seen(answer(await document(world, LOG.path)))
    assert "Undated" in text
    assert "**“A log…”**" in text


async def test_a_file_too_large_is_not_attached(world: World, archive: FakeArchive) -> None:
    """Discord's limit for this place is what the archive is asked for; what is over it is told in words."""
    archive.docs[1] = Doc("big.txt", "Big", "x" * (26 * 1024 * 1024))
    shown = answer(await document(world, "big.txt"))
    assert not shown.attachments
    assert "too large to attach" in seen(shown)


async def test_words_lead_to_the_one_document_that_has_them(world: World) -> None:
    """Part of a title is enough where it is one document's; otherwise people are asked to choose."""
    assert "**Moon**" in seen(answer(await document(world, "moon")))
    assert "choose one from the list" in told(await document(world, "txt"))
    assert "no document" in told(await document(world, "goats"))


async def test_an_exact_path_is_that_document_whatever_else_holds_it(world: World, archive: FakeArchive) -> None:
    """Thirty longer paths that hold it don't come between."""
    archive.docs[:0] = [Doc(f"{number:02}x.txt", "Other", "x") for number in range(30)]
    archive.docs.append(Doc("x.txt", "The one", "x"))
    assert "**The one**" in seen(answer(await document(world, "x.txt")))


async def test_hidden_documents_are_neither_proposed_nor_shown(world: World, simcord_bot: DatelineClient) -> None:
    """By no word and no exact path, until the folder is opened to the channel."""
    for typed in ("minutes", SECRET.path):
        assert "no document" in told(await document(world, typed))
    assert await offered(world, "") == [MOON.path, LOG.path]
    simcord_bot.services.settings.collections["board"] = Collection(channels=frozenset({world.channel.id}))
    assert "Minutes" in seen(answer(await document(world, SECRET.path)))
    assert await offered(world, "minutes") == [SECRET.path]


async def test_a_path_too_long_to_choose_is_not_proposed(world: World, archive: FakeArchive) -> None:
    """Discord takes 100 characters of a choice; typed in full such a path still works."""
    long = Doc("a/" + "b" * 120 + ".txt", "Long", "x")
    archive.docs.append(long)
    assert await offered(world, "long") == []
    assert "**Long**" in seen(answer(await document(world, long.path)))
