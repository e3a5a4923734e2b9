"""Which segments are merged with what changed."""

from __future__ import annotations

import random

import pytest

from index.build.merging import GONE_SHARE, MAX_SEGMENTS, SLIGHT_ROWS, SMALL_ROWS, Size, merged


def sizes(*live: int) -> list[Size]:
    """Segments of which nothing is gone."""
    return [Size(rows, rows) for rows in live]


@pytest.mark.parametrize(
    ("segments", "new", "expected"),
    [
        (sizes(SMALL_ROWS - 3), 3, {0}),  # a small archive is written whole
        (sizes(SMALL_ROWS - 2), 3, set()),
        (sizes(100_000), 2, set()),
        (sizes(100_000, SLIGHT_ROWS), 2, {1}),
        (sizes(100_000, SLIGHT_ROWS + 1), 2, set()),
        (sizes(100_000, 2_000), 1_000, {1}),
        (sizes(100_000, 2_001), 1_000, set()),
        (sizes(100_000, 2_000, 6_000), 1_000, {1, 2}),  # what is merged makes the change larger
        (sizes(100_000), 50_000, {0}),
        (sizes(100_000, 200), 0, set()),  # nothing is new
        ([Size(79_999, 100_000), *sizes(30_000)], 0, {0, 1}),  # more than a fifth is gone
        ([Size(80_000, 100_000), *sizes(30_000)], 0, set()),
    ],
)
def test_what_is_merged(segments: list[Size], new: int, expected: set[int]) -> None:
    """At each edge of the rules."""
    assert merged(segments, new) == expected


def test_segments_stay_few_and_a_passage_is_written_a_few_times() -> None:
    """Two thousand changes of one to three documents each, a few of which go again."""
    chance = random.Random(1)
    segments, written, added = sizes(50_000), 0, 0
    for _ in range(2_000):
        new = chance.randint(1, 9)
        added += new
        chosen = merged(segments, new)
        live = new + sum(segments[place].live for place in chosen)
        written += live
        segments = [*(size for place, size in enumerate(segments) if place not in chosen), Size(live, live)]
        place = chance.randrange(len(segments))
        size = segments[place]
        segments[place] = size._replace(live=max(0, size.live - chance.randint(0, 3)))
        assert len(segments) <= MAX_SEGMENTS
        assert all(size.rows - size.live <= GONE_SHARE * size.rows + 3 for size in segments)
    assert written < 60 * added
