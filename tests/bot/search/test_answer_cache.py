"""Answers are kept for a while, for those who may see them, and never without end."""

from __future__ import annotations

import index
from bot.search.answer_cache import AnswerCache
from bot.search.custom_ids import Search, token
from tests.bot.fakes import Clock, FakeArchive, moon

ANSWER = FakeArchive(moon()).search(index.Query(text="moon"))
ALL = index.EVERYTHING


def test_an_answer_is_given_back_until_it_is_too_old() -> None:
    """After its lifetime an answer is searched for again."""
    clock = Clock()
    memory = AnswerCache(10, 60, clock)
    memory.keep(Search(1, "moon"), ALL, ANSWER)
    clock.now = 60
    assert memory.answer(Search(1, "moon"), ALL) is ANSWER
    clock.now = 61
    assert memory.answer(Search(1, "moon"), ALL) is None


def test_an_answer_is_kept_for_what_its_reader_may_see() -> None:
    """Who may see less is never given the answer of who may see more."""
    memory = AnswerCache(10, 60, Clock())
    memory.keep(Search(1, "moon"), ALL, ANSWER)
    assert memory.answer(Search(1, "moon"), index.Scope(hidden=frozenset({"secret"}))) is None


def test_the_least_recently_used_answer_goes_first() -> None:
    """Memory stays bounded, and an answer being read stays."""
    memory = AnswerCache(2, 60, Clock())
    for asker in (1, 2):
        memory.keep(Search(asker, "moon"), ALL, ANSWER)
    memory.answer(Search(1, "moon"), ALL)
    memory.keep(Search(3, "moon"), ALL, ANSWER)
    assert [memory.answer(Search(asker, "moon"), ALL) is not None for asker in (1, 2, 3)] == [True, False, True]


def test_a_token_leads_to_its_search_only() -> None:
    """A token that was never given out leads nowhere."""
    memory = AnswerCache(10, 60, Clock())
    memory.keep(Search(1, "moon"), ALL, ANSWER)
    assert memory.search(token(Search(1, "moon"))) == Search(1, "moon")
    assert memory.search("unknown") is None
