"""Citations over the wire: one path through each of the features."""

from __future__ import annotations

import io

import pytest

from index.bundle.check import check
from tests.wire.archive import NOTES, RARE
from tests.wire.looking import check_calm, check_silence, keep, plain, read, search
from tests.wire.payloads import ALICE, BOB
from tests.wire.process import Shared
from tests.wire.server import FakeDiscord

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def offered(discord: FakeDiscord, command: str, option: str, typed: str) -> list[str]:
    """What an option may become."""
    asked = await discord.complete(command, option, typed)
    await asked.answered()
    return [choice["value"] for choice in asked.choices]


async def test_a_passage_is_read_cited_completed_and_posted(shared: Shared) -> None:
    """From the hit to the whole passage, its reference, by a choice and by its id, and into the channel."""
    discord, bot = shared
    message = await search(discord, RARE)
    shown = await read(discord, message, BOB)
    assert shown.reader == BOB
    assert "Unchanged: the source still has these words" in shown.text
    assert "passage 1 of 1" in shown.text
    passage = message.buttons()["Read"]["custom_id"].rpartition(":")[2]
    await (await discord.choose(shown, f"k:s:{passage}", "mla", BOB)).shown()
    assert "```\n“Note of 1919.”" in shown.text
    assert passage in await offered(discord, "cite", "id", "")
    cited = await (await discord.slash("cite", {"id": passage, "style": "bibtex"})).shown()
    assert NOTES["1919-05-21"] in plain(cited.text)
    assert "```\n@misc{dateline-" in cited.text
    posted = await discord.press(shown, shown.buttons()["Post this passage"]["custom_id"], BOB)
    await posted.signal.until(lambda: bool(posted.followups), "the passage to be posted")
    assert (posted.followups[0].reader, f"<@{BOB.id}>" in posted.followups[0].text) == (None, True)
    check_silence(discord)
    check_calm(bot)


async def test_a_document_comes_with_its_file(shared: Shared) -> None:
    """What is known of it, for the asker alone, and the original under its name."""
    discord, bot = shared
    assert await offered(discord, "document", "document", "1919") == ["note-1919.txt"]
    shown = await (await discord.slash("document", {"document": "note-1919.txt"})).shown()
    assert shown.reader == ALICE
    assert "21 May 1919" in shown.text
    assert [file["filename"] for file in shown.payload("")["attachments"]] == ["note-1919.txt"]
    check_calm(bot)


async def test_a_dossier_is_filled_exported_and_forgotten(shared: Shared) -> None:
    """Add, show, export as a file, and erase."""
    discord, bot = shared
    message = await search(discord, RARE)
    added = await (await keep(discord, message)).shown()
    assert added.reader == ALICE
    page = await (await discord.slash("dossier show", {})).shown()
    assert "Note of 1919" in page.text
    bundle = await (await discord.press(page, page.buttons()["Evidence bundle"]["custom_id"])).shown()
    assert bundle.reader == ALICE
    assert "of 1 citation and 1 document" in bundle.text
    checked = check(io.BytesIO(bundle.files["evidence-bundle.zip"]), "evidence-bundle.zip")
    assert (checked.whole, checked.citations, checked.sha256 in bundle.text) == (True, 1, True)
    file = await (await discord.slash("dossier export", {"format": "ris"})).shown()
    assert [one["filename"] for one in file.payload("")["attachments"]] == ["dossier.ris"]
    asked = await (await discord.slash("forget-me", {})).shown()
    assert "1 citation in 1 server" in asked.text
    forgotten = await discord.press(asked, asked.buttons()["Erase everything"]["custom_id"])
    assert "is erased" in (await forgotten.shown()).text
    assert "empty" in (await (await discord.slash("dossier show", {})).shown()).text
    check_silence(discord)
    check_calm(bot)
