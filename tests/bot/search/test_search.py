"""What people meet when they search: every option, every button, and whose it is."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Any

import discord
import pytest

import index
from bot.client import DatelineClient
from bot.search import custom_ids
from bot.search.custom_ids import Search
from tests.bot.fakes import Clock, Doc, FakeArchive, Gate, day, moon
from tests.bot.reading import buttons, seen
from tests.bot.world import World, answer, told

Bot = Callable[..., DatelineClient]


def stories(text: str) -> list[int]:
    """The numbers of the moon stories on a page, in its order."""
    return [int(part.split("**")[0]) for part in text.split("Moon story ")[1:]]


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


async def test_pages_are_turned_both_ways(world: World) -> None:
    """Next and back lead through the hits without a gap, and end where there are no more."""
    message = await world.page("moon")
    assert buttons(message)["◀"]["disabled"]
    assert "1/3" in buttons(message)
    message = answer(await world.alice.click(message, label="▶"))
    assert stories(seen(message)) == [6, 7, 8, 9, 10]
    message = answer(await world.alice.click(message, label="▶"))
    assert stories(seen(message)) == [11, 12]
    assert buttons(message)["▶"]["disabled"]
    message = answer(await world.alice.click(message, label="◀"))
    assert stories(seen(message)) == [6, 7, 8, 9, 10]


async def test_turning_searches_nothing_again(world: World, archive: FakeArchive) -> None:
    """A page that is turned comes from the answer as it was kept."""
    message = await world.page("moon")
    before = len(archive.queries)
    await world.alice.click(message, label="▶")
    assert len(archive.queries) == before


async def test_only_the_asker_turns(world: World) -> None:
    """Another person is told so alone, and the page stays as it was."""
    message = await world.page("moon")
    result = await world.bob.click(message, label="▶")
    assert "Only the person who searched" in told(result)
    assert stories(seen(message)) == [1, 2, 3, 4, 5]


async def test_the_dates_can_be_dropped(world: World, archive: FakeArchive) -> None:
    """The window goes, wherever it was stated, and so does the button."""
    message = await world.page("moon until:1969-07-03", since="July 1969")
    assert stories(seen(message)) == [1, 2]
    message = answer(await world.alice.click(message, label="Drop the dates"))
    assert stories(seen(message)) == [1, 2, 3, 4, 5]
    assert "Drop the dates" not in buttons(message)
    assert (archive.queries[-1].since, archive.queries[-1].until) == (None, None)


async def test_a_private_page_is_shown_to_the_channel(world: World) -> None:
    """The page that is being read is shown to everyone, with the pages still the asker's to turn."""
    message = await world.page("moon", private=True)
    message = answer(await world.alice.click(message, label="▶"))
    shown = answer(await world.alice.click(message, label="Show to channel"))
    assert not shown.ephemeral
    assert stories(seen(shown)) == [6, 7, 8, 9, 10]
    assert "Show to channel" not in buttons(shown)
    assert "Only the person" in told(await world.bob.click(shown, label="▶"))


async def test_a_public_page_need_not_be_shown_again(world: World) -> None:
    """What everybody sees has no button to show it."""
    assert "Show to channel" not in buttons(await world.page("moon"))


@pytest.mark.parametrize(
    ("query", "options", "label"),
    [
        ("moon", {"since": "1980"}, "Without the dates (12)"),
        ("moon title:sun", {}, "Without title: (12)"),
        ("moon in:nowhere", {}, "Without in: (12)"),
        ("moon -rose", {}, "Without the excluded words (12)"),
        ('"moon rose"', {}, "Without the quotation marks (12)"),
    ],
)
async def test_nothing_found_offers_one_filter_less(
    world: World, query: str, options: dict[str, Any], label: str
) -> None:
    """Each filter that alone keeps everything out is offered with what it keeps out, and its button searches so."""
    message = await world.page(query, **options)
    assert "Nothing found." in seen(message)
    wider = answer(await world.alice.click(message, label=label))
    assert stories(seen(wider)) == [1, 2, 3, 4, 5]


async def test_nothing_found_offers_nothing_that_finds_nothing(world: World) -> None:
    """Where one filter less finds nothing either, that is said, and no button leads there."""
    message = await world.page("sun", since="1980")
    assert "Nothing with one filter less, either." in seen(message)
    assert buttons(message) == {}


