"""An answer that is a while in coming says so, and a fault takes the place of what it said."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from bot.errors import RefusedError
from bot.moderation import answers
from bot.ui import respond
from tests.bot.reading import TEXT, walk

RED, BLUE = 0xD22D39, 0x3B6EA5
LINE = "**Reading** a.txt"


class Deferred:
    """An interaction that was deferred; `shown` is what it was filled in with, with the colour of each."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, int]] = []
        self.filled = asyncio.Event()

    async def edit_original_response(self, *, view: Any, **options: Any) -> None:
        parts = view.to_components()
        (text,) = [part["content"] for part in walk(parts) if part["type"] == TEXT]
        self.shown.append((text, parts[0]["accent_color"]))
        self.filled.set()


async def answered(deferred: Any, work: Awaitable[str]) -> None:
    async with answers.waiting(deferred) as waiting:
        await respond.say(deferred, [await waiting.during(LINE, work)])


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "PATIENCE_SECONDS", 0.0)


async def result() -> str:
    return "done"


async def test_what_is_waited_for_is_told_until_it_is_there() -> None:
    """In the place where the result stands afterwards."""
    deferred, let = Deferred(), asyncio.Event()

    async def work() -> str:
        await let.wait()
        return "done"

    answering = asyncio.create_task(answered(deferred, work()))
    await deferred.filled.wait()
    assert deferred.shown == [(LINE, BLUE)]
    let.set()
    await answering
    assert deferred.shown == [(LINE, BLUE), ("done", BLUE)]


async def test_what_comes_at_once_needs_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shown and taken away again."""
    monkeypatch.setattr(answers, "PATIENCE_SECONDS", 60.0)
    deferred = Deferred()
    await answered(deferred, result())
    assert deferred.shown == [("done", BLUE)]


@pytest.mark.parametrize(
    ("fault", "line"),
    [(RefusedError("it is damaged"), "It is damaged"), (ValueError("a bug"), "mention incident `")],
)
async def test_a_fault_takes_the_place_of_what_was_told(fault: Exception, line: str) -> None:
    """In red, so that nobody looks at a file that is read for ever."""
    deferred = Deferred()

    async def work() -> str:
        await deferred.filled.wait()
        raise fault

    await answered(deferred, work())
    (said, _), (last, colour) = deferred.shown
    assert said == LINE
    assert line in last
    assert colour == RED


async def test_a_fault_before_anything_was_told_is_the_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells the asker as it does everywhere."""
    monkeypatch.setattr(answers, "PATIENCE_SECONDS", 60.0)
    deferred = Deferred()

    async def work() -> str:
        raise RefusedError("it is damaged")

    with pytest.raises(RefusedError, match="it is damaged"):
        await answered(deferred, work())
    assert deferred.shown == []
