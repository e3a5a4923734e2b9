"""Documents of a shared store: damage is told and never shown, and rows and numbers may have gaps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import DamagedRecordError, IndexDataError
from index.models.documents import Document
from index.models.scope import EVERYTHING
from index.storage.lance.documents import LanceDocuments
from tests.index.storage.conformance.archive import ARCHIVE, OTHERS
from tests.makers.generations import SharedTables, embedded, in_row_order

BY_PATH = {document.path: (document, passages) for document, passages in ARCHIVE}
PIER, PASSAGES = BY_PATH["pier.txt"]


@pytest.fixture
def tables(tmp_path: Path) -> SharedTables:
    tables = SharedTables(tmp_path)
    tables.add([*OTHERS, *ARCHIVE[2::2]])
    tables.remove("gone.txt", "pier.txt")
    tables.add([ARCHIVE[0], *ARCHIVE[1::2]])
    tables.remove("pier.txt")
    tables.add([ARCHIVE[0]])
    tables.index()
    return tables


def rows_of(documents: LanceDocuments, path: str) -> list[int]:
    heads = documents.heads
    (at,) = heads.at_paths([path]).tolist()
    return list(range(heads.first_rows[at], heads.end_rows[at]))


def test_what_ranking_asks_is_answered_by_number_and_row(tables: SharedTables) -> None:
    """Each document by its own number, whatever lies between its rows and the next one's."""
    documents = tables.opened()
    numbers = documents.numbers([*BY_PATH, "gone.txt"])
    assert set(numbers) == set(BY_PATH)
    assert documents.paths(list(numbers.values())) == {number: path for path, number in numbers.items()}
    for path, number in numbers.items():
        document, passages = BY_PATH[path]
        rows = rows_of(documents, path)
        assert [(view.passage, view.path) for view in documents.shown(rows)] == [(it, path) for it in passages]
        places = documents.places(np.array(rows, dtype=np.int64))
        assert (set(places.documents.tolist()), len(rows)) == ({number} if passages else set(), len(passages))
        day = document.date.earliest.toordinal() if document.date else None
        assert documents.earliest_days([number]) == {number: day}
        last = document.date.latest.toordinal() if document.date else 0
        assert documents.days(np.array([number])).tolist() == [[day or 0, last]]
        assert documents.counted("format", np.array([number])) == {document.format: 1}


def test_rows_are_told_from_gaps(tables: SharedTables) -> None:
    """Rows of documents that are gone, before the first and after the last are no rows."""
    documents = tables.opened()
    there = {row for path in BY_PATH for row in rows_of(documents, path)}
    for row in {*range(-1, max(there) + 2)} - there:
        with pytest.raises(LookupError):
            documents.places(np.array([row]))
        with pytest.raises(LookupError):
            documents.shown([row])
    with pytest.raises(LookupError):
        documents.numbered(10_000)


def test_sketches_are_those_of_the_embedded_store(tables: SharedTables, tmp_path: Path) -> None:
    """Byte for byte, by which near duplicates are told."""
    documents, other = tables.opened(), embedded(tmp_path / "embedded", ARCHIVE)
    numbers = documents.numbers(list(BY_PATH))
    found = documents.sketches(list(numbers.values()))
    theirs = other.by_row.sketches(list(range(len(ARCHIVE))))
    assert [found[numbers[it.path]] for it, _ in in_row_order(ARCHIVE)] == [theirs[at] for at in range(len(ARCHIVE))]


def altered(tables: SharedTables, table: str, columns: dict[str, str], where: str) -> tuple[LanceDocuments, list[str]]:
    """The documents once some columns are others, as SQL writes them, and what is told of damage."""
    assert tables.versions
    told: list[str] = []
    dataset = getattr(tables.tables.open(tables.versions), table)
    dataset.update(columns, where)
    tables.versions = tables.versions.model_copy(update={table: dataset.version})
    return tables.opened(damaged=told.append), told


