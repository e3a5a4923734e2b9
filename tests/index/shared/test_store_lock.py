"""The lock in the store that keeps hosts from meeting."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.shared import store_lock
from index.shared.folder import FolderObjects
from index.shared.store_lock import locked
from tests.makers.hosts import store

KEY = "locks/file"


@pytest.fixture
def objects(tmp_path: Path) -> FolderObjects:
    """A store in which nothing is yet."""
    return FolderObjects(store(tmp_path / "store"))


@pytest.mark.parametrize("expires_s", [3600.0, 0.0])
def test_whoever_has_it_gives_it_back(
    objects: FolderObjects, monkeypatch: pytest.MonkeyPatch, expires_s: float
) -> None:
    """Also after longer than others would have waited, so that the next one need not wait for it to run out."""
    monkeypatch.setattr(store_lock, "EXPIRES_S", expires_s)
    with locked(objects, KEY, 1.0):
        assert objects.get(KEY) is not None
    assert objects.get(KEY) is None


def test_one_that_was_taken_over_is_left_to_its_holder(objects: FolderObjects, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow host doesn't free what another one has by now."""
    monkeypatch.setattr(store_lock, "EXPIRES_S", 0.0)
    with locked(objects, KEY, 1.0):
        objects.put(KEY, b"another's")
    found = objects.get(KEY)
    assert found is not None
    assert found.content == b"another's"
