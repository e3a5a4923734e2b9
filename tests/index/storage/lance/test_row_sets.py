"""Rows as spans, and their addresses as Lance reads them, against sets of numbers."""

from __future__ import annotations

from pathlib import Path

import lance
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.storage.lance.addresses import Addresses, read_addresses
from index.storage.lance.row_sets import RowSet

NUMBERS = st.sets(st.integers(0, 200), max_size=40)


def rows(numbers: set[int]) -> RowSet:
    return RowSet.of_rows(np.array(sorted(numbers), dtype=np.int64))


@given(numbers=NUMBERS, others=NUMBERS)
def test_spans_are_the_rows_they_were_made_of(numbers: set[int], others: set[int]) -> None:
    """In as few spans as possible, which tell which others are among them."""
    made, asked = rows(numbers), np.array(sorted(others), dtype=np.int64)
    assert set(made.rows().tolist()) == numbers
    assert made.count == len(numbers)
    assert (made.firsts[1:] > made.ends[:-1]).all()
    touched = made.touches(asked, asked + 3).tolist()
    assert touched == [not numbers.isdisjoint(range(first, first + 3)) for first in asked.tolist()]


@given(places=st.dictionaries(st.integers(0, 200), st.integers(0, 400), min_size=1, max_size=40), asked=NUMBERS)
def test_rows_have_the_addresses_they_were_given(places: dict[int, int], asked: set[int]) -> None:
    """Wherever they lie, and no row that isn't there has one."""
    numbers = sorted(places)
    own = dict(zip(numbers, sorted({*places.values(), *range(401, 401 + len(numbers))}), strict=False))
    addresses = Addresses(np.array(numbers), np.array(list(own.values())))
    assert addresses.rows().tolist() == numbers
    assert set(addresses.of(rows(asked)).rows().tolist()) == {own[row] for row in asked & own.keys()}
    assert addresses.rows_at(np.array(list(own.values()))).tolist() == numbers
    assert addresses.positions(np.array(numbers)).tolist() == list(range(len(numbers)))
    with pytest.raises(LookupError, match="not all of the rows"):
        addresses.positions(np.array([201]))


@pytest.mark.parametrize("step", [1, 2, 700, 70_000])
def test_lance_reads_the_rows_that_are_allowed(tmp_path: Path, step: int) -> None:
    """In several files, of more rows than a block has, some of which are deleted."""
    table = pa.table({"row": pa.array(range(200_000))})
    dataset = lance.write_dataset(table, tmp_path / "rows.lance", max_rows_per_file=90_000)
    dataset.delete("row % 1400 = 0")
    every = read_addresses(dataset)
    allowed = every.of(rows(set(range(0, 200_000, step)))).serialized()
    found = dataset.scanner(columns=["row"], row_addr_allowlist=allowed).to_table()["row"].to_pylist()
    assert sorted(found) == [row for row in range(0, 200_000, step) if row % 1400]
