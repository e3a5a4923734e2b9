"""`/document`: what is known of a document, its file, and who may see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import simcord

import index
from bot.client import DatelineClient
from bot.document import choices
from bot.ui import respond
from index import Collection
from tests.bot.fakes import Doc, FakeArchive, day
from tests.bot.pressing import press
from tests.bot.reading import buttons, seen, selects
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
    assert "First indexed <t:1734690600:f>" in text
    assert f"Generation 7 · SHA-256 `{'0' * 64}`" in text
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
    """Part of a title is enough where it is one document's; where there is none, that is said."""
    assert "**Moon**" in seen(answer(await document(world, "moon")))
    assert "no document" in told(await document(world, "goats"))


async def test_words_of_several_documents_lead_to_a_list(
    world: World, archive: FakeArchive, make_bot: Callable[..., DatelineClient], settings: dict[str, Any]
) -> None:
    """Of all that may be seen, also those of long and of odd names, with a choice that works in the next process."""
    long, odd = Doc("a/" + "b" * 120 + ".txt", "Long", "x"), Doc("a/\udcff odd.txt", "Odd", "y")
    archive.docs += [long, odd]
    shown = answer(await document(world, "txt"))
    assert shown.ephemeral
    assert "**4 documents** have “txt” in their path or title." in seen(shown)
    (select,) = selects(shown)
    assert [(one["label"], one.get("description")) for one in select["options"]] == [
        ("Moon", MOON.path),
        ("A log", LOG.path),
        ("Long", long.path[:99] + "…"),
        ("Odd", "a/\ufffd odd.txt"),
    ]
    await world.env.restart_bot(make_bot(**settings))
    for option, title in zip(select["options"], ("Moon", "A log", "Long", "Odd"), strict=True):
        card = answer(await press(world.alice, shown, select["custom_id"], option["value"]))
        assert card.ephemeral
        assert title in seen(card)
        assert len(card.attachments) == 1


async def test_a_list_is_as_long_as_discord_shows(world: World, archive: FakeArchive) -> None:
    """Of more documents the first 25, and that there may be others is said."""
    archive.docs += [Doc(f"many/{number:02}.md", "Many", "x") for number in range(30)]
    shown = answer(await document(world, "many"))
    assert "the first 25 documents with “many”" in seen(shown)
    (select,) = selects(shown)
    assert len(select["options"]) == 25


async def test_what_was_listed_and_is_gone_is_said(world: World, archive: FakeArchive) -> None:
    """Of a short path and of a long one, and of what somebody made up; nothing that is hidden is shown."""
    long = Doc("a/" + "b" * 120 + ".txt", "Long", "x")
    archive.docs.append(long)
    shown = answer(await document(world, "txt"))
    (select,) = selects(shown)
    archive.docs[:] = [SECRET]
    chosen = [one["value"] for one in select["options"]]
    for value in (
        *chosen,
        "//",
        "",
        SECRET.path,
        choices.value(SECRET.path),
        choices.value(f"{SECRET.path}{'x' * 99}"),
    ):
        result = await press(world.alice, shown, select["custom_id"], value)
        (refused,) = result.followups
        assert refused.ephemeral
        assert "no document" in seen(refused) or "can't find that document" in seen(refused)


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


async def test_a_path_too_long_to_choose_is_proposed_all_the_same(world: World, archive: FakeArchive) -> None:
    """Discord takes 100 characters of a choice; a shorter value leads to the document, as the path does."""
    long = Doc("a/" + "b" * 120 + ".txt", "Long", "x")
    archive.docs.append(long)
    (value,) = await offered(world, "long")
    assert len(value) <= 100
    assert "**Long**" in seen(answer(await document(world, value)))
    assert "**Long**" in seen(answer(await document(world, long.path)))


async def test_other_features_show_a_document_by_its_path(world: World, simcord_bot: DatelineClient) -> None:
    """The hook fills what was deferred, for its asker alone, within what they may see."""

    async def press_of_another(interaction: respond.Interaction, match: re.Match[str]) -> None:
        await respond.defer(interaction)
        await simcord_bot.services.hooks.document(interaction, match["path"])

    simcord_bot.add_presses(re.compile(r"test:(?P<path>.+)"), press_of_another)
    message = answer(await document(world, MOON.path))
    shown = answer(await press(world.alice, message, f"test:{LOG.path}"))
    assert shown.ephemeral
    assert "A log" in seen(shown)
    assert "no document" in told(await press(world.alice, message, f"test:{SECRET.path}"))


async def test_a_button_shows_the_history_to_whoever_may_see_the_document(
    world: World, make_bot: Callable[..., DatelineClient], settings: dict[str, Any]
) -> None:
    """Its versions, the newest first, with what changed; nothing of a document pings, and it works after a restart."""
    shown = answer(await document(world, MOON.path))
    button = buttons(shown)["History"]
    assert button["custom_id"] == f"o:h:{MOON.path}"
    await world.env.restart_bot(make_bot(**settings))
    card = answer(await press(world.alice, shown, button["custom_id"]))
    assert card.ephemeral
    text = seen(card)
    assert text.index("**Now in the index**") < text.index("**Until <t:")
    assert "It was ~~\\*never\\*~~ **" in text
    assert "Citations touched: `k7f2q9xw` changed" in text
    for hidden in (SECRET.path, f"//{'0' * 16}minutes.txt"):
        refused = await press(world.alice, shown, f"o:h:{hidden}")
        assert "Minutes" not in told(refused)


async def test_the_history_of_a_document_that_was_taken_away_is_shown_to_nobody(
    world: World, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its path may be known from before."""
    shown = answer(await document(world, MOON.path))
    gone = archive.history(MOON.path, index.EVERYTHING).model_copy(update={"served": False})
    monkeypatch.setattr(archive, "history", lambda path, scope: gone)
    assert "can't find that document" in told(await press(world.alice, shown, f"o:h:{MOON.path}"))


def test_a_long_path_fits_its_button() -> None:
    """By its digest and its end, as in a list."""
    button = choices.history("a/" + "b" * 200 + ".txt")
    assert len(button.custom_id) <= 100
    assert choices.path(button.custom_id.removeprefix("o:h:"), lambda words: []) is None
