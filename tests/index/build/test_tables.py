"""A generation of a shared store is built by any host, from what changed alone, and serves on every host."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from index import (
    ArchiveFolder,
    AuditLog,
    DataFile,
    Dossiers,
    IndexDataError,
    NotPublishedError,
    back_up,
    check,
    restore_backup,
)
from index.build import build
from index.build.build import locked
from index.build.cluster_work import ClusterWork
from index.build.progress import silent
from index.eraser import Eraser
from index.generations import mirror
from index.generations.data_folder import DataFolder
from index.models.answers import Query
from index.shared import synced
from index.storage import history
from index.storage.lance.indexing import IndexMaker, make_here
from index.storage.lance.opening import tables_of
from index.userdata.cited_texts import CitedTexts
from tests.makers.archives import MOON, Place, comparable, note, notes
from tests.makers.stores import on_store
from tests.stand_ins.fake_cluster import FakeCluster
from tests.stand_ins.hashing_encoder import HashingEncoder

QUESTIONS = ("harbour lantern", '"seen on day"', "storm -goat", "note in 1941")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every host looks at the store each time."""
    monkeypatch.setattr(mirror, "LOOK_EVERY_S", 0.0)


@pytest.fixture
def one(tmp_path: Path) -> Place:
    """A host with an archive of notes."""
    return on_store(
        tmp_path / "one", tmp_path / "store", {f"note-{number:03d}.txt": note(number) for number in range(8)}
    )


@pytest.fixture
def two(one: Place, tmp_path: Path) -> Place:
    """Another host of the same store and archive."""
    return on_store(tmp_path / "two", tmp_path / "store", archive=one.archive)


def numbers(place: Place) -> dict[str, int]:
    """The number of each document in what serves, by path."""
    with place.generation() as generation:
        return generation.passages.numbers(sorted(generation.documents.digests()))


def test_any_host_builds_upon_what_another_built(one: Place, two: Place) -> None:
    """Only what is new is embedded, and what stays keeps its number."""
    assert (one.index().generation, one.index().embedded) == (1, 0)
    known = numbers(two)
    two.write({"new.txt": note(30, "cormorant")})
    two.edit("note-002.txt", "on day 2", "on the second day")
    two.remove("note-005.txt")
    report = two.index()
    assert (report.generation, report.added, report.changed, report.removed) == (
        *(3, ("new.txt",), ("note-002.txt",), ("note-005.txt",)),
    )
    assert (report.embedded, one.index().embedded) == (2, 0)
    now = numbers(one)
    assert {path: number for path, number in now.items() if known.get(path) == number} == {
        path: number for path, number in known.items() if path not in {"note-002.txt", "note-005.txt"}
    }
    assert min(now["new.txt"], now["note-002.txt"]) > max(known.values())
    assert one.first("cormorant").document == "new.txt"


def test_it_answers_as_the_embedded_engine_does(one: Place, two: Place, tmp_path: Path) -> None:
    """After changes as well: what is gone counts in no answer."""
    own = Place(tmp_path / "own", archive=one.archive)
    for step in range(3):
        one.write({f"more-{step}.txt": note(20 + step, "smuggler")})
        if step:
            one.remove(f"note-00{step}.txt")
        own.index()
        one.index()
        for text in QUESTIONS:
            asked = Query(text=text)
            with own.opened() as embedded, two.opened() as shared:
                answers = [comparable(archive.search(asked)) for archive in (embedded, shared)]
            assert [hit[:2] for hit in answers[0]] == [hit[:2] for hit in answers[1]], text


def test_numbers_are_never_given_twice(one: Place, two: Place) -> None:
    """Nor after a rollback, so that generations can be told apart by them."""
    one.index()
    one.write({"first.txt": note(30, "cormorant")})
    one.index()
    given = numbers(one)["first.txt"]
    two.rollback(1)
    two.remove("first.txt")
    two.write({"second.txt": note(31, "puffin")})
    two.index()
    assert numbers(one)["second.txt"] > given
    assert [hit.document for hit in one.ask("cormorant").hits if "cormorant" in hit.text] == []