async def test_the_last_words_of_a_filter_are_counted(world: World) -> None:
    """The offer says in words how many documents there would be."""
    assert "Without the dates: 12 documents." in seen(await world.page("moon", since="1980"))


@pytest.mark.parametrize(
    ("query", "options", "line"),
    [
        ("moon", {"since": "the day of the goat"}, "the day of the goat"),
        ("moon colour:red", {}, "There is no operator colour:"),
        ("-moon", {}, "Nothing to search for"),
        ("moon", {"since": "1970", "until": "1969"}, "The window ends"),
    ],
)
async def test_what_cant_be_understood_is_told_to_the_asker(
    world: World, query: str, options: dict[str, Any], line: str
) -> None:
    """A fault of the query is one line that says what to do, in the asker's eyes only."""
    assert line in told(await world.search(query, **options)).replace("\\", "")


async def test_an_unforeseen_error_has_a_number(
    world: World, archive: FakeArchive, caplog: pytest.LogCaptureFixture
) -> None:
    """The asker alone is told a number; the log has the traceback under it; the next search is answered."""

    def fail(query: object) -> None:
        raise RuntimeError("the disk is on fire")

    archive.before = fail
    line = told(await world.search("moon"))
    world.incidents = 1
    number = line.split("`")[1]
    assert "the disk" not in line
    assert [record.exc_info is not None for record in caplog.records if number in record.getMessage()] == [True]
    archive.before = lambda query: None
    assert stories(seen(await world.page("moon")))


async def test_a_press_that_fails_has_a_number_too(
    world: World, archive: FakeArchive, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Buttons end in the same handler as commands, and the page stays."""
    message = await world.page("moon")
    clock.now = 1e6
    archive.docs = []

    def fail(query: object) -> None:
        raise RuntimeError("the disk is on fire")

    archive.before = fail
    result = await world.alice.click(message, label="▶")
    assert any("incident" in seen(followup) and followup.ephemeral for followup in result.followups)
    assert stories(seen(message)) == [1, 2, 3, 4, 5]
    assert any(record.exc_info for record in caplog.records)


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


async def test_buttons_work_after_a_restart(world: World, make_bot: Bot) -> None:
    """A page of an earlier process is turned by the next one, which searches again."""
    message = await world.page("moon")
    await world.env.restart_bot(make_bot())
    turned = answer(await world.alice.click(message, label="▶"))
    assert stories(seen(turned)) == [6, 7, 8, 9, 10]


async def test_a_search_too_long_for_its_buttons_is_too_old_after_a_restart(world: World, make_bot: Bot) -> None:
    """What a button can't hold is forgotten with its process; that is said politely."""
    message = await world.page("moon " * 60)
    assert stories(seen(answer(await world.alice.click(message, label="▶"))))[0] == 6
    await world.env.restart_bot(make_bot())
    assert "too old" in told(await world.alice.click(message, label="◀"))


async def test_forgotten_answers_are_found_again(world: World, archive: FakeArchive, clock: Clock) -> None:
    """A page turned after the answer was dropped from memory is searched for anew, by what is there now."""
    message = await world.page("moon")
    clock.now = 61 * 60
    archive.docs = moon(7)
    turned = answer(await world.alice.click(message, label="▶"))
    assert stories(seen(turned)) == [6, 7]


async def test_commands_are_told_to_discord_only_when_they_changed(world: World, make_bot: Bot) -> None:
    """A new process with the same commands registers nothing; one with others does."""

    def syncs() -> int:
        return sum(one.method == "PUT" for one in world.env.http_requests)

    before = syncs()
    await world.env.restart_bot(make_bot())
    assert syncs() == before
    await world.env.restart_bot(make_bot(direct_messages=True))
    assert syncs() == before + 1


async def test_hostile_documents_are_shown_and_do_nothing(world: World, archive: FakeArchive) -> None:
    """Text, title and path that would ping, link, format or fake a hit are there to be read, and nothing more."""
    hostile = "@everyone <@1> [here](https://evil.example) ||spoiler|| `code` discord.gg/x\n**2 · Fake**\n# Big"
    archive.docs = [Doc("a`b.txt", f"moon {hostile}", f"moon {hostile}", day("1969"))]
    shown = seen(await world.page("moon"))
    for live in ("@everyone", "<@1>", "[here]", "](https", "||spoiler", "`code", "\n# Big", "\n**2"):
        assert live not in shown.replace("\\" + live[0], "")


async def test_words_hidden_in_tag_characters_are_not_shown(world: World, archive: FakeArchive) -> None:
    """What nobody sees in a document is in no page, citation or list of choices either."""
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "IGNORE")
    archive.docs = [Doc(f"mi{hidden}nutes.txt", f"Moon{hidden}", f"The moon{hidden} was seen.", day("1969"))]
    page = await world.page("moon")
    cited = answer(await world.alice.click(page, label="Cite"))
    passages = await world.alice.autocomplete(world.channel, "cite", "id", "")
    documents = await world.alice.autocomplete(world.channel, "document", "document", "")
    shown = [seen(page), seen(cited), *(choice["name"] for choice in (*passages, *documents))]
    assert len(shown) == 4
    assert not any(set(hidden) & set(text) for text in shown)
    assert "The moon was seen." in shown[0].replace("*", "")


