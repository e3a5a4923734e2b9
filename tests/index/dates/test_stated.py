"""Dates as documents state them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.head_lines import head_date
from index.dates.stated import SettledDate, StatedDate, read_date, settle
from index.dates.written import DateOrder
from index.models.documents import DateSpan, Origin

TODAY = dt.date(2025, 6, 1)


def read(written: str, order: DateOrder = None, origin: Origin = "head line") -> SettledDate:
    return read_date(StatedDate(written, origin), order=order, today=TODAY)


def days(written: str, order: DateOrder = None) -> tuple[str, str, str]:
    span = read(written, order).span
    assert span is not None
    return span.earliest.isoformat(), span.latest.isoformat(), span.precision


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2010-10-22", ("2010-10-22", "2010-10-22", "day")),
        ("2010-10", ("2010-10-01", "2010-10-31", "month")),
        ("2010", ("2010-01-01", "2010-12-31", "year")),
        ("2024-02", ("2024-02-01", "2024-02-29", "month")),
        ("1900-02", ("1900-02-01", "1900-02-28", "month")),
        ("2024-02-29", ("2024-02-29", "2024-02-29", "day")),
        ("0001-01-01", ("0001-01-01", "0001-01-01", "day")),
        ("9999", ("9999-01-01", "9999-12-31", "year")),
        ("9999-12", ("9999-12-01", "9999-12-31", "month")),
        ("2010/10/22", ("2010-10-22", "2010-10-22", "day")),
        ("2010-1-2", ("2010-01-02", "2010-01-02", "day")),
        ("20101022", ("2010-10-22", "2010-10-22", "day")),
        ("25/12/2024", ("2024-12-25", "2024-12-25", "day")),
        ("12/25/2024", ("2024-12-25", "2024-12-25", "day")),
        ("05.05.2024", ("2024-05-05", "2024-05-05", "day")),
        ("22 October 2010", ("2010-10-22", "2010-10-22", "day")),
        ("22nd Oct. 2010", ("2010-10-22", "2010-10-22", "day")),
        ("October 22, 2010", ("2010-10-22", "2010-10-22", "day")),
        ("Sept 2010", ("2010-09-01", "2010-09-30", "month")),
        ("Fri, 22 Oct 2010 23:30:00 -0800", ("2010-10-22", "2010-10-22", "day")),
        ("D:201010", ("2010-10-01", "2010-10-31", "month")),
        ("D:20101022233000-08'00'", ("2010-10-22", "2010-10-22", "day")),
    ],
)
def test_every_form_is_read_at_its_own_precision(written: str, expected: tuple[str, str, str]) -> None:
    """A day is that day; a month or a year is all its days."""
    assert days(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "2010-10-22T23:59:59Z",
        "2010-10-22T00:00:01+14:00",
        "2010-10-22T23:59:59-12:00",
        "2010-10-22 23:59:59 -0800",
        "2010-10-22T23:59:59.123456+00:00",
    ],
)
def test_a_time_zone_never_shifts_a_day(written: str) -> None:
    """The day is the one written, whatever the hour and the zone."""
    assert days(written)[0] == "2010-10-22"


@pytest.mark.parametrize(
    ("order", "day"), [("day first", "2025-04-03"), ("month first", "2025-03-04")], ids=["day", "month"]
)
def test_the_setting_decides_between_day_and_month(order: DateOrder, day: str) -> None:
    """03/04/2025 is read as the settings say."""
    assert days("03/04/2025", order)[0] == day


def test_an_ambiguous_date_is_not_guessed() -> None:
    """Without a hint 03/04/2025 leaves the document undated, and the note gives both readings."""
    assert read("03/04/2025") == SettledDate(
        None,
        (
            "the head line's date 03/04/2025 can mean 3 April or 4 March; set date_order to say which; "
            "the document is undated",
        ),
    )


@pytest.mark.parametrize(
    "written",
    ["2025-13-45", "2025-02-29", "2025-00", "2025-06-31", "0000", "0000-01-01", "31/31/2025", "30 February 2025"],
)
def test_an_impossible_date_leaves_the_document_undated(written: str) -> None:
    """No day is made up from a date that doesn't exist, and the note quotes it."""
    assert read(written) == SettledDate(
        None, (f"the head line's date {written} does not exist; the document is undated",)
    )


