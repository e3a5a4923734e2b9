"""The indexes of the two tables, brought up to date after each change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import lance

from index.storage.lance.schema import DOCUMENTS, POSITIONS, TERM_FIELDS

EXACT_ROWS: Final = 60_000
"""Up to so many candidates all vectors are compared."""
LIST_ROWS, LONG_LIST_ROWS = 256, 4_096
"""About how many rows a list of vectors holds; and where all are always compared."""
OUTGROWN: Final = 4
"""So many times as long as they should be, lists are made anew."""
METRIC: Final = "dot"
SAMPLE_RATE: Final = 40
"""Vectors for each list by which its centre is found, as in the embedded engine; with 256 as much is found."""
MOST_SEGMENTS: Final = 8
"""An index of so many parts, one for each build, is merged into one; of a small table always."""
GONE_SHARE, FEW_ROWS = 0.05, 50_000
"""A table is written anew, without what is gone, from this share of its rows on; a smaller table always."""
SCALARS: Final = {DOCUMENTS: ("number", "path", "sha256"), "passages": ("row", "document", "id")}
WORDS: Final[dict[str, Any]] = {
    "base_tokenizer": "whitespace",
    "lower_case": False,
    "stem": False,
    "remove_stop_words": False,
    "ascii_folding": False,
    "max_token_length": None,
}
"""Terms are Dateline's own: a field only splits at blanks."""


class NewIndex(NamedTuple):
    """An index that a table is to have, of the kind and with the options that Lance has."""

    column: str
    kind: str
    options: dict[str, Any]


IndexMaker: TypeAlias = Callable[[lance.LanceDataset, Sequence[NewIndex]], Iterator[str]]
"""Makes indexes of a table; gives the column of each once it is there, with which the table has one version more."""


def indexed(table: lance.LanceDataset, name: str, make: IndexMaker) -> list[str]:
    """Brings the indexes of a table up to date; gives a name for each version that this may have made."""
    return [*_compacted(table), *_indexed(table, name, make)]


def make_here(table: lance.LanceDataset, indexes: Iterable[NewIndex]) -> Iterator[str]:
    """Makes indexes on this machine, one after the other."""
    for index in indexes:
        _create(table, *index)
        yield index.column


def prewarm(table: lance.LanceDataset) -> None:
    """Reads a table's indexes into memory, but for that of pairs: most of those are in one passage, and never asked."""
    for name in sorted(_names(table) - {index_of("pairs")}):
        if name in {index_of(field) for field in POSITIONS}:
            table.prewarm_index(name, with_position=True)
        else:
            table.prewarm_index(name)


def count_indexed(table: lance.LanceDataset, column: str) -> int:
    """How many of a table's rows the index of a column has."""
    return int(table.stats.index_stats(index_of(column))["num_indexed_rows"])


def index_of(column: str) -> str:
    """The name of the index of a column."""
    return f"{column}_idx"


def _compacted(table: lance.LanceDataset) -> list[str]:
    """Words count in no statistics once the rows that had them are written anew."""
    rows, gone = table.count_rows(), _gone(table)
    if not gone or (rows > FEW_ROWS and gone < GONE_SHARE * (rows + gone)):
        return []
    table.optimize.compact_files(materialize_deletions_threshold=0.0)
    return ["reserved", "compacted"]


def _gone(table: lance.LanceDataset) -> int:
    """How many rows are deleted, and still in its files."""
    return sum(fragment.num_deletions for fragment in table.get_fragments())


def _indexed(table: lance.LanceDataset, name: str, make: IndexMaker) -> Iterator[str]:
    there = _names(table)
    if there:
        yield from _extended(table, there)
    if missing := [index for index in _wanted(table, name) if _is_missing(table, index.column, there)]:
        yield from make(table, missing)


def _is_missing(table: lance.LanceDataset, column: str, names: Iterable[str]) -> bool:
    return index_of(column) not in names or (column == "vector" and _outgrown(table))


def _extended(table: lance.LanceDataset, names: Iterable[str]) -> Iterator[str]:
    """What the indexes lack is added, as one more part of each, or with the others where these are many."""
    for name in sorted(names):
        parts = table.stats.index_stats(name)["num_indices"]
        merged = parts if parts >= MOST_SEGMENTS or table.count_rows() <= FEW_ROWS else 0
        table.optimize.optimize_indices(num_indices_to_merge=merged, index_names=[name])
        yield name


def _wanted(table: lance.LanceDataset, name: str) -> Iterator[NewIndex]:
    """Each index that a table has."""
    yield from (NewIndex(column, "BTREE", {}) for column in SCALARS[name])
    if name != DOCUMENTS:
        for field in TERM_FIELDS:
            yield NewIndex(field, "INVERTED", {**WORDS, "with_position": field in POSITIONS})
        yield vector_index(table.count_rows())


def vector_index(rows: int) -> NewIndex:
    """The index of the vectors of so many rows."""
    return NewIndex("vector", "IVF_FLAT", {"metric": METRIC, "num_partitions": lists(rows), "sample_rate": SAMPLE_RATE})


def lists(rows: int) -> int:
    """How many lists the vectors of so many rows are in."""
    return max(1, rows // (LIST_ROWS if rows > EXACT_ROWS else LONG_LIST_ROWS))


def count_lists(table: lance.LanceDataset) -> int:
    """How many lists the vectors of a table are in."""
    parts = table.stats.index_stats(index_of("vector"))["indices"]
    return max(int(part["num_partitions"]) for part in parts)


def _outgrown(table: lance.LanceDataset) -> bool:
    """Whether the lists of vectors have become too long."""
    return lists(table.count_rows()) > OUTGROWN * count_lists(table)


def _create(table: lance.LanceDataset, column: str, kind: Any, options: dict[str, Any]) -> None:
    if kind.startswith("IVF"):
        table.create_index(column, kind, index_of(column), replace=True, **options)
    else:
        table.create_scalar_index(column, kind, index_of(column), **options)


def _names(table: lance.LanceDataset) -> set[str]:
    return {index.name for index in table.describe_indices()}
