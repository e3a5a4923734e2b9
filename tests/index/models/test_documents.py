"""How a date is known, said for people."""

import datetime as dt
from typing import get_args

import pytest

from index.models.documents import DateSpan, Origin


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("head line", "dated by its head line"),
        ("page text", "dated by a date in its text"),
        ("set by a moderator", "dated by a moderator"),
        ("received", "dated by when it was received"),
    ],
)
def test_how_a_date_is_known_reads_as_a_phrase(origin: Origin, said: str) -> None:
    """Origins that are part of a document are its own; others are said in words of their own."""
    day = dt.date(1969, 7, 20)
    date = DateSpan(earliest=day, latest=day, precision="day", origin=origin, as_written="1969-07-20")

    assert origin in get_args(Origin)
    assert date.dated_by == said
