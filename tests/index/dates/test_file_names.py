"""The date in a file's name and in the folders that lead to it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.file_names import file_name_date
from index.dates.paths import path_date
from index.dates.stated import StatedDate, read_date
from tests import ROOT
from tests.index.dates.written_dates import Written, shown, written_days

GOLDEN = [
    [*line.split("\t"), ""][:3]
    for line in (ROOT / "tests/golden/file_names.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("path", "days", "place"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_a_path_states_its_date_or_none(path: str, days: str, place: str) -> None:
    """At the ends of a name, in its middle and in folders; what has two readings is none, with a note."""
    stated = path_date(path)
    assert shown(stated) == days
    if stated and days != "?":
        assert stated.origin == ("middle of the file name" if place else "file name")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("2010-10-22-title.md", "2010-10-22"),
        ("20250123_x.txt", "20250123"),
        ("2010_10_22 words.txt", "2010_10_22"),
        ("2010.10.22.txt", "2010.10.22"),
        ("2010-10-22", "2010-10-22"),
        ("2024-03-report.pdf", "2024-03"),
        ("report-2024-05-06.pdf", "2024-05-06"),
        ("25-12-2024 words.txt", "25-12-2024"),
        ("2010-13-45-title.md", "2010-13-45"),
        ("20250123T101500.eml", "20250123"),
    ],
)
def test_a_file_name_states_a_date_at_its_ends(name: str, written: str) -> None:
    """A day or a month at the beginning of a name is a date, as is a day at its end."""
    assert file_name_date(name) == StatedDate(written, "file name")


@pytest.mark.parametrize(
    "name",
    ["12345678_x.txt", "1984.txt", "2001-a-space-odyssey.txt", "000012_20250123.txt", "1990-2000.txt", "2010-22-x.txt",
     "000000_site_2010_10_2010-10-22-words.txt", "v2010-10-22b.txt", "202501231.txt", ".txt", ""],
)  # fmt: skip
def test_other_numbers_in_file_names_are_not_dates(name: str) -> None:
    """Numbers, years alone and days in the middle of a name are not taken for the document's date."""
    assert file_name_date(name) is None


@pytest.mark.parametrize(
    ("name", "note"),
    [
        (
            "2010-11 season.txt",
            "the file name's date 2010-11 can mean November 2010 or the years 2010 and 2011; rename the file; "
            "the document is undated",
        ),
        (
            "read 2025-01-23 again on 2025-02-01.txt",
            "the file name's date 2025-01-23 and 2025-02-01 is two dates; rename the file; the document is undated",
        ),
        (
            "minutes 23 and 24 January 2025.txt",
            "the file name's date 23 and 24 January 2025 is not one date; write a span as 2025-01-23 to 2025-02-01, or "
            "rename the file; the document is undated",
        ),
        (
            "minutes 23.01.25.txt",
            "the file name's date 23.01.25 has a year of two digits; write it as 2025-01-23; the document is undated",
        ),
    ],
)
def test_a_name_in_doubt_has_a_note_with_its_cure(name: str, note: str) -> None:
    """It says what the name can mean, and what to do."""
    stated = path_date(name)
    assert stated is not None
    assert read_date(stated, order=None, today=dt.date.max).notes == (note,)


@pytest.mark.parametrize(("order", "day"), [("day first", dt.date(2025, 4, 3)), ("month first", dt.date(2025, 3, 4))])
def test_the_setting_decides_in_a_name_too(order: str, day: dt.date) -> None:
    """03-04-2025 and 03.04.2025 are read as the settings say."""
    for name in ("minutes 03.04.2025.txt", "03-04-2025 minutes.txt"):
        stated = path_date(name)
        assert stated is not None
        span = read_date(stated, order="day first" if order == "day first" else "month first", today=dt.date.max).span
        assert span is not None
        assert span.earliest == day


AROUND = [("", " minutes"), ("minutes ", ""), ("minutes_", "_final"), ("", ""), ("Scan ", " page 3"), ("a/b/", " x")]


@given(written_days(in_name=True), st.sampled_from(AROUND))
def test_a_written_day_is_read_back_or_not_at_all(day: Written, around: tuple[str, str]) -> None:
    """In whatever form it is written, and wherever it stands, never another day comes out."""
    stated = path_date(f"{around[0]}{day.text}{around[1]}.txt")
    if stated is not None:
        span = read_date(stated, order=day.order, today=dt.date.max).span
        assert span is None or (span.earliest, span.latest) == (day.day, day.day)


@given(st.text(max_size=60))
def test_no_name_breaks_the_reading_of_dates(name: str) -> None:
    """Whatever a path is, what is read of it is in it."""
    stated = path_date(name)
    assert stated is None or isinstance(stated, StatedDate)
