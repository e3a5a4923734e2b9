"""What a new generation must prove before it serves."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.build.progress import Progress
from index.errors import IndexDataError
from index.models.reports import Phase
from index.storage import ARCHIVE_FILE, VECTORS_FILE, WORDS_FOLDER
from index.storage.candidates import Candidates
from index.storage.documents import DocumentStore
from index.storage.vectors import VectorIndex
from index.storage.words import WordIndex

PROBES = 32
"""Passages, evenly spaced, that must find themselves by their own vector."""

UNIT_TOLERANCE = 5e-3
"""How far a half-precision row may be from unit length."""


def verify(folder: Path, progress: Progress) -> None:
    """Raises `IndexDataError` naming the first check that fails."""
    opened = DocumentStore(folder / ARCHIVE_FILE)
    try:
        vectors = VectorIndex(folder / VECTORS_FILE)
        _counts_agree(opened, vectors, WordIndex(folder / WORDS_FOLDER, ()))
        _passages_equal_their_slices(opened, progress)
        _vectors_are_sound(vectors)
    finally:
        opened.close()


def _counts_agree(opened: DocumentStore, vectors: VectorIndex, words: WordIndex) -> None:
    passages = opened.counts()[2]
    if not passages == vectors.rows == words.rows:
        raise IndexDataError(
            f"the new index is inconsistent ({passages} passages, {vectors.rows} vectors, "
            f"{words.rows} entries of words) and was not published; run: dateline index"
        )


def _passages_equal_their_slices(opened: DocumentStore, progress: Progress) -> None:
    total = opened.counts()[0]
    for done, (document, passages) in enumerate(opened.cut_documents(), 1):
        covered = document.body
        for passage in passages:  # read, each was compared with its digest
            if document.text[covered : passage.start].strip():
                raise IndexDataError(f"words of {document.path} are in no passage; nothing was published")
            covered = passage.end
        if document.text[covered:].strip():
            raise IndexDataError(f"the end of {document.path} is in no passage; nothing was published")
        progress(Phase.CHECK, done, total)


def _vectors_are_sound(vectors: VectorIndex) -> None:
    for first, rows in vectors.batches():
        lengths = np.linalg.norm(rows, axis=1)
        if not np.all(np.abs(lengths - 1) <= UNIT_TOLERANCE):  # also false for what is not a number
            row = first + int(np.argmax(~(np.abs(lengths - 1) <= UNIT_TOLERANCE)))
            raise IndexDataError(f"the vector of row {row} is not of unit length; nothing was published")
    for row in range(0, vectors.rows, max(1, vectors.rows // PROBES)):
        own = vectors.row(row)
        best = vectors.search(own, 1, Candidates())[0][1]
        own_score = float(own @ own)
        if own_score < best - UNIT_TOLERANCE:
            raise IndexDataError(f"the passage of row {row} is not found by its own vector; nothing was published")
