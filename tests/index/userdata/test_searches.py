"""Searches behind buttons on disk: found by their tokens, bounded in age and size, and erased with their person."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.userdata import searches
from index.userdata.searches import KEPT_DAYS, Searches

DAY = dt.date(2026, 5, 1)


class Today:
    """A day that a test moves on."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> dt.date:
        return self.day

    def pass_days(self, count: int) -> None:
        self.day += dt.timedelta(days=count)


@pytest.fixture
def today() -> Today:
    return Today()


@pytest.fixture
def kept(tmp_path: Path, today: Today) -> Searches:
    return Searches(tmp_path, today)


def test_a_search_is_found_by_its_token_in_another_process(kept: Searches, tmp_path: Path, today: Today) -> None:
    """What one process keeps the next one finds; a token that was never given out is nothing."""
    (token,) = kept.keep(7, ["a long question"])
    assert Searches(tmp_path, today).find(token) == (7, "a long question")
    assert kept.find("made-up") is None


def test_a_search_keeps_its_token(kept: Searches) -> None:
    """Turning pages adds nothing; another person's same search has a token of its own."""
    (first,) = kept.keep(7, ["the same"])
    assert kept.keep(7, ["the same", "another"])[0] == first
    assert kept.keep(8, ["the same"])[0] != first
    assert kept.count() == 3


def test_a_search_is_kept_as_long_as_it_is_used(kept: Searches, today: Today) -> None:
    """Each use counts; what nobody used for long is gone from the file."""
    used, left = kept.keep(7, ["used", "left"])
    today.pass_days(KEPT_DAYS)
    assert kept.find(used) is not None
    today.pass_days(1)
    assert kept.find(left) is None
    kept.expire()
    assert (kept.find(used), kept.count()) == ((7, "used"), 1)


def test_the_least_recently_used_go_when_there_is_too_much(
    kept: Searches, today: Today, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest are kept up to the bound, whoever searched."""
    monkeypatch.setattr(searches, "MAX_CHARACTERS_KEPT", 25)
    first, second = kept.keep(7, ["a" * 10, "b" * 10])
    today.pass_days(1)
    kept.find(first)
    (third,) = kept.keep(8, ["c" * 10])
    assert [kept.find(token) is not None for token in (first, second, third)] == [True, False, True]


def test_whoever_is_forgotten_leaves_no_word_in_the_file(kept: Searches, tmp_path: Path) -> None:
    """Theirs are erased to the last byte, and nobody else's."""
    mine, theirs = kept.keep(7, ["harbour strike"])[0], kept.keep(8, ["moon"])[0]
    assert b"harbour strike" in (tmp_path / DataFile.SEARCHES).read_bytes()
    assert kept.forget(7) == 1
    assert (kept.find(mine), kept.find(theirs)) == (None, (8, "moon"))
    assert b"harbour strike" not in (tmp_path / DataFile.SEARCHES).read_bytes()


def test_nothing_is_made_where_nothing_is_kept(kept: Searches, tmp_path: Path) -> None:
    """Looking, dropping and forgetting leave the folder as it is."""
    assert (kept.find("x"), kept.forget(7)) == (None, 0)
    kept.expire()
    assert list(tmp_path.iterdir()) == []


def test_another_programs_file_is_refused_and_left_alone(kept: Searches, tmp_path: Path) -> None:
    """Whoever reads the line in a chat learns nothing of the machine."""
    file = tmp_path / DataFile.SEARCHES
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE notes (text)")
    before = file.read_bytes()
    with pytest.raises(IndexDataError, match="can't be opened right now") as error:
        kept.keep(7, ["moon"])
    assert str(tmp_path) not in error.value.in_chat
    assert file.read_bytes() == before
