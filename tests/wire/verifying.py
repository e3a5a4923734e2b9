"""What tests of quotations over the wire have in common."""

from __future__ import annotations

from typing import Final

from tests.wire.acts import File
from tests.wire.archive import NOTES
from tests.wire.interactions import Interaction, Message
from tests.wire.payloads import ALICE, Person
from tests.wire.server import FakeDiscord

EXACT: Final = "a younger keeper and his goats to the lighthouse"
NEAR: Final = "Schoolchildren counted three hundred and seven gulls around the lighthouse"
FALSE: Final = "The lighthouse was sold to a circus, and the keeper wept for @everyone"
DRAFT: Final = "\n\n".join((*(f"They say “{one}”, so." for one in (EXACT, NEAR, FALSE, *NOTES.values())), "And “so on"))
"""Fifteen quotations, and one that isn't closed."""


async def verify(discord: FakeDiscord, quotation: str, person: Person = ALICE) -> Message:
    """The card that answers, or the line that refuses."""
    return await settled(await discord.slash("verify", {"quotation": quotation}, person))


async def check_file(discord: FakeDiscord, name: str, data: bytes, person: Person = ALICE) -> Message:
    return await settled(await discord.slash("verify", {"file": File(name, data)}, person))


async def settled(asked: Interaction) -> Message:
    """The answer, be it a card or a fault, which takes its time to become private."""
    shown = await asked.shown()
    if "could not answer" in shown.text:
        await asked.signal.until(lambda: bool(asked.followups) and shown.deleted, "the reason")
        return asked.followups[-1]
    return shown


async def posted(discord: FakeDiscord, card: Message, person: Person = ALICE) -> Message:
    """What *Share* posts."""
    pressed = await discord.press(card, card.buttons()["Share"]["custom_id"], person)
    await pressed.signal.until(lambda: bool(pressed.followups), "what is posted")
    return pressed.followups[-1]


def colour(message: Message) -> int:
    """That of a message's frame."""
    (container,) = message.body["components"]
    return int(container["accent_color"])
