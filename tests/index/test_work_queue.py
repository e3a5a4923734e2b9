"""Searches run off the event loop, so many at once and no more."""

from __future__ import annotations

import asyncio
import threading

import pytest

import index
from index import QueueFullError
from index.work_queue import WorkQueue
from tests.bot.fakes import Gate

QUERY = index.Query(text="moon")


async def test_beyond_its_places_the_desk_refuses_at_once() -> None:
    """One runs, one waits, the third is told to come back; a place is free again when its call has ended."""
    desk, gate = WorkQueue(workers=1, waiting=1), Gate()
    held = [asyncio.create_task(desk.run(lambda: gate(QUERY))) for _ in range(2)]
    await asyncio.to_thread(gate.entered.acquire)
    with pytest.raises(QueueFullError, match="try again"):
        await desk.run(lambda: None)
    gate.opened.set()
    await asyncio.gather(*held)
    assert await desk.run(lambda: 7) == 7
    assert desk.idle


async def test_the_event_loop_goes_on_while_the_archive_is_asked() -> None:
    """Work runs in another thread than the loop's."""
    desk = WorkQueue(workers=1, waiting=0)
    assert await desk.run(threading.get_ident) != threading.get_ident()


async def test_a_caller_who_leaves_does_not_free_a_place_that_is_in_use() -> None:
    """A cancelled search counts until its thread is done, so that more never run than are allowed."""
    desk, gate = WorkQueue(workers=1, waiting=0), Gate()
    held = asyncio.create_task(desk.run(lambda: gate(QUERY)))
    await asyncio.to_thread(gate.entered.acquire)
    held.cancel()
    with pytest.raises(asyncio.CancelledError):
        await held
    assert desk.full
    gate.opened.set()
