"""Answers are kept for a while, for those who may see them, and never without end."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

import index
from bot.features import EXPIRE_EVERY_SECONDS
from bot.search import custom_ids
from bot.search.answer_cache import AnswerCache
from bot.search.custom_ids import Search
from tests.bot.fakes import Clock, FakeArchive, moon
from tests.bot.reading import buttons, seen
from tests.bot.world import World, answer, told

LIFETIME = 60
EVERYTHING = index.Scope()


def found() -> index.Answer:
    return FakeArchive(moon()).search(index.Query(text="moon"))


class Words(str):
    """A query's text that tells when nobody holds it any more."""

    __slots__ = ("__weakref__",)


def test_an_answer_is_given_back_until_it_is_too_old() -> None:
    """After its lifetime an answer is searched for again."""
    clock, kept = Clock(), found()
    answers = AnswerCache(10, LIFETIME, clock)
    answers.keep(Search(1, "moon"), EVERYTHING, kept)
    clock.now = LIFETIME - 1
    assert answers.answer(Search(1, "moon"), EVERYTHING) is kept
    clock.now = LIFETIME
    assert answers.answer(Search(1, "moon"), EVERYTHING) is None


def test_an_answer_is_kept_for_what_its_reader_may_see() -> None:
    """Who may see less is never given the answer of who may see more."""
    answers = AnswerCache(10, LIFETIME, Clock())
    answers.keep(Search(1, "moon"), EVERYTHING, found())
    assert answers.answer(Search(1, "moon"), index.Scope(hidden=frozenset({"secret"}))) is None


def test_the_least_recently_used_answer_goes_first() -> None:
    """Memory stays bounded, and an answer being read stays."""
    answers = AnswerCache(2, LIFETIME, Clock())
    for asker in (1, 2):
        answers.keep(Search(asker, "moon"), EVERYTHING, found())
    answers.answer(Search(1, "moon"), EVERYTHING)
    answers.keep(Search(3, "moon"), EVERYTHING, found())
    kept = [answers.answer(Search(asker, "moon"), EVERYTHING) is not None for asker in (1, 2, 3)]
    assert kept == [True, False, True]


def test_a_token_leads_to_its_search_until_it_is_too_old() -> None:
    """A token that was never given out leads nowhere, and one that was does for its lifetime."""
    clock = Clock()
    answers = AnswerCache(10, LIFETIME, clock)
    answers.keep_search("given", Search(1, "moon"))
    assert answers.search("given") == Search(1, "moon")
    assert answers.search("unknown") is None
    clock.now = LIFETIME
    assert answers.search("given") is None


def test_a_person_is_forgotten_and_nobody_else() -> None:
    """Neither an answer nor a search of who asked for it stays; another's does."""
    answers = AnswerCache(10, LIFETIME, Clock())
    for asker in (1, 2):
        answers.keep(Search(asker, "moon"), EVERYTHING, found())
        answers.keep_search(f"token {asker}", Search(asker, "moon"))
    answers.forget(1)
    assert [answers.answer(Search(asker, "moon"), EVERYTHING) is None for asker in (1, 2)] == [True, False]
    assert [answers.search(f"token {asker}") is None for asker in (1, 2)] == [True, False]


def test_what_is_out_of_date_is_not_held_any_longer() -> None:
    """Once expired, neither the words of a query nor its answer are in memory, though nobody asked for them again."""
    clock = Clock()
    answers = AnswerCache(10, LIFETIME, clock)
    words, kept = Words("moon"), found()
    held: list[weakref.ref[object]] = [weakref.ref(words), weakref.ref(kept)]
    answers.keep(Search(1, words), EVERYTHING, kept)
    answers.keep_search("given", Search(1, words))
    del words, kept
    answers.expire()
    gc.collect()
    assert all(reference() is not None for reference in held)
    clock.now = LIFETIME
    answers.expire()
    gc.collect()
    assert [reference() for reference in held] == [None, None]


LONG = "moon " * 60


def searches_in_memory() -> list[Search]:
    """Every search with the long query's words that this process still holds."""
    gc.collect()
    return [thing for thing in gc.get_objects() if type(thing) is Search and thing.text == LONG.strip()]


async def test_a_query_is_gone_after_its_lifetime_though_nobody_searches(world: World, clock: Clock) -> None:
    """The bot itself drops what is out of date, soon after; the page then says that its search is too old."""
    message = await world.page(LONG)
    await world.env.advance_time(EXPIRE_EVERY_SECONDS)
    assert searches_in_memory()
    clock.now = 60 * 60
    await world.env.advance_time(EXPIRE_EVERY_SECONDS)
    assert searches_in_memory() == []
    assert "too old" in told(await world.alice.click(message, label="▶"))


@pytest.mark.parametrize(("options", "label"), [({"since": "July 1969"}, "Drop the dates"), ({}, "▶")])
async def test_every_button_of_a_long_search_leads_on(world: World, options: dict[str, Any], label: str) -> None:
    """Not only the search that was asked is behind a token, but also those that other buttons lead to."""
    message = await world.page(LONG, **options)
    assert custom_ids.token_in(buttons(message)[label]["custom_id"])
    assert "Moon story" in seen(answer(await world.alice.click(message, label=label)))