async def test_what_was_typed_is_echoed_by_the_same_rules(world: World) -> None:
    """A query that would ping or format stands escaped in the header."""
    shown = seen(await world.page("moon @everyone **bold**"))
    assert r"\@everyone \*\*bold\*\*" in shown


async def test_who_may_not_write_can_not_show(world: World) -> None:
    """The bot is no way around a channel in which only some may speak."""
    mute = discord.PermissionOverwrite(send_messages=False, send_messages_in_threads=False)
    quiet = world.guild.create_text_channel("notices", overwrites={world.alice: mute})
    page = answer(await world.alice.slash(quiet, "search", query="moon", private=True))
    assert "may not write" in told(await world.alice.click(page, label="Show to channel"))


@pytest.mark.parametrize("code", [10062, 40060])
async def test_an_interaction_that_has_expired_or_was_answered_raises_nothing(
    world: World, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    """There is nobody left to tell; the log has a line and no traceback, and the next search is answered."""
    caplog.set_level("INFO")
    world.env.inject_error("POST", "/interactions/*/callback", status=404 if code == 10062 else 400, code=code)
    assert not (await world.search("moon")).acknowledged
    assert "expired or was answered" in caplog.text
    assert not any(record.exc_info for record in caplog.records)
    assert stories(seen(await world.page("moon")))


async def test_a_page_that_comes_after_its_token_died_raises_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A search that took longer than a quarter of an hour is let go."""
    world.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027)
    await world.search("moon")
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize(
    "custom_id",
    [
        "s:p:1:AAAAAAAAAAA:zzzzzz::r:moon",
        "s:p:1:AAAAAAAAAAA:=unknown",
        "s:p:99999999999999999999:AAAAAAAAAAA:::-:moon",
        "s:z:1:AAAAAAAAAAA:::-:moon",
        "s:p::AAAAAAAAAAA:::-:moon",
        "s:p:x:AAAAAAAAAAA:::-:moon",
    ],
)
async def test_a_button_that_was_made_up_is_refused_in_words(world: World, custom_id: str) -> None:
    """An id with impossible days, pages, actions or searches ends in a line for who pressed, and in no incident."""
    mine = custom_id.replace("AAAAAAAAAAA", custom_ids.custom_id("p", 1, Search(world.alice.id, "moon")).split(":")[3])
    page = await world.page("moon")
    stored = world.env.backend.get_message(page.channel_id, page.id)
    stored.components[0]["components"].append({"type": 1, "components": [{"type": 2, "style": 2, "custom_id": mine}]})
    result = await world.alice.click(page, custom_id=mine)
    assert result.acknowledged
    assert not any("incident" in seen(one) for one in (answer(result), *result.followups))


async def test_logs_hold_no_query(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """What people search for stays theirs: a search leaves a line with numbers only."""
    caplog.set_level("DEBUG", "bot")
    await world.page("moon landing secrets")
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert [record.getMessage() for record in ours if "documents" in record.getMessage()]
    assert not any("landing" in str(vars(record)) for record in ours)