@pytest.mark.parametrize(
    "columns",
    [{"title": "'The peer'"}, {"earliest": "earliest + 1"}, {"origin": "'file name'"}, {"sha256": "'0'"}],
)
def test_a_damaged_heading_is_told_and_not_shown(tables: SharedTables, columns: dict[str, str]) -> None:
    """Wherever a document would be named; others stay as they are."""
    documents, told = altered(tables, "documents", columns, "path = 'pier.txt'")
    what = "the record of document pier.txt"
    with pytest.raises(DamagedRecordError, match=f"^{what} is damaged; run: dateline index$"):
        documents.document("pier.txt")
    with pytest.raises(DamagedRecordError):
        documents.entries(EVERYTHING, "", 100)
    with pytest.raises(DamagedRecordError):
        documents.origins(["pier.txt"])
    assert list(documents.paths(list(documents.numbers(["pier.txt", "war.txt"]).values())).values()) == ["war.txt"]
    assert set(told) == {what}
    views = documents.shown([*rows_of(documents, "pier.txt"), *rows_of(documents, "war.txt")])
    assert [view.verbatim for view in views] == [False] * len(PASSAGES) + [True] * len(BY_PATH["war.txt"][1])
    assert views[0].text == views[0].path == ""
    assert documents.document("war.txt") == BY_PATH["war.txt"][0]


@pytest.mark.parametrize("columns", [{"text": "'The pier, and other words'"}, {"notes": "'[1'"}, {"body": "body + 1"}])
def test_a_damaged_document_is_told_and_not_read(tables: SharedTables, columns: dict[str, str]) -> None:
    """Nor are passages that its text no longer has."""
    documents, told = altered(tables, "documents", columns, "path = 'pier.txt'")
    with pytest.raises(DamagedRecordError):
        documents.document("pier.txt")
    with pytest.raises(DamagedRecordError):
        documents.find_passage(PASSAGES[0].id)
    with pytest.raises(DamagedRecordError):
        list(documents.documents())
    assert set(told) == {"the record of document pier.txt"}
    views = documents.shown(rows_of(documents, "pier.txt"))
    assert all(view.verbatim != ("text" in columns) for view in views)


@pytest.mark.parametrize(
    "columns", [{"start": "start + 1"}, {"end": "`end` - 1"}, {"ordinal": "-1"}, {"page": "'[7'"}, {"page": "'7'"}]
)
def test_a_damaged_passage_is_told_and_not_shown(tables: SharedTables, columns: dict[str, str]) -> None:
    """By its id, in its document and as a hit; the next one is shown."""
    first = PASSAGES[0].id
    documents, told = altered(tables, "passages", columns, f"id = '{first}'")
    with pytest.raises(DamagedRecordError, match=f"^the record of passage {first} is damaged"):
        documents.find_passage(first)
    with pytest.raises(DamagedRecordError):
        documents.passages(PIER)
    views = documents.shown(rows_of(documents, "pier.txt"))
    assert [(view.passage.id, view.verbatim) for view in views] == [(PASSAGES[0].id, False), (PASSAGES[1].id, True)]
    assert set(told) == {f"the record of passage {first}"}


def test_a_document_of_no_passages_has_none(tables: SharedTables) -> None:
    """It is a document all the same."""
    documents = tables.opened()
    empty: Document = BY_PATH["empty.txt"][0]
    assert documents.document("empty.txt") == empty
    assert documents.passages(empty) == []
    assert documents.passages(empty.model_copy(update={"path": "nowhere.txt"})) == []


def test_tables_that_went_are_told_in_one_line(tables: SharedTables, tmp_path: Path) -> None:
    """A store whose files were removed under an opened generation."""
    documents = tables.opened()
    for file in (tmp_path / "tables" / "documents.lance" / "data").iterdir():
        file.unlink()
    with pytest.raises(IndexDataError, match="dateline index"):
        documents.document("pier.txt")


def test_where_nothing_is_left_there_are_no_rows(tmp_path: Path) -> None:
    """A row of what went is an error, and none are none."""
    tables = SharedTables(tmp_path)
    tables.add(ARCHIVE[:1])
    tables.remove("pier.txt")
    documents = tables.opened()
    assert documents.shown([]) == []
    with pytest.raises(LookupError):
        documents.shown([0])
