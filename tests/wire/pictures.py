"""Every kind of message as the real bot sends it, as JSON for whoever wants to draw them.

    python -m tests.wire.pictures messages.json

The bot runs as a process of its own on the archive that ships, with the word-hashing encoder, against a server on the
loopback that keeps what it sends. Each message is an object as Discord's API has it, with `_used`: who did what.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.wire import process
from tests.wire.acts import File
from tests.wire.interactions import Interaction, Message
from tests.wire.looking import read, search
from tests.wire.payloads import ALICE, BOB, MODERATOR, Person
from tests.wire.process import Folders
from tests.wire.server import FakeDiscord

SEEDS = Path(__file__).parents[2] / "seeds"
QUERIES = ("moon landing", "latest on Mars", "what happened between 1969 and 1972", "in:moon")

QUOTATIONS = (
    "Hundreds of millions of people watched the blurred television pictures",
    "Hundreds of thousands of people watched the blurred television pictures",
    "hundreds of millions of people watched … television pictures",
    "planted a flag, talked to President Richard Nixon by radio-telephone. " + "the scene as “magnificent desolation”",
    "their boots sank in by more than 3 centimetres",
    "@everyone the Moon is made of **green** cheese, said nobody",
    "the Moon",
)


class Album:
    """What the bot has sent, with who did what."""

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord = discord
        self.messages: list[dict[str, Any]] = []

    def add(self, message: Message, person: Person, did: str) -> Message:
        """Keeps a message as it stands now."""
        files = [[name, data.decode("utf-8", "replace")] for name, data in message.files.items()]
        used = {"user": person.name, "command": did}
        self.messages.append({**message.body, "flags": message.flags, "_used": used, "_files": files})
        return message

    async def command(self, name: str, options: dict[str, Any], person: Person = ALICE) -> Message:
        """A command's answer."""
        return self.add(await _settled(await self._discord.slash(name, options, person)), person, name)

    async def press(self, message: Message, label: str, person: Person = ALICE) -> Message:
        """What a button leads to."""
        pressed = await self._discord.press(message, message.buttons()[label]["custom_id"], person)
        return self.add(await _settled(pressed), person, label)

    async def choose(self, message: Message, value: str, person: Person = ALICE) -> Message:
        """What an option of a message's first select leads to."""
        custom_id = next(part["custom_id"] for part in message.components if part["type"] == 3)
        chosen = await self._discord.choose(message, custom_id, value, person)
        return self.add(await _settled(chosen), person, value)


async def _settled(asked: Interaction) -> Message:
    """The message that tells the answer, be it a page or a fault, which takes its time to become private."""
    shown = await asked.shown()
    if "could not answer" in shown.text:
        await asked.signal.until(lambda: bool(asked.followups) and shown.deleted, "the reason")
        return asked.followups[-1]
    return shown


async def _reading(album: Album, discord: FakeDiscord) -> None:
    """Searches, and what a person does with a hit."""
    for query in QUERIES:
        page = album.add(await search(discord, query), ALICE, f"search {query}")
    for query in ("qqqq", "moon since:1500 until:1501"):
        album.add(await search(discord, query), ALICE, f"search {query}")
    page = await search(discord, QUERIES[0])
    passage = await album.press(page, "Read")
    await album.choose(passage, "apa")
    await album.choose(passage, "bibtex")
    await album.press(passage, "Document")
    await album.press(passage, "Add to my dossier")
    known = page.buttons()["Read"]["custom_id"].rpartition(":")[2]
    await album.command("cite", {"id": known[:-1] + ("2" if known[-1] != "2" else "3")})
    await album.command("document", {"document": "apollo"})
    other = await read(discord, await search(discord, QUERIES[1]))
    await album.press(other, "Add to my dossier")
    shown = await album.command("dossier show", {})
    await album.press(shown, "Evidence bundle")
    await album.command("dossier remove", {"id": known})
    await album.command("dossier export", {"format": "all"})
    await album.press(await album.command("dossier clear", {}), "Empty my dossier")
    await album.command("forget-me", {})
    await album.press(page, "Delete", BOB)
    await album.press(page, "›", BOB)
    await album.press(page, "Timeline")
    await album.command("timeline", {"query": "moon", "share": True})
    await album.command("help", {})
    await album.command("search", {"query": "moon", "since": "someday"})


