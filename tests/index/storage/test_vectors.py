"""Vectors against brute force: whatever the window, the ranking is that of only the rows in it."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.errors import IndexDataError
from index.models.vectors import Rows
from index.storage import vector_parts, vectors
from index.storage.candidates import Candidates, RowRange
from index.storage.order import Order
from index.storage.vector_parts import VectorParts
from index.storage.vectors import VectorIndex

ROWS, DIMENSIONS = 2000, 24
TOLERANCE = 1e-5
"""Sums of the same products in another order."""


def unit(rows: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Rows:
    scaled: Rows = (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)
    return scaled


def clustered(count: int, seed: int) -> Rows:
    """Unit rows around forty centres, as passages lie around topics."""
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(40, DIMENSIONS))
    return unit(centres[chance.integers(0, 40, count)] + 0.5 * chance.normal(size=(count, DIMENSIONS)))


STORED = clustered(ROWS, 1).astype(np.float16).astype(np.float32)
"""As half precision keeps them: what an index returns is compared with these."""


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    return written(tmp_path_factory.mktemp("exact") / "vectors")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    """The same rows in an inverted file, as if there were too many to compare all."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vectors, "EXACT_ROWS", ROWS // 4)
        patched.setattr(vectors, "LIST_ROWS", 50)
        return written(tmp_path_factory.mktemp("trained") / "vectors")


