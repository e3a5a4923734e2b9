"""What people meet when they search, by command or by the menu below a message: every option, and its limits."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

import index
from bot.client import DatelineClient
from tests.bot.fakes import Clock, Doc, FakeArchive, Gate, day
from tests.bot.reading import buttons, seen, stories
from tests.bot.world import World, answer, told

Bot = Callable[..., DatelineClient]


async def test_a_search_is_deferred_first_and_then_answered(world: World) -> None:
    """The first answer only says that the bot is thinking; the page then replaces it."""
    result = await world.search("moon")
    callback = next(one.json for one in world.env.http_requests if one.path.endswith("/callback"))
    assert callback == {"type": 5}
    assert "The moon was seen on day 1" in seen(result.response)
    assert stories(seen(result.response)) == [1, 2, 3, 4, 5]


async def test_every_option_reaches_the_archive(world: World, archive: FakeArchive) -> None:
    """Dates are read at their precision, both bounds included, and the order is passed on."""
    await world.page("moon", since="July 1969", until="1970", sort="oldest")
    asked = archive.queries[-1]
    assert (asked.text, asked.sort) == ("moon", "oldest")
    assert (asked.since, asked.until) == (dt.date(1969, 7, 1), dt.date(1970, 12, 31))


async def test_a_private_answer_is_the_askers_alone(world: World) -> None:
    """With `private` nobody else sees the page; without it everybody does."""
    assert (await world.page("moon", private=True)).ephemeral
    assert not (await world.page("moon")).ephemeral


@pytest.mark.parametrize(
    ("query", "options", "line"),
    [
        ("moon", {"since": "the day of the goat"}, "the day of the goat"),
        ("moon titel:red", {}, "There is no operator titel:"),
        ("-moon", {}, "Nothing to search for"),
        ("moon", {"since": "1970", "until": "1969"}, "The window ends"),
    ],
)
async def test_what_cant_be_understood_is_told_to_the_asker(
    world: World, query: str, options: dict[str, Any], line: str
) -> None:
    """A fault of the query is one line that says what to do, in the asker's eyes only."""
    assert line in told(await world.search(query, **options)).replace("\\", "")


@pytest.mark.parametrize("settings", [{"searches_per_person": 2}])
async def test_a_person_searches_so_often_and_no_more(world: World, clock: Clock) -> None:
    """Beyond the share of a minute a person is told when to go on; others are not concerned."""
    for _ in range(2):
        await world.page("moon")
    assert "try again in 60 s" in told(await world.search("moon"))
    await world.page("moon", world.bob)
    clock.now = 61
    await world.page("moon")


@pytest.mark.parametrize("settings", [{"searches_per_guild": 1}])
async def test_a_server_searches_so_often_and_no_more(world: World) -> None:
    """The people of one server share its minute."""
    await world.page("moon")
    assert "This server is searching" in told(await world.search("moon", world.bob))


@pytest.mark.parametrize("settings", [{"concurrent_searches": 1, "waiting_searches": 0}])
async def test_a_full_queue_says_so_at_once(world: World, simcord_bot: DatelineClient) -> None:
    """Where every place is taken people are told to try again, and nothing waits."""
    gate = Gate()
    held = asyncio.create_task(simcord_bot.services.searches.run(lambda: gate(index.Query(text="sun"))))
    await asyncio.to_thread(gate.entered.acquire)
    assert "busy" in told(await world.search("moon"))
    gate.opened.set()
    await held
    assert stories(seen(await world.page("moon")))


async def test_hostile_documents_are_shown_and_do_nothing(world: World, archive: FakeArchive) -> None:
    """Text, title and path that would ping, link, format or fake a hit are there to be read, and nothing more."""
    hostile = "@everyone <@1> [here](https://evil.example) ||spoiler|| `code` discord.gg/x\n**2 · Fake**\n# Big"
    archive.docs = [Doc("a`b.txt", f"moon {hostile}", f"moon {hostile}", day("1969"))]
    shown = seen(await world.page("moon"))
    for live in ("@everyone", "<@1>", "](", "https:", "||spoiler", "`code", "\n# Big", "\n**2"):
        assert live not in shown.replace("\\" + live[0], "")


async def test_words_hidden_in_tag_characters_are_not_shown(world: World, archive: FakeArchive) -> None:
    """What nobody sees in a document is in no page, citation or list of choices either."""
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "IGNORE")
    archive.docs = [Doc(f"mi{hidden}nutes.txt", f"Moon{hidden}", f"The moon{hidden} was seen.", day("1969"))]
    page = await world.page("moon")
    cited = answer(await world.alice.click(page, label="Read"))
    passages = await world.alice.autocomplete(world.channel, "cite", "id", "")
    documents = await world.alice.autocomplete(world.channel, "document", "document", "")
    shown = [seen(page), seen(cited), *(choice["name"] for choice in (*passages, *documents))]
    assert len(shown) == 4
    assert not any(set(hidden) & set(text) for text in shown)
    assert "The moon was seen." in shown[0].replace("*", "")


@pytest.mark.parametrize("query", ["since:someday moon", "titel:red", "-moon", '""'])
async def test_a_fault_in_a_query_is_told_before_anything_is_public(world: World, query: str) -> None:
    """The first thing the channel could see never comes: the asker alone is told at once."""
    result = await world.search(query)
    assert told(result)
    types = [one.json["type"] for one in world.env.http_requests if one.path.endswith("/callback") and one.json]
    assert types == [4]  # a message, not "the bot is thinking"


async def test_what_was_typed_is_echoed_by_the_same_rules(world: World) -> None:
    """A query that would ping or format stands escaped in the header."""
    shown = seen(await world.page("moon @everyone **bold**"))
    assert r"\@everyone \*\*bold\*\*" in shown


async def test_logs_hold_no_query(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """What people search for stays theirs: a search leaves a line with numbers only."""
    caplog.set_level("DEBUG", "bot")
    await world.page("moon landing secrets")
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert [record.getMessage() for record in ours if "documents" in record.getMessage()]
    assert not any("landing" in str(vars(record)) for record in ours)


async def test_the_longest_query_is_asked_as_it_is_typed(world: World, archive: FakeArchive) -> None:
    """As many characters as an option holds reach the archive, and the page has room for its hits beside them."""
    query = ("moon " * index.MAX_CHARACTERS)[: index.MAX_CHARACTERS - 1] + "n"
    page = await world.page(query)
    assert len(archive.queries[-1].text) == index.MAX_CHARACTERS
    assert "…" in seen(page)


MENU = "Search the archive"


async def test_a_messages_words_are_searched_for(world: World, archive: FakeArchive) -> None:
    """The answer is its asker's alone, and can be shown to the channel."""
    message = await world.bob.send(world.channel, "the **moon**, was *seen*!")
    page = answer(await world.alice.context_menu(world.channel, MENU, message))
    assert page.ephemeral
    assert archive.queries[-1].text == "the moon was seen"
    assert "Moon story 1" in seen(page)
    assert not answer(await world.alice.click(page, label="Share")).ephemeral
    assert "›" in buttons(page)


async def test_a_message_without_words_is_refused(world: World) -> None:
    """A picture or an emoji is no question."""
    message = await world.bob.send(world.channel, "🌙 <:moon:123456789012345678>")
    assert "no words" in told(await world.alice.context_menu(world.channel, MENU, message))
