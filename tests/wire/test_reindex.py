"""A reindex from Discord by the real bot: in a process of its own, told in a message, searched at once."""

from __future__ import annotations

import json

from tests.wire.looking import search
from tests.wire.payloads import ALICE, MODERATOR
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord

WORD = "cormorant"
RED = 4
"""The style of a button that takes something away."""


async def test_a_moderator_reindexes_and_the_new_note_is_found(
    discord: FakeDiscord, start: StartBot, fresh: Folders
) -> None:
    """Alice is refused; a moderator's reindex is told to its end in the channel, and the new note is found."""
    bot = await start(fresh)
    await discord.connected()
    (fresh.archive / "note-1999.txt").write_text(f"date 1999-09-09 A bird\n\nA {WORD} came.\n", "utf-8")
    refused = await (await discord.slash("archive reindex", {}, ALICE)).told("Only moderators")
    assert refused.reader == ALICE
    await (await discord.slash("archive reindex", {}, MODERATOR)).told("Started")
    (message,) = discord.rest.posted
    await discord.until(lambda: "Generation 2" in message.text, "the end of the reindex", 60)
    assert "1 added" in message.text
    assert WORD in (await search(discord, WORD)).text
    lines = [json.loads(line) for line in (fresh.data / "bot-audit.jsonl").read_text("utf-8").splitlines()]
    assert [(line["user"], line["action"], line["allowed"]) for line in lines] == [
        (ALICE.id, "reindex", False),
        (MODERATOR.id, "reindex", True),
    ]
    report = await (await discord.slash("archive report", {}, MODERATOR)).shown()
    assert "1 added" in report.text
    question = await (await discord.slash("archive rollback", {}, MODERATOR)).told("Search generation 1 instead of 2?")
    label, button = next(iter(question.buttons().items()))
    assert (label, button["style"]) == ("Switch to generation 1", RED)
    assert WORD in (await search(discord, WORD)).text
    switched = await discord.press(question, button["custom_id"], MODERATOR)
    done = await switched.told("Generation 1 is now served")
    undo = await discord.press(done, done.buttons()["Undo"]["custom_id"], MODERATOR)
    await undo.told("generation 2 is served again")
    assert "Traceback" not in bot.log
