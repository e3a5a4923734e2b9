"""The data folder: swaps that no search notices, generations that are damaged, rollbacks, and the lock."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from queue import Empty
from typing import Any

import pytest

from index import Archive, BusyError, IndexDataError, Query
from index.generations import lock
from index.generations.data_folder import DataFolder
from index.generations.serving import open_sound
from index.generations.status import check
from index.models.answers import Answer
from index.models.data_files import DataFile
from index.models.scope import EVERYTHING
from index.search import archive as archive_module
from tests.makers.archives import Place, comparable, note, notes
from tests.stand_ins.hashing_encoder import HashingEncoder

SEARCHERS, SWAPS = 8, 20


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An archive indexed twice: the second generation has a document more."""
    made = notes(tmp_path)
    made.index()
    made.write({"second.txt": note(40, "smuggler")})
    made.index()
    return made


def test_no_search_fails_or_mixes_generations_while_they_are_swapped(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight threads search through twenty swaps: each answer is wholly that of the generation that it names."""
    monkeypatch.setattr(archive_module, "LOOK_EVERY_S", 0.0)
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
            while not faults and not any(one.generation == number for one in found[seen:]):
                time.sleep(0.001)  # until the swap has been noticed
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert {one.generation for one in found} == {1, 2}
    assert all(comparable(one) == expected[one.generation] for one in found)
    assert all(one.warnings == () for one in found)


def files(place: Place, number: int) -> list[str]:
    folder = DataFolder(place.data).folder(number)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


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
    assert len(files(place, 2)) >= 10
    for name in files(place, 2):
        size = (folder / name).stat().st_size
        for at in {0, size // 2, size - 1} if size else ():
            with flipped(folder / name, at):
                answer = place.ask("harbour")
                assert answer.generation == 1, (name, at)
                assert "generation 1" in answer.warnings[0]
                assert "dateline index" in answer.warnings[0]
    assert place.ask("harbour").generation == 2


@pytest.mark.parametrize("act", ["cut", "delete"])
def test_a_cut_or_missing_file_is_detected_and_not_served(place: Place, act: str) -> None:
    """Any file cut short or gone: the generation before serves."""
    folder = DataFolder(place.data).folder(2)
    for name in files(place, 2):
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


def test_with_no_sound_generation_the_line_says_what_to_run(place: Place) -> None:
    """Both damaged: nothing is served, and the next reindex makes a whole one."""
    for number in (1, 2):
        folder = DataFolder(place.data).folder(number)
        (folder / "vectors.faiss").write_bytes(b"nothing")
    with (
        pytest.raises(IndexDataError, match=r"generation 2 is damaged: vectors\.faiss .* run: dateline index"),
        place.opened(),
    ):
        pass
    assert place.index().generation == 3
    assert place.ask("harbour").generation == 3


def test_a_check_takes_a_damaged_generation_out_of_service(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Damage that opening did not look for is found by the check, and a process that serves it turns to a sound one."""
    monkeypatch.setattr(archive_module, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr("index.generations.integrity.QUICK_BYTES", 0)
    vectors = DataFolder(place.data).folder(2) / "vectors.faiss"
    with place.opened() as archive:
        assert archive.search(Query(text="harbour")).generation == 2
        assert not any(one.faults for one in check(place.settings))
        with flipped(vectors, vectors.stat().st_size // 2):
            found = {one.generation: one.faults for one in check(place.settings)}
            assert found[1] == ()
            assert "vectors.faiss is not as it was written" in found[2][0]
            answer = archive.search(Query(text="harbour"))
            assert answer.generation == 1
            assert answer.warnings


def test_a_rollback_is_seen_by_an_open_archive_and_survives_a_reindex(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive goes back and forth at once; the next reindex builds upon what serves and takes a new number."""
    monkeypatch.setattr(archive_module, "LOOK_EVERY_S", 0.0)
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


def test_a_rollback_to_what_cannot_serve_is_refused(place: Place) -> None:
    """A generation that is gone, damaged or the first one's predecessor: the line says so and nothing changes."""
    with pytest.raises(IndexDataError, match="no generation 7"):
        place.rollback(7)
    (DataFolder(place.data).folder(1) / "vectors.faiss").write_bytes(b"nothing")
    with pytest.raises(IndexDataError, match="generation 1 is damaged"):
        place.rollback(1)
    with pytest.raises(IndexDataError, match="no sound generation before 2"):
        place.rollback()
    assert DataFolder(place.data).current() == 2


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
    monkeypatch.setattr(archive_module, "LOOK_EVERY_S", 0.0)
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
    monkeypatch.setattr(archive_module, "LOOK_EVERY_S", 0.0)
    other = Place(tmp_path, {"one.txt": note(1)}, archive=tmp_path / "other")
    with place.opened() as archive:
        other.index()
        answer = archive.search(Query(text="harbour"))
        assert (answer.generation, len(answer.warnings)) == (2, 1)
        assert "another archive" in answer.warnings[0]
        assert str(tmp_path) not in answer.warnings[0]
        (DataFolder(place.data).folder(3) / "manifest.json").unlink()
        assert str(tmp_path) not in archive.search(Query(text="harbour")).warnings[0]


def test_a_citation_of_a_removed_document_still_resolves(place: Place) -> None:
    """The passage shown before is found no more, and its citation still gives words and document."""
    (hit, *_) = place.ask("smuggler").hits
    assert hit.document == "second.txt"
    place.remove("second.txt")
    report = place.index()
    assert [(one.passage, one.state) for one in report.citations] == [(hit.passage, "removed")]
    with place.opened() as archive:
        assert "second.txt" not in [one.document for one in archive.search(Query(text="smuggler")).hits]
        (cited,) = archive.cite([hit.passage], EVERYTHING)
    assert cited.record.quotation == hit.text  # type: ignore[union-attr]  # it is known, or this fails


def _race(data: Path, barrier: Barrier, lost: Event, results: Any) -> None:
    barrier.wait()
    try:
        with lock.building(data):
            results.put("built")
            lost.wait(60)  # the loser may be slow to run
    except BusyError as error:
        results.put(str(error))
        lost.set()


def test_of_two_processes_one_builds_and_the_other_is_told_by_whom(tmp_path: Path) -> None:
    """They start at the same moment; the loser's line names user, host, process and time of the winner."""
    context = multiprocessing.get_context("spawn")
    barrier, lost, results = context.Barrier(2), context.Event(), context.Queue()
    racers = [context.Process(target=_race, args=(tmp_path, barrier, lost, results)) for _ in range(2)]
    for racer in racers:
        racer.start()
    told = sorted((results.get(timeout=60) for _ in racers), key=len)
    for racer in racers:
        racer.join()
    assert told[0] == "built"
    assert any(f"(process {racer.pid}) since 20" in told[1] for racer in racers)
    with pytest.raises(Empty):
        results.get_nowait()
    assert not lock.held(tmp_path)


def test_what_a_killed_builder_left_misleads_nobody(tmp_path: Path) -> None:
    """The note of a dead process is not taken for the one that holds the lock, nor its lock for held."""
    dead = lock.myself().model_copy(update={"pid": 2**22 - 1})
    (tmp_path / DataFile.LOCK_HOLDER).write_text(dead.model_dump_json(), "utf-8")
    (tmp_path / DataFile.LOCK).touch()
    assert lock.builder(tmp_path) is None
    with lock.building(tmp_path) as me:
        assert lock.builder(tmp_path) == me
    assert lock.builder(tmp_path) is None


def test_the_builder_on_another_machine_is_named_by_its_host(tmp_path: Path) -> None:
    """On a shared disk the host tells where the other process runs; its number means nothing here."""
    with lock.building(tmp_path) as me:
        other = me.model_copy(update={"host": "elsewhere", "pid": 2**22 - 1})
        (tmp_path / DataFile.LOCK_HOLDER).write_text(other.model_dump_json(), "utf-8")
        with pytest.raises(BusyError, match=r"on elsewhere \(process 4194303\) since"), lock.building(tmp_path):
            pass


def test_nothing_of_a_generation_is_written_when_it_is_read(place: Place) -> None:
    """Opening and searching leave every file of the generation as it was."""
    folder = DataFolder(place.data).folder(2)
    before = {name: (folder / name).read_bytes() for name in files(place, 2)}
    place.ask("harbour")
    open_sound(DataFolder(place.data), lambda _: None).generation.close()
    assert {name: (folder / name).read_bytes() for name in files(place, 2)} == before


def test_a_cache_of_nonsense_is_one_line(place: Place) -> None:
    """A damaged embedding cache names itself and what to do; what serves goes on."""
    (place.data / "embeddings.sqlite").write_bytes(b"nonsense" * 1000)
    for suffix in ("-wal", "-shm"):
        (place.data / f"embeddings.sqlite{suffix}").unlink(missing_ok=True)
    place.write({"more.txt": note(60)})
    with pytest.raises(IndexDataError, match=r"embeddings\.sqlite is damaged .* delete it"):
        place.index()
    assert place.ask("harbour").generation == 2
    (place.data / "embeddings.sqlite").unlink()
    assert place.index().published
    with closing(sqlite3.connect(place.data / "embeddings.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM vectors").fetchone()[0] > 0
