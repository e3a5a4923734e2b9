"""The common path over the wire: a search, its pages, its buttons, and who may use them."""

from __future__ import annotations

import re

import pytest

from tests.wire.archive import HOSTILE, NOTES, RARE
from tests.wire.interactions import DEFERRED, EPHEMERAL
from tests.wire.looking import check_silence, notes_on, plain, search
from tests.wire.payloads import ALICE, BOB, DIRECT, MODERATOR, THREAD
from tests.wire.process import Shared

V2 = 1 << 15
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_search_is_deferred_and_answered_with_passage_and_date(shared: Shared) -> None:
    """The first answer only defers; the page then holds the note word for word with its date."""
    discord, _ = shared
    asked = await discord.slash("search", {"query": RARE})
    assert (await asked.answered())["type"] == DEFERRED
    message = await asked.shown()
    assert NOTES["1919-05-21"] in plain(message.text)
    assert "21 May 1919" in message.text
    assert "note-1919.txt" in plain(message.text)
    assert message.flags & V2
    assert not message.flags & EPHEMERAL
    check_silence(discord)


async def test_the_asker_turns_pages_and_others_get_a_copy(shared: Shared) -> None:
    """The asker turns a public page; what another person turns to is theirs alone, and the page stays."""
    discord, _ = shared
    message = await search(discord, "lighthouse")
    first = notes_on(message)
    following = message.buttons()["›"]["custom_id"]
    copy = await (await discord.press(message, following, BOB)).shown()
    assert copy.reader == BOB
    assert notes_on(message) == first
    assert not set(first) & set(notes_on(copy))
    await (await discord.press(message, following)).shown()
    second = notes_on(message)
    assert len(first) == len(second) == 5
    assert not set(first) & set(second)
    await (await discord.press(message, message.buttons()["‹"]["custom_id"])).shown()
    assert notes_on(message) == first
    check_silence(discord)


async def test_a_date_window_and_its_dropping(shared: Shared) -> None:
    """A window shows only notes of its days, in the order asked for; dropping it shows the others too."""
    discord, _ = shared
    message = await search(discord, "lighthouse", since="1914", until="June 1923", sort="oldest")
    assert notes_on(message) == ["1914-08-02", "1919-05-21"]
    await (await discord.press(message, message.buttons()["Drop the dates"]["custom_id"])).shown()
    assert notes_on(message) == list(NOTES)[:5]


async def test_dates_said_in_words_hide_nothing_until_a_press(shared: Shared) -> None:
    """Notes of the time come first, the others follow, marked; one button makes it strict, another drops the dates."""
    discord, _ = shared
    message = await search(discord, "lighthouse from 1915 to 1925")
    notes = notes_on(message)
    outside = [day for day in notes if not "1915" <= day[:4] <= "1925"]
    assert sorted(notes[:2]) == ["1919-05-21", "1923-10-08"]
    assert len(notes) == 5
    assert 0 < message.text.count("outside 1915 – 1925") == len(outside)
    dropped = message.buttons()["Drop the dates"]["custom_id"]
    await (await discord.press(message, message.buttons()["Only these dates"]["custom_id"])).shown()
    assert sorted(notes_on(message)) == ["1919-05-21", "1923-10-08"]
    assert "outside" not in message.text
    assert dropped == message.buttons()["Drop the dates"]["custom_id"]
    await (await discord.press(message, dropped)).shown()
    assert len(notes_on(message)) == 5
    assert "1 Jan 1915" not in message.text


async def test_a_private_page_is_shown_to_the_channel_on_demand(shared: Shared) -> None:
    """A private search is the asker's alone, until they show it."""
    discord, _ = shared
    message = await search(discord, RARE, private=True)
    assert message.reader == ALICE
    shown = await (await discord.press(message, message.buttons()["Share"]["custom_id"])).shown()
    assert shown.reader is None
    assert notes_on(shown)[0] == "1919-05-21"