async def _verifying(album: Album, discord: FakeDiscord) -> None:
    """Quotations of each verdict, a draft and a message that quote, and what is done with the answers."""
    for quotation in QUOTATIONS:
        card = await album.command("verify", {"quotation": quotation})
    posted = await discord.press(card, card.buttons()["Share"]["custom_id"])
    await posted.signal.until(lambda: bool(posted.followups), "what was posted")
    album.add(posted.followups[-1], ALICE, "Share")
    quoted = "\n\n".join(f"They say “{one}”, they say." for one in QUOTATIONS)
    draft = File("a draft.md", f"{quoted}\n\n[@dateline-0000aaaa] and “they go on".encode())
    page = await album.command("verify", {"file": draft})
    await album.press(page, "›")
    await album.choose(page, "4")
    said = await discord.menu("Check the quotations", f"He wrote: “{QUOTATIONS[1]}”", BOB)
    album.add(await _settled(said), BOB, "Check the quotations")
    said = await discord.menu("Check the quotations", QUOTATIONS[0], BOB)
    album.add(await _settled(said), BOB, "Check the quotations, none marked")
    await album.command("verify", {"quotation": "“…”"})
    await album.command("verify", {})


async def _moderating(album: Album, discord: FakeDiscord) -> None:
    """What moderators do, and what asks first."""
    await album.command("help", {}, MODERATOR)
    await album.command("archive status", {}, MODERATOR)
    await album.command("archive report", {}, MODERATOR)
    added = File("a-note.txt", b"date 2020-01-01 A note\n\nA note about the Moon.\n")
    await album.command("archive add", {"file": added}, MODERATOR)
    await album.command("archive add", {"file": added}, MODERATOR)
    await album.command("archive reindex", {}, MODERATOR)
    (message,) = discord.rest.posted
    await discord.until(lambda: "Generation 2" in message.text, "the end of the reindex", 60)
    album.add(message, MODERATOR, "the reindex's message")
    await album.command("archive rollback", {}, MODERATOR)
    await album.command("archive remove", {"document": "a-note.txt"}, MODERATOR)
    asked = await album.command("archive erase", {"document": "a-note.txt", "why": "asked for"}, MODERATOR)
    await album.press(asked, "Erase it …", MODERATOR)
    given = {"document": "moon/luna-9.txt", "date": "1966-02", "why": "said by the archive"}
    await album.command("archive date", given, MODERATOR)
    await album.command("archive status", {}, ALICE)


def indexed(home: Path) -> Folders:
    """A copy of the archive that ships, indexed."""
    folders = Folders(home / "seeds", home / "data", home)
    shutil.copytree(SEEDS, folders.archive)
    command = [sys.executable, "-m", "index.cli", "index", "--archive", str(folders.archive)]
    command += ["--data", str(folders.data)]
    subprocess.run(command, env=process.environment(folders), cwd=home, check=True, capture_output=True)
    return folders


async def taken(folders: Folders) -> list[dict[str, Any]]:
    """Every message, in order."""
    async with FakeDiscord() as discord:
        bot = await process.bot(discord, folders, echo=False)
        await discord.connected()
        album = Album(discord)
        await _reading(album, discord)
        await _verifying(album, discord)
        await _moderating(album, discord)
        await bot.stop()
        assert not discord.faults, discord.faults
    return album.messages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="where the messages are written, as a JSON list")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        messages = asyncio.run(taken(indexed(Path(home))))
    options.file.write_text(json.dumps(messages, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
