"""The two tables of a shared store: versions go on from each other, are kept by tags, and can be gone back to."""

from __future__ import annotations

from pathlib import Path

import lance
import numpy as np
import pytest

from index.errors import BusyError, IndexDataError, StoreRefusedError, StoreUnreachableError
from index.storage.lance.addresses import read_addresses
from index.storage.lance.faults import told
from index.storage.lance.indexing import count_indexed, prewarm
from index.storage.lance.schema import TableVersions
from index.storage.lance.tables import Tables
from index.storage.lance.vectors import LanceVectors
from tests.makers.s3 import BUCKET, S3Server
from tests.makers.table_rows import appended

CLOSED_PORT = "http://127.0.0.1:9"


def rows(tables: Tables, versions: TableVersions) -> list[int]:
    return sorted(tables.open(versions).passages.to_table(columns=["row"])["row"].to_pylist())


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    return Tables(str(tmp_path / "tables"))


def test_every_version_has_its_own_rows(tables: Tables) -> None:
    """Whichever came after it, and every row of it is indexed."""
    assert tables.latest() is None
    first = tables.index(appended(tables, None, range(10)))
    second = tables.index(tables.delete(appended(tables, first, range(10, 15)), [2, 11]))
    assert rows(tables, first) == list(range(10))
    assert rows(tables, second) == [0, 1, *range(3, 11), 12, 13, 14]
    assert tables.latest() == second
    for field in ("stems", "vector", "row"):
        assert count_indexed(tables.open(second).passages, field) == 13


def test_each_row_has_its_own_vector(tables: Tables) -> None:
    """Wherever it lies after files were written anew, and in whichever order it is asked for."""
    first = tables.index(appended(tables, None, range(10)))
    second = tables.index(tables.delete(appended(tables, first, range(10, 15)), [2]))
    passages = tables.open(second).passages
    stored = passages.to_table(columns=["row", "vector"])
    own = dict(zip(stored["row"].to_pylist(), stored["vector"].to_pylist(), strict=True))
    numbers = [14, 0, 3, 12, 3]
    read = LanceVectors(passages, read_addresses(passages)).at(np.array(numbers))
    assert read.tolist() == [own[row] for row in numbers]


def test_a_build_goes_on_from_the_version_that_serves(tables: Tables) -> None:
    """What a build that was given up, or is rolled back, had written is in none that comes after."""
    first = tables.index(appended(tables, None, range(10)))
    given_up = appended(tables, first, range(10, 20))
    second = tables.index(appended(tables, first, range(10, 12)))
    assert rows(tables, given_up) == list(range(20))
    assert rows(tables, second) == list(range(12))


def test_tables_are_begun_anew(tables: Tables) -> None:
    """Beside what is there."""
    first = appended(tables, None, range(3))
    anew = appended(tables, None, range(5, 7))
    assert (rows(tables, first), rows(tables, anew)) == ([0, 1, 2], [5, 6])


def test_what_is_tagged_is_kept(tables: Tables) -> None:
    """Of the others the files are removed, but for the newest."""
    first = tables.index(appended(tables, None, range(3)))
    second = tables.index(appended(tables, first, range(3, 5)))
    third = tables.index(appended(tables, second, range(5, 8)))
    tables.tag("one", first)
    tables.tag("two", second)
    tables.untag("two")
    tables.untag("two")
    tables.cleanup()
    assert tables.tagged() == {"one"}
    assert (rows(tables, first), rows(tables, third)) == ([0, 1, 2], list(range(8)))
    with pytest.raises(IndexDataError, match="missing, or a version of it; run: dateline index"):
        tables.open(second)


def test_a_second_builder_is_noticed(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another writes meanwhile gets into no version that is told as ours."""
    first = appended(tables, None, range(3))

    def meanwhile(dataset: lance.LanceDataset, *_: object) -> list[str]:
        lance.dataset(dataset.uri).insert(dataset.to_table())
        dataset.delete(f"{dataset.schema.names[0]} = 0")
        return ["deleted"]

    monkeypatch.setattr("index.storage.lance.tables.indexed", meanwhile)
    with pytest.raises(BusyError, match="another host is indexing"):
        tables.index(first)


def test_a_version_that_another_builder_went_back_from_is_noticed(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written after it."""
    first = appended(tables, None, range(3))
    second = appended(tables, first, range(3, 5))

    def meanwhile(dataset: lance.LanceDataset, *_: object) -> list[str]:
        appended(tables, first, range(5, 8))
        dataset.delete(f"{dataset.schema.names[0]} = 0")
        return ["deleted"]

    monkeypatch.setattr("index.storage.lance.tables.indexed", meanwhile)
    with pytest.raises(BusyError, match="another host is indexing"):
        tables.index(second)


def test_a_store_that_is_away_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is no damage."""
    for name in ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", CLOSED_PORT)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    with pytest.raises(StoreUnreachableError, match="s3://archive can't be reached") as fault:
        Tables("s3://archive/tables").open(TableVersions(documents=1, passages=1))
    assert "\n" not in str(fault.value)


def test_tables_lie_in_an_object_store(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder: found by what the environment says, kept by tags and gone back to."""
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    tables = Tables(f"s3://{BUCKET}/conformance/tables")
    assert tables.latest() is None
    first = tables.index(appended(tables, None, range(10)))
    tables.tag("one", first)
    appended(tables, first, range(10, 20))
    second = tables.index(tables.delete(appended(tables, first, range(10, 12)), [3]))
    prewarm(tables.open(second).passages)
    tables.cleanup()
    assert (rows(tables, first), rows(tables, second)) == (list(range(10)), [0, 1, 2, *range(4, 12)])
    assert count_indexed(tables.open(second).passages, "stems") == 11


def test_credentials_that_ran_out_are_told_as_such() -> None:
    """A store that answers is not told as one that is away."""
    message = "LanceError(IO): Generic S3 error: Server returned non-2xx status code: 403 Forbidden: ExpiredToken"
    with (
        pytest.raises(StoreRefusedError, match="the store s3://archive/x refuses the credentials"),
        told("s3://archive/x/tables"),
    ):
        raise ValueError(message)
