"""What a report says that the one before had not said."""

from __future__ import annotations

from typing import Any

import pytest

import index
from bot.moderation import news
from tests.bot.engine import report

ALL = index.Scope()
HIDDEN = index.Scope(hidden=frozenset({"board"}))
BEFORE = report(generation=7, previous=6)
DATE = index.DateSpan.model_validate(
    {"earliest": "2001-02-03", "latest": "2001-02-03", "precision": "day", "origin": "page text", "as_written": "3 Feb"}
)


def standing(path: str) -> dict[str, Any]:
    """A document or file of each kind that stays so as long as nobody mends it."""
    return {
        "undated": (path,),
        "undated_documents": (index.Undated(path=path, reason="it has no date"),),
        "weakly_dated": (index.WeaklyDated(path=path, date=DATE, cure="name the day"),),
        "failed": (index.Failure(path=path, reason="it is damaged"),),
        "kept": (index.Kept(path=path, reason="the folder is empty", documents=5),),
    }


def test_an_unchanged_archive_is_no_news() -> None:
    """Neither with nothing wrong, nor with the same things wrong as before."""
    assert news.of(report(added=()), BEFORE, ALL) is None
    same = standing("old.txt")
    assert news.of(report(added=(), **same), BEFORE.model_copy(update=same), ALL) is None


@pytest.mark.parametrize("name", ["added", "changed", "removed", "redated"])
def test_a_change_is_news_and_what_stands_is_left_out(name: str) -> None:
    """Of what is wrong only what is new is left, so that it is not lost among what everybody knows."""
    now = {field: (*value, *standing("new.txt")[field]) for field, value in standing("old.txt").items()}
    fresh = news.of(
        report(**{"added": (), name: ("x.txt",), **now}), BEFORE.model_copy(update=standing("old.txt")), ALL
    )
    assert fresh is not None
    assert {field: getattr(fresh, field) for field in now} == standing("new.txt")


@pytest.mark.parametrize("name", ["undated_documents", "weakly_dated", "failed", "kept"])
def test_what_is_newly_wrong_is_news(name: str) -> None:
    """Also where the report before is gone, of which nobody knows any more what it said."""
    done = report(added=(), **{name: standing("new.txt")[name]})
    for before in (BEFORE, None):
        fresh = news.of(done, before, ALL)
        assert fresh is not None
        assert getattr(fresh, name) == getattr(done, name)


def test_another_reason_is_news() -> None:
    """A file that was damaged and is encrypted now is told of again."""
    done = report(added=(), failed=(index.Failure(path="old.txt", reason="it is encrypted"),))
    assert news.of(done, BEFORE.model_copy(update=standing("old.txt")), ALL) is not None


def test_what_is_hidden_is_no_news() -> None:
    """A change in a tied folder, and a fault there, are nothing to those who may not see it."""
    done = report(added=("board/x.txt",), **standing("board/y.txt"))
    assert news.of(done, BEFORE, HIDDEN) is None
    assert news.of(done, BEFORE, ALL) is not None
