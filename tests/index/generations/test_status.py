"""What `dateline status` says of a store that hosts share."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import status
from index.embed import load
from index.errors import StoreUnreachableError
from index.generations import status as module
from index.settings import Settings
from tests.makers.archives import MOON
from tests.makers.stores import on_store


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model is looked for."""
    monkeypatch.setattr(load, "engine", lambda settings: "hashing")


def test_the_size_is_that_of_all_in_the_store(tmp_path: Path) -> None:
    """Tables and all, and not that of what this host has fetched."""
    place = on_store(tmp_path, tmp_path / "store", MOON)
    place.index()
    files = [path for path in (tmp_path / "store").rglob("*") if path.is_file() and not path.name.startswith(".")]
    own = sum(path.stat().st_size for path in files if path.parts[len(tmp_path.parts) + 1] != "clock")
    assert 0 <= status(place.settings).size_bytes - own <= len("12345678")  # the store's clock is read by writing to it


def test_a_store_that_goes_away_meanwhile_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is served was known already."""
    place = on_store(tmp_path, tmp_path / "store", MOON)
    place.index()

    def away(settings: Settings) -> None:
        raise StoreUnreachableError("the store is away")

    monkeypatch.setattr(module, "serving_hosts", away)
    found = status(place.settings)
    assert found.documents == len(MOON)
    assert "the store is away" in found.warnings
    assert len(found.chat_warnings) == len(found.warnings)