def test_a_day_that_the_setting_makes_impossible_is_not_reversed() -> None:
    """With the month first 25/12/2024 has no month, and it is not read the other way round."""
    assert read("25/12/2024", "month first").span is None


def test_an_unknown_form_is_noted() -> None:
    """Words that are not a date leave a note that says how to write one."""
    assert read("yesterday", origin="front matter").notes == (
        "the front matter's date yesterday can't be read (write it as 2025-01-23); the document is undated",
    )


def test_a_long_date_is_cut_in_its_note() -> None:
    """A note stays one short line however long the date is and whatever line ends it has."""
    (note,) = read("x\ny" * 1000).notes
    assert len(note) < 200
    assert "\n" not in note


@pytest.mark.parametrize(("written", "noted"), [("2025-06-01", 0), ("2025-06-02", 1), ("2025", 0), ("2026", 1)])
def test_a_future_date_is_kept_and_noted(written: str, noted: int) -> None:
    """Only a date that begins after today is in the future, and it stays the document's date."""
    dated = read(written)
    assert dated.span is not None
    assert len(dated.notes) == noted
    assert all(note == f"the head line's date {written} is in the future" for note in dated.notes)


def test_the_date_records_how_and_where_it_is_written() -> None:
    """`as_written` and `origin` are those of the source."""
    span = read("2010-10", origin="metadata").span
    assert span is not None
    assert (span.as_written, span.origin) == ("2010-10", "metadata")


def test_underscores_in_a_file_name_are_read() -> None:
    """2010_10_22 is the day 2010-10-22."""
    assert days("2010_10_22")[0] == "2010-10-22"


TRUSTED: list[Origin] = [
    *("set by a moderator", "head line", "front matter", "metadata", "file name", "page text"),
    *("middle of the file name", "received", "creation metadata"),
]


@pytest.mark.parametrize("best", range(5))
def test_the_most_trusted_statement_counts(best: int) -> None:
    """Head line before front matter before metadata before file name before creation date."""
    stated = [StatedDate(f"20{10 + number}", origin) for number, origin in enumerate(TRUSTED)][best:]
    span = settle(reversed(stated), order=None, today=TODAY).span
    assert span is not None
    assert span.origin == TRUSTED[best]


def test_a_statement_that_cannot_be_read_is_not_replaced() -> None:
    """An impossible date in the head line is not replaced by the date in the file's name."""
    stated = [StatedDate("2025-13-45", "head line"), StatedDate("2025-01-23", "file name")]
    assert settle(stated, order=None, today=TODAY).span is None


def test_blank_statements_are_ignored() -> None:
    """An empty field states no date."""
    assert settle([StatedDate("  ", "front matter")], order=None, today=TODAY) == SettledDate(None)


@given(st.dates())
def test_every_day_is_read_back_as_itself(day: dt.date) -> None:
    """Every day, written as in ISO 8601, is read as that day."""
    assert read(day.isoformat()).span == DateSpan(
        earliest=day, latest=day, precision="day", origin="head line", as_written=day.isoformat()
    )


@given(st.text(), st.sampled_from([None, "day first", "month first"]))
def test_no_text_breaks_the_reading_of_dates(text: str, order: DateOrder) -> None:
    """Whatever text is in place of a date is read or noted."""
    dated = read(text, order)
    assert dated.span or dated.notes
    head = head_date(text)
    assert head is None or head.written in text
    assert all("\n" not in note for note in dated.notes)


@given(st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}", fullmatch=True))
def test_a_date_is_read_without_a_note_or_noted_without_a_date(written: str) -> None:
    """Today's and past dates need no note; dates that can't be read have a note and no span."""
    dated = read_date(StatedDate(written, "head line"), order=None, today=dt.date.max)
    assert (dated.span is None) == bool(dated.notes)
