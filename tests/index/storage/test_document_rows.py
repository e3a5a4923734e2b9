"""What searches ask of documents by row, against counting by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.models.documents import DateSpan, Document, Passage
from index.storage import writer
from index.storage.documents import DocumentStore
from index.storage.generation_rows import GenerationRows
from index.storage.row_order import row_order
from tests.makers.citations import span

PASSAGES = (3, 0, 1, 5, 0, 0, 2, 4)
"""How many passages each document has; a document without any has a place in the order too."""
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
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GenerationRows]:
    folder = tmp_path_factory.mktemp("store")
    writer.write(folder, [(document(number), passages(number)) for number in range(len(PASSAGES))])
    store = DocumentStore(folder)
    yield store.by_row
    store.close()


def test_documents_are_counted_between_any_two_rows(opened: GenerationRows) -> None:
    """Counting by the first and the last number is counting them all, those without passages included."""
    for first in range(ROWS + 1):
        for end in range(ROWS + 2):
            expected = sum(first <= start < end for start in STARTS)
            assert opened.row_map.starting(first, end) == expected, (first, end)


def test_every_row_knows_its_document(opened: GenerationRows) -> None:
    """No row is given to a document without passages."""
    expected = {start + place: number for number, start in enumerate(STARTS) for place in range(PASSAGES[number])}
    assert opened.documents_of(range(ROWS)) == expected


def test_a_row_gives_its_passage_as_stored(opened: GenerationRows) -> None:
    """The slice of its own document, in characters, compared with what was indexed."""
    words = {8: "e", 0: "\u6708", 4: "a", 2: "\u7740"}
    views = opened.shown(list(words))
    assert [(view.text, view.verbatim) for view in views] == [(text, True) for text in words.values()]
    assert opened.shown([]) == []


def test_a_row_that_is_not_there_is_an_error(opened: GenerationRows) -> None:
    """Never the last one instead, as a negative index would give."""
    for row in (-1, ROWS):
        with pytest.raises(LookupError):
            opened.shown([0, row])


def test_a_window_has_the_rows_of_every_date_that_it_touches(tmp_path: Path) -> None:
    """Days, months, years and what is dated from one to another, against comparing each date with each window."""
    dates = [
        *(span("2000-01-05", "2000-01-05", "day"), span("2000-02-20", "2000-02-20", "day")),
        *(span("2000-01-03", "2000-01-09", "day"), span("2000-01-01", "2000-03-10", "day")),
        *(span("2000-02-01", "2000-02-29", "month"), span("2000-01-01", "2000-03-31", "month")),
        *(span("2000-01-01", "2000-12-31", "year"), span("1998-01-01", "2001-12-31", "year"), None),
    ]
    made = [document(number).model_copy(update={"date": date}) for number, date in enumerate(dates)]
    made.sort(key=row_order)
    cut = [Passage(id="", start=0, end=1, ordinal=0, paragraph=1)]
    numbered = [(one, [replace(cut[0], id=one.path)]) for one in made]
    writer.write(tmp_path, numbered)
    store = DocumentStore(tmp_path)
    days = [dt.date(1997, 12, 31) + dt.timedelta(days=17 * step) for step in range(100)]
    for since in (None, *days):
        for until in (None, *days[::7]):
            rows = [row for begin, end in store.by_row.window(since, until) for row in range(begin, end)]
            expected = [row for row, one in enumerate(made) if one.date and one.date.overlaps(since, until)]
            assert sorted(rows) == expected, (since, until)
            assert len(rows) == len(set(rows))
    assert store.by_row.undated() == (len(made) - 1, len(made))
    store.close()
