"""On a real archive: what a reindex brings is told, with what the engine knows of it, and can be read on."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.generations import following
from tests.bot.places import served
from tests.bot.reading import seen
from tests.bot.watch.acting import add, look, posted, told
from tests.bot.world import answer
from tests.makers.archives import Place

PIER = "date 1971-05-03 The pier\n\nThe old pier of the harbour burned in the night. Nobody was hurt.\n"


async def test_what_a_reindex_brings_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what was there, nor a copy, a move or a rollback is told; Read opens what was told."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
    place = Place(tmp_path, {"a.txt": "date 1960-01-01 A\n\nThe harbour was calm, and a ferry came.\n"})
    place.index()
    async with served(place) as shown:
        world = shown.world
        await add(world, "harbour")
        await look(world)
        assert told(world.channel) == []
        place.write({"pier.txt": PIER, "b.txt": "date 1960-01-02 B\n\nBread was dear that year.\n"})
        place.index()
        await look(world, 2)
        (message,) = told(world.channel)
        assert "1 new document ·" in message
        assert "### 3 May 1971" in message
        assert "The old pier of the harbour burned in the night." in message
        assert ", dated 3 May 1971 · pier.txt" in message
        read = answer(await world.bob.click(posted(world.channel)[0], label="Read"))
        assert "Nobody was hurt." in seen(read)
        place.write({"copy.txt": PIER})
        place.move("a.txt", "moved.txt")
        place.index()
        await look(world, 2)
        place.rollback(1)
        await look(world, 2)
        assert len(told(world.channel)) == 1
