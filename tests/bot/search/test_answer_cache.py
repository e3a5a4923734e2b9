"""Answers are kept for a while, for those who may see them, and never without end."""

from __future__ import annotations

import gc
import weakref

import index
from bot.search.answer_cache import AnswerCache
from bot.search.custom_ids import Search
from tests.bot.fakes import Clock, FakeArchive, moon

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


def test_a_person_is_forgotten_and_nobody_else() -> None:
    """No answer to who asked for it stays; another's does."""
    answers = AnswerCache(10, LIFETIME, Clock())
    for asker in (1, 2):
        answers.keep(Search(asker, "moon"), EVERYTHING, found())
    answers.forget(1)
    assert [answers.answer(Search(asker, "moon"), EVERYTHING) is None for asker in (1, 2)] == [True, False]


def test_what_is_out_of_date_is_not_held_any_longer() -> None:
    """Once expired, neither the words of a query nor its answer are in memory, though nobody asked for them again."""
    clock = Clock()
    answers = AnswerCache(10, LIFETIME, clock)
    words, kept = Words("moon"), found()
    held: list[weakref.ref[object]] = [weakref.ref(words), weakref.ref(kept)]
    answers.keep(Search(1, words), EVERYTHING, kept)
    del words, kept
    answers.expire()
    gc.collect()
    assert all(reference() is not None for reference in held)
    clock.now = LIFETIME
    answers.expire()
    gc.collect()
    assert [reference() for reference in held] == [None, None]
