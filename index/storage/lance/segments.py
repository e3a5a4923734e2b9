"""Indexes made in segments: each of some fragments of a table, by whoever can reach it, and all committed as one index.

A segment that nobody commits is in no version of the table; its files are removed by a cleanup a week later.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

import lance
from lance.dataset import Index
from lance.indices import IndicesBuilder

from index.storage.lance.faults import options_for, told
from index.storage.lance.indexing import METRIC, MOST_SEGMENTS, NewIndex, index_of

Table: TypeAlias = lance.LanceDataset
MadeSegment: TypeAlias = Index
"""What Lance knows of a segment that is written, and not yet committed."""

MOST_MADE: Final = MOST_SEGMENTS // 2
"""Segments that an index is made in at most: some builds may add to it before they are merged."""
LONGEST_FIRST: Final = ("pairs", "stems", "exact")
"""Columns whose indexes take longest, so that none of them is begun last."""


class Segment(NamedTuple):
    """What of an index is to be made at a time: that of some fragments of the table, by their numbers."""

    of: NewIndex
    fragments: list[int]


def segments(table: Table, indexes: Sequence[NewIndex]) -> list[Segment]:
    """The segments of `indexes`: those that take longest first, and last those with lists, which must be trained."""
    groups = fragment_groups(table)
    return [Segment(index, group) for index in sorted(indexes, key=_place) for group in groups]


def has_lists(index: NewIndex) -> bool:
    """Whether an index is of vectors in lists, which are to be `trained` before any segment is made."""
    return index.kind.startswith("IVF")


def _place(index: NewIndex) -> int:
    if has_lists(index):
        return len(LONGEST_FIRST) + 1
    return LONGEST_FIRST.index(index.column) if index.column in LONGEST_FIRST else len(LONGEST_FIRST)


def fragment_groups(table: Table, most: int = MOST_MADE) -> list[list[int]]:
    """The fragments of a table in at most so many groups, which have about as many rows each."""
    rows = {fragment.fragment_id: fragment.count_rows() for fragment in table.get_fragments()}
    groups: list[tuple[int, list[int]]] = [(0, []) for _ in range(min(most, len(rows)))]
    for fragment in sorted(rows, key=lambda fragment: -rows[fragment]):
        size, group = groups[0]
        heapq.heapreplace(groups, (size + rows[fragment], [*group, fragment]))
    return [sorted(group) for _, group in groups]


def trained(table: Table, index: NewIndex) -> NewIndex:
    """An index of vectors with the centres of its lists, so that all of its segments have the same ones."""
    lists = index.options["num_partitions"]
    rate = min(index.options["sample_rate"], table.count_rows() // lists)
    model = IndicesBuilder(table, index.column).train_ivf(lists, distance_type=METRIC, sample_rate=rate)
    return index._replace(options={**index.options, "ivf_centroids": model.centroids})


def make_segment(table: Table, segment: Segment) -> MadeSegment:
    """Writes a segment beside the table, to be committed by whoever changes that."""
    column, kind, options = segment.of
    name, fragments = index_of(column), segment.fragments
    return table.create_index_uncommitted(column, kind, name, replace=True, fragment_ids=fragments, **options)


def commit(table: Table, column: str, made: Iterable[MadeSegment]) -> None:
    """Makes these segments the index of a column, in place of what it had."""
    table.commit_existing_index_segments(index_of(column), column, list(made))


def open_for_segments(uri: str, version: int) -> Table:
    """A table by this machine's own path and credentials; raises `IndexDataError` where it can't be opened."""
    with told(uri):
        return lance.dataset(uri, version, storage_options=options_for(uri, writing=True))


def files_of(table: Table) -> frozenset[str]:
    """What tells a table from any other one of its version: the names of its files, which are drawn by chance."""
    return frozenset(file.path for fragment in table.get_fragments() for file in fragment.data_files())
