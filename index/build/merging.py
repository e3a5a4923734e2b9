"""Which segments of the generation before stay as they are, and which are written anew with what changed. Pure.

The larger a change, the larger the segments that are merged with it, so that a passage is written some ten times while
an archive grows a thousandfold, and a generation has few segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

MAX_SEGMENTS: Final = 6
"""Each costs a search some half a millisecond; the smallest are merged, which costs little."""
SLIGHT_ROWS: Final = 300
"""A segment of so many passages is merged with whatever changes: they are written in a sixth of a second."""
MERGED_SHARE: Final = 2
"""A segment is merged with what changed if it has at most so many times as many passages."""
GONE_SHARE: Final = 0.2
"""A segment of which more than this part is gone is written anew."""
SMALL_ROWS: Final = 500
"""An archive of so many passages is written whole: that takes a quarter of a second, and one segment is searched
fastest."""


class Size(NamedTuple):
    """How many passages of a segment there still are, and how many in all."""

    live: int
    rows: int


def merged(sizes: Sequence[Size], new: int) -> set[int]:
    """The places of the segments to be merged with `new` passages; all of them where the archive is small."""
    if sum(size.live for size in sizes) + new <= SMALL_ROWS:
        return set(range(len(sizes)))
    chosen = {place for place, size in enumerate(sizes) if size.rows - size.live > GONE_SHARE * size.rows}
    rows = new + sum(sizes[place].live for place in chosen)
    left = sorted((size.live, place) for place, size in enumerate(sizes) if place not in chosen)
    while left and rows and (left[0][0] <= max(SLIGHT_ROWS, MERGED_SHARE * rows) or len(left) >= MAX_SEGMENTS):
        live, place = left.pop(0)
        chosen.add(place)
        rows += live
    return chosen
