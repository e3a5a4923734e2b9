"""What a reindex would do is what it then does, and asking for it changes nothing."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from index import DataFile, Phase, Preview, Report, Settings, Step
from index.build.preview import ERASING, NOTHING_TO_READ, preview
from index.errors import ArchiveError, IndexDataError, NotPublishedError
from index.generations.data_folder import DataFolder
from index.models.reports import Moved
from index.userdata.erasures import Erasures
from tests.index.dating.setting import AMBIGUOUS, LETTER, WHY, dating
from tests.makers.archives import Place, note, notes, segment_of
from tests.makers.barred import barred
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders

SHARED = Preview.model_fields.keys() & Report.model_fields.keys()
MAIL = "From a@b.c Sat Jan  1 10:00:00 2000\nSubject: Hay {0}\n\nHay was made on day {0}.\n\n"


def foreseen(place: Place, *, force: bool = False, **options: object) -> Preview:
    """What a reindex would do now."""
    settings = place.settings.model_copy(update=options)
    return preview(settings, force=force, encoder=HashingEncoder(), readers=InProcessReaders)


def same(found: Preview, done: Report) -> None:
    """Fails at the first thing that was foreseen otherwise than it was done."""
    for name in sorted(SHARED - {"fault"}):
        assert (name, getattr(found, name)) == (name, getattr(done, name))


def everything(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Each file and folder in it, with its inode, its time of modification and what it holds."""
    places = [folder, *sorted(folder.rglob("*"))]
    return {
        str(place): (place.stat().st_ino, place.stat().st_mtime_ns, place.read_bytes() if place.is_file() else b"")
        for place in places
    }


