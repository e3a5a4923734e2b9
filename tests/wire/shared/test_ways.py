"""Other ways to ask, over the wire: while typing, from a message's menu, by a mention, in a forum."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.wire.archive import RARE
from tests.wire.looking import check_calm, check_silence, notes_on
from tests.wire.payloads import ALICE, BOB, BOT, LOBBY, THREAD, Channel
from tests.wire.process import Shared

MENU = "Search the archive"
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_dates_are_completed_as_typed(shared: Shared) -> None:
    """Months and years of the archive come with their documents, in time; what is no date brings nothing."""
    discord, bot = shared
    for typed, first in (("july 19", "July 1933 · 1 document"), ("191", "1919 · 1 document"), ("goats", None)):
        asked = await discord.complete("search", "since", typed, others={"query": RARE})
        await asked.answered()
        assert next((choice["name"] for choice in asked.choices), None) == first
    check_calm(bot)


async def test_a_messages_menu_searches_for_its_words(shared: Shared) -> None:
    """The answer is the asker's alone, and nothing in the message acts."""
    discord, _ = shared
    asked = await discord.menu(MENU, f"**{RARE}** until:1900 <@{BOB.id}>", ALICE)
    message = await asked.shown()
    assert message.reader == ALICE
    assert notes_on(message)[0] == "1919-05-21"
    told = await (await discord.menu(MENU, "🐐")).shown()
    assert "no words" in told.text
    check_silence(discord)


async def test_a_mention_is_answered_by_a_page_with_buttons(shared: Shared) -> None:
    """In a channel and in a thread the mention alone is heard, and the page's buttons work for its asker."""
    discord, bot = shared
    await discord.say("lighthouse and nobody is asked")
    for channel in (LOBBY, THREAD):
        await discord.say(f"<@{BOT}> lighthouse", channel=channel)
    await discord.until(lambda: len(discord.rest.posted) == 2, "two replies")
    page = next(reply for reply in discord.rest.posted if reply.channel == LOBBY)
    assert {reply.channel for reply in discord.rest.posted} == {LOBBY, THREAD}
    first = notes_on(page)
    copy = await (await discord.press(page, page.buttons()["›"]["custom_id"], BOB)).shown()
    assert copy.reader == BOB
    await (await discord.press(page, page.buttons()["›"]["custom_id"])).shown()
    assert len(first) == len(notes_on(page)) == 5
    assert not set(first) & set(notes_on(page))
    check_silence(discord)
    check_calm(bot)


async def test_help_is_shown_to_the_asker(shared: Shared) -> None:
    """Help is answered at once and privately."""
    discord, _ = shared
    message = await (await discord.slash("help")).shown()
    assert message.reader == ALICE
    assert "/search" in message.text


def forum_post() -> Channel:
    """A post in a forum that the bot was never told of."""
    return replace(THREAD, id=THREAD.id + 70, parent=LOBBY.id + 70)


async def test_a_forum_post_is_served(shared: Shared) -> None:
    """A post is a thread of a channel without messages of its own, known to the bot or not."""
    discord, bot = shared
    found = await (await discord.slash("search", {"query": RARE}, channel=forum_post())).shown()
    assert notes_on(found)[0] == "1919-05-21"
    check_calm(bot)
