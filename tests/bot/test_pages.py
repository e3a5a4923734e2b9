"""Messages that lead to the archive's pages, where it has any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import index
from bot.client import DatelineClient
from tests.bot.cite.test_commands import press
from tests.bot.reading import BUTTON, buttons, seen, walk
from tests.bot.world import World, answer
from tests.makers.archives import MOON, Place

URL = "https://archive.example.org"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[index.Archive]:
    again = "date 1969-07-21 Again\n\nThe Eagle has landed and they walked on the Moon, said the people.\n"
    place = Place(tmp_path / "place", {**MOON, "again.txt": again})
    place.index()
    with place.opened() as archive:
        yield archive


class TestWithPages:
    """An archive that has pages."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"public_url": URL}

    async def test_titles_lead_to_pages(self, world: World) -> None:
        """Of search pages, passages that are like one, and comparisons."""
        page = await world.page("eagle landed")
        passage = buttons(page)["Read"]["custom_id"].rpartition(":")[2]
        assert re.search(rf"\*\*1\*\* · \[[\w ]+\]\(<{URL}/p/{passage}>\)\n> ", seen(page))
        like = await press(world, await press(world, page, "Read"), "More like this")
        assert f"](<{URL}/p/" in seen(like)
        spans = {"first": "1969", "second": "2023"}
        compared = answer(await world.alice.slash(world.channel, "compare", query="moon", **spans))
        assert f"**20 July 1969** · [First people on the Moon](<{URL}/p/" in seen(compared)

    async def test_read_opens_the_page(self, world: World) -> None:
        """A button beside the document's leads there; it needs no answer of the bot's."""
        page = await world.page("eagle landed")
        passage = buttons(page)["Read"]["custom_id"].rpartition(":")[2]
        read = await press(world, page, "Read")
        (link,) = [part for part in walk(read.components) if part["type"] == BUTTON and "url" in part]
        assert (link["label"], link["url"]) == ("Open page", f"{URL}/p/{passage}")


async def test_without_pages_nothing_leads_to_one(world: World) -> None:
    """No link in a title, and no button."""
    page = await world.page("eagle landed")
    read = await press(world, page, "Read")
    assert "](" not in seen(page)
    assert all("url" not in part for message in (page, read) for part in walk(message.components))


def test_the_bot_is_told_where_pages_are(make_bot: Callable[..., DatelineClient]) -> None:
    """Its links begin with the address that `dateline serve` is reached at."""
    assert make_bot(public_url=URL).services.links.page("k7f2q9xw") == f"{URL}/p/k7f2q9xw"
    assert make_bot().services.links.page("k7f2q9xw") is None
