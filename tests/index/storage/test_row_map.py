"""Which rows each document has, for documents of any length and of none."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.storage.row_map import RowMap


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(st.lists(st.integers(0, 4), max_size=8))
def test_each_row_is_in_the_document_it_was_put_in(lengths: list[int]) -> None:
    """Every row has its document with all of that document's rows, and empty documents have none."""
    starts = [sum(lengths[:at]) for at in range(len(lengths))]
    rows = sum(lengths)
    row_map = RowMap(starts, rows)
    owners = [number for number, length in enumerate(lengths) for _ in range(length)]
    places = row_map.places(range(rows))
    assert places.documents.tolist() == owners
    assert places.first_rows.tolist() == [starts[owner] for owner in owners]
    assert places.end_rows.tolist() == [starts[owner] + lengths[owner] for owner in owners]
    for first in range(rows + 1):
        for end in range(rows + 2):
            assert row_map.starting(first, end) == sum(first <= start < end for start in starts)
            assert row_map.documents([(first, end)]).tolist() == sorted(set(owners[first:end]))
            halves = [(first, first + 1), (end, rows)] if first + 1 < end <= rows else []
            held = {owner for begin, stop in halves for owner in owners[begin:stop]}
            assert row_map.documents(halves).tolist() == sorted(held)
