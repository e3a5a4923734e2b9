"""Which rows fulfil a predicate, told by what is known of every document, without asking the tables.

A window, folders and the like are asked of documents, which are few beside passages; whichever fulfil them become spans
of rows, by which Lance narrows a search before it ranks anything. Phrases are looked up by `index.storage.lance.words`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import reduce

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from index.storage.engine import Predicate
from index.storage.lance.heads import Heads, Mask
from index.storage.lance.row_sets import RowSet


def selected(heads: Heads, predicate: Predicate) -> RowSet | None:
    """The rows of the documents that fulfil all of a predicate but its phrases; None for all rows."""
    masks = list(_masks(heads, predicate))
    if not masks:
        return None
    there = reduce(np.logical_and, masks)
    return RowSet.of_spans(heads.first_rows[there], heads.end_rows[there])


def documents_of(heads: Heads, rows: RowSet | None) -> NDArray[np.int64]:
    """The numbers of the documents that have any of these rows, ascending."""
    if rows is None:
        return heads.numbers[heads.first_rows < heads.end_rows]
    return heads.numbers[rows.touches(heads.first_rows, heads.end_rows)]


def _masks(heads: Heads, predicate: Predicate) -> Iterator[Mask]:
    """For each thing that is asked of documents, which of them fulfil it."""
    if not predicate.scope.everything:
        yield heads.within(predicate.scope)
    if predicate.undated:
        yield ~heads.is_dated
    elif predicate.windowed:
        yield _window(heads, predicate)
    if predicate.folders:
        yield reduce(np.logical_or, (_at_or_under(heads, folder) for folder in predicate.folders))
    if predicate.chosen:
        yield reduce(np.logical_or, (_under(heads, folder) for folder in predicate.chosen))
    if predicate.formats:
        yield np.isin(np.arange(len(heads)), heads.labels("format").having(predicate.formats))
    if predicate.documents is not None:
        yield np.isin(heads.numbers, np.array(predicate.documents, dtype=np.int64))


def _window(heads: Heads, predicate: Predicate) -> Mask:
    """The dated documents with a day in the window."""
    first = predicate.since.toordinal() if predicate.since else 0
    last = (predicate.until or dt.date.max).toordinal()
    return heads.is_dated & (heads.earliest <= last) & (heads.latest >= first)


def _at_or_under(heads: Heads, folder: str) -> Mask:
    """The documents in a folder at any depth, or the one at that very path."""
    paths = heads.table["path"]
    found: Mask = pc.or_(pc.equal(paths, folder), pc.starts_with(paths, f"{folder}/")).to_numpy()
    return found


def _under(heads: Heads, folder: str) -> Mask:
    """The documents in a folder at any depth; an empty one stands for those in none."""
    if folder:
        found: Mask = pc.starts_with(heads.table["path"], f"{folder}/").to_numpy()
        return found
    return np.isin(np.arange(len(heads)), heads.labels("folder").having({""}))
