"""Quotations are checked over the wire: verdicts, drafts, what is hidden, what is shared, buttons after a restart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.wire.acts import File
from tests.wire.archive import NOTES, RARE
from tests.wire.interactions import EPHEMERAL, Message
from tests.wire.looking import check_calm, check_silence, plain
from tests.wire.payloads import ALICE, BOB, DIRECT, GUILDS, LOBBY, MODERATOR, Person
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord
from tests.wire.verifying import DRAFT, EXACT, FALSE, NEAR, check_file, colour, posted, settled, verify

BOARD = "The harbourmaster doubled the walnut fund in secret, and nobody was told of it."
MINUTES = f"date 1850-05-05 Minutes\n\n{BOARD}\n"
BOARDROOM = 4242
MEMBER = Person(100000000000000009, "member", roles=frozenset({BOARDROOM}))
COLLECTIONS = f'{{"board": {{"roles": "{BOARDROOM}"}}}}'


@pytest.fixture
async def running(discord: FakeDiscord, start: StartBot, folders: Folders) -> FakeDiscord:
    await start(folders)
    await discord.connected()
    return discord


async def test_each_verdict_has_its_word_its_colour_and_its_source(running: FakeDiscord) -> None:
    """The answer is the asker's alone; what differs is marked; nothing of it can ping."""
    exact, near, false, short = [await verify(running, one) for one in (EXACT, NEAR, FALSE, "the lighthouse")]
    assert all(card.flags & EPHEMERAL and card.reader == ALICE for card in (exact, near, false, short))
    assert len({colour(card) for card in (exact, near, false, short)}) == 4
    assert "Exact" in exact.text
    assert "### 21 May 1919" in exact.text
    assert "note-1919.txt ¶1" in exact.text
    assert "three hundred and ~~seven~~ **six** gulls" in near.text
    assert "**number** “seven”, in the source “six”" in near.text
    assert "Not in this archive" in false.text
    assert "from 4 March 1901 to 9 September 1978" in false.text
    assert "Read" not in false.buttons()
    assert "11 documents have them" in short.text
    read = await running.press(near, near.buttons()["Read"]["custom_id"])
    assert NOTES["1933-07-07"] in plain((await read.shown()).text)
    check_silence(running)


async def test_a_draft_is_shown_on_pages_that_turn_after_a_restart(
    discord: FakeDiscord, start: StartBot, folders: Folders
) -> None:
    """The worst first, with the count of each verdict; pages, cards and sharing live on in the next process."""
    bot = await start(folders)
    await discord.connected()
    page = await check_file(discord, "draft.md", DRAFT.encode())
    assert "15 quotations: 13 exact, 1 near, 1 not in this archive" in page.text
    assert page.text.index("Not in this archive") < page.text.index("Near") < page.text.index("Exact")
    assert "line 5" in page.text
    assert "Line 31: nothing closes this quotation mark" in page.text
    await bot.stop()
    bot = await start(folders)
    await discord.connected()
    await (await discord.press(page, page.buttons()["›"]["custom_id"])).shown()
    assert page.buttons()["‹"]["disabled"] is False
    (choosing, jump) = [part["custom_id"] for part in page.components if part["type"] == 3]
    await (await discord.choose(page, jump, "1")).shown()
    assert "~~seven~~ **six**" in page.text
    card = await (await discord.choose(page, choosing, "1")).shown()
    assert "**number**" in card.text
    shared = await posted(discord, page)
    assert shared.reader is None
    assert f"checked by <@{ALICE.id}>" in shared.text
    copy = await (await discord.press(shared, shared.buttons()["›"]["custom_id"], BOB)).shown()
    assert copy.reader == BOB
    assert await settled(await discord.press(shared, shared.buttons()["Delete"]["custom_id"], BOB)) is not shared
    assert not shared.deleted
    deleting = await discord.press(shared, shared.buttons()["Delete"]["custom_id"])
    await deleting.signal.until(lambda: shared.deleted, "the message to be deleted")
    check_silence(discord)
    check_calm(bot)


