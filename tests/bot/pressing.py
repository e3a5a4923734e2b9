"""Presses in a simulated Discord: of what is on a message, and of custom ids that somebody made up."""

from __future__ import annotations

from typing import Any

import simcord
from simcord import actors

from tests.bot.reading import BUTTON, SELECT, selects
from tests.bot.world import Shown


async def press(
    person: simcord.MemberActor, message: Shown, custom_id: str, value: str | None = None
) -> simcord.InteractionResult:
    """A press of this custom id as if it were on the message, with what is chosen if it is a select's."""
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": BUTTON if value is None else SELECT}
    if value is not None:
        data["values"] = [value]
    stored = actors._visible_message(person, message)
    return await actors._component_interaction(person, stored, data)


def chooser(message: Shown, placeholder: str) -> dict[str, Any]:
    """The select in which this stands while nothing is chosen."""
    (select,) = (one for one in selects(message) if one["placeholder"] == placeholder)
    return select


async def choose(
    person: simcord.MemberActor, message: Shown, placeholder: str, value: str
) -> simcord.InteractionResult:
    """Chooses an option of a select that is on the message."""
    return await person.select(message, [value], custom_id=chooser(message, placeholder)["custom_id"])
