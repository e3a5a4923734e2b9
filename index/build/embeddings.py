"""The vectors of a build's passages: found in the cache or computed, and written into the new generation.

Each generation says which vectors of the cache are its own, so that those of none can be removed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from index.build.progress import Progress
from index.embed.cache import KEY_BYTES, EmbeddingCache, key, set_aside
from index.embed.encoder import Encoder
from index.errors import DamagedCacheError, IndexDataError
from index.generations import integrity
from index.generations.data_folder import DataFolder
from index.generations.recipe import Recipe
from index.models.data_files import DataFile
from index.models.reports import Phase
from index.models.vectors import Rows
from index.storage import VECTORS_FILE, vectors

log = logging.getLogger(__name__)

KEYS_FILE = "vectors.keys"
"""In a generation: what each row's vector is found by in the cache, in row order."""
BATCH_PASSAGES = 256
"""Passages between two writes to the cache: what a killed build loses at most. Where they are few, cores often wait."""


class Embeddings:
    """One build's use of the cache in `data`.

    `encoder` is asked for only when something is to be computed, since loading a model takes seconds. `computed`
    counts the passages whose vectors were not in the cache. `notes` say what was wrong with the cache.
    """

    def __init__(self, data: DataFolder, recipe: Recipe, encoder: Callable[[], Encoder], progress: Progress) -> None:
        self.computed = 0
        self.notes: list[str] = []
        self._data = data
        self._file = data.path / DataFile.EMBEDDINGS
        self._model = f"{recipe.model}\0{recipe.revision}"
        self._encoder = encoder
        self._progress = progress

    def write(self, path: Path, texts: Sequence[str]) -> None:
        """Writes the vector index of `texts`, in their order, to `path`, and the keys of its rows beside it."""
        keys = [key(self._model, text) for text in texts]
        try:
            self._write(path, keys, texts)
        except DamagedCacheError as error:
            self._start_anew(error)
            self._write(path, keys, texts)
        path.with_name(KEYS_FILE).write_bytes(b"".join(keys))

    def _write(self, path: Path, keys: Sequence[bytes], texts: Sequence[str]) -> None:
        with closing(EmbeddingCache(self._file)) as cache:
            self._compute_missing(cache, dict(zip(keys, texts, strict=True)))
            rows = cache.get(keys) if keys else [np.empty((0, self._encoder().dimensions), dtype=np.float32)]
            vectors.write(path, rows, rows=len(keys), sample=_sample(cache, keys))

    def _compute_missing(self, cache: EmbeddingCache, texts: dict[bytes, str]) -> None:
        """Longest texts first, so that the time left is never understated."""
        missing = sorted(cache.missing(list(texts)), key=lambda name: (-len(texts[name]), name))
        damaged = cache.count(missing)
        if damaged:
            self.notes.append(f"damaged vectors: {damaged:,}, embedded anew")
        self._progress(Phase.EMBED, 0, len(missing))
        for begin in range(0, len(missing), BATCH_PASSAGES):
            batch = missing[begin : begin + BATCH_PASSAGES]
            cache.put(batch, self._encoder().encode_documents([texts[name] for name in batch]))
            self.computed += len(batch)
            self._progress(Phase.EMBED, self.computed, len(missing))

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
    return np.concatenate(list(cache.get(spread))) if spread else None


def prune(data: DataFolder) -> bool:
    """Removes from the cache what no kept generation uses; nothing, where one of them doesn't say what it uses.

    Returns whether it knew what is used.
    """
    used: set[bytes] = set()
    for number in data.whole():
        keys = _keys(data, number)
        if keys is None:
            return False
        used.update(keys)
    with closing(EmbeddingCache(data.path / DataFile.EMBEDDINGS)) as cache:
        cache.prune(used)
    return True


def scrub(data: DataFolder) -> None:
    """Leaves no vector, and no byte of one, in the cache that no kept generation uses; else there is no cache left."""
    file = data.path / DataFile.EMBEDDINGS
    try:
        sound = file.exists() and prune(data)
        if sound:
            with closing(EmbeddingCache(file)) as cache:
                cache.scrub()
    except IndexDataError:
        sound = False
    for left in data.path.glob(f"{DataFile.EMBEDDINGS}*"):
        if not sound or left.name not in {file.name, f"{file.name}-wal", f"{file.name}-shm"}:
            left.unlink(missing_ok=True)  # as well what an earlier fault has set aside


def _fill(cache: EmbeddingCache, data: DataFolder, number: int) -> None:
    """Puts the vectors of a sound generation into the cache."""
    keys = _keys(data, number)
    if keys is None or integrity.file_fault(data.folder(number), data.manifest(number), VECTORS_FILE):
        return
    for first, rows in vectors.VectorIndex(data.folder(number) / VECTORS_FILE).batches():
        cache.put(keys[first : first + len(rows)], rows)


def _keys(data: DataFolder, number: int) -> list[bytes] | None:
    """The keys of a generation's vectors, in row order; None for one of an earlier version or damaged."""
    try:
        manifest = data.manifest(number)
    except IndexDataError:
        return None
    if KEYS_FILE not in manifest.files or integrity.file_fault(data.folder(number), manifest, KEYS_FILE):
        return None
    written = (data.folder(number) / KEYS_FILE).read_bytes()
    return [written[begin : begin + KEY_BYTES] for begin in range(0, len(written), KEY_BYTES)]
