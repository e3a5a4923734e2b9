"""Searches that buttons can't hold: in memory for a while, on disk for long, and gone with who searched."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import index
from bot.client import DatelineClient
from bot.features import EXPIRE_EVERY_SECONDS
from bot.search import custom_ids
from bot.search.custom_ids import Search
from bot.search.kept_searches import KeptSearches
from tests.bot.fakes import Clock, FakeArchive
from tests.bot.reading import buttons, seen, stories
from tests.bot.world import World, answer, told

LIFETIME = 60
LONG = "moon " * 180
"""A query of 900 characters."""
SEARCH = Search(7, LONG, dt.date(1969, 1, 1), None, "newest")


def kept(folder: Path, clock: Clock | None = None) -> KeptSearches:
    return KeptSearches(folder, 10, LIFETIME, clock or Clock())


def test_a_token_leads_to_the_same_search_in_another_process(tmp_path: Path) -> None:
    """Text, days and order are what they were; a made-up token leads nowhere."""
    tokens = kept(tmp_path).keep([SEARCH])
    assert kept(tmp_path).find(tokens[SEARCH]) == SEARCH
    assert kept(tmp_path).find("made-up") is None


def test_a_search_keeps_its_token(tmp_path: Path) -> None:
    """In this process and in the next, so that nothing grows when pages are turned."""
    first = kept(tmp_path).keep([SEARCH])
    again = kept(tmp_path)
    assert (again.keep([SEARCH]), again.keep([SEARCH])) == (first, first)


def test_a_person_is_forgotten_and_nobody_else(tmp_path: Path) -> None:
    """Neither memory nor disk has a search of theirs."""
    here = kept(tmp_path)
    mine, theirs = Search(1, "a"), Search(2, "a")
    tokens = here.keep([mine]) | here.keep([theirs])
    here.forget(1)
    for place in (here, kept(tmp_path)):
        assert [place.find(tokens[search]) for search in (mine, theirs)] == [None, theirs]


def test_where_nothing_can_be_written_the_process_remembers(tmp_path: Path) -> None:
    """Buttons go on working until it ends."""
    (tmp_path / index.DataFile.SEARCHES).mkdir()
    here = kept(tmp_path)
    tokens = here.keep([SEARCH])
    assert here.find(tokens[SEARCH]) == SEARCH


def searches_in_memory() -> list[Search]:
    """Every search with the long query's words that this process still holds."""
    gc.collect()
    return [thing for thing in gc.get_objects() if type(thing) is Search and thing.text == LONG.strip()]


async def test_a_query_is_no_longer_in_memory_after_its_lifetime(world: World, clock: Clock) -> None:
    """The bot drops it soon after, though nobody searches, and finds it on disk when its page is turned."""
    message = await world.page(LONG)
    await world.env.advance_time(EXPIRE_EVERY_SECONDS)
    assert searches_in_memory()
    clock.now = 60 * 60
    await world.env.advance_time(EXPIRE_EVERY_SECONDS)
    assert searches_in_memory() == []
    assert stories(seen(answer(await world.alice.click(message, label="›"))))[0] == 6


@pytest.mark.parametrize(("options", "label"), [({"since": "July 1969"}, "Drop the dates"), ({}, "›")])
async def test_every_button_of_a_long_search_leads_on(world: World, options: dict[str, Any], label: str) -> None:
    """Not only the search that was asked is behind a token, but also those that other buttons lead to."""
    message = await world.page(LONG, **options)
    assert "=" in buttons(message)[label]["custom_id"]
    assert "Moon story" in seen(answer(await world.alice.click(message, label=label)))


async def test_the_buttons_of_a_long_search_work_after_a_restart(
    world: World, make_bot: Callable[..., DatelineClient], archive: FakeArchive
) -> None:
    """The next process finds the whole query again."""
    message = await world.page(LONG)
    await world.env.restart_bot(make_bot())
    assert stories(seen(answer(await world.alice.click(message, label="›"))))[0] == 6
    assert archive.queries[-1].text == LONG.strip()


async def test_whoever_is_forgotten_has_no_search_left(world: World, simcord_bot: DatelineClient) -> None:
    """Their buttons say that the search is too old, and a search of somebody else's goes on."""
    mine, theirs = await world.page(LONG), await world.page(LONG + "rose", world.bob)
    for forget in simcord_bot.services.hooks.forget:
        done = forget(world.alice.id)
        if done is not None:
            await done
    assert "too old" in told(await world.alice.click(mine, label="›"))
    assert stories(seen(answer(await world.bob.click(theirs, label="›"))))


async def test_no_query_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Neither when it is kept nor when its page is turned."""
    caplog.set_level("DEBUG")
    await world.alice.click(await world.page(LONG + "-harbourmaster"), label="Newest first")
    ours = [record for record in caplog.records if record.name.startswith(("bot", "index"))]
    assert ours
    assert not any("harbourmaster" in record.getMessage() for record in ours)


def test_what_fits_needs_no_token() -> None:
    """Sixty characters with a window fit a button's id."""
    assert custom_ids.fits(Search(2**63, "x" * 60, dt.date(1969, 1, 1), dt.date(1972, 12, 31), "newest"))
    assert not custom_ids.fits(SEARCH)
