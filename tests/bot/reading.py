"""What a member sees of a message: its texts and its buttons, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import simcord

TEXT, BUTTON, SELECT = 10, 2, 3


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, nested ones after their parent."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def texts(message: simcord.ResponseMessage | None) -> list[str]:
    assert message is not None, "the bot has not answered"
    shown = [part["content"] for part in walk(message.components) if part["type"] == TEXT]
    return [message.content, *shown] if message.content else shown


def seen(message: simcord.ResponseMessage | None) -> str:
    return "\n".join(texts(message))


def buttons(message: simcord.ResponseMessage | None) -> dict[str, dict[str, Any]]:
    """Buttons by label; the first of equal ones."""
    assert message is not None, "the bot has not answered"
    found: dict[str, dict[str, Any]] = {}
    for part in walk(message.components):
        if part["type"] == BUTTON:
            found.setdefault(part["label"], part)
    return found


def selects(message: simcord.ResponseMessage | None) -> list[dict[str, Any]]:
    assert message is not None, "the bot has not answered"
    return [part for part in walk(message.components) if part["type"] == SELECT]


def stories(text: str) -> list[int]:
    """The numbers of the moon stories on a page, in its order."""
    return [int(number) for number in re.findall(r"Moon story (\d+)", text)]