@pytest.fixture
def mixed(tmp_path: Path) -> Place:
    """An archive of many kinds, indexed, in which one of every kind of change is still to be indexed."""
    place = notes(tmp_path)
    place.write({"letter.txt": LETTER, "minutes.txt": AMBIGUOUS, "gone/1.txt": note(50), "shut/1.txt": note(51)})
    place.write({"box.mbox": "".join(MAIL.format(number) for number in range(3))})
    place.file("broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    place.index()
    place.remove("note-000.txt")
    place.move("note-002.txt", "renamed.txt")
    place.edit("note-003.txt", "Note 3", "Notice 3")
    place.edit("note-004.txt", place.file("note-004.txt").read_text()[5:15], "1999-09-09")
    place.write({"new.txt": note(90), "undated.txt": "No day is in this one.", "folder/1971-05-03.txt": "It rained."})
    place.write({"box.mbox": "".join(MAIL.format(number) for number in range(4)), "desktop.ini": "[x]"})
    place.file("broken.docx").write_bytes(b"PK\x03\x04 nothing follows")
    shutil.copy(place.file("note-005.txt"), place.file("copy.txt"))
    return place


def test_what_is_foreseen_is_what_is_done(mixed: Place) -> None:
    """Added, changed, removed, moved, re-dated, undated, not read, kept and left out, each with the same words."""
    dating(mixed).set("letter.txt", "1931-01-02", WHY, "m")
    with barred(mixed.file("shut")):
        found = foreseen(mixed)
        done = mixed.index()
    same(found, done)
    assert all((found.added, found.changed, found.removed, found.failed, found.kept, found.left_out, found.notes))
    assert found.moved == (Moved(before="note-002.txt", after="renamed.txt"),)
    assert found.redated == ("letter.txt", "note-004.txt")


def test_what_force_would_do_is_foreseen(mixed: Place) -> None:
    """What can't be looked into goes, then."""
    with barred(mixed.file("shut")):
        found = foreseen(mixed, force=True)
        done = mixed.index(force=True)
    same(found, done)
    assert "shut/1.txt" in found.removed


def test_a_date_whose_document_is_gone_is_foreseen(mixed: Place) -> None:
    """With the note that the report has of it, and no note is made where the date is kept."""
    dating(mixed).set("letter.txt", "1931-01-02", WHY, "m")
    mixed.remove("letter.txt")
    found = foreseen(mixed)
    assert "letter.txt" in {note.path for note in found.worth_checking}
    same(found, mixed.index())


def test_it_says_what_would_be_read_and_what_dates_it(mixed: Place) -> None:
    """The documents in files that are not known yet, and no others; each with its date and where that stands."""
    found = foreseen(mixed)
    assert [(document.path, document.date and document.date.origin) for document in found.read] == [
        *((f"box.mbox#{number}", "received") for number in range(1, 5)),
        ("copy.txt", "head line"),
        ("folder/1971-05-03.txt", "file name"),
        ("new.txt", "head line"),
        *((f"note-00{number}.txt", "head line") for number in (3, 4)),
        ("renamed.txt", "head line"),
        ("undated.txt", None),
    ]
    assert found.origins == {"head line": 5, "received": 4, "file name": 1, "undated": 1}
    assert found.files_read == len({document.path.partition("#")[0] for document in found.read}) + 2  # broken ones
    assert [failure.path for failure in found.failed] == ["broken.docx", "broken.pdf"]


def test_nothing_is_written(mixed: Place) -> None:
    """Neither in the data folder, beside dates and an erasure, nor in the archive: to the inode, time and byte."""
    dating(mixed).set("letter.txt", "1931-01-02", WHY, "m")
    Erasures(mixed.data).begin("gone/1.txt", "it was asked for", part=False, files=[], digests=["0" * 64])
    before = everything(mixed.data), everything(mixed.archive)
    for options in ({}, {"trust_file_times": True}, {"group_access": True}):
        assert foreseen(mixed, **options).documents
        assert foreseen(mixed, force=True, **options).documents
    assert (everything(mixed.data), everything(mixed.archive)) == before


def test_without_an_index_everything_is_added(tmp_path: Path) -> None:
    """And no data folder is made."""
    place = notes(tmp_path)
    found = foreseen(place)
    assert not place.data.exists()
    assert (found.previous, found.files_read, found.fault) == (None, 8, None)
    same(found, place.index())


def test_it_can_be_asked_while_a_reindex_runs(mixed: Place) -> None:
    """It waits for no lock and takes none."""
    with DataFolder(mixed.data).building():
        found = foreseen(mixed)
    same(found, mixed.index())


def test_an_unchanged_archive_needs_no_reading(tmp_path: Path) -> None:
    """But of what could not be read."""
    place = notes(tmp_path)
    place.index()
    found = foreseen(place)
    assert (found.files_read, found.read, found.origins, found.added, found.changed) == (0, (), {}, (), ())


def test_a_loss_that_would_not_be_published_is_foreseen(tmp_path: Path) -> None:
    """In the words in which the reindex then refuses it; forced, there is none."""
    place = notes(tmp_path)
    place.index()
    place.remove(*(f"note-{number:03d}.txt" for number in range(5)))
    assert foreseen(place, force=True).fault is None
    found = foreseen(place)
    with pytest.raises(NotPublishedError, match="5 of 8 documents are gone") as refused:
        place.index()
    assert found.fault == str(refused.value)


def test_an_archive_without_a_document_is_foreseen(tmp_path: Path) -> None:
    """With what can't be read in it; one that is not there is the error that it is for a reindex."""
    place = Place(tmp_path, {"blank.txt": " "})
    found = foreseen(place)
    assert (found.fault, [failure.path for failure in found.failed]) == (NOTHING_TO_READ, ["blank.txt"])
    shutil.rmtree(place.archive)
    with pytest.raises(ArchiveError, match="there is no archive folder"):
        foreseen(place)


def test_another_programs_folder_is_refused(tmp_path: Path) -> None:
    """As by a reindex."""
    place = notes(tmp_path)
    place.data.mkdir()
    (place.data / "notes.txt").touch()
    with pytest.raises(IndexDataError, match="holds something other than an index"):
        foreseen(place)


def test_beside_a_damaged_generation_it_compares_with_what_a_reindex_would(tmp_path: Path) -> None:
    """The newest sound one; and it leaves no mark on the damaged one."""
    place = notes(tmp_path)
    place.index()
    place.write({"new.txt": note(90)})
    place.index()
    file = segment_of(DataFolder(place.data).folder(2)) / "archive.sqlite"
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(damaged)
    before = everything(place.data)
    found = foreseen(place)
    assert (found.previous, found.added) == (1, ("new.txt",))
    assert everything(place.data) == before
    same(found, place.index())


def test_an_erasure_that_was_interrupted_is_told(tmp_path: Path) -> None:
    """Since a reindex would finish it first."""
    place = notes(tmp_path)
    place.index()
    Erasures(place.data).begin("note-001.txt", "it was asked for", part=False, files=[], digests=[])
    assert [(note.path, note.reason) for note in foreseen(place).notes] == [(DataFile.ERASURES, ERASING)]


def test_its_steps_are_those_of_reading(tmp_path: Path) -> None:
    """From none to all files, as steps of this process."""
    steps: list[Step] = []
    place = notes(tmp_path)
    preview(place.settings, steps.append, encoder=HashingEncoder(), readers=InProcessReaders)
    assert [(step.phase, step.done, step.total, step.pid) for step in steps] == [
        (Phase.READ, done, 8, os.getpid()) for done in range(9)
    ]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["write", "redate", "remove", "move", "copy", "blank", "date"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=8,
)


def _act(place: Place, kind: str, number: int, other: int) -> None:
    path, target = f"note-{number:03d}.txt", f"f/note-{other:03d}.txt"
    if kind == "write" or not place.file(path).is_file() or not place.file(path).read_text().strip():
        place.write({path: note(10 * number + other)})
    elif kind == "date":
        dating(place).set(path, f"19{other}7-01-02", WHY, "m")
    elif kind == "redate":
        place.file(path).write_text(f"date 200{other}-01-02" + place.file(path).read_text()[15:])
    elif kind == "blank":
        place.file(path).write_text(" ")
    elif kind == "remove":
        place.remove(path)
    elif kind == "move":
        place.move(path, target)
    else:
        place.file(target).parent.mkdir(exist_ok=True)
        shutil.copy(place.file(path), place.file(target))


@profile(deadline=None, max_examples=8)
@given(histories=st.lists(ACTS, min_size=1, max_size=3))
def test_whatever_is_done_to_an_archive_is_foreseen(
    tmp_path_factory: pytest.TempPathFactory, histories: list[list[tuple[str, int, int]]]
) -> None:
    """Files written, dated, removed, moved, copied and emptied between reindexes, in any order."""
    place = notes(tmp_path_factory.mktemp("history"))
    place.write({f"more-{number:02d}.txt": note(number) for number in range(20)})  # so that never most are gone
    place.index()
    for acts in histories:
        for act in acts:
            _act(place, *act)
        found = foreseen(place)
        same(found, place.index())


def test_all_of_it_is_json(mixed: Place) -> None:
    """What a script reads has every field, and comes back as it was."""
    found = foreseen(mixed)
    assert Preview.model_validate_json(found.model_dump_json()) == found
    assert json.loads(found.model_dump_json())["read"][0]["date"]["origin"] == "received"


def test_settings_of_another_recipe_have_everything_read(mixed: Place) -> None:
    """As a reindex would."""
    mixed.index()
    settings: Settings = mixed.settings.model_copy(update={"passage_tokens": 64})
    found = preview(settings, encoder=HashingEncoder(), readers=InProcessReaders)
    assert len(found.read) == found.documents
    same(found, mixed.index(passage_tokens=64))
