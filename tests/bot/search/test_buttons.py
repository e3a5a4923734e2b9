"""The buttons below an answer: whose they are, what they lead to, and what made-up ones lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest
import simcord

import index
from bot.client import DatelineClient
from bot.search import custom_ids
from bot.search.custom_ids import Search
from tests.bot.fakes import Clock, FakeArchive, moon
from tests.bot.pressing import press
from tests.bot.reading import buttons, seen, selects, stories
from tests.bot.world import World, answer, told

Bot = Callable[..., DatelineClient]


async def test_pages_are_turned_both_ways(world: World) -> None:
    """Next and back lead through the hits without a gap, and end where there are no more."""
    message = await world.page("moon")
    assert buttons(message)["‹"]["disabled"]
    message = answer(await world.alice.click(message, label="›"))
    assert stories(seen(message)) == [6, 7, 8, 9, 10]
    message = answer(await world.alice.click(message, label="›"))
    assert stories(seen(message)) == [11, 12]
    assert buttons(message)["›"]["disabled"]
    message = answer(await world.alice.click(message, label="‹"))
    assert stories(seen(message)) == [6, 7, 8, 9, 10]


async def test_turning_searches_nothing_again(world: World, archive: FakeArchive) -> None:
    """A page that is turned comes from the answer as it was kept."""
    message = await world.page("moon")
    before = len(archive.queries)
    await world.alice.click(message, label="›")
    assert len(archive.queries) == before


async def test_a_select_jumps_to_a_page(world: World) -> None:
    """The page that is open is chosen in it; any other is one choice away."""
    message = await world.page("moon")
    (select,) = selects(message)
    assert [(option["label"], option["default"]) for option in select["options"]] == [
        ("Page 1 of 3", True),
        ("Page 2 of 3", False),
        ("Page 3 of 3", False),
    ]
    assert stories(seen(answer(await world.alice.select(message, ["3"])))) == [11, 12]


async def test_one_page_needs_no_turning(world: World) -> None:
    """There is neither a button nor a select for pages that aren't there."""
    message = await world.page('"day 3"')
    assert selects(message) == []
    assert "›" not in buttons(message)


async def test_whoever_else_turns_a_page_reads_a_copy_alone(world: World) -> None:
    """Theirs is private and goes on from there; the asker's stays as it was."""
    message = await world.page("moon")
    copy = answer(await world.bob.click(message, label="›"))
    assert copy.ephemeral
    assert stories(seen(copy)) == [6, 7, 8, 9, 10]
    assert stories(seen(message)) == [1, 2, 3, 4, 5]
    copy = answer(await world.bob.click(copy, label="›"))
    assert (copy.ephemeral, stories(seen(copy))) == (True, [11, 12])


async def test_the_order_is_changed_and_changed_back(world: World, archive: FakeArchive) -> None:
    """The newest come first, then the best again."""
    message = answer(await world.alice.click(await world.page("moon"), label="Newest first"))
    assert "newest first" in seen(message)
    message = answer(await world.alice.click(message, label="Best first"))
    assert [query.sort for query in archive.queries[-2:]] == ["newest", "relevance"]
    assert "Newest first" in buttons(message)


async def test_what_lists_documents_is_turned_around(world: World, archive: FakeArchive) -> None:
    """Where nothing is searched for there is no best; the other end comes first."""
    message = await world.page("title:moon")
    assert "Best first" not in buttons(message)
    message = answer(await world.alice.click(message, label="Newest first"))
    assert archive.queries[-1].sort == "newest"
    assert "Oldest first" in buttons(message)


async def test_an_answer_is_deleted_by_its_asker_only(world: World) -> None:
    """Somebody else is told whose it is; then it is gone."""
    message = await world.page("moon")
    refused = told(await world.bob.click(message, label="Delete"))
    assert refused == f"Only whoever searched for that can delete it: <@{world.alice.id}>"
    await world.alice.click(message, label="Delete")
    with pytest.raises(simcord.backend.errors.BackendError, match="Unknown Message"):
        world.env.backend.get_message(message.channel_id, message.id)


async def test_what_only_its_asker_sees_has_nothing_to_delete(world: World) -> None:
    """It can be dismissed; it can be shared instead."""
    found = buttons(await world.page("moon", private=True))
    assert ("Delete" in found, "Share" in found) == (False, True)


async def test_the_dates_can_be_dropped(world: World, archive: FakeArchive) -> None:
    """The window goes, wherever it was stated, and so does the button."""
    message = await world.page("moon until:1969-07-03", since="July 1969")
    assert stories(seen(message)) == [1, 2]
    message = answer(await world.alice.click(message, label="Drop the dates"))
    assert stories(seen(message)) == [1, 2, 3, 4, 5]
    assert "Drop the dates" not in buttons(message)
    assert (archive.queries[-1].since, archive.queries[-1].until) == (None, None)