async def test_read_shows_the_whole_passage_to_whoever_asks(shared: Shared) -> None:
    """Anybody may read on from a public page, and sees the passage with its document and place, alone."""
    discord, _ = shared
    message = await search(discord, RARE)
    cited = await (await discord.press(message, message.buttons()["Read"]["custom_id"], BOB)).shown()
    assert cited.reader == BOB
    assert NOTES["1919-05-21"] in plain(cited.text)
    assert "note-1919.txt" in plain(cited.text)


async def test_hostile_text_is_shown_and_does_nothing(shared: Shared) -> None:
    """Words of a document that would ping, link or format are there to be read and nothing else."""
    discord, _ = shared
    message = await search(discord, "sells tickets")
    shown = message.text.replace("> **", "")
    assert HOSTILE in shown.replace("\\", "")
    for live in ("@everyone", "<@1", r"(?<=tickets\])\(", r"\*\*smuggler"):
        assert not re.search(rf"(?<!\\){live}", shown), f"{live} is not escaped"
    check_silence(discord)


async def test_faults_are_told_to_the_asker_only(shared: Shared) -> None:
    """A date that can't be read and a slip for an operator are each one line, in the asker's eyes only."""
    discord, bot = shared
    unreadable = await (await discord.slash("search", {"query": "x", "since": "the day of the goat"})).told("goat")
    assert unreadable.reader == ALICE
    asked = await discord.slash("search", {"query": "titel:red"})
    unknown = await asked.told("titel:")
    assert unknown.reader == ALICE
    await asked.signal.until(lambda: list(asked.messages()) == [unknown], "nothing else to stay in the channel")
    assert "Traceback" not in bot.log


async def test_a_query_as_long_as_discord_allows_is_answered(shared: Shared) -> None:
    """Six thousand characters are searched by all their words, and the pages of the answer are turned."""
    discord, bot = shared
    query = (f"{NOTES['1919-05-21']} " * 100)[:5999] + "."
    message = await search(discord, query)
    assert notes_on(message)[0] == "1919-05-21"
    assert "…" in message.text
    await (await discord.press(message, message.buttons()["›"]["custom_id"])).shown()
    assert len(notes_on(message)) > 1  # one is the query itself
    assert "Traceback" not in bot.log


async def test_signs_that_do_not_act_are_told_beside_the_answer(shared: Shared) -> None:
    """Words with a colon, OR and an unknown folder are no faults: the page says how they were read."""
    discord, _ = shared
    message = await search(discord, f"colour:red OR {RARE}")
    assert notes_on(message)[0] == "1919-05-21"
    assert "no operator colour:" in plain(message.text)
    assert "OR or | need not be written" in plain(message.text)
    assert "there is no folder “Nowhere”" in plain((await search(discord, f"{RARE} in:Nowhere")).text)


async def test_a_time_alone_lists_its_documents(shared: Shared) -> None:
    """A window without a word, by an operator or as a date, shows its notes from the first to the last."""
    discord, _ = shared
    assert notes_on(await search(discord, "since:1914 until:1923-06")) == ["1914-08-02", "1919-05-21"]
    message = await search(discord, "February 1928")
    assert notes_on(message) == ["1928-02-14"]
    await (await discord.press(message, message.buttons()["Drop the dates"]["custom_id"])).shown()
    assert "Nothing found" in message.text


async def test_nothing_found_is_said(shared: Shared) -> None:
    """A window without documents is answered in words, with the way out."""
    discord, _ = shared
    message = await search(discord, "lighthouse", since="1980")
    assert "Nothing found" in message.text
    assert any("the dates" in label for label in message.buttons())


async def test_the_archives_status(shared: Shared) -> None:
    """`/archive status` counts the documents, for the asker only."""
    discord, _ = shared
    message = await (await discord.slash("archive status", {}, MODERATOR)).shown()
    assert message.reader == MODERATOR
    assert "13 documents" in message.text


async def test_places_to_ask_from(shared: Shared) -> None:
    """A thread is served like a channel; a direct message is refused in words unless the settings allow it."""
    discord, _ = shared
    found = await (await discord.slash("search", {"query": RARE}, channel=THREAD)).shown()
    assert notes_on(found)[0] == "1919-05-21"
    refused = await (await discord.slash("search", {"query": RARE}, channel=DIRECT)).shown()
    assert "direct messages" in refused.text
