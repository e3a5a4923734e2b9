"""Rollbacks to an earlier generation."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import IndexDataError, Query, Scope
from index.generations import following
from index.generations.data_folder import DataFolder
from tests.makers.archives import Place, indexed_twice, segment_of


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return indexed_twice(tmp_path)


def test_a_rollback_is_seen_by_an_open_archive_and_survives_a_reindex(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive goes back and forth at once; the next reindex builds upon what serves and takes a new number."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
    with place.opened() as archive:
        swap = place.rollback()
        assert (swap.generation, swap.previous) == (1, 2)
        assert archive.search(Query(text="harbour")).generation == 1
        place.rollback(2)
        assert archive.search(Query(text="harbour")).generation == 2
    place.rollback(1)
    report = place.index()
    assert (report.generation, report.previous, report.added) == (3, 1, ("second.txt",))
    assert DataFolder(place.data).current() == 3


def test_what_a_rollback_would_serve_is_told_and_changes_nothing(place: Place) -> None:
    """Number, time and what may be seen of it; what could not serve is refused as the rollback would be."""
    data = DataFolder(place.data)
    target = place.rollback_target()
    assert (target.generation, target.previous, target.built) == (1, 2, data.manifest(1).built)
    assert place.rollback_target(2).holdings.documents == target.holdings.documents + 1
    hidden = place.rollback_target(1, Scope(hidden=frozenset({""})))
    assert (hidden.holdings.documents, hidden.holdings.passages) == (0, 0)
    (segment_of(data.folder(1)) / "vectors.faiss").write_bytes(b"nothing")
    for number in (None, 1, 7):
        with pytest.raises(IndexDataError, match=r"no sound generation before 2|is damaged|no generation 7"):
            place.rollback_target(number)
    assert data.current() == 2


def test_a_rollback_to_what_cannot_serve_is_refused(place: Place) -> None:
    """A generation that is gone, damaged or the first one's predecessor: the line says so and nothing changes."""
    with pytest.raises(IndexDataError, match="no generation 7"):
        place.rollback(7)
    (segment_of(DataFolder(place.data).folder(1)) / "vectors.faiss").write_bytes(b"nothing")
    with pytest.raises(IndexDataError, match="generation 1 is damaged"):
        place.rollback(1)
    with pytest.raises(IndexDataError, match="no sound generation before 2"):
        place.rollback()
    assert DataFolder(place.data).current() == 2
