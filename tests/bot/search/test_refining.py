"""Refine: a form that changes a search, filled in as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import simcord

import index
from bot.errors import RefusedError
from bot.search import refining
from bot.search.custom_ids import Search
from bot.ui import limits
from tests.bot.fakes import Doc, FakeArchive, day
from tests.bot.reading import buttons, seen, stories
from tests.bot.world import Shown, World, answer, told


async def opened(world: World, message: Shown, person: simcord.MemberActor | None = None) -> simcord.InteractionResult:
    """The form that a press of Refine shows."""
    return await (person or world.alice).click(message, label="Refine")


def fields(result: simcord.InteractionResult) -> dict[str, dict[str, Any]]:
    """The fields of a form by their ids."""
    assert result.modal is not None
    return {label["component"]["custom_id"]: label["component"] for label in result.modal["components"]}


async def test_the_form_is_filled_in_as_the_search_is(world: World) -> None:
    """Words and dates stand in it, the folders that may be seen can be chosen, and the order."""
    form = fields(await opened(world, await world.page("moon", since="July 1969")))
    assert form["words"]["value"] == "moon"
    assert form["since"]["value"] == "1969-07-01"
    assert [option["value"] for option in form["order"]["options"]] == ["relevance", "newest", "oldest"]
    assert "folder" not in form


async def test_what_is_filled_in_is_searched_for_in_its_place(world: World, archive: FakeArchive) -> None:
    """The page shows the new search, with the days that were typed and the order that was chosen."""
    message = await world.page("moon")
    form = await opened(world, message)
    values = {"words": "the moon", "since": "2 July 1969", "until": "July 1969", "order": ["newest"]}
    result = await world.alice.submit_modal(form, values)
    asked = archive.queries[-1]
    assert (asked.text, asked.since, asked.until, asked.sort) == (
        "the moon",
        dt.date(1969, 7, 2),
        dt.date(1969, 7, 31),
        "newest",
    )
    assert stories(seen(answer(result)))
    assert answer(result).id == message.id


async def test_a_date_that_can_not_be_read_is_told_in_private(world: World) -> None:
    """The page stays as it was."""
    message = await world.page("moon")
    result = await world.alice.submit_modal(await opened(world, message), {"words": "moon", "since": "someday"})
    assert "can't be read; write it as" in told(result)
    assert stories(seen(message)) == [1, 2, 3, 4, 5]


async def test_whoever_else_refines_gets_a_copy(world: World, archive: FakeArchive) -> None:
    """The asker's page stays, and nobody but the presser sees the other one."""
    message = await world.page("moon")
    form = await opened(world, message, world.bob)
    copy = answer(await world.bob.submit_modal(form, {"words": "moon rose"}))
    assert copy.ephemeral
    assert archive.queries[-1].text == "moon rose"
    assert "moon rose" not in seen(message)


async def test_nothing_found_can_be_refined(world: World) -> None:
    """A dead end has a way on."""
    assert "Refine" in buttons(await world.page("sun"))


async def test_a_folder_is_offered_and_searched_in(world: World, archive: FakeArchive) -> None:
    """Whoever doesn't know the operator chooses it from a list."""
    archive.docs.append(Doc("press/a.txt", "Moon story 99", "The moon again.", day("1999")))
    message = await world.page("moon")
    form = await opened(world, message)
    assert [option["value"] for option in fields(form)["folder"]["options"]] == ["press"]
    shown = answer(await world.alice.submit_modal(form, {"words": "moon", "folder": ["press"]}))
    assert stories(seen(shown)) == [99]


@pytest.mark.parametrize("settings", [{"collections": {"board": {}}}])
async def test_a_hidden_folder_is_not_offered(world: World, archive: FakeArchive) -> None:
    """The list is within what its reader may see."""
    archive.docs += [Doc(f"{name}/a.txt", "T", "The moon.", day("1999")) for name in ("board", "press")]
    form = await opened(world, await world.page("moon"))
    assert [option["value"] for option in fields(form)["folder"]["options"]] == ["press"]


def test_folders_nearest_the_top_come_first() -> None:
    """As many as fit a list; one whose path is too long for it is left out."""
    many = [f"a/{number}" for number in range(40)]
    offered = refining.offered_folders([*many, "z", "x" * 200])
    assert (offered[0], len(offered)) == ("z", limits.CHOICES)


def test_a_query_too_long_for_the_form_stays() -> None:
    """Its words can't be changed in the form, and are not cut by it."""
    search = Search(1, "x" * 5000)
    assert "words" not in [field.id for field in refining.fields(search, [])]
    assert refining.refined(search, {"since": "1969"}).text == search.text


def test_without_words_there_is_nothing_to_search_for() -> None:
    """Blanks are no words; that is said."""
    with pytest.raises(RefusedError, match="at least one word"):
        refining.refined(Search(1, "moon"), {"words": "  "})


def test_an_order_that_was_not_chosen_stays() -> None:
    """A list that is left alone changes nothing; an order that was made up neither."""
    search = Search(1, "moon", sort="oldest")
    assert refining.refined(search, {"words": "moon", "order": ""}).sort == "oldest"
    assert refining.refined(search, {"words": "moon", "order": "random"}).sort == "oldest"


def test_the_form_is_valid_for_any_search() -> None:
    """Every label and hint is within Discord's bounds."""
    for field in refining.fields(Search(1, "moon"), ["a"]):
        assert limits.length(field.label) <= limits.FORM_TITLE
    assert limits.length(refining.TITLE) <= limits.FORM_TITLE
    assert index.MAX_CHARACTERS > limits.FORM_TEXT
