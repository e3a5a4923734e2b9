"""Vectors in the cache that no kept generation uses: removed once a reindex has ended.

Each segment says which vectors of the cache are its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embed.cache import KEY_BYTES, EmbeddingCache
from index.errors import IndexDataError
from index.generations import integrity
from index.generations.data_folder import DataFolder
from index.models.data_files import DataFile
from index.read.page_cache import PageCache
from index.storage import VECTORS_FILE
from index.storage.opening import open_documents

KEYS_FILE: Final = "vectors.keys"
"""In a segment: what each row's vector is found by in the cache, in row order."""
Named = tuple[str, str]
"""A segment by the name of its file of keys and that file's checksum."""


class Pruning:
    """What a reindex leaves unused; made when it begins, since only then it is known what an earlier one left."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self._known: dict[Named, list[bytes]] = {}
        self._left_over = True
        with suppress(IndexDataError), closing(_cache(data)) as cache:  # whoever needs the cache says what is wrong
            self._left_over = cache.begin()

    def look(self, keep: int) -> None:
        """Reads the keys of the segments that go with the generations that are not needed beside the newest `keep`."""
        leaving = self._data.not_needed(keep)
        remaining = [number for number in self._data.whole() if number not in leaving]
        going, staying = (dict(_segments(self._data, part)) for part in (leaving, remaining))
        for name, place in going.items():
            if name not in staying:
                keys = None if place is None else keys_of(self._data, *place)
                self._left_over |= keys is None
                self._known[name] = keys or []

    def run(self) -> None:
        """Removes what is in no generation any more; all of it where an earlier reindex may have left something."""
        if self._left_over:
            prune(self._data)
            return
        there = dict(_segments(self._data, self._data.whole()))
        gone = {key for name, keys in self._known.items() if name not in there for key in keys}
        used = [_written(self._data, *place) if place else None for place in there.values()]
        if None in used:  # nobody knows what is used
            return
        with closing(_cache(self._data)) as cache:
            cache.remove(_in_none(gone, [keys for keys in used if keys]))


def prune(data: DataFolder) -> bool:
    """Removes from the cache what no kept generation uses; nothing, where one of them doesn't say what it uses.

    Returns whether it knew what is used.
    """
    used: set[bytes] = set()
    for _, place in _segments(data, data.whole()):
        keys = None if place is None else keys_of(data, *place)
        if keys is None:
            return False
        used.update(keys)
    with closing(_cache(data)) as cache:
        cache.prune(used)
    return True


def prune_pages(data: DataFolder, began: float) -> None:
    """Removes what was recognised in files that no kept generation has, and no build needed that `began` then or later.

    A scan without any text is in no generation, and is read by each build.
    """
    cache = PageCache(data.path)
    left = cache.files(began)
    for number in data.whole() if left else ():
        with closing(open_documents(data.folder(number))) as store:
            left -= set(store.digests().values())
    cache.forget(left)


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


def segment_names(data: DataFolder, number: int) -> list[str] | None:
    """What the names of each segment's files begin with in a generation; None where it can't be told."""
    try:
        files = data.manifest(number).files
    except IndexDataError:
        return None
    return [name.removesuffix(VECTORS_FILE) for name in files if name.endswith(VECTORS_FILE)]


def keys_of(data: DataFolder, number: int, segment: str) -> list[bytes] | None:
    """The keys of a segment's vectors, in row order; None where they are of an earlier version or damaged."""
    written = _written(data, number, segment)
    if written is None:
        return None
    return [written[begin : begin + KEY_BYTES] for begin in range(0, len(written), KEY_BYTES)]


def _written(data: DataFolder, number: int, segment: str) -> bytes | None:
    """Likewise as one."""
    manifest, name = data.manifest(number), f"{segment}{KEYS_FILE}"
    if name not in manifest.files or integrity.file_fault(data.folder(number), manifest, name):
        return None
    return (data.folder(number) / name).read_bytes()


def _cache(data: DataFolder) -> EmbeddingCache:
    return EmbeddingCache(data.path / DataFile.EMBEDDINGS)


def _segments(data: DataFolder, numbers: list[int]) -> Iterator[tuple[Named, tuple[int, str] | None]]:
    """The segments of generations, each with a generation that has it and what its files' names begin with.

    None stands for those of a generation that doesn't say what it has.
    """
    for number in numbers:
        names = segment_names(data, number)
        if names is None:
            yield (str(number), ""), None
            continue
        files = data.manifest(number).files
        yield from (((f"{name}{KEYS_FILE}", files.get(f"{name}{KEYS_FILE}", "")), (number, name)) for name in names)


def _in_none(keys: set[bytes], used: list[bytes]) -> set[bytes]:
    """Those of `keys` that are not among those `used`, but for the few that begin like one of these."""
    if not keys:
        return set()
    asked = sorted(keys)
    starts = _starts(b"".join(asked))
    is_used = np.zeros(len(asked), dtype=np.bool_)
    for written in used:
        is_used |= np.isin(starts, _starts(written))
    return {key for key, found in zip(asked, is_used.tolist(), strict=True) if not found}


def _starts(keys: bytes) -> NDArray[np.uint64]:
    """The first eight bytes of each key."""
    found: NDArray[np.uint64] = np.frombuffer(keys, dtype=np.uint64).reshape(-1, KEY_BYTES // 8)[:, 0]
    return found