async def test_dates_said_in_words_can_be_made_strict(world: World, archive: FakeArchive) -> None:
    """What words only prefer hides nothing, until the button says that only those dates are meant."""
    message = await world.page("moon from 2 July 1969 to 3 July 1969")
    assert len(stories(seen(message))) == 5
    assert "outside 2 July 1969 – 3 July 1969" in seen(message)
    message = answer(await world.alice.click(message, label="Only these dates"))
    assert len(stories(seen(message))) == 2
    assert "outside" not in seen(message)
    assert "Only these dates" not in buttons(message)
    asked = archive.queries[-1]
    assert (asked.text, str(asked.since), str(asked.until)) == ("moon", "1969-07-02", "1969-07-03")
    message = answer(await world.alice.click(message, label="Drop the dates"))
    assert stories(seen(message)) == [1, 2, 3, 4, 5]


async def test_dates_said_in_words_can_be_made_strict_after_a_restart(world: World, make_bot: Bot) -> None:
    """The button carries the search with its days, whatever day it is by then."""
    message = await world.page("moon from 2 July 1969 to 3 July 1969")
    await world.env.restart_bot(make_bot())
    message = answer(await world.alice.click(message, label="Only these dates"))
    assert len(stories(seen(message))) == 2


async def test_the_archives_own_last_week_is_offered(world: World, archive: FakeArchive) -> None:
    """Where today's news were asked for and the archive has ended, its last days are a press away."""
    days = (index.read_days("4 July 1969").first, index.read_days("5 July 1969").last)
    found = archive.search
    archive.search = lambda query, **options: found(query, **options).model_copy(update={"last_week": days})  # type: ignore[method-assign]
    message = await world.page("moon this week")
    archive.search = found  # type: ignore[method-assign]
    message = answer(await world.alice.click(message, label="The archive's last week"))
    assert (archive.queries[-1].text, archive.queries[-1].since, archive.queries[-1].until) == ("moon", *days)


async def test_a_private_page_is_shown_to_the_channel(world: World) -> None:
    """The page that is being read is shown to everyone, with the pages still the asker's to turn."""
    message = await world.page("moon", private=True)
    message = answer(await world.alice.click(message, label="›"))
    shown = answer(await world.alice.click(message, label="Share"))
    assert not shown.ephemeral
    assert stories(seen(shown)) == [6, 7, 8, 9, 10]
    assert "Share" not in buttons(shown)
    assert answer(await world.bob.click(shown, label="›")).ephemeral


async def test_a_public_page_need_not_be_shown_again(world: World) -> None:
    """What everybody sees has no button to show it."""
    assert "Share" not in buttons(await world.page("moon"))


@pytest.mark.parametrize(
    ("query", "options", "label"),
    [
        ("moon", {"since": "1980"}, "Without the dates (12)"),
        ("moon title:sun", {}, "Without the title (12)"),
        ("moon in:nowhere", {}, "Without the folder (12)"),
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
    assert "With one filter fewer there is nothing either." in seen(message)
    assert set(buttons(message)) == {"Refine", "Delete", "Watch this"}


async def test_the_last_words_of_a_filter_are_counted(world: World) -> None:
    """The offer says in words how many documents there would be."""
    assert "Without the dates: 12 documents." in seen(await world.page("moon", since="1980"))


async def test_buttons_work_after_a_restart(world: World, make_bot: Bot) -> None:
    """A page of an earlier process is turned by the next one, which searches again."""
    message = await world.page("moon")
    await world.env.restart_bot(make_bot())
    turned = answer(await world.alice.click(message, label="›"))
    assert stories(seen(turned)) == [6, 7, 8, 9, 10]


async def test_forgotten_answers_are_found_again(world: World, archive: FakeArchive, clock: Clock) -> None:
    """A page turned after the answer was dropped from memory is searched for anew, by what is there now."""
    message = await world.page("moon")
    clock.now = 61 * 60
    archive.docs = moon(7)
    turned = answer(await world.alice.click(message, label="›"))
    assert stories(seen(turned)) == [6, 7]


async def test_who_may_not_write_can_not_show(world: World) -> None:
    """The bot is no way around a channel in which only some may speak."""
    mute = discord.PermissionOverwrite(send_messages=False, send_messages_in_threads=False)
    quiet = world.guild.create_text_channel("notices", overwrites={world.alice: mute})
    page = answer(await world.alice.slash(quiet, "search", query="moon", private=True))
    assert "may not write" in told(await world.alice.click(page, label="Share"))


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
    result = await press(world.alice, page, mine)
    assert result.acknowledged
    assert not any("incident" in seen(one) for one in (answer(result), *result.followups))
