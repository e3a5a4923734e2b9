"""From one date to another."""

from __future__ import annotations

import pytest

from index.dates.calendar import day_span
from index.dates.spans import span_of, spans_of
from index.models.documents import DateSpan


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-01-23 to 2025-02-01", "23 January 2025 – 1 February 2025"),
        ("2025-01-23–2025-02-01", "23 January 2025 – 1 February 2025"),
        ("2025-01-23/2025-02-01", "23 January 2025 – 1 February 2025"),
        ("2025-01-23 to 25", "23 January 2025 – 25 January 2025"),
        ("23–25 January 2025", "23 January 2025 – 25 January 2025"),
        ("23. bis 25. Januar 2025", "23 January 2025 – 25 January 2025"),
        ("January 23–25, 2025", "23 January 2025 – 25 January 2025"),
        ("23 January – 2 February 2025", "23 January 2025 – 2 February 2025"),
        ("23.–25.01.2025", "23 January 2025 – 25 January 2025"),
        ("23.01.–02.02.2025", "23 January 2025 – 2 February 2025"),
        ("January to March 2025", "January 2025 – March 2025"),
        ("2025-01 to 2025-03", "January 2025 – March 2025"),
        ("1914–1918", "1914 – 1918"),
        ("2025-W04", "20 January 2025 – 26 January 2025"),
    ],
)
def test_a_span_is_every_day_from_its_first_end_to_its_last(written: str, shown: str) -> None:
    """Whatever joins the ends, and where the first leaves out what the last says; shown at the ends' precision."""
    days = span_of(written, "day first")
    assert days is not None
    earliest, latest, precision = days
    span = DateSpan(earliest=earliest, latest=latest, precision=precision, origin="head line", as_written=written)
    assert day_span(span) == shown
    assert span.is_from_to


@pytest.mark.parametrize(
    "written",
    [
        *("2025-02-01 to 2025-01-23", "2025-01-23 to 2025-01-23", "2025-01-23 to 2026", "2025-01-23 to 2025-02-30"),
        *("2025-01-23", "2025-01", "to 2025-01-23", "2025-01-23 to", "2025-W54", "1 to 2", "a to b", "", "x" * 200),
    ],
)
def test_what_is_no_span_is_none(written: str) -> None:
    """Ends in the wrong order, of different precision, or that don't exist."""
    assert spans_of(written, None) == set()


def test_a_span_with_two_readings_has_both() -> None:
    """03.04. to 05.04. may be days of April or months of 3 or 5."""
    assert len(spans_of("03.04.2025 – 05.06.2025", None)) == 2
    assert len(spans_of("03.04.2025 – 05.06.2025", "day first")) == 1