async def test_a_check_that_is_forgotten_says_so(running: FakeDiscord) -> None:
    """After its asker had everything erased, its buttons answer with a line."""
    page = await check_file(running, "draft.md", DRAFT.encode())
    asked = await (await running.slash("forget-me")).shown()
    await (await running.press(asked, asked.buttons()["Erase everything"]["custom_id"])).told("rased")
    pressed = await running.press(page, page.buttons()["›"]["custom_id"])
    await pressed.told("too old to continue")


async def test_what_stands_in_a_hidden_folder_only_is_not_in_this_archive(
    discord: FakeDiscord, start: StartBot, fresh: Folders
) -> None:
    """To who may not see the folder it is as words that nobody wrote, span and all; who may see can't post it."""
    (fresh.archive / "board").mkdir()
    (fresh.archive / "board" / "minutes.txt").write_text(MINUTES, "utf-8")
    await start(fresh, DATELINE_BOT_COLLECTIONS=COLLECTIONS)
    await discord.connected()
    await discord.join(replace(GUILDS[0], roles={BOARDROOM: "the board"}))
    hidden, invented = await verify(discord, BOARD), await verify(discord, FALSE)
    assert hidden.text.split("\n")[:-1] == invented.text.split("\n")[:-1]
    assert "from 4 March 1901" in hidden.text
    short = await verify(discord, "walnut fund")
    assert "No document has them" in short.text
    seen = await verify(discord, BOARD, MEMBER)
    assert "Exact" in seen.text
    assert "board/minutes.txt" in seen.text
    pressed = await discord.press(seen, seen.buttons()["Share"]["custom_id"], MEMBER)
    await pressed.told("Not everyone in this channel may see")
    assert all(message.reader == MEMBER for message in pressed.messages())
    passage = seen.buttons()["Read"]["custom_id"].split(":")[2]
    drafts = [f"“{one}” [@dateline-{name}]" for one, name in ((BOARD, passage), (FALSE, "0000aaaa"))]
    pages = [await check_file(discord, "d.txt", one.encode()) for one in drafts]
    assert [page.text.count("Unknown id") for page in pages] == [1, 1]
    assert all("1 not in this archive" in page.text and "board" not in page.text for page in pages)
    check_silence(discord)


async def test_only_who_checked_shares_and_only_where_they_may_write(running: FakeDiscord) -> None:
    """A card that somebody shared has no button to share it again; a muted person is refused."""
    muted = Person(100000000000000008, "muted", permissions=1 << 10)
    card = await verify(running, EXACT, muted)
    pressed = await running.press(card, card.buttons()["Share"]["custom_id"], muted)
    await pressed.told("may not write in this channel")
    shared = await posted(running, await verify(running, EXACT))
    assert set(shared.buttons()) == {"Read", "Delete"}
    assert f"checked by <@{ALICE.id}>" in shared.text
    token = card.buttons()["Share"]["custom_id"]
    forged = Message(LOBBY, body={"components": [{"type": 1, "components": [{"type": 2, "custom_id": token}]}]})
    await (await running.press(forged, token, MODERATOR)).told("Only whoever checked that")


async def test_a_draft_holds_up_nobody_and_comes_once_a_person(discord: FakeDiscord, start: StartBot) -> None:
    """While a draft is on its way its asker gets no second one; another's check and a search are answered."""
    await start()
    await discord.connected()
    discord.handing_over.clear()
    first = await discord.slash("verify", {"file": File("draft.md", DRAFT.encode())})
    await first.answered()
    second = await check_file(discord, "draft.md", DRAFT.encode())
    assert "still checking" in second.text
    assert "Exact" in (await verify(discord, EXACT, BOB)).text
    found = await discord.slash("search", {"query": RARE}, BOB)
    assert RARE in (await found.shown()).text
    discord.handing_over.set()
    assert "15 quotations" in (await first.shown()).text


async def test_a_direct_message_is_answered_without_sharing(discord: FakeDiscord, start: StartBot) -> None:
    """There is nobody to share with."""
    await start(DATELINE_BOT_DIRECT_MESSAGES="true")
    await discord.connected()
    card = await settled(await discord.slash("verify", {"quotation": EXACT}, ALICE, DIRECT))
    assert set(card.buttons()) == {"Read"}
