"""Tables as rows with their columns' names."""

from __future__ import annotations

import pytest

from index.read.tables import MAX_NAME, Row, table_lines

HEAD = Row(("Year", "Crew"), is_header=True)


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([HEAD, Row(("1969", "3")), Row(("1970", "4"))], ["Year: 1969; Crew: 3", "Year: 1970; Crew: 4"]),
        ([HEAD, Row(("1969", "")), Row(("", "4"))], ["Year: 1969", "Crew: 4"]),
        ([HEAD, Row(("The first flights",)), Row(("1969", "3"))], ["The first flights", "Year: 1969; Crew: 3"]),
        ([HEAD, Row(("1969", "3", "Moon"))], ["Year: 1969; Crew: 3; Moon"]),
        ([HEAD, Row(("1969", ""))], ["Year\tCrew", "Year: 1969"]),
        ([HEAD], ["Year\tCrew"]),
        ([Row(("Of the", ""), is_header=True), Row(("year:", "Crew"), is_header=True), Row(("1969", "3"))],
         ["Of the year: 1969; Crew: 3"]),
        ([HEAD, Row(("1969\n\nJuly", "3"))], ["Year: 1969 July; Crew: 3"]),
        ([Row(("a", "b")), Row(("c", "d"))], ["a\tb", "c\td"]),
        ([Row(("One.\n\nTwo.",))], ["One.", "Two."]),
        ([Row(("", "")), Row(("", "x"))], ["x"]),
        ([], []),
    ],
)  # fmt: skip
def test_a_row_is_a_line_with_the_names_of_its_columns(rows: list[Row], lines: list[str]) -> None:
    """No cell is lost, and a name without a cell stands once; without names tabs part the cells."""
    assert list(table_lines(rows)) == lines


@pytest.mark.parametrize(
    ("rows", "is_named"),
    [
        ([("Year", "Crew"), ("1969", "3"), ("1970", "4")], True),
        ([("Name", "Born"), ("Ann", "1930"), ("Bo", "")], False),
        ([("Year", "2019"), ("Boats", "3"), ("Sheep", "4")], False),
        ([("Ann", "Bo"), ("likes", "tea"), ("and", "cake")], False),
        ([("Year", "Year"), ("1969", "3"), ("1970", "4")], False),
        ([("Year", "Crew"), ("1969", "3", "x"), ("1970", "4")], False),
    ],
)
def test_a_first_row_without_a_mark_names_columns_only_over_numbers(
    rows: list[tuple[str, ...]], is_named: bool
) -> None:
    """Words over every column, each its own, and one column of numbers alone, at least two of them."""
    (first, *_) = table_lines([Row(cells) for cells in rows])
    assert first.startswith(f"{rows[0][0]}: ") == is_named


def test_a_long_first_row_is_no_list_of_names() -> None:
    """What would be written into every row is short."""
    long = "x" * (MAX_NAME + 1)
    rows = [Row((long, "b"), is_header=True), Row(("1", "2"))]
    assert list(table_lines(rows)) == [f"{long}\tb", "1\t2"]
