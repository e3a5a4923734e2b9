"""The line that a text states its own date in."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.head_lines import head_date
from index.dates.stated import StatedDate, read_date
from tests import ROOT
from tests.index.dates.written_dates import Written, shown, written_days

GOLDEN = [
    line.split("\t")
    for line in (ROOT / "tests/golden/head_lines.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("line", "days", "rest"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_a_head_line_is_told_from_prose(line: str, days: str, rest: str) -> None:
    """What stands there is the date, and all after it and its time of day is text."""
    text = f"{line}\n\nThe ferry stays.\n"
    head = head_date(text)
    assert shown(StatedDate(head.written, "head line") if head else None) == days
    kept = text[head.end :] if head else text
    assert kept == (f"{rest}\n\nThe ferry stays.\n" if rest else "The ferry stays.\n")


@pytest.mark.parametrize(
    ("text", "written", "rest"),
    [
        ("date 2025-01-23 Words.", "2025-01-23", "Words."),
        ("Date: 2025-01 Words.", "2025-01", "Words."),
        ("\ufeff \n DATE 2025 Words.", "2025", "Words."),
        ("date : 2025 Words.", "2025", "Words."),
        ("date：2025 話", "2025", "話"),
        ("date 2025-01-23\n\nWords.", "2025-01-23", "Words."),
        ("date 1984 A year.", "1984", "A year."),
        ("date 2025-13-45 Words.", "2025-13-45", "Words."),
        ("date 03/04/2025 Words.", "03/04/2025", "Words."),
        ("date 2025-01-23T10:00Z Words.", "2025-01-23T10:00Z", "Words."),
        ("date 2025-01-23", "2025-01-23", ""),
        ("date 2025-01-23: Words.", "2025-01-23", "Words."),
        ("date: 2025-01, Words.", "2025-01", "Words."),
        ("date 2025.", "2025", ""),
    ],
)
def test_a_head_line_gives_its_date_and_the_words_after(text: str, written: str, rest: str) -> None:
    """Any case, an optional colon and white space before are part of the form."""
    head = head_date(text)
    assert head is not None
    assert (head.written, text[head.end :]) == (written, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Dates are fruit.",
        "Date palms are trees.",
        "date5 2025",
        "date2025-01-23 Words.",
        "A date 2025-01-23 inside.",
        "date\n2025-01-23 Words.",
        "date 5 of the tour",
        "date 2025-01-23x Words.",
        "date tomorrow",
        "update 2025-01-23",
        "",
    ],
)
def test_other_first_words_are_not_a_head_line(text: str) -> None:
    """A text that only happens to begin with the letters of `date` keeps its words."""
    assert head_date(text) is None


@given(
    written_days(), st.sampled_from(["date ", "Date: ", "DATE : "]), st.sampled_from([" Ferry kept", "\n\nFerry", ""])
)
def test_a_written_day_is_read_back_or_not_at_all(day: Written, head: str, rest: str) -> None:
    """In whatever form it is written, never another day comes out, and the words after it stay."""
    found = head_date(f"{head}{day.text}{rest}")
    if found is not None:
        span = read_date(StatedDate(found.written, "head line"), order=day.order, today=dt.date.max).span
        assert span is None or (span.earliest, span.latest) == (day.day, day.day)
        assert f"{head}{day.text}{rest}"[found.end :] == rest.lstrip()
