"""The vectors of a build's passages: found in the cache or computed, and written into the new generation.

Each generation says which vectors of the cache are its own, so that those of none can be removed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

import numpy as np

from index.batches import batches
from index.build.missing import Keys, Missing
from index.build.progress import Progress
from index.build.pruning import KEYS_FILE, keys_of, segment_names
from index.embed.cache import KEYS_PER_STATEMENT, EmbeddingCache, key, set_aside
from index.embed.encoder import BatchEncoder
from index.errors import DamagedCacheError
from index.generations import integrity
from index.generations.data_folder import DataFolder
from index.generations.recipe import Recipe
from index.models.data_files import DataFile
from index.models.reports import Phase
from index.models.vectors import Rows
from index.storage import VECTORS_FILE, vectors

log = logging.getLogger(__name__)

BATCH_PASSAGES = 256
"""Passages between two writes to the cache: what a killed build loses at most. Where they are few, cores often wait."""


class DocumentEncoder(Protocol):
    """What embeds documents."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        """One unit row a text, in order."""


class Embeddings:
    """One build's use of the cache in `data`.

    `encoder` is asked for only when something is to be computed, since loading a model takes seconds. `computed`
    counts the passages whose vectors were not in the cache. `notes` say what was wrong with the cache.
    """

    def __init__(
        self, data: DataFolder, recipe: Recipe, encoder: Callable[[], DocumentEncoder], progress: Progress
    ) -> None:
        self.computed = 0
        self.notes: list[str] = []
        self._data = data
        self._file = data.path / DataFile.EMBEDDINGS
        self._model = f"{recipe.model}\0{recipe.revision}"
        self._encoder = encoder
        self._progress = progress

    def write(self, segment: Path, texts: Callable[[], Iterable[str]], like: Path | None = None) -> None:
        """Writes the vector index of `texts`, in their order, into a segment's folder, and the keys of its rows.

        `texts` may be asked for again. `like` is the folder of the largest segment beside it, if there is one.
        """
        try:
            self._write(segment, texts(), like)
        except DamagedCacheError as error:
            self._start_anew(error)
            self._write(segment, texts(), like)

    def _write(self, segment: Path, texts: Iterable[str], like: Path | None) -> None:
        with closing(EmbeddingCache(self._file)) as cache:
            keys = self._known(cache, segment, texts)
            rows = cache.get(keys) if keys else [np.empty((0, self._encoder().dimensions), dtype=np.float32)]
            lists = like / VECTORS_FILE if like else None
            vectors.write(segment / VECTORS_FILE, rows, rows=len(keys), sample=_sample(cache, keys), like=lists)
        (segment / KEYS_FILE).write_bytes(keys.joined)

    def _known(self, cache: EmbeddingCache, segment: Path, texts: Iterable[str]) -> Keys:
        """The keys of `texts`, whose vectors are all in the cache now."""
        keys = Keys()
        with closing(Missing(segment)) as missing:
            for some in batches(texts, KEYS_PER_STATEMENT):
                names = [key(self._model, text) for text in some]
                absent = cache.missing(names)
                for row, (name, text) in enumerate(zip(names, some, strict=True), len(keys)):
                    if name in absent:
                        missing.append(row, text)
                keys.joined += b"".join(names)
            self._compute(cache, keys, missing)
        return keys

    def _compute(self, cache: EmbeddingCache, keys: Keys, missing: Missing) -> None:
        order = missing.order(keys)
        damaged = cache.count(keys[missing.rows[place]] for place in order)
        if damaged:
            self.notes.append(f"damaged vectors: {damaged:,}, embedded anew")
        self._progress(Phase.EMBED, 0, len(order))
        starts = range(0, len(order), BATCH_PASSAGES)
        places = [order[begin : begin + BATCH_PASSAGES] for begin in starts]
        texts = (list(map(missing.text, batch.tolist())) for batch in places)
        for number, rows in self._encoded(texts) if places else ():
            names = [keys[missing.rows[place]] for place in places[number].tolist()]
            cache.put(names, rows)
            self.computed += len(names)
            self._progress(Phase.EMBED, self.computed, len(order))

    def _encoded(self, batches: Iterable[list[str]]) -> Iterator[tuple[int, Rows]]:
        """The rows of each batch with its number: one after the other, or as they come from many workers."""
        encoder = self._encoder()
        if isinstance(encoder, BatchEncoder):
            return encoder.encode_batches(batches)
        return enumerate(map(encoder.encode_documents, batches))

    def _start_anew(self, error: DamagedCacheError) -> None:
        """Sets the cache aside and fills a new one with the vectors of the kept generations."""
        log.warning("%s", error)
        aside = set_aside(self._file)
        with closing(EmbeddingCache(self._file)) as cache:
            for number in reversed(self._data.whole()):
                _fill(cache, self._data, number)
        self.notes.append(f"it was damaged; it is now {aside.name}, and a new one was made of the kept generations")


def _sample(cache: EmbeddingCache, keys: Sequence[bytes]) -> Rows | None:
    """What trains the index, where one of this size is trained; evenly spaced, so that it has every time and topic."""
    count = vectors.training_rows(len(keys))
    spread = [keys[number * len(keys) // count] for number in range(count)]
    if not spread:
        return None
    sample, begin = np.empty((0, 0), dtype=np.float32), 0
    for rows in cache.get(spread):
        sample = sample if begin else np.empty((count, rows.shape[1]), dtype=np.float32)
        sample[begin : begin + len(rows)] = rows
        begin += len(rows)
    return sample


def _fill(cache: EmbeddingCache, data: DataFolder, number: int) -> None:
    """Puts the vectors of a sound generation into the cache."""
    for segment in segment_names(data, number) or ():
        keys = keys_of(data, number, segment)
        name = f"{segment}{VECTORS_FILE}"
        if keys is None or integrity.file_fault(data.folder(number), data.manifest(number), name):
            continue
        for first, rows in vectors.VectorIndex(data.folder(number) / name).batches():
            cache.put(keys[first : first + len(rows)], rows)