@pytest.fixture(params=["exact", "trained"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> VectorIndex:
    monkeypatch.setattr(vectors, "EXACT_ROWS", ROWS // 4)
    index: VectorIndex = request.getfixturevalue(request.param)
    return index


def written(path: Path) -> VectorIndex:
    wanted = vectors.training_rows(ROWS)
    batches = (STORED[first : first + 300] for first in range(0, ROWS, 300))
    vectors.write(path, batches, rows=ROWS, sample=STORED[:wanted] if wanted else None)
    return VectorIndex(path)


def brute_force(query: Rows, limit: int, rows: list[int]) -> list[tuple[int, float]]:
    """All of `rows` compared, best first, ties by row."""
    scored = [(row, float(STORED[row] @ query)) for row in rows]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:limit]


def assert_equal(found: list[tuple[int, float]], expected: list[tuple[int, float]]) -> None:
    """The same scores, and the same rows except where scores can't be told apart."""
    assert np.allclose([score for _, score in found], [score for _, score in expected], atol=TOLERANCE)
    assert len({row for row, _ in found}) == len(found)
    last = expected[-1][1] if expected else 0.0
    assert {row for row, score in expected if score > last + TOLERANCE} <= {row for row, _ in found}
    for row, score in found:
        assert abs(float(score) - _score_of(row, expected, score)) < TOLERANCE


def _score_of(row: int, expected: list[tuple[int, float]], otherwise: float) -> float:
    return dict(expected).get(row, otherwise)


def rows_in(ranges: tuple[RowRange, ...]) -> list[int]:
    return [row for first, end in ranges for row in range(first, end)]


windows = st.lists(st.integers(0, ROWS), min_size=2, max_size=24, unique=True).map(
    lambda edges: tuple(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ranges=windows, seed=st.integers(0, 1000), limit=st.integers(1, 60))
def test_an_exact_index_equals_brute_force_in_any_window(
    exact: VectorIndex, ranges: tuple[RowRange, ...], seed: int, limit: int
) -> None:
    """One range or many, wide or empty: only rows inside, in the order of their scores."""
    query = clustered(1, seed)[0]
    found = exact.search(query, limit, Candidates(ranges=ranges))
    assert_equal(found, brute_force(query, limit, rows_in(ranges)))


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ranges=windows, seed=st.integers(0, 1000), limit=st.integers(1, 60))
def test_a_narrow_window_of_a_trained_index_equals_brute_force(
    trained: VectorIndex, monkeypatch: pytest.MonkeyPatch, ranges: tuple[RowRange, ...], seed: int, limit: int
) -> None:
    """All of few candidates are compared, so that training loses none of them."""
    monkeypatch.setattr(vectors, "EXACT_ROWS", ROWS)  # every window counts as narrow
    query = clustered(1, seed)[0]
    found = trained.search(query, limit, Candidates(ranges=ranges))
    assert_equal(found, brute_force(query, limit, rows_in(ranges)))


def test_a_wide_search_of_a_trained_index_finds_nearly_all(
    trained: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Visiting half of the lists, and as much more as a window takes away, finds 98 of the 100 nearest at least."""
    monkeypatch.setattr(vectors, "EXACT_ROWS", ROWS // 4)
    monkeypatch.setattr(vectors, "PROBED_LISTS", 20)
    for ranges in (None, ((300, 1700),), ((0, 400), (900, 1500))):
        hits = total = 0
        for query in clustered(50, 2):
            rows = list(range(ROWS)) if ranges is None else rows_in(ranges)
            found = {row for row, _ in trained.search(query, 10, Candidates(ranges=ranges))}
            hits += len(found & {row for row, _ in brute_force(query, 10, rows)})
            total += 10
            assert found <= set(rows)
        assert hits / total >= 0.98


@pytest.mark.parametrize("fetched", [0, 100, ROWS])
def test_single_rows_as_candidates_equal_brute_force(
    either: VectorIndex, monkeypatch: pytest.MonkeyPatch, fetched: int
) -> None:
    """Only rows that words allow are found, scattered over the archive, whether fetched or looked up in a scan."""
    monkeypatch.setattr(vectors, "MAX_FETCHED_ROWS", fetched)
    chance = np.random.default_rng(3)
    for count in (1, 7, 300):
        rows = np.sort(chance.choice(ROWS, count, replace=False)).astype(np.int64)
        for query in clustered(5, count):
            found = either.search(query, 20, Candidates(rows=rows))
            assert_equal(found, brute_force(query, 20, rows.tolist()))


def test_fewer_candidates_than_asked_for_are_all_there_is(either: VectorIndex) -> None:
    """FAISS pads with -1; no such row comes out, and nothing is found twice."""
    found = either.search(STORED[5], 50, Candidates(ranges=((3, 8), (1990, 1993))))
    assert sorted(row for row, _ in found) == [3, 4, 5, 6, 7, 1990, 1991, 1992]
    assert found[0][0] == 5


@pytest.mark.parametrize("empty", [Candidates(ranges=()), Candidates(rows=np.array([], dtype=np.int64))])
def test_no_candidates_find_nothing(either: VectorIndex, empty: Candidates) -> None:
    """An empty window is empty, not everything."""
    assert either.search(STORED[0], 10, empty) == []


def test_equal_vectors_come_in_row_order(tmp_path: Path) -> None:
    """The same passage in several documents ranks the same way each time."""
    rows = np.repeat(clustered(1, 4), 30, axis=0)
    vectors.write(tmp_path / "vectors", [rows], rows=30)
    found = VectorIndex(tmp_path / "vectors").search(rows[0], 30, Candidates())
    assert [row for row, _ in found] == list(range(30))


def test_rows_come_back_as_half_precision_keeps_them(either: VectorIndex) -> None:
    """What is checked before a generation is published is what will be searched."""
    assert (either.rows, either.dimensions) == (ROWS, DIMENSIONS)
    batches = list(either.batches())
    assert np.array_equal(np.concatenate([rows for _, rows in batches]), STORED)
    assert batches[0][0] == 0
    assert np.array_equal(either.row(1234), STORED[1234])


def test_what_is_read_in_any_order_is_all_there_is(either: VectorIndex) -> None:
    """Each row once, as it was written."""
    rows = {
        number: row for numbers, some in either.stored() for number, row in zip(numbers.tolist(), some, strict=True)
    }
    assert sorted(rows) == list(range(ROWS))
    assert np.array_equal(np.stack([rows[number] for number in range(ROWS)]), STORED)


def test_what_lies_between_two_halves_is_as_it_was_written(tmp_path: Path) -> None:
    """Libraries round such numbers differently; a row of them is nevertheless found to be what was written."""
    steps = np.arange(1, 65, dtype=np.uint32) << 10
    between = (np.float32(0.1).view(np.uint32) & 0xFFFFE000) + (steps << 3) + 0x1000
    rows = np.vstack([between.view(np.float32), -between.view(np.float32)])
    vectors.write(tmp_path / "v", [rows], rows=2)
    assert VectorIndex(tmp_path / "v").damaged([0, 1]) == []


def as_faiss_writes(path: Path, trained_on: Rows | None, like: Path | None, rows: Rows) -> bytes:
    """The file of a trained index whose lists were all in memory."""
    faiss, count = vectors.faiss, rows.shape[1]
    quantizer = faiss.IndexFlatIP(count)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, count, 40, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False
    )
    if trained_on is not None:
        index.train(trained_on)
    else:
        other = faiss.read_index(str(like))
        quantizer.add(other.quantizer.reconstruct_n(0, 40))
        index.is_trained = True
    index.add(rows)
    faiss.write_index(index, str(path))
    return path.read_bytes()


@pytest.mark.parametrize("held", [1, 300, 700, ROWS])
def test_an_index_is_written_in_parts_as_faiss_writes_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    """Byte for byte, however many vectors are held in memory: lists trained, taken over, or mostly empty."""
    monkeypatch.setattr(vectors, "EXACT_ROWS", ROWS // 4)
    monkeypatch.setattr(vectors, "LIST_ROWS", 50)
    monkeypatch.setattr(vectors, "LISTED_ROWS", 5)
    monkeypatch.setattr(vectors, "HELD_ROWS", held)
    first, more = tmp_path / "first", tmp_path / "more"
    written(first)
    sample = STORED[: vectors.training_rows(ROWS)]
    assert first.read_bytes() == as_faiss_writes(tmp_path / "whole", sample, None, STORED)
    for count in (900, 7):
        rows = STORED[-count:]
        vectors.write(more, [rows[: count // 2], rows[count // 2 :]], rows=count, like=first)
        assert more.read_bytes() == as_faiss_writes(tmp_path / "whole", None, first, rows)
    assert not list(tmp_path.glob("tmp*"))


def test_the_kind_says_what_is_compared(exact: VectorIndex, trained: VectorIndex) -> None:
    """`dateline status` says whether an answer can miss a passage."""
    assert exact.kind == "exact, half precision"
    assert trained.kind.startswith("inverted file of 40 lists, 128 visited")


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    """A file cut short says what to do."""
    (tmp_path / "vectors").write_bytes(b"not an index")
    with pytest.raises(IndexDataError, match="run: dateline index"):
        VectorIndex(tmp_path / "vectors")


@hypothesis_settings(max_examples=40, deadline=None)
@given(
    cuts=st.lists(st.integers(1, ROWS - 1), min_size=2, max_size=6, unique=True),
    gone=st.sets(st.integers(0, ROWS - 1), max_size=700),
    window=st.one_of(st.none(), windows),
    limit=st.integers(1, 60),
    joined=st.sampled_from((0, 500, ROWS)),
)
def test_segments_together_are_as_one(
    cuts: list[int], gone: set[int], window: tuple[RowRange, ...] | None, limit: int, joined: int
) -> None:
    """However rows lie in segments, of which small ones are searched as one, the nearest are those of all that is left.

    Each row is a document, and the generation's rows are those of all segments in turn that are not gone.
    """
    bounds = list(pairwise([0, *sorted(cuts), ROWS]))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(vector_parts, "JOINED_ROWS", joined)
        for first, end in bounds:
            vectors.write(Path(folder, str(first)), [STORED[first:end]], rows=end - first)
        left = np.array([row for row in range(ROWS) if row not in gone])
        segments = np.searchsorted([end for _, end in bounds], left, side="right")
        own = left - np.array([first for first, _ in bounds])[segments]
        starts = [np.arange(end - first + 1) for first, end in bounds]
        parts = VectorParts(
            [VectorIndex(Path(folder, str(first))) for first, _ in bounds], Order(segments, own, starts)
        )
        ranges = None if window is None else tuple((a, min(b, len(left))) for a, b in window if a < len(left))
        query = clustered(1, limit)[0]
        found = parts.search(query, limit, Candidates(ranges=ranges))
        rows = range(len(left)) if ranges is None else rows_in(ranges)
        scored = sorted(((row, float(STORED[left[row]] @ query)) for row in rows), key=lambda it: (-it[1], it[0]))
        assert_equal(found, scored[:limit])
        assert_near(parts, query, Candidates(ranges=ranges), scored, limit)


def assert_near(
    index: VectorIndex | VectorParts,
    query: Rows,
    candidates: Candidates,
    scored: list[tuple[int, float]],
    count: int,
) -> None:
    """Asks for all that are as near as the first `count` of `scored`, the best first, or nearer than halfway on."""
    last = len(scored) <= count
    least = -1.0 if last else (scored[count - 1][1] + scored[count][1]) / 2
    if last or scored[count - 1][1] - scored[count][1] > 1e-5:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(vectors, "NEAR_ROWS", 5)
            assert index.near(query, least, candidates).tolist() == sorted(row for row, _ in scored[:count])


@pytest.mark.parametrize("count", [1, 7, 400, ROWS])
def test_all_that_are_near_enough_are_found_in_lists(trained: VectorIndex, count: int) -> None:
    """However many they are, in however many lists."""
    query = clustered(1, count)[0]
    scored = sorted(((row, float(STORED[row] @ query)) for row in range(ROWS)), key=lambda it: (-it[1], it[0]))
    assert_near(trained, query, Candidates(), scored, count)


def test_lists_are_searched_together_where_they_are_the_same(trained: VectorIndex, tmp_path: Path) -> None:
    """A segment with the lists of another finds with it what each finds by itself."""
    small = tmp_path / "small"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vectors, "LISTED_ROWS", 100)
        for name, rows in (("a", STORED[:300]), ("b", STORED[300:700])):
            vectors.write(tmp_path / name, [rows], rows=len(rows), like=trained.path)
    vectors.write(small, [STORED[:50]], rows=50, like=trained.path)
    a, b = VectorIndex(tmp_path / "a"), VectorIndex(tmp_path / "b")
    assert a.lists == b.lists == trained.lists != VectorIndex(small).lists == b""
    both = VectorIndex(a.path, b.path)
    query = clustered(1, 5)[0]
    apart = [
        *a.search(query, 700, Candidates()),
        *((300 + row, own) for row, own in b.search(query, 700, Candidates())),
    ]
    assert_equal(both.search(query, 20, Candidates()), sorted(apart, key=lambda it: (-it[1], it[0]))[:20])
