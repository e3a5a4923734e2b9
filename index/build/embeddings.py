"""The vectors of a build's passages: found in the cache or computed, and written into the new generation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from index.build.progress import Progress
from index.embed.cache import Cache, key
from index.embed.encoder import Encoder
from index.generations.recipe import Recipe
from index.models.reports import Phase
from index.models.vectors import Rows
from index.storage import vectors

BATCH_PASSAGES = 256
"""Passages between two writes to the cache: what a killed build loses at most. Where they are few, cores often wait."""


class Embeddings:
    """One build's use of the cache at `file`.

    `encoder` is asked for only when something is to be computed, since loading a model takes seconds. `computed`
    counts the passages whose vectors were not in the cache.
    """

    def __init__(self, file: Path, recipe: Recipe, encoder: Callable[[], Encoder], progress: Progress) -> None:
        self.computed = 0
        self._file = file
        self._model = f"{recipe.model}\0{recipe.revision}"
        self._encoder = encoder
        self._progress = progress

    def write(self, path: Path, texts: Sequence[str]) -> None:
        """Writes the vector index of `texts`, in their order, to `path`."""
        keys = [key(self._model, text) for text in texts]
        with closing(Cache(self._file)) as cache:
            self._compute_missing(cache, dict(zip(keys, texts, strict=True)))
            rows = cache.get(keys) if keys else [np.empty((0, self._encoder().dimensions), dtype=np.float32)]
            vectors.write(path, rows, rows=len(keys), sample=_sample(cache, keys))

    def _compute_missing(self, cache: Cache, texts: dict[bytes, str]) -> None:
        """Longest texts first, so that the time left is never understated."""
        missing = sorted(cache.missing(list(texts)), key=lambda name: (-len(texts[name]), name))
        self._progress(Phase.EMBED, 0, len(missing))
        for begin in range(0, len(missing), BATCH_PASSAGES):
            batch = missing[begin : begin + BATCH_PASSAGES]
            cache.put(batch, self._encoder().encode_documents([texts[name] for name in batch]))
            self.computed += len(batch)
            self._progress(Phase.EMBED, self.computed, len(missing))


def _sample(cache: Cache, keys: Sequence[bytes]) -> Rows | None:
    """What trains the index, where one of this size is trained; evenly spaced, so that it has every time and topic."""
    count = vectors.training_rows(len(keys))
    spread = [keys[number * len(keys) // count] for number in range(count)]
    return np.concatenate(list(cache.get(spread))) if spread else None
