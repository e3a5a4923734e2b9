"""What was embedded once is kept while it is used: durable, told apart by model and text, refused when damaged."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.embed.cache import KEYS_PER_STATEMENT, EmbeddingCache, key
from index.errors import ClosedError, IndexDataError
from index.models.vectors import Rows
from tests.makers import traces

DIMENSIONS = 8


def rows(count: int, seed: int = 1) -> Rows:
    found = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    unit: Rows = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def names(count: int) -> list[bytes]:
    return [key("model", f"text {number}") for number in range(count)]


def gotten(cache: EmbeddingCache, keys: list[bytes]) -> Rows:
    return np.concatenate(list(cache.get(keys)))


def test_vectors_come_back_in_the_order_asked_for(tmp_path: Path) -> None:
    """More than one statement's worth, asked for backwards and twice, each with its own half-precision vector."""
    keys, vectors = names(KEYS_PER_STATEMENT + 10), rows(KEYS_PER_STATEMENT + 10)
    cache = EmbeddingCache(tmp_path / "cache")
    cache.put(keys, vectors)
    asked = [*reversed(keys), keys[3], keys[3]]
    expected = np.concatenate([vectors[::-1], vectors[[3, 3]]]).astype(np.float16).astype(np.float32)
    assert np.array_equal(gotten(cache, asked), expected)
    cache.close()


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    """Only texts without a vector are to be embedded."""
    keys = names(KEYS_PER_STATEMENT * 2 + 1)
    cache = EmbeddingCache(tmp_path / "cache")
    cache.put(keys[::2], rows(len(keys[::2])))
    assert cache.missing(keys) == set(keys[1::2])
    cache.close()


def test_models_revisions_and_texts_are_told_apart() -> None:
    """Another model, another revision or one letter more is another vector."""
    assert len({key("m\0a", "x"), key("m\0b", "x"), key("n\0a", "x"), key("m\0a", "x ")}) == 4


def test_texts_that_are_no_unicode_have_a_key() -> None:
    """Half a surrogate pair from a damaged file does not stop an index."""
    assert key("model", "\ud800") != key("model", "\udfff")


def test_what_was_put_outlives_the_process(tmp_path: Path) -> None:
    """A build killed right after a batch embeds that batch never again."""
    program = (
        "import os, sys, numpy; from pathlib import Path; from index.embed.cache import EmbeddingCache, key\n"
        "cache = EmbeddingCache(Path(sys.argv[1]))\n"
        "cache.put([key('model', 'x')], numpy.ones((1, 4), dtype='float32'))\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "cache")], check=False, env=os.environ)
    assert done.returncode == -9
    cache = EmbeddingCache(tmp_path / "cache")
    assert cache.missing([key("model", "x")]) == set()
    assert np.array_equal(gotten(cache, [key("model", "x")]), np.ones((1, 4)))
    cache.close()


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    """A file that is no database is named."""
    (tmp_path / "cache").write_bytes(b"no database, but long enough to be taken for one" * 20)
    with pytest.raises(IndexDataError, match=r"is damaged .*run: dateline index"):
        EmbeddingCache(tmp_path / "cache")


def test_a_vector_cut_short_is_not_used(tmp_path: Path) -> None:
    """Rows of another length in the file are a fault, never a vector of nonsense."""
    keys = names(2)
    cache = EmbeddingCache(tmp_path / "cache")
    cache.put(keys, rows(2))
    with sqlite3.connect(tmp_path / "cache") as database:
        database.execute("UPDATE vectors SET vector = ? WHERE key = ?", (b"abc", keys[0]))
    database.close()
    with pytest.raises(IndexDataError, match="is damaged"):
        gotten(cache, keys)
    cache.close()


def test_a_closed_cache_says_that_it_is_closed(tmp_path: Path) -> None:
    """A fault of the program must not lead anybody to delete a sound file."""
    cache = EmbeddingCache(tmp_path / "cache")
    cache.close()
    for use in (lambda: cache.missing(names(1)), lambda: gotten(cache, names(1)), lambda: cache.put(names(1), rows(1))):
        with pytest.raises(ClosedError, match="cache is closed"):
            use()


@pytest.mark.parametrize("earlier", [False, True])
def test_what_nothing_uses_goes_and_its_room_is_given_back(tmp_path: Path, earlier: bool) -> None:
    """Nine tenths of the vectors go: those used stay as they are, and the file is a quarter of what it was at most.

    A file of an earlier version, which could not shrink, does so too, then and later.
    """
    file, keys, vectors = tmp_path / "cache", names(2000), rows(2000)
    if earlier:
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
    for _ in range(2):
        cache = EmbeddingCache(file)
        cache.put(keys, vectors)
        cache.close()
        before = file.stat().st_size
        cache = EmbeddingCache(file)
        assert cache.prune(set(keys[::10])) == 1800
        assert cache.missing(keys) == set(keys) - set(keys[::10])
        assert np.array_equal(gotten(cache, keys[::10]), vectors[::10].astype(np.float16).astype(np.float32))
        assert cache.prune(set(keys)) == 0
        cache.close()
        assert file.stat().st_size < before / 4


def test_a_process_killed_while_it_prunes_loses_nothing_that_is_used(tmp_path: Path) -> None:
    """Killed before the vectors that go are gone: all are there still, and the next one removes them."""
    file, keys = tmp_path / "cache", names(1000)
    cache = EmbeddingCache(file)
    cache.put(keys, rows(1000))
    cache.close()
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from index.embed.cache import EmbeddingCache, key\n"
        "class Used:\n"
        "    asked = 0\n"
        "    def __contains__(self, name):\n"
        "        self.asked += 1\n"
        "        if self.asked == 900:\n"
        "            os.kill(os.getpid(), 9)\n"
        "        return False\n"
        "EmbeddingCache(Path(sys.argv[1])).prune(Used())\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], check=False, env=os.environ)
    assert done.returncode == -9
    cache = EmbeddingCache(file)
    assert cache.missing(keys) == set()
    assert cache.prune(set(keys[:10])) == 990
    assert cache.missing(keys) == set(keys[10:])
    cache.close()


def test_a_scrubbed_file_has_no_byte_of_what_was_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where SQLite leaves deleted vectors in its pages, scrubbing writes them away, the log beside the file too."""
    traces.keep(monkeypatch)
    file = tmp_path / "embeddings.sqlite"
    keys, vectors = names(400), rows(400)
    gone = [row.astype(np.float16).tobytes() for row in vectors[1::2]]

    def left() -> int:
        data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        return sum(vector in data for vector in gone)

    with closing(EmbeddingCache(file)) as cache:
        cache.put(keys, vectors)
        assert cache.prune(set(keys[::2])) == len(gone)
        assert left()
        cache.scrub()
        assert left() == 0
        assert cache.missing(keys) == set(keys[1::2])
