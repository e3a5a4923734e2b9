"""Rows of a shared store's tables: in batches, with the terms and vectors of each passage."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from index.models.vectors import Rows
from index.storage.lance import write
from index.storage.lance.schema import TERM_FIELDS, documents_schema, passages_schema
from index.storage.lance.write import First, TableRows, rows_of
from index.storage.words.analysis import FILLING, analysed, entries
from tests.index.storage.conformance.archive import ARCHIVE, document
from tests.makers.generations import LANGUAGES, in_row_order

ORDERED = in_row_order(ARCHIVE)
PASSAGES = sum(len(passages) for _, passages in ORDERED)
DIMENSIONS = 3
VECTORS = np.arange(PASSAGES * DIMENSIONS, dtype=np.float32).reshape(-1, DIMENSIONS)


def rows(vectors: Iterator[Rows], first: First = First()) -> TableRows:  # noqa: B008 (a constant)
    return rows_of(lambda: iter(ORDERED), vectors, LANGUAGES, DIMENSIONS, first)


def pieces(size: int, vectors: Rows = VECTORS) -> Iterator[Rows]:
    return (vectors[at : at + size] for at in range(0, len(vectors), size))


@pytest.mark.parametrize(("size", "batch"), [(1, 4), (5, 7), (1000, 1000)])
def test_rows_don_t_depend_on_batches(monkeypatch: pytest.MonkeyPatch, size: int, batch: int) -> None:
    """However many vectors come at a time, and however many passages go."""
    monkeypatch.setattr(write, "BATCH_PASSAGES", batch)
    monkeypatch.setattr(write, "DOCUMENT_CHARACTERS", batch * 10)
    made = rows(pieces(size), First(7, 100))
    documents, passages = made.documents.read_all(), made.passages.read_all()
    assert (documents.schema, passages.schema) == (documents_schema(), passages_schema(DIMENSIONS))
    assert max(map(len, passages.to_batches())) <= batch
    assert documents["path"].to_pylist() == [it.path for it, _ in ORDERED]
    assert documents["number"].to_pylist() == list(range(7, 7 + len(ORDERED)))
    assert passages["row"].to_pylist() == list(range(100, 100 + PASSAGES))
    assert passages["id"].to_pylist() == [it.id for _, cut in ORDERED for it in cut]
    assert np.array_equal(np.array(passages["vector"].to_pylist(), dtype=np.float32), VECTORS)
    lengths = (documents["end_row"].to_numpy() - documents["first_row"].to_numpy()).tolist()
    assert lengths == [len(cut) for _, cut in ORDERED]


def test_terms_are_those_of_the_word_index() -> None:
    """In each field; one that is ranked and has none has a term that no query has."""
    passages = rows(pieces(50)).passages.read_all().to_pylist()
    terms = [
        fields
        for number, (it, cut) in enumerate(ORDERED)
        for _, fields in analysed(entries(it, cut, number, 0, LANGUAGES))
    ]
    filled = [
        {name: fields[name] or (FILLING if name in {"pairs", "title_stems"} else "") for name in TERM_FIELDS}
        for fields in terms
    ]
    assert [{name: row[name] for name in TERM_FIELDS} for row in passages] == filled
    assert any(fields["pairs"] == "" for fields in terms)


@pytest.mark.parametrize(("vectors", "fault"), [(VECTORS[:-1], "fewer"), (np.vstack([VECTORS, VECTORS[:1]]), "more")])
def test_each_passage_has_its_vector(vectors: Rows, fault: str) -> None:
    """One too few or too many is a fault of the program, and never shifts the others."""
    with pytest.raises(ValueError, match=f"there are {fault} vectors than passages"):
        rows(pieces(4, vectors)).passages.read_all()


def test_of_no_documents_there_are_no_rows() -> None:
    """But the columns."""
    made = rows_of(lambda: iter(()), iter(()), LANGUAGES, DIMENSIONS)
    tables: list[pa.Table] = [made.documents.read_all(), made.passages.read_all()]
    assert [len(table) for table in tables] == [0, 0]


def test_a_document_without_passages_is_a_row() -> None:
    """It has a place in the order, and no rows."""
    made = rows_of(lambda: iter([document("empty.txt", "Nothing")]), iter(()), LANGUAGES, DIMENSIONS)
    assert made.documents.read_all().select(["first_row", "end_row"]).to_pylist() == [{"first_row": 0, "end_row": 0}]
