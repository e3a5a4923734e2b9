"""A generation's store is opened by the engine whose files it has, and what can't be opened says why in one line."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDataError, SettingsError
from index.generations.data_folder import DataFolder
from index.shared.installed import hosts_installed
from index.storage import TABLES_FILE
from index.storage.opening import holders, holders_in, is_shared, open_documents, open_passages
from tests.makers.archives import MOON, Place
from tests.makers.stores import on_store

PHRASES = ("the moon", "an agency", "eagle has landed", "nowhere at all")


@pytest.fixture(params=["embedded", "shared"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of a generation of either engine."""
    here = tmp_path / "here"
    place = Place(here, MOON) if request.param == "embedded" else on_store(here, tmp_path / "store", MOON)
    place.index()
    data = DataFolder(place.data)
    folder = data.folder(data.current())
    assert is_shared(folder) == (request.param == "shared")
    return folder


def test_documents_and_passages_are_of_the_same_numbers(folder: Path) -> None:
    """Opened together or apart, by words as well without the vectors."""
    with closing(open_documents(folder)) as documents, open_passages(folder, ("en",)) as store:
        assert documents.digests() == store.documents.digests()
        assert documents.digests().keys() == MOON.keys()
        assert store.totals() == {documents.counts()[2]}
        assert store.kind
        alone = holders(documents)
        for phrase in PHRASES:
            numbers = holders_in(store)(phrase)
            assert np.array_equal(alone(phrase), numbers)
            saying = {path for path, text in MOON.items() if phrase in text.lower().replace("\n", " ")}
            assert set(documents.paths(numbers.tolist()).values()) == saying


@pytest.mark.parametrize("written", ["", "{}", '{"documents": "one", "passages": 2}', '{"documents": 1, "passages": 2'])
def test_a_damaged_note_of_tables_is_told(tmp_path: Path, written: str) -> None:
    """Before the store is asked for anything."""
    on_store(tmp_path / "here", tmp_path / "store")
    folder = tmp_path / "here" / "data" / "generations" / "000001"
    folder.mkdir(parents=True)
    (folder / TABLES_FILE).write_text(written, "utf-8")
    with pytest.raises(IndexDataError, match=f"{TABLES_FILE} is damaged; run: dateline index"):
        open_documents(folder)


def test_a_generation_whose_store_is_unknown_is_told(tmp_path: Path) -> None:
    """Copied by hand into an ordinary data folder, it has no documents."""
    folder = tmp_path / "data" / "generations" / "000001"
    folder.mkdir(parents=True)
    (folder / TABLES_FILE).write_text('{"documents": 1, "passages": 1}', "utf-8")
    with pytest.raises(IndexDataError, match="nothing says where that is"):
        open_documents(folder)


def test_what_is_not_installed_is_named() -> None:
    """With the command that installs it; a fault of the program's own modules is none of that."""
    told = r'not installed \(lance\); install them: pip install -e "\.\[hosts\]"'
    with pytest.raises(SettingsError, match=told), hosts_installed():
        raise ModuleNotFoundError(name="lance")
    with pytest.raises(ModuleNotFoundError), hosts_installed():
        raise ModuleNotFoundError(name="index.storage.nowhere")
