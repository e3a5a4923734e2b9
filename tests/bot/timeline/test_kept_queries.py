"""Queries too long for a button are kept on disk, apart from searches, and erased with who asked."""

from __future__ import annotations

from pathlib import Path

from bot.search.custom_ids import Search
from bot.search.kept_searches import KeptSearches
from bot.timeline.kept_queries import KeptQueries, KeptQuery, kept_queries
from tests.bot.fakes import Clock

LONG = "moon " * 100


def queries(folder: Path, clock: Clock) -> KeptQueries:
    return kept_queries(folder, 10, 60.0, clock)


def test_a_query_outlives_the_process(tmp_path: Path) -> None:
    """It keeps its token; what is behind a token of another kind is no query of a timeline, and the other way round."""
    clock = Clock()
    token = queries(tmp_path, clock).keep(KeptQuery(1, LONG))
    assert queries(tmp_path, clock).keep(KeptQuery(1, LONG)) == token
    assert queries(tmp_path, clock).find(token) == (1, LONG)
    searches = KeptSearches(tmp_path, 10, 60.0, clock)
    assert searches.find(token) is None
    search = Search(1, LONG)
    assert queries(tmp_path, clock).find(searches.keep([search])[search]) is None
    assert queries(tmp_path, clock).find("unknown") is None


def test_a_person_is_forgotten(tmp_path: Path) -> None:
    """In memory and on disk; what is kept of others stays."""
    kept = queries(tmp_path, Clock())
    mine, yours = kept.keep(KeptQuery(1, LONG)), kept.keep(KeptQuery(2, LONG))
    kept.forget(1)
    for known in (kept, queries(tmp_path, Clock())):
        assert (known.find(mine), known.find(yours)) == (None, (2, LONG))


def test_where_nothing_can_be_written_the_process_remembers(tmp_path: Path) -> None:
    """Until its time is over."""
    clock, file = Clock(), tmp_path / "file"
    file.write_text("x", "utf-8")
    kept = queries(file, clock)
    token = kept.keep(KeptQuery(1, LONG))
    assert kept.find(token) == (1, LONG)
