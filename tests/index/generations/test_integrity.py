"""Damage to the files of a generation is detected, and what is sound serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import ArchiveFolder, IndexDataError, Query
from index.data_check import check
from index.generations import following
from index.generations.data_folder import DataFolder
from index.generations.manifest import MANIFEST_FILE
from index.storage import TABLES_FILE
from tests.makers.archives import Place, indexed_twice, note, segment_of
from tests.makers.barred import barred
from tests.makers.stores import on_store


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return indexed_twice(tmp_path)


@contextmanager
def flipped(file: Path, at: int) -> Iterator[None]:
    """One byte of the file is another until the block ends."""
    whole = file.read_bytes()
    changed = bytearray(whole)
    changed[at] ^= 0x20
    file.write_bytes(bytes(changed))
    try:
        yield
    finally:
        file.write_bytes(whole)


def test_a_changed_byte_in_any_file_is_detected_and_not_served(place: Place) -> None:
    """Beginning, middle or end of each file: the generation before serves, and every answer carries a warning."""
    folder = DataFolder(place.data).folder(2)
    assert len(place.files(2)) >= 10
    for name in place.files(2):
        size = (folder / name).stat().st_size
        for at in {0, size // 2, size - 1} if size else ():
            with flipped(folder / name, at):
                answer = place.ask("harbour")
                assert answer.generation == 1, (name, at)
                assert "generation 1" in answer.warnings[0]
                assert "dateline index" in answer.warnings[0]
    assert place.ask("harbour").generation == 2


def test_a_damaged_copy_of_a_shared_generation_is_no_damage(tmp_path: Path) -> None:
    """The store has it whole: it is fetched again and serves, by whatever comes upon it first."""
    place = on_store(tmp_path / "host", tmp_path / "store", {"note.txt": note(1, "harbour")})
    place.index()
    data = DataFolder(place.data)
    for name in (MANIFEST_FILE, TABLES_FILE):
        for ask in (
            lambda: place.ask("harbour").warnings,
            lambda: [one for one in check(place.settings) if one.faults],
        ):
            (data.folder(1) / name).write_text("x")
            assert list(ask()) == []
            assert data.damage(1) is None
    (data.folder(1) / TABLES_FILE).write_text("x")
    assert place.index().embedded == 0


@pytest.mark.parametrize("act", ["cut", "delete"])
def test_a_cut_or_missing_file_is_detected_and_not_served(place: Place, act: str) -> None:
    """Any file cut short or gone: the generation before serves."""
    folder = DataFolder(place.data).folder(2)
    for name in place.files(2):
        if name == "manifest.sha256":
            continue  # the first generations had none
        whole = (folder / name).read_bytes()
        if not whole:
            continue
        if act == "cut":
            (folder / name).write_bytes(whole[:-1])
        else:
            (folder / name).unlink()
        assert place.ask("harbour").generation == 1, name
        (folder / name).write_bytes(whole)


def test_a_wrong_mark_is_lifted_by_a_good_check(place: Place) -> None:
    """A generation that was condemned and is sound serves again; one that is damaged keeps its mark."""
    data = DataFolder(place.data)
    data.mark_damaged(2, "somebody could not read it")
    assert place.ask("harbour").generation == 1
    assert not any(part.faults for part in check(place.settings))
    assert place.ask("harbour").generation == 2
    with flipped(segment_of(data.folder(2)) / "vectors.faiss", 100):
        assert any(part.damaged for part in check(place.settings))
        assert data.damage(2) is not None


@pytest.mark.parametrize("content", ["", "\0\0\0\0\0\0\n", "000099\n", "two", None])
def test_a_damaged_current_is_passed_over_and_mended(place: Place, content: str | None) -> None:
    """Zeroed, naming what is gone, or gone itself: the newest sound generation serves, and `current` names it again."""
    current = place.data / "current"
    current.unlink()
    if content is not None:
        current.write_text(content)
    answer = place.ask("harbour")
    assert (answer.generation, answer.warnings) == (2, ())
    assert current.read_text() == "000002\n"


def test_with_no_sound_generation_the_line_says_what_to_run(place: Place) -> None:
    """Both damaged: nothing is served, and the next reindex makes a whole one."""
    for number in (1, 2):
        folder = DataFolder(place.data).folder(number)
        (segment_of(folder) / "vectors.faiss").write_bytes(b"nothing")
    with (
        pytest.raises(
            IndexDataError, match=r"generation 2 is damaged: segments/.*/vectors\.faiss .* run: dateline index"
        ),
        place.opened(),
    ):
        pass
    assert place.index().generation == 3
    assert place.ask("harbour").generation == 3


def test_a_check_takes_a_damaged_generation_out_of_service(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Damage that opening did not look for is found by the check, and a process that serves it turns to a sound one."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr("index.generations.integrity.QUICK_BYTES", 0)
    vectors = segment_of(DataFolder(place.data).folder(2)) / "vectors.faiss"
    with place.opened() as archive:
        assert archive.search(Query(text="harbour")).generation == 2
        assert not any(checked.faults for checked in check(place.settings))
        with flipped(vectors, vectors.stat().st_size // 2):
            found = {checked.generation: checked.faults for checked in check(place.settings)}
            assert found[1] == ()
            assert "vectors.faiss has changed since it was written" in found[2][0]
            answer = archive.search(Query(text="harbour"))
            assert answer.generation == 1
            assert answer.warnings


def test_what_a_check_can_not_look_into_is_told_and_is_no_damage(place: Place) -> None:
    """The trash, and what a restore has set aside: a line each, and everything else is compared."""
    place.write({"spare.txt": note(7)})
    ArchiveFolder(place.settings).remove("spare.txt")
    aside = place.data / "before-restore" / "20261129000000"
    aside.mkdir(parents=True)
    (trashed,) = (entry for entry in (place.data / "trash").iterdir() if entry.is_dir())
    with barred(trashed, aside.parent):
        found = {checked.what: checked for checked in check(place.settings)}
    for name in ("trash", "before-restore"):
        assert not found[name].damaged
        assert "can't be read (permission denied); give read access" in found[name].faults[0]
    assert found["embeddings.sqlite"].faults == ()
