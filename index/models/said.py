"""What is said with an answer, in two ways: on a terminal and in a chat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Self

from pydantic import Field

from index.models.values import Value


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


class Told(Value):
    """What is told with warnings: `chat_warnings` in place of `warnings` in a chat, with nothing of the machine."""

    warnings: tuple[str, ...] = ()
    chat_warnings: tuple[str, ...] = Field(default=(), exclude=True)

    def saying(self, *, before: Iterable[Said] = (), after: Iterable[Said] = ()) -> Self:
        """The same with more warnings, before and after those it has."""
        first, last = warned(before), warned(after)
        return self.model_copy(update={name: (*first[name], *getattr(self, name), *last[name]) for name in first})
