"""A data folder is copied to a shared store and back: the same answers, citations and dossiers, nothing embedded."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import EVERYTHING, Cited, Dossiers, IndexDataError, Settings, Unknown, copy_data
from index.copying import generations
from index.generations.data_folder import DataFolder
from index.generations.manifest import Manifest
from index.models.answers import Query
from index.storage.opening import is_shared
from tests.makers.archives import MOON, Place, indexed_twice, note, notes
from tests.makers.stores import on_store

QUESTIONS = ("harbour lantern", '"seen on day"', "smuggler", "storm -goat", "note in 1941")


def settings(place: Place) -> Settings:
    return place.settings


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Three generations, which share documents; a passage that is cited and in a dossier, and another that is gone."""
    place = indexed_twice(tmp_path / "here")
    with place.opened() as archive:
        cited = [place.first(text).passage for text in ("smuggler", "day 3")]
        archive.cite(cited, EVERYTHING)
    for passage in cited:
        Dossiers(place.data).add(7, 1, passage)
    place.edit("note-003.txt", "on day 3", "on the third day")
    place.index()
    return place


def beside(place: Place, folder: Path) -> Place:
    """The same archive with another data folder."""
    return Place(folder, archive=place.archive)


def told(place: Place) -> list[object]:
    """What an archive answers, and what it says of citations."""
    with place.opened() as archive:
        kept = archive.status().kept
        answers = [[(hit.passage, hit.text) for hit in archive.search(Query(text=text)).hits] for text in QUESTIONS]
        dossier = Dossiers(place.data).entries(7, 1)
        cited = archive.cite([entry.passage for entry in dossier], EVERYTHING)
        return [kept, answers, dossier, [_state(one) for one in cited]]


def _state(cited: Cited | Unknown) -> tuple[str, str]:
    assert isinstance(cited, Cited)
    return cited.citation.state, cited.citation.record.quotation


def test_there_and_back_all_is_the_same(place: Place, tmp_path: Path) -> None:
    """By either engine, in every generation, without a model."""
    store = on_store(tmp_path / "host", tmp_path / "store", archive=place.archive)
    back = beside(place, tmp_path / "back")
    done = copy_data(settings(place), settings(store))
    assert (done.generations, done.serving, done.documents) == ((1, 2, 3), 3, 9)
    assert is_shared(DataFolder(store.data).folder(3))
    copy_data(settings(store), settings(back))
    assert told(place) == told(store) == told(back)
    for number in (2, 1):
        for one in (place, store, back):
            one.rollback(number)
        assert told(place) == told(store) == told(back)


def test_a_copy_is_indexed_on(place: Place, tmp_path: Path) -> None:
    """What did not change is not embedded again, on the store and in a folder."""
    store = on_store(tmp_path / "host", tmp_path / "store", archive=place.archive)
    copy_data(settings(place), settings(store))
    assert store.index().embedded == 0
    place.write({"new.txt": note(50, "cormorant")})
    report = store.index()
    assert (report.generation, report.embedded, report.added) == (5, 1, ("new.txt",))
    assert store.first("cormorant").document == "new.txt"


def test_a_copy_that_was_interrupted_goes_on(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what it had copied, nothing is written again."""
    store = on_store(tmp_path / "host", tmp_path / "store", archive=place.archive)
    whole = generations.Copier.copy

    def interrupted(self: generations.Copier, number: int) -> Manifest:
        if number == 3:
            raise KeyboardInterrupt
        return whole(self, number)

    with monkeypatch.context() as patch:
        patch.setattr(generations.Copier, "copy", interrupted)
        with pytest.raises(KeyboardInterrupt):
            copy_data(settings(place), settings(store))
    first = (DataFolder(store.data).folder(1) / "tables.json").read_text()
    assert copy_data(settings(place), settings(store)).generations == (1, 2, 3)
    assert (DataFolder(store.data).folder(1) / "tables.json").read_text() == first
    assert told(store) == told(place)


def test_another_index_is_not_mixed_in(place: Place, tmp_path: Path) -> None:
    """Nor is a folder copied to itself."""
    other = Place(tmp_path / "other", MOON)
    other.index()
    with pytest.raises(IndexDataError, match="holds an index of its own"):
        copy_data(settings(place), settings(other))
    with pytest.raises(IndexDataError, match="both are the same"):
        copy_data(settings(place), settings(place))
    assert other.first("eagle").document == "moon/apollo-11.txt"


def test_nothing_is_copied_of_what_was_never_indexed(tmp_path: Path) -> None:
    """One line says so."""
    with pytest.raises(IndexDataError, match="no index"):
        copy_data(settings(notes(tmp_path / "one")), settings(Place(tmp_path / "two")))
