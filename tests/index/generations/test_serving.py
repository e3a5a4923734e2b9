"""Which generation serves: swaps that no search notices, and generations that are never taken up."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from index import Archive, IndexDataError, Query
from index.generations import following
from index.generations.data_folder import DataFolder
from index.generations.serving import open_sound
from index.models.answers import Answer
from tests.makers.archives import Place, comparable, indexed_twice, note
from tests.stand_ins.hashing_encoder import HashingEncoder

SEARCHERS, SWAPS = 8, 20


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return indexed_twice(tmp_path)


def test_no_search_fails_or_mixes_generations_while_they_are_swapped(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight threads search through twenty swaps: each answer is wholly that of the generation that it names."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
    data = DataFolder(place.data)
    expected = {}
    for number in (1, 2):
        data.make_current(number)
        expected[number] = comparable(place.ask("harbour smuggler"))
    assert expected[1] != expected[2]
    found: list[Answer] = []
    faults: list[BaseException] = []
    stop = threading.Event()

    def keep_searching(archive: Archive) -> None:
        try:
            while not stop.is_set():
                found.append(archive.search(Query(text="harbour smuggler"), shown=False))
        except BaseException as error:
            faults.append(error)

    with place.opened() as archive:
        threads = [threading.Thread(target=keep_searching, args=(archive,)) for _ in range(SEARCHERS)]
        for thread in threads:
            thread.start()
        for swap in range(SWAPS):
            number, seen = 1 + swap % 2, len(found)
            data.make_current(number)
            while not faults and not any(answer.generation == number for answer in found[seen:]):
                time.sleep(0.001)  # until the swap has been noticed
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert {answer.generation for answer in found} == {1, 2}
    assert all(comparable(answer) == expected[answer.generation] for answer in found)
    assert all(answer.warnings == () for answer in found)


def test_what_is_being_read_is_not_removed(place: Place) -> None:
    """An archive that is still open in the second generation keeps it through four reindexes; closed, it goes."""
    with place.opened():
        for _ in range(4):
            place.index()
        assert DataFolder(place.data).whole() == [2, 4, 5, 6]
    place.index()
    assert DataFolder(place.data).whole() == [5, 6, 7]


def test_another_recipe_is_refused_and_never_taken_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new generation of another model is not mixed with this one's queries: the old one serves on, with a warning."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
    with place.opened() as archive:
        place.index(HashingEncoder(revision="2"))
        answer = archive.search(Query(text="harbour"))
        assert answer.generation == 2
        assert "another revision" in answer.warnings[0]
    with pytest.raises(IndexDataError, match=r"another revision .* run: dateline index"), place.opened():
        pass


def test_another_archive_is_never_taken_up_and_no_folder_is_told(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What people read below an answer names no folder of the machine, of an archive or of a damaged file."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
    other = Place(tmp_path, {"one.txt": note(1)}, archive=tmp_path / "other")
    with place.opened() as archive:
        other.index()
        answer = archive.search(Query(text="harbour"))
        assert (answer.generation, len(answer.warnings)) == (2, 1)
        assert "another archive" in answer.warnings[0]
        assert str(tmp_path) not in answer.warnings[0]
        (DataFolder(place.data).folder(3) / "manifest.json").unlink()
        assert str(tmp_path) not in archive.search(Query(text="harbour")).warnings[0]


def test_nothing_of_a_generation_is_written_when_it_is_read(place: Place) -> None:
    """Opening and searching leave every file of the generation as it was."""
    folder = DataFolder(place.data).folder(2)
    before = {name: (folder / name).read_bytes() for name in place.files(2)}
    place.ask("harbour")
    open_sound(DataFolder(place.data), lambda _: None).generation.close()
    assert {name: (folder / name).read_bytes() for name in place.files(2)} == before
