"""Segments of indexes: together they hold every row once, and later builds go on from them as from a whole index."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import lance
import pytest

from index.storage.lance import indexing
from index.storage.lance.indexing import NewIndex, count_indexed, count_lists, prewarm
from index.storage.lance.schema import TableVersions
from index.storage.lance.segments import MOST_MADE, fragment_groups, make_segment, segments
from index.storage.lance.tables import OpenTables, Tables
from tests.makers.table_rows import appended
from tests.makers.tables import by_workers, several_files
from tests.stand_ins.fake_cluster import FakeCluster

ROWS = 100
COLUMNS = ("row", "id", "stems", "pairs", "exact", "title", "vector")
OLD_S = 8 * 24 * 3600.0
"""More than a week."""


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Tables]:
    """Tables that are written as several files, and whose indexes count as large ones."""
    with several_files(ROWS), pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "FEW_ROWS", 0)
        yield Tables(str(tmp_path / "tables"))


def in_segments(tables: Tables) -> TableVersions:
    return tables.index(appended(tables, None, range(ROWS)), by_workers(FakeCluster()))


def parts(opened: OpenTables, column: str) -> int:
    """How many segments an index has."""
    return int(opened.passages.stats.index_stats(indexing.index_of(column))["num_indices"])


def found(passages: lance.LanceDataset, column: str, term: str) -> set[int]:
    asked = lance.query.MatchQuery(term, column)
    table = passages.scanner(columns=["row"], full_text_query=asked, disable_scoring_autoprojection=True).to_table()
    return set(table["row"].to_pylist())


@pytest.mark.parametrize("files", [1, 3, MOST_MADE, 11])
def test_groups_of_fragments_are_even(files: int, tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fragment is in one group, and no group could give a fragment to another one and be nearer to it."""
    monkeypatch.setattr("index.storage.lance.tables.FILE_ROWS", -(-ROWS // files))
    passages = tables.open(appended(tables, None, range(ROWS))).passages
    rows = {fragment.fragment_id: fragment.count_rows() for fragment in passages.get_fragments()}
    groups = fragment_groups(passages)
    assert sorted(number for group in groups for number in group) == sorted(rows)
    assert len(groups) == min(len(rows), MOST_MADE)
    sizes = [sum(rows[number] for number in group) for group in groups]
    assert max(sizes) - min(sizes) <= max(rows.values())


def test_every_row_is_in_one_segment(tables: Tables) -> None:
    """Of each index there are as many as may be."""
    opened = tables.open(in_segments(tables))
    prewarm(opened.passages)
    for column in COLUMNS:
        assert (count_indexed(opened.passages, column), parts(opened, column)) == (ROWS, MOST_MADE)
    assert found(opened.passages, "stems", "word") == set(range(ROWS))
    assert found(opened.passages, "stems", "word42") == {42}


def test_all_segments_have_the_same_lists(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that as many are visited in each as would be in one."""
    monkeypatch.setattr(indexing, "lists", lambda rows: rows // 10)
    passages = tables.open(in_segments(tables)).passages
    stated = passages.stats.index_stats("vector_idx")["indices"]
    assert [len(part["partitions"]) for part in stated] == [10] * MOST_MADE
    assert count_lists(passages) == 10


def test_later_builds_add_to_segments_and_merge_them(tables: Tables) -> None:
    """One more for each build until there are as many as may be, then they are one; every row stays found."""
    versions = in_segments(tables)
    counts = []
    for build in range(MOST_MADE + 2):
        more = range(ROWS + 10 * build, ROWS + 10 * build + 10)
        versions = tables.index(appended(tables, versions, more))
        opened = tables.open(versions)
        counts.append(parts(opened, "stems"))
        assert count_indexed(opened.passages, "stems") == count_indexed(opened.passages, "vector") == more.stop
        assert found(opened.passages, "stems", "word") == set(range(more.stop))
    assert counts == [*range(MOST_MADE + 1, indexing.MOST_SEGMENTS + 1), 1, 2]


def test_what_is_gone_leaves_the_segments(tables: Tables) -> None:
    """Files are written anew without it, and no search or statistic has it."""
    versions = tables.index(tables.delete(in_segments(tables), range(0, ROWS, 3)))
    passages = tables.open(versions).passages
    staying = set(range(ROWS)) - set(range(0, ROWS, 3))
    assert found(passages, "exact", "word") == staying
    assert count_indexed(passages, "exact") == count_indexed(passages, "vector") == len(staying)


def test_outgrown_lists_are_made_anew_in_segments(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of those that were."""
    versions = in_segments(tables)
    monkeypatch.setattr(indexing, "lists", lambda rows: rows // 10)
    opened = tables.open(tables.index(appended(tables, versions, range(ROWS, ROWS + 10)), by_workers(FakeCluster())))
    assert (count_lists(opened.passages), count_indexed(opened.passages, "vector")) == (11, ROWS + 10)
    assert parts(opened, "vector") == MOST_MADE


def test_a_segment_that_nobody_commits_is_removed_in_time(tables: Tables, tmp_path: Path) -> None:
    """It is in no version; a week later a cleanup removes its files, and none of others."""
    versions = in_segments(tables)
    passages = tables.open(versions).passages
    place = tmp_path / "tables" / "passages.lance" / "_indices"
    committed = {path.name for path in place.iterdir()}
    made = make_segment(passages, segments(passages, [NewIndex("id", "BTREE", {})])[0])
    assert tables.latest() == versions
    assert count_indexed(passages, "id") == ROWS
    tables.cleanup()
    assert {path.name for path in place.iterdir()} == committed | {made.uuid}
    for path in place.rglob("*"):
        os.utime(path, (time.time() - OLD_S,) * 2)
    tables.cleanup()
    assert not any(path.is_file() for path in (place / made.uuid).rglob("*"))
    again = Tables(tables.base).open(versions).passages
    assert found(again, "stems", "word42") == {42}
    assert found(again, "title", "word42") == {42}
