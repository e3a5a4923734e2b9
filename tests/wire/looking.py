"""What a test asks for and looks for again and again."""

from __future__ import annotations

from tests.wire.archive import NOTES, RARE
from tests.wire.interactions import MODAL, Interaction, Message
from tests.wire.payloads import ALICE, Person
from tests.wire.process import Program
from tests.wire.server import FakeDiscord


def notes_on(message: Message) -> list[str]:
    """The days of the notes whose every word is on the page, in the page's order."""
    shown = plain(message.text)
    return sorted((day for day, text in NOTES.items() if text in shown), key=lambda day: shown.index(NOTES[day]))


def plain(text: str) -> str:
    """The words without the marks that make quotations and bold."""
    return text.replace("**", "").replace("> ", "").replace("\\", "")


async def search(discord: FakeDiscord, query: str, **options: object) -> Message:
    """The page that answers a search."""
    return await (await discord.slash("search", {"query": query, **options})).shown()


async def read(discord: FakeDiscord, page: Message, user: Person = ALICE) -> Message:
    """The first passage of a page, whole, as its reader sees it."""
    return await (await discord.press(page, page.buttons()["Read"]["custom_id"], user)).shown()


async def keep(discord: FakeDiscord, page: Message) -> Interaction:
    """The first passage of a page goes into a dossier."""
    passage = await read(discord, page)
    return await discord.press(passage, passage.buttons()["Add to my dossier"]["custom_id"])


def check_silence(discord: FakeDiscord) -> None:
    """Nothing that was sent may mention anybody."""
    for request in discord.rest.requests:
        body = request.body if isinstance(request.body, dict) else {}
        message = body.get("data", body) or {}
        if body.get("type") != MODAL and (message.get("content") or message.get("components")):
            assert message.get("allowed_mentions", {}).get("parse") == [], f"{request} could ping"


async def check_answers(discord: FakeDiscord) -> None:
    """The bot finds what it should."""
    found = await discord.slash("search", {"query": RARE})
    assert RARE in (await found.shown()).text


def check_calm(bot: Program) -> None:
    """The bot runs and has nothing to complain of."""
    assert bot.running
    assert "Traceback" not in bot.log
