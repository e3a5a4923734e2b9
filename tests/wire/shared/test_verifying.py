"""What can't be checked, and what is checked of a message, by one bot for all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.acts import File
from tests.wire.archive import NOTES, RARE
from tests.wire.interactions import Message
from tests.wire.looking import check_calm, plain, read, search
from tests.wire.payloads import ALICE, Json, attachment
from tests.wire.process import Shared
from tests.wire.server import FakeDiscord
from tests.wire.verifying import DRAFT, EXACT, FALSE, NEAR, check_file, colour, settled

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "one of the two"),
        ({"quotation": "x", "file": File("a.txt", b"x")}, "one of the two"),
        ({"quotation": " "}, "it is empty"),
        ({"quotation": "“…”"}, "no words in it"),
        ({"file": File("a.exe", b"MZ")}, "“a.exe” is none of them"),
        ({"file": File("a.txt", b"\x00\x01\x02\x7fELF" * 99)}, "can't be read as a draft"),
        ({"file": File("a.docx", b"PK\x03\x04 nothing")}, "can't be read as a draft"),
        ({"file": File("a.txt", b"")}, "can't be read as a draft"),
        ({"file": File("a.txt", b"Nobody is quoted here.")}, "quotes nothing"),
        ({"file": File("a.txt", "Nobody “is quoted here.".encode())}, "nothing closes this quotation mark"),
        ({"file": File("a.txt", b"x " * (5 * 1024 * 1024))}, "larger than 8 MiB"),
    ],
)
async def test_what_can_not_be_checked_is_one_private_line(shared: Shared, given: dict[str, Any], line: str) -> None:
    """It says what is wrong, to its asker alone."""
    discord, bot = shared
    told = await settled(await discord.slash("verify", given))
    assert line in plain(told.text)
    assert told.text.count("\n") == 0
    assert told.reader == ALICE
    assert colour(told) == 0xD22D39
    check_calm(bot)


@pytest.mark.parametrize(("status", "line"), [(404, "no longer has that file"), (503, "did not hand that file over")])
async def test_where_discord_fails_nothing_is_checked(shared: Shared, status: int, line: str) -> None:
    """One line says what to do, and a second try succeeds."""
    discord, bot = shared
    discord.file_status = status
    failed = await check_file(discord, "draft.md", DRAFT.encode())
    assert line in failed.text
    discord.file_status = 200
    assert "15 quotations" in (await check_file(discord, "draft.md", DRAFT.encode())).text
    check_calm(bot)


async def test_a_quotation_of_100_000_characters_costs_one_line(shared: Shared) -> None:
    """In a draft beside others it is not compared; the others are."""
    discord, bot = shared
    data = f"“{'gull ' * 20_000}” and “{EXACT}”".encode()
    page = await check_file(discord, "long.txt", data)
    assert "2 quotations: 1 exact, 1 not compared" in page.text
    check_calm(bot)


async def menu(discord: FakeDiscord, text: str = "", more: Json | None = None) -> Message:
    """The answer to *Check the quotations* on a message."""
    return await settled(await discord.menu("Check the quotations", text, more=more))


async def test_a_message_is_checked_by_what_it_marks(shared: Shared) -> None:
    """Quotation marks, > lines and all behind >>>, formatted or not; without any, the whole message, which is said."""
    discord, _ = shared
    assert "Exact" in (await menu(discord, f"He wrote “{EXACT}”, I think")).text
    assert "Exact" in (await menu(discord, f"He wrote:\n> {EXACT}\nI think")).text
    assert "Exact" in (await menu(discord, "He wrote “a younger **keeper** and his *goats* to the lighthouse”")).text
    both = f">>> {NOTES['1941-12-25']}\n\n{NOTES['1956-04-16']}"
    assert "2 quotations: 2 exact" in (await menu(discord, both)).text
    whole = await menu(discord, EXACT)
    assert "Exact" in whole.text
    assert "no quotation marks, so all of it was taken" in whole.text
    assert "quotes nothing" in (await menu(discord, "I saw it. " * 200)).text
    assert "no words" in (await menu(discord, "🙂 <@100000000000000002>")).text


async def test_what_a_message_embeds_forwards_and_carries_is_checked(shared: Shared) -> None:
    """The texts of embeds, of a forwarded message and of components, and the first draft attached."""
    discord, _ = shared
    embed = {"type": "rich", "title": "News", "description": f"They say “{NEAR}”"}
    assert "~~seven~~ **six**" in (await menu(discord, more={"embeds": [embed]})).text
    forwarded = {"content": f"“{EXACT}”", "embeds": [], "attachments": [], "type": 0, "flags": 0, "components": []}
    forwarded |= {"timestamp": "2024-01-01T00:00:00+00:00", "edited_timestamp": None}
    forwarded |= {"mentions": [], "mention_roles": []}
    assert "Exact" in (await menu(discord, more={"message_snapshots": [{"message": forwarded}]})).text
    passage = await read(discord, await search(discord, RARE))
    posting = await discord.press(passage, passage.buttons()["Post this passage"]["custom_id"])
    await posting.signal.until(lambda: bool(posting.followups), "what is posted")
    parts = posting.followups[-1].body["components"]
    assert "Exact" in (await menu(discord, more={"components": parts})).text
    files = [discord.handed(File(name, DRAFT.encode())) for name in ("cat.png", "a.md", "b.txt")]
    attached = [attachment(at, file.name, len(file.data), file.url) for at, file in enumerate(files, 1)]
    page = await menu(discord, f"“{FALSE}”", {"attachments": attached})
    assert "16 quotations: 13 exact, 1 near, 2 not in this archive" in page.text
    assert "only “a.md” was checked" in plain(page.text)
    alone = await menu(discord, "look", {"attachments": attached[1:2]})
    assert "15 quotations" in alone.text
