"""Queries longer than a model reads at once: read in parts, each whole, and joined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embed.encoder import Encoder
from index.models.vectors import Rows
from index.text import chunk
from index.text.scripts import plain_letters

MAX_PARTS = 24
"""Parts that are read of a query, evenly spread over it: more would hold up a core for longer than a search may take.
The longest query has about 6 parts in a language that the model knows, and 24 in one that it spells out."""


class WholeQueries:
    """Gives the row of each query as the encoder does, where that reads it whole; else the mean of its parts' rows.

    The parts are as long as the encoder allows and made of whole sentences. On pasted texts the mean found the source
    as often as the best of the parts does, which would take a search for each (figures in tests/bench/README.md).
    Letters of another shape are read as plain ones: to a model each is unknown, and all that is unknown is the same.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def __call__(self, texts: Sequence[str]) -> Rows:
        parts = [self._parts(plain_letters(text)) for text in texts]
        rows = self._encoder.encode_queries([part for of_one in parts for part in of_one])
        if len(rows) == len(texts):
            return rows
        ends = np.cumsum([len(of_one) for of_one in parts])[:-1]
        return np.stack([_joined(of_one) for of_one in np.split(rows, ends)])

    def _parts(self, text: str) -> list[str]:
        room = self._encoder.room
        if len(text.encode("utf-8", "replace")) <= room or self._encoder.count_tokens([text])[0] <= room:
            return [text]
        spans = chunk.split(text, limit=room, target=room, count=self._encoder.count_tokens)
        parts = [text[span.start : span.end] for span in spans]
        return parts[:: -(-len(parts) // MAX_PARTS)] or [text]


def _joined(rows: Rows) -> Rows:
    """The unit row in the middle of some; the first where they cancel each other out."""
    if len(rows) == 1:
        return np.asarray(rows[0])
    middle = rows.mean(axis=0)
    length = float(np.linalg.norm(middle))
    return np.asarray(middle / length if length else rows[0], dtype=np.float32)
