"""Whether the records and vectors of a generation of a shared store are what was written: all of them are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import lance
import numpy as np

from index.errors import DamagedRecordError
from index.storage.lance.documents import LanceDocuments
from index.storage.lance.faults import told

UNIT_TOLERANCE: Final = 5e-3
"""How far a half-precision row may be from unit length."""
BATCH_ROWS: Final = 10_000


def faults(documents: LanceDocuments) -> Iterator[str]:
    """What is wrong, a line each; raises `IndexDataError` where the store can't be read."""
    yield from _of_records(documents)
    yield from _of_vectors(documents.tables.passages)


def _of_records(documents: LanceDocuments) -> Iterator[str]:
    """Each document, and each passage of a sound one."""
    for numbers in documents.in_turn():
        try:
            documents.read(numbers)
        except DamagedRecordError:
            yield from _one_by_one(documents, numbers.tolist())


def _one_by_one(documents: LanceDocuments, numbers: list[int]) -> Iterator[str]:
    for number in numbers:
        try:
            documents.read(np.array([number]))
        except DamagedRecordError as error:
            yield str(error).partition(";")[0]


def _of_vectors(passages: lance.LanceDataset) -> Iterator[str]:
    with told(str(passages.uri)):
        for batch in passages.scanner(columns=["row", "vector"], batch_size=BATCH_ROWS).to_batches():
            vectors = batch["vector"].flatten().to_numpy().reshape(len(batch), -1).astype(np.float32)
            sound = np.abs(np.linalg.norm(vectors, axis=1) - 1) <= UNIT_TOLERANCE  # false for what is not a number too
            for row in batch["row"].to_numpy()[~sound].tolist():
                yield f"the vector of row {row} is not of unit length"
