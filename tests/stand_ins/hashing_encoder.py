"""An encoder that knows what should win: words hashed to signs, so that texts are near as they share words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from index.models.vectors import Rows
from index.text.terms import exact

DIMENSIONS = 256


class HashingEncoder:
    """Each word is a fixed random direction and a text the unit sum of its words' directions."""

    name = "hashing"
    engine = "hashing"
    dimensions = DIMENSIONS

    def __init__(self, *, room: int = 254, revision: str = "1") -> None:
        self.room = room
        self.revision = revision
        self.documents_encoded = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(exact(text)) for text in texts]

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        self.documents_encoded += len(texts)
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        return np.stack(
            [_unit(sum((_direction(word) for word in exact(text)), np.zeros(DIMENSIONS))) for text in texts]
        )

    def encode_tokens(self, texts: Sequence[str]) -> list[Rows] | None:
        return [
            np.array([_unit(_direction(word)) for word in exact(text)], np.float32).reshape(-1, DIMENSIONS)
            for text in texts
        ]


def _direction(word: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).choice([-1.0, 1.0], DIMENSIONS)


def _unit(row: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Rows:
    length = float(np.linalg.norm(row))
    if length == 0:
        row = np.ones(DIMENSIONS)
        length = float(np.linalg.norm(row))
    return (row / length).astype(np.float32)
