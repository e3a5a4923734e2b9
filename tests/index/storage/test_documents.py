"""What a generation's documents are asked for at every search, against counting by hand."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import ClosedError
from index.models.documents import DateSpan, Document, Passage
from index.storage import writer
from index.storage.documents import DocumentStore

PASSAGES = (3, 0, 1, 5, 0, 0, 2, 4)
"""How many passages each document has; one without any has a place in the order too."""
STARTS = tuple(sum(PASSAGES[:number]) for number in range(len(PASSAGES)))
ROWS = sum(PASSAGES)


def document(number: int) -> Document:
    day = dt.date(2000, 1, 1) + dt.timedelta(days=number)
    date = DateSpan(earliest=day, latest=day, precision="day", origin="head line", as_written=day.isoformat())
    text = "abcde" if number else "\u6708\u9762\u7740\u9678\u3002"
    return Document(
        path=f"{number}.txt",
        format="text",
        title="t",
        title_origin="source",
        date=date if number < 6 else None,
        text=text,
        body=0,
        size=5,
        sha256=str(number),
    )


def passages(number: int) -> list[Passage]:
    return [
        Passage(id=f"{number}-{ordinal}", start=ordinal, end=ordinal + 1, ordinal=ordinal, paragraph=1)
        for ordinal in range(PASSAGES[number])
    ]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DocumentStore]:
    path = tmp_path_factory.mktemp("store") / "archive.sqlite"
    writer.write(path, [(document(number), passages(number)) for number in range(len(PASSAGES))], [])
    found = DocumentStore(path)
    yield found
    found.close()


def test_documents_are_counted_between_any_two_rows(opened: DocumentStore) -> None:
    """Counting by the first and the last number is counting them all, those without passages included."""
    for first in range(ROWS + 1):
        for end in range(ROWS + 2):
            expected = sum(first <= start < end for start in STARTS)
            assert opened.row_map.starting(first, end) == expected, (first, end)


def test_every_row_knows_its_document(opened: DocumentStore) -> None:
    """No row is given to a document without passages."""
    expected = {start + place: number for number, start in enumerate(STARTS) for place in range(PASSAGES[number])}
    assert opened.documents_of(range(ROWS)) == expected


def test_a_row_gives_its_passage_as_stored(opened: DocumentStore) -> None:
    """The slice of its own document, in characters, compared with what was indexed."""
    words = {8: "e", 0: "\u6708", 4: "a", 2: "\u7740"}
    found = opened.shown(list(words))
    assert [(passage.text, passage.verbatim) for passage in found] == [(text, True) for text in words.values()]
    assert opened.shown([]) == []


def test_a_row_that_is_not_there_is_an_error(opened: DocumentStore) -> None:
    """Never the last one instead, as a negative index would give."""
    for row in (-1, ROWS):
        with pytest.raises(LookupError):
            opened.shown([0, row])


def test_a_closed_store_says_that_it_is_closed(tmp_path: Path) -> None:
    """In the thread that used it and in one that never did: a fault of the program, never called damage."""
    writer.write(tmp_path / "archive.sqlite", [(document(0), passages(0))], [])
    store = DocumentStore(tmp_path / "archive.sqlite")
    assert store.paths([0]) == {0: "0.txt"}
    store.close()
    faults: list[Exception] = []

    def ask() -> None:
        try:
            store.paths([0])
        except Exception as fault:
            faults.append(fault)

    elsewhere = threading.Thread(target=ask)
    elsewhere.start()
    elsewhere.join()
    ask()
    assert [(type(fault), str(fault).split(";")[0]) for fault in faults] == [
        (ClosedError, "archive.sqlite is closed")
    ] * 2
