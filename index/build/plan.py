"""How a generation is made: which segments of the one before stay, and what is in the one that is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.build import merging
from index.build.cut import Cut
from index.build.cuts import Cuts
from index.build.gather import Gathered
from index.build.naming import Naming
from index.storage.document_engine import Documents
from index.storage.documents import DocumentStore
from index.storage.order import Order
from index.storage.segment_documents import SegmentDocuments
from index.storage.segments import Gone, Segment


@dataclass(frozen=True, slots=True)
class Staying:
    """A segment that stays; `segment` says what of it is gone now, but not the words of that."""

    segment: Segment
    gone_before: Gone
    documents: SegmentDocuments
    folder: Path
    """Where its files are."""
    generation: Path
    """The folder of the generation before."""


class Placed(NamedTuple):
    """Documents in row order: for each the place of its segment, and its number there."""

    segments: NDArray[np.int64]
    numbers: NDArray[np.int64]


@dataclass(frozen=True)
class Plan:
    """What a generation is made of; `cuts` are the documents of its new segment, in row order."""

    cuts: Cuts
    naming: Naming
    """What gives those of their passages ids that have none."""
    staying: Sequence[Staying] = ()
    order: Placed = field(default_factory=lambda: Placed(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)))
    """The documents of the segments that stay."""


def planned(before: Documents | None, gathered: Gathered, *, whole: bool) -> Plan:
    """How the generation is made that holds what was `gathered`; with `whole`, no segment stays."""
    if before is None or not gathered.staying:
        return Plan(gathered.cuts, gathered.naming)
    if not isinstance(before, DocumentStore):
        raise TypeError("a generation of another engine has no segments that could stay")
    gone = gathered.gone_from(before)
    now = list(_all_staying(before, gone))
    sizes = [merging.Size(staying.segment.live_rows, staying.segment.rows) for staying in now]
    new = sum(gathered.cuts.counts())
    every = set(range(len(before.parts)))
    merged = every if whole or not now else merging.merged(sizes, new)
    cuts = gathered.cuts.with_more(_cuts_of((before.parts[place] for place in merged), gathered.staying))
    places = sorted(every - merged)
    staying = [now[place] for place in places]
    if not staying:
        return Plan(cuts, gathered.naming)
    return Plan(cuts, gathered.naming, staying, _order(before.order, places, staying))


def _all_staying(before: DocumentStore, gone: Set[str]) -> Iterator[Staying]:
    """The segments of the generation before, without the documents at the `gone` paths."""
    if before.layout is None:  # an earlier version wrote it, and didn't count its words
        return
    parts = zip(before.layout.segments, before.parts, before.folders_of_segments, strict=True)
    for segment, documents, folder in parts:
        numbers = documents.at(gone)
        rows = segment.gone.rows + documents.count_rows(numbers)
        both = tuple(sorted({*segment.gone.numbers, *numbers}))
        now = segment.gone.model_copy(update={"numbers": both, "rows": rows})
        yield Staying(
            segment.model_copy(update={"gone": now}), segment.gone, documents, folder, generation=before.folder
        )


def _cuts_of(parts: Iterable[SegmentDocuments], staying: Set[str]) -> Iterator[Cut]:
    """The documents of segments that are merged, of those that stay documents of the archive."""
    for part in parts:
        for number in part.at(staying & part.digests().keys()):
            document, passages = part.cut(number)
            yield Cut(document, tuple(passages))


def _order(before: Order, places: Sequence[int], staying: Sequence[Staying]) -> Placed:
    """The order of the documents of the segments that stay, whose places before are given."""
    now = np.full(before.count_segments, -1, dtype=np.int64)
    now[list(places)] = np.arange(len(places))
    kept = now[before.segments] >= 0
    for place, it in zip(places, staying, strict=True):
        kept &= ~(
            (before.segments == place) & np.isin(before.numbers, np.array(it.segment.gone.numbers, dtype=np.int64))
        )
    return Placed(now[before.segments[kept]], before.numbers[kept])
