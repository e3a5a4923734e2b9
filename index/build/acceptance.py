"""What a new generation must prove before it serves."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np

from index.batches import batches
from index.build.progress import Progress
from index.errors import IndexDataError
from index.models.reports import Phase
from index.models.vectors import Rows
from index.storage import ARCHIVE_FILE, VECTORS_FILE
from index.storage.candidates import Candidates
from index.storage.documents import DocumentStore
from index.storage.opening import is_shared, open_passages
from index.storage.segment_documents import SegmentDocuments
from index.storage.vector_parts import VectorParts, open_vectors
from index.storage.vectors import VectorIndex
from index.storage.words.search import WordIndex, open_words

PROBES = 32
"""Passages, evenly spaced, that must find themselves by their own vector."""

PROBES_AT_ONCE = 4
"""By one opened index: what searches look at in its file stays in memory until it is closed."""

UNIT_TOLERANCE = 5e-3
"""How far a half-precision row may be from unit length."""


def verify(folder: Path, new: Path | None, progress: Progress) -> None:
    """Raises `IndexDataError` naming the first check that fails.

    What the generation in `folder` shares with others was proved when it was written; of the `new` segment, in its own
    folder, all is looked at.
    """
    if is_shared(folder):
        _totals_agree(folder)
    else:
        with closing(DocumentStore(folder)) as store:
            vectors = open_vectors(store)
            with closing(open_words(store, ())) as words:
                _counts_agree(store, vectors, words)
    if new is not None:
        with closing(SegmentDocuments(new / ARCHIVE_FILE)) as opened:
            _passages_equal_their_slices(opened, progress)
        _vectors_are_sound(new / VECTORS_FILE)


def _totals_agree(folder: Path) -> None:
    with closing(open_passages(folder, ())) as store:
        totals = store.totals()
    if len(totals) > 1:
        counted = " and ".join(f"{count:,}" for count in sorted(totals))
        raise IndexDataError(
            f"the new index is inconsistent (parts of it have {counted} passages) and was not published; run: dateline "
            "index"
        )


def _counts_agree(store: DocumentStore, vectors: VectorParts, words: WordIndex) -> None:
    documents, _, passages = store.counts()
    counted = {passages, store.order.rows, vectors.stored - store.gone_rows, words.count()}
    if len(counted) > 1 or documents != store.order.documents:
        raise IndexDataError(
            f"the new index is inconsistent ({passages} passages in documents, {store.order.rows} in order, "
            f"{vectors.stored} vectors of which {store.gone_rows} are gone, {words.count()} entries of words) and was "
            "not published; run: dateline index"
        )


def _passages_equal_their_slices(opened: SegmentDocuments, progress: Progress) -> None:
    total = opened.counts()[0]
    for done, (document, passages) in enumerate(map(opened.cut, range(total)), 1):
        covered = document.body
        for passage in passages:  # read, each was compared with its digest
            if document.text[covered : passage.start].strip():
                raise IndexDataError(f"words of {document.path} are in no passage; nothing was published")
            covered = passage.end
        if document.text[covered:].strip():
            raise IndexDataError(f"the end of {document.path} is in no passage; nothing was published")
        progress(Phase.CHECK, done, total)


def _vectors_are_sound(file: Path) -> None:
    index = VectorIndex(file)
    asked = np.arange(0, index.rows, max(1, index.rows // PROBES))
    probes: dict[int, Rows] = {}
    for numbers, rows in index.stored():
        lengths = np.linalg.norm(rows, axis=1)
        if not np.all(np.abs(lengths - 1) <= UNIT_TOLERANCE):  # also false for what is not a number
            row = numbers[np.argmax(~(np.abs(lengths - 1) <= UNIT_TOLERANCE))]
            raise IndexDataError(f"the vector of row {row} is not of unit length; nothing was published")
        own = np.isin(numbers, asked)
        probes.update(zip(numbers[own].tolist(), rows[own].copy(), strict=True))
    for some in batches(sorted(probes.items()), PROBES_AT_ONCE):
        _find_themselves(VectorIndex(file), some)


def _find_themselves(index: VectorIndex, probes: Iterable[tuple[int, Rows]]) -> None:
    for row, own in probes:
        best = index.search(own, 1, Candidates())[0][1]
        own_score = float(own @ own)
        if own_score < best - UNIT_TOLERANCE:
            raise IndexDataError(f"the passage of row {row} is not found by its own vector; nothing was published")
