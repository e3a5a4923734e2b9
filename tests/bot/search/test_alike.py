"""*More like this*: below a passage that is read, for who presses it alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.client import DatelineClient
from index import Collection
from tests.bot.fakes import Doc, FakeArchive, day
from tests.bot.pressing import press
from tests.bot.reading import buttons, seen
from tests.bot.world import World, answer, told

DOCS = [
    Doc("moon.txt", "The moon", "The moon was seen.", day("1969-07-20")),
    Doc("board/plan.txt", "Plan", "A secret moon.", day("1970")),
    *(Doc(f"more-{n}.txt", f"More {n}", f"Seen from afar {n}. It was late.", day("1971")) for n in range(7)),
]


@pytest.fixture
def docs() -> list[Doc]:
    return list(DOCS)


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"collections": {"board": Collection()}}


async def test_read_leads_to_others_like_it(world: World) -> None:
    """Five of them on a page of their own, each to be read; what may not be seen is not among them."""
    read = answer(await world.bob.click(await world.page('"The moon was"'), label="Read"))
    shown = answer(await world.bob.click(read, label="More like this"))
    text = seen(shown)
    assert text.startswith(
        "🔎 More like **The moon** · 20 July 1969\n-# 7 other documents like it · the first 5 shown\n"
    )
    assert "> **Seen from afar 4.**" in text
    assert "secret" not in text
    assert shown.ephemeral
    assert list(buttons(shown)) == ["Read"]


async def test_where_nothing_is_like_it_that_is_said(world: World, archive: FakeArchive) -> None:
    """In one line."""
    del archive.docs[1:]
    shown = answer(await press(world.alice, await world.page("moon"), f"k:l:{DOCS[0].passage}"))
    assert seen(shown) == "🔎 More like **The moon** · 20 July 1969\n-# nothing is like it"


async def test_a_made_up_id_shows_nothing_hidden(world: World) -> None:
    """A passage outside the presser's scope is unknown, like one that never was."""
    page = await world.page('"The moon was"')
    assert "was ever given out" in told(await press(world.alice, page, f"k:l:{DOCS[1].passage}"))


@pytest.mark.parametrize("settings", [{"searches_per_person": 1}])
async def test_it_counts_as_a_search(world: World, simcord_bot: DatelineClient) -> None:
    """One too many is refused."""
    page = await world.page('"The moon was"')
    assert "try again in 60 s" in told(await press(world.alice, page, f"k:l:{DOCS[0].passage}"))
