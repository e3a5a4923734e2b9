"""What an index of words needs beside its passages so that average lengths are those of the passages there are. Pure.

Tantivy ranks by the average length of everything in an index, also of passages that are gone. Entries without a passage
put that right: as many, with as many terms, as make the average what it is without the gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np

from index.storage.segments import Segment

EXACT_ENTRIES: Final = 4_000
"""Up to so many passages the average is exact: then so many entries make everything twice what it is."""
TRIED_ENTRIES: Final = 500
"""Above, the number of entries is the one, of so many, by which averages are least off: by a millionth or two."""


MAX_ENTRIES: Final = 10_000
"""Where more would be needed, since nearly all that had terms in a field is gone, that field's average is off: so many
take a second to write."""


class Totals(NamedTuple):
    """Passages, and terms in each field."""

    rows: int
    tokens: Mapping[str, int]


def totals(segments: Iterable[Segment]) -> tuple[Totals, Totals]:
    """Those of all that segments hold, and those of what of it is gone."""
    held: dict[str, int] = {}
    gone: dict[str, int] = {}
    rows = gone_rows = 0
    for segment in segments:
        rows += segment.rows
        gone_rows += segment.gone.rows
        for name, count in segment.tokens.items():
            held[name] = held.get(name, 0) + count
            gone[name] = gone.get(name, 0) + segment.gone.tokens.get(name, 0)
    return Totals(rows, held), Totals(gone_rows, gone)


def balancing(held: Totals, gone: Totals) -> Totals:
    """The entries to be added; none where nothing is gone."""
    live = Totals(held.rows - gone.rows, {name: count - gone.tokens[name] for name, count in held.tokens.items()})
    if not gone.rows or not live.rows:
        return Totals(0, {})
    filled = {name: count for name, count in live.tokens.items() if count}
    if live.rows <= EXACT_ENTRIES:
        times = max([held.rows // live.rows, *(held.tokens[name] // count for name, count in filled.items())]) + 1
        tokens = {name: times * count - held.tokens[name] for name, count in filled.items()}
        return Totals(times * live.rows - held.rows, tokens)
    averages = np.array([count / live.rows for count in filled.values()])
    short = np.array([gone.rows * count / live.rows - gone.tokens[name] for name, count in filled.items()])
    least = min(MAX_ENTRIES, max(1, int(np.ceil(max(-short / averages, default=0.0)))))
    entries = np.arange(least, least + TRIED_ENTRIES)
    wanted = short[:, None] + averages[:, None] * entries
    off = np.abs(wanted - np.rint(wanted)) / np.array(list(filled.values()))[:, None]
    best = int(np.argmin(off.max(axis=0)))
    tokens = {name: max(0, round(float(wanted[place, best]))) for place, name in enumerate(filled)}
    return Totals(int(entries[best]), tokens)
