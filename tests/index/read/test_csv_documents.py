"""CSV of documents and tables: how they are parted, and what faults cost."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.models.documents import Document, Unreadable
from tests.index.read.test_json_documents import named, told
from tests.makers.files import document, read_all, refusal

HYPOTHESIS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LONG = "The mill turns, and the weir holds; nobody knows how long it will hold when the water comes."
ROWS = [
    ["date", "title", "text"],
    ["2020-01-02", "The mill", f'{LONG}\nIt "sings", too.'],
    ["2020-03-04", "The weir", "It holds."],
]


def table(rows: list[list[str]], separator: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_each_row_is_a_document(tmp_path: Path, separator: str, encoding: str, name: str) -> None:
    """Whatever parts the cells and however they are encoded, also with line ends and quotes in them."""
    first, second = read_all(tmp_path, name, table(ROWS, separator).encode(encoding))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.path, first.title, first.text) == (f"{name}#1", "The mill", f'{LONG}\nIt "sings", too.')
    assert (second.path, second.text, second.format) == (f"{name}#2", "It holds.", "csv")
    assert second.date is not None
    assert second.date.earliest == dt.date(2020, 3, 4)


def test_letters_beyond_ascii_are_told_in_old_encodings(tmp_path: Path) -> None:
    """As in other texts."""
    prose = "Die Mühle steht am Wehr, und das Wasser fließt über die Mauer in den Garten der Müllerin zurück."
    data = table([["title", "text"], ["Mühle", prose]], ";").encode("latin-1")
    assert document_texts(read_all(tmp_path, "a.csv", data)) == [prose]


def document_texts(results: list[Document | Unreadable]) -> list[str]:
    return [each.text for each in results if isinstance(each, Document)]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("text\nOne, two\n", ["One, two"]),
        ('text\n"One, two"\nThree\n', ["One, two", "Three"]),
        ("sep=;\ntitle;text\nA;B, c\n", ["B, c"]),
        ('title,text\n"A \\"b\\" c","D, \\"e\\""\n', ['D, "e"']),
        ("title,text,,\nA,B,,\nC,D\n", ["B", "D"]),
        ("title,text\n\n,\nA,B\n\n", ["B"]),
        ('title,text\nA,"B" and c\n', ["B and c"]),
        ("Titel;Text\nA;Preis 1,50 und 2,50\nB;3,50, 4,50\n", ["Preis 1,50 und 2,50", "3,50, 4,50"]),
        ("date,text\n2020-01-02,ones tests lets seen\n2020-01-03,sees eels\n", ["ones tests lets seen", "sees eels"]),
    ],
)
def test_the_separator_and_the_quotes_are_told_by_the_rows(tmp_path: Path, text: str, texts: list[str]) -> None:
    """Also where the standard library's own guess is another one, or none."""
    results = read_all(tmp_path, "a.csv", text.encode())
    assert document_texts(results) == texts


def test_a_row_with_too_many_cells_is_named(tmp_path: Path) -> None:
    """Nobody can say where its text ends; one with too few lacks the last ones."""
    found = told(read_all(tmp_path, "a.csv", b"title,text,by\nA,B,C\nD,E,F,G\nH,I\nJ,K,L\nM,,N\n"))
    assert [text for _, text in found] == [
        "B",
        "row 2 (line 3) has more cells than there are columns; put quotes around those with separators",
        "I",
        "K",
        "row 5 (line 6): its field text has no text; remove it or add its text",
    ]


def test_a_quote_that_is_never_closed_is_named_by_its_line(tmp_path: Path) -> None:
    """The rows before it are read."""
    found = told(read_all(tmp_path, "a.csv", b'title,text\nA,B\nC,"D\nE,F\nG,H\n'))
    assert found == [("a.csv#1", "B"), ("a.csv#2", "the quotation mark that line 3 opens is never closed; close it")]


def test_settings_name_the_columns(tmp_path: Path) -> None:
    """By their names in the first row, whatever their case."""
    data = b"Ref,Lead,Story,Day\n7,First.,Second.,2020-01-02\n8,Third.,Fourth.,2020-01-03\n"
    given = named(text_field=("lead", "Story"), date_field="day", id_field="ref", shown_fields=("Ref",))
    found = read_all(tmp_path, "a.csv", data, given)
    assert told(found) == [
        ("a.csv#7", "First.\n\nSecond.\n\nRef: 7"),
        ("a.csv#8", "Third.\n\nFourth.\n\nRef: 8"),
    ]
    assert all(isinstance(each, Document) and each.date for each in found)


def test_a_table_of_figures_is_one_document_with_its_columns_names(tmp_path: Path) -> None:
    """A row a line, each cell with what it is; the note says how to make each row a document."""
    made = document(tmp_path, "2020-01-02 a.csv", b"Station,Year,Height\nNorth Pier,1912,3.4\nSouth Pier,1913,\n")
    assert made.text == "Station: North Pier; Year: 1912; Height: 3.4\nStation: South Pier; Year: 1913"
    assert made.path == "2020-01-02 a.csv"
    assert made.date is not None
    assert "text_field" in made.notes[0]


def test_a_table_of_texts_without_a_known_name_is_refused(tmp_path: Path) -> None:
    """With the column that seems to hold them."""
    data = table([["id", "article"], ["1", LONG], ["2", LONG]]).encode()
    assert 'text_field = "article" (its fields: id, article)' in refusal(tmp_path, "a.csv", data)


@pytest.mark.parametrize(
    ("data", "format_"),
    [(b"Just prose.\n", "text"), (b"Prose, with commas.\nAnd, more, of them.\n", "text"), (b"one\ntwo\n", "text")],
)
def test_text_called_csv_is_read_as_text(tmp_path: Path, data: bytes, format_: str) -> None:
    """The content decides."""
    assert document(tmp_path, "a.csv", data).format == format_


def test_a_table_without_names_is_refused(tmp_path: Path) -> None:
    """With what to put on top."""
    assert "does not name its columns" in refusal(tmp_path, "a.csv", b"1,2,3\n4,5,6\n7,8,9\n")


CELL = st.text(st.sampled_from('ab ,;\t|"\n\\é'), max_size=8)


@HYPOTHESIS
@given(data=st.lists(st.sampled_from([b"text,", b'"', b",", b";", b"\n", b"\r", b"a", b"\\", b"sep=", b"\0", b"\xff"])))
def test_no_bytes_raise(tmp_path: Path, data: list[bytes]) -> None:
    """Whatever a file holds, its results are documents with words and reasons without a traceback."""
    for result in read_all(tmp_path, "a.csv", b"".join(data)):
        assert result.text.strip() if isinstance(result, Document) else "while reading it" not in result.reason


@HYPOTHESIS
@given(cells=st.lists(st.tuples(CELL, CELL), min_size=3, max_size=8), separator=st.sampled_from([",", ";", "\t"]))
def test_what_the_standard_library_writes_is_read_back(
    tmp_path: Path, cells: list[tuple[str, str]], separator: str
) -> None:
    """Every row with its words, whatever is in its cells; backslashes are left out, since they may be escapes."""
    rows = [
        [f"t{number}", f"x{one}y".replace("\\", ""), f"z{two}z".replace("\\", "")]
        for number, (one, two) in enumerate(cells)
    ]
    data = table([["title", "text", "more"], *rows], separator, "\n").encode()
    found = document_texts(read_all(tmp_path, "a.csv", data))
    assert [text.split() for text in found] == [row[1].split() for row in rows]
