"""Vectors that are held are those of the table, whatever room there is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.storage.lance.held_vectors import Halves, HeldVectors
from index.storage.lance.row_sets import Numbers

COUNT, DIMENSIONS = 50, 4
STORED = np.random.default_rng(24).normal(size=(COUNT, DIMENSIONS)).astype(np.float16)
VECTOR_BYTES = 2 * DIMENSIONS


class Table:
    """Reads vectors, and notes which."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def read(self, places: Numbers) -> Halves:
        """The vectors at ascending places, each once."""
        assert np.all(np.diff(places) > 0)
        self.asked += places.tolist()
        return STORED[places]


def held(table: Table, room: int) -> HeldVectors:
    return HeldVectors(table.read, COUNT, DIMENSIONS, room * VECTOR_BYTES)


@pytest.mark.parametrize("room", [1, 7, COUNT, 1_000])
def test_vectors_are_those_of_the_table(room: int) -> None:
    """In any order, some of them twice, read or held, also when several threads ask."""
    chance = np.random.default_rng(room)
    vectors = held(Table(), room)
    asked = [chance.integers(0, COUNT, chance.integers(0, 20)) for _ in range(200)]
    with ThreadPoolExecutor(4) as threads:
        for places, found in zip(asked, threads.map(vectors.at, asked), strict=True):
            assert np.array_equal(found, STORED[places].astype(np.float32))


def test_what_is_held_is_not_read_again() -> None:
    """Those read last; what was read before them is read again."""
    table = Table()
    vectors = held(table, 2)
    for places in ([3], [5], [3, 5], [7], [5, 7], [3]):
        vectors.at(np.array(places))
    assert table.asked == [3, 5, 7, 3]


def test_all_may_be_held_beforehand() -> None:
    """None is read one by one then."""
    table = Table()
    vectors = held(table, COUNT)
    assert vectors.room_for_all
    assert not held(table, COUNT - 1).room_for_all
    vectors.fill(iter(np.array_split(STORED, 3)))
    assert np.array_equal(vectors.at(np.arange(COUNT)), STORED.astype(np.float32))
    assert table.asked == []
