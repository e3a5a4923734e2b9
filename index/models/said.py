"""What is said with an answer, in two ways: on a terminal and in a chat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Said(NamedTuple):
    """One line. `chat` holds nothing of the machine; `terminal` may name its paths and commands."""

    terminal: str
    chat: str


def warned(said: Iterable[Said]) -> dict[str, tuple[str, ...]]:
    """The fields `warnings` and `chat_warnings` of a value."""
    lines = tuple(said)
    return {
        "warnings": tuple(line.terminal for line in lines),
        "chat_warnings": tuple(line.chat for line in lines),
    }