def test_what_is_not_fit_to_serve_is_seen_by_nobody(one: Place, two: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report of it is told on every host, and the next build goes on from what serves."""
    one.index()
    one.write({"new.txt": note(30, "cormorant")})

    def unfit(*_: object) -> NoReturn:
        raise IndexDataError("the passage of row 3 is not found by its own vector")

    with monkeypatch.context() as patch:
        patch.setattr(build, "verify", unfit)
        with pytest.raises(NotPublishedError, match="row 3"):
            one.index()
    assert (DataFolder(two.data).current(), DataFolder(two.data).reported()) == (1, [1, 2])
    assert two.index().added == ("new.txt",)
    assert one.first("cormorant").document == "new.txt"


def test_a_few_generations_are_kept_and_the_rest_leaves_the_store(one: Place, two: Place) -> None:
    """With the versions of the tables that only they had."""
    for number in range(5):
        one.write({f"more-{number}.txt": note(20 + number)})
        one.index()
    assert DataFolder(two.data).whole() == [3, 4, 5]
    assert len(tables_of(DataFolder(one.data).folder(5)).tagged()) == 3
    two.rollback(3)
    with one.opened() as archive:
        assert archive.status().generation == 3


def test_what_is_erased_is_in_no_generation(one: Place, two: Place, tmp_path: Path) -> None:
    """Neither in what serves nor in an earlier one, nor in a file of the store."""
    one.write({"secret.txt": note(30, "cormorant")})
    one.index()
    one.write({"new.txt": note(31)})
    one.index()
    Eraser(one.settings).begin("secret.txt", "it was asked for")
    two.index()
    assert DataFolder(two.data).whole() == [3]
    assert "secret.txt" not in numbers(one)
    files = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert not [path for path in files if b"cormorant" in path.read_bytes()]


def set_aside(store: Path, origins: list[tuple[str, str]]) -> list[str]:
    """Those of documents, by path and SHA-256, whose texts restores have set aside in a store."""
    found = []
    for place in (store / DataFile.BEFORE_RESTORE).rglob(DataFile.CITED_TEXTS.value):
        content = synced.unpack(place.read_bytes())
        assert content is not None
        (store.with_name("unpacked") / place.parent.name).mkdir(parents=True, exist_ok=True)
        (store.with_name("unpacked") / place.parent.name / place.name).write_bytes(content)
        texts = CitedTexts(store.with_name("unpacked") / place.parent.name)
        found += [origin[0] for origin in origins if texts.find(*origin)]
    return found


def test_what_is_erased_is_not_in_what_a_restore_has_set_aside(one: Place, tmp_path: Path) -> None:
    """Whose texts of cited documents are whole documents; the rest of it stays."""
    one.write({"secret.txt": note(30, "cormorant")})
    one.index()
    with one.generation() as generation:
        origins = [(path, sha256) for path, sha256 in generation.documents.digests().items()]
    one.ask("cormorant")
    one.ask("note")
    back_up(one.settings, file := tmp_path / "backup.zip")
    restore_backup(one.settings, file)
    before = set_aside(tmp_path / "store", origins)
    assert "secret.txt" in before
    Eraser(one.settings).begin("secret.txt", "it was asked for")
    one.index()
    assert set_aside(tmp_path / "store", origins) == [path for path in before if path != "secret.txt"] != []
    assert not (one.data / DataFile.BEFORE_RESTORE).exists()


def test_an_archive_of_another_language_is_written_anew(one: Place, two: Place) -> None:
    """Words are stemmed as queries are; no vector is computed again, whichever host builds."""
    one.index()
    german = "Die Häuser am Hafen waren alt, und die Fischer gingen jeden Morgen mit ihren Booten auf das weite Meer. "
    one.write({f"haus-{number}.txt": f"date 1950-01-0{number}\n\n{german * 4}" for number in range(1, 6)})
    report = two.index()
    assert report.embedded == 1  # the five say the same
    with one.generation() as generation:
        assert set(generation.manifest.languages) == {"de", "en"}
    assert one.first("Haus").document.startswith("haus-")


def test_a_whole_archive_comes_in_row_order(tmp_path: Path) -> None:
    """So a store that was built at once has the rows that the embedded engine has."""
    shared, own = on_store(tmp_path / "one", tmp_path / "store", MOON), Place(tmp_path / "own", MOON)
    shared.index()
    own.index()
    assert numbers(shared) == numbers(own)


def test_notes_elsewhere_are_left_alone(tmp_path: Path) -> None:
    """An ordinary folder has nothing of a store."""
    place = notes(tmp_path)
    place.index()
    assert not DataFolder(place.data).is_mirror


class Blind(ClusterWork):
    """Work on a cluster of which a node says that it doesn't see the store."""

    def index_maker(self, noted: Callable[[str], None]) -> IndexMaker:
        noted("node one can't open the store")
        return make_here


def test_what_nodes_could_not_do_is_in_the_report(one: Place) -> None:
    """A chat is not told which machines there are."""
    with locked(one.settings) as data:
        report = build.build(one.settings, data, silent, encoder=HashingEncoder(), work=Blind(FakeCluster()))
    assert [(note.path, note.reason) for note in report.notes] == [("tables", "node one can't open the store")]
    assert "node one" not in (report.notes[0].chat or "node one")
    assert report.documents == 8


def test_days_out_of_a_backup_are_taken_up_by_whichever_host_indexes(one: Place, two: Place, tmp_path: Path) -> None:
    """Once: what was indexed first on a day stays so, and waits for no later reindex."""
    one.index()
    days = history.read(DataFolder(one.data).folder(1))
    back_up(one.settings, file := tmp_path / "backup.zip")
    other = [on_store(tmp_path / name, tmp_path / "other", archive=one.archive) for name in ("three", "four")]
    restore_backup(other[0].settings, file)
    for place in reversed(other):
        place.index()
        data = DataFolder(place.data)
        assert history.read(data.folder(data.current())) == days
    assert not (tmp_path / "other" / DataFile.HISTORY).exists()
    assert not (other[1].data / DataFile.HISTORY).exists()


def test_a_host_that_is_new_checks_all_that_is_kept(one: Place, two: Place) -> None:
    """Not only what it has at hand; trash lies in the archive."""
    one.index()
    one.ask("harbour")
    Dossiers(one.data).add(7, 8, "00000000")
    AuditLog(one.data).add({"action": "look"})
    ArchiveFolder(one.settings).remove("note-001.txt")
    sound = {checked.what: (checked.records, checked.faults) for checked in check(two.settings) if checked.what}
    assert {name: sound[name] for name in ("dossiers.sqlite", "trash", "bot-audit.jsonl")} == {
        "dossiers.sqlite": (1, ()),
        "trash": (1, ()),
        "bot-audit.jsonl": (1, ()),
    }
    assert sound["citations.sqlite"][0] > 0


def test_another_archive_is_not_indexed_into_a_store_by_a_slip(one: Place, tmp_path: Path) -> None:
    """The other hosts answer from it; who means it says so."""
    one.index()
    slip = on_store(tmp_path / "slip", tmp_path / "store", {"other.txt": note(30, "cormorant")})
    with pytest.raises(NotPublishedError, match=r"8 of 8 documents are gone .* --force"):
        slip.index()
    assert slip.index(force=True).documents == 1
