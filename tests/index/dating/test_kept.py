"""What is kept of dates: erased with its document, backed up and restored, whole or not at all, damaged or not."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index import DataFile, IndexDataError, back_up, check, restore_backup
from index.archive_folder import ArchiveFolder
from index.eraser import Eraser
from index.models.set_dates import Assigned
from index.userdata import dates as dates_file
from index.userdata.dates import SetDates
from tests.index.dating.setting import LETTER, WHY, dates, dating
from tests.makers import traces
from tests.makers.archives import Place, note
from tests.stand_ins.in_process import InProcessReaders

REASON = "the Quillfeather diary of that week"
OTHERS = {f"note-{number}.txt": note(number) for number in range(4)}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Notes and a letter that was dated twice; SQLite itself would leave what is deleted."""
    traces.keep(monkeypatch)
    place = Place(tmp_path, {**OTHERS, "letters/a.txt": LETTER})
    place.index()
    dating(place).set("note-1.txt", "1950", WHY, "mo")
    for written in ("1971", "1972"):
        dating(place).set("letters/a.txt", written, REASON, "mo")
    place.index()
    return place


def erase(place: Place, path: str) -> None:
    eraser = Eraser(place.settings, InProcessReaders)
    if not eraser.begin(path, "the sender asked for it").done:
        place.index()
    assert eraser.outcome(path).done


def test_erasing_a_document_erases_its_dates(place: Place) -> None:
    """Those that were undone too: no byte of the reasons is left, and the other document's date stands."""
    dating(place).undo("letters/a.txt", "mo")
    assert traces.of_words(place, "Quillfeather") == [f"data/{DataFile.DATES}"]
    erase(place, "letters/a.txt")
    assert traces.of_words(place, "Quillfeather") == []
    assert [date.path for date in dating(place).every()] == ["note-1.txt"]


def test_what_was_edited_or_moved_since_it_was_dated_is_erased_too(place: Place) -> None:
    """By every version that the date is known of, whichever of them was indexed."""
    place.edit("letters/a.txt", "gulls", "geese")
    place.index()
    place.move("letters/a.txt", "b.txt")
    erase(place, "b.txt")
    assert traces.of_words(place, "Quillfeather") == []


def test_what_a_restore_brings_or_sets_aside_is_erased(place: Place, tmp_path: Path) -> None:
    """A backup made before has the dates; what is restored of it has them no more, nor has what was set aside."""
    back_up(place.settings, tmp_path / "backup.zip")
    restore_backup(place.settings, tmp_path / "backup.zip")  # sets the dates aside
    erase(place, "letters/a.txt")
    assert traces.of_words(place, "Quillfeather") == []
    restore_backup(place.settings, tmp_path / "backup.zip")
    assert traces.of_words(place, "Quillfeather") == []


def test_a_document_put_in_the_place_of_an_erased_one_keeps_its_date(place: Place) -> None:
    """Each reindex takes what was erased away again, and nothing else of that path."""
    erase(place, "letters/a.txt")
    place.write({"letters/a.txt": LETTER.replace("nine", "ten")})
    dating(place).set("letters/a.txt", "1980", WHY, "mo")
    assert dates(place)["letters/a.txt"] == "1980*"
    assert dates(place)["letters/a.txt"] == "1980*"


def test_a_backup_has_them_and_a_restore_brings_them_back(place: Place, tmp_path: Path) -> None:
    """Set since, they are set aside; undone since, they stand again with the next reindex."""
    back_up(place.settings, tmp_path / "backup.zip")
    dating(place).undo("note-1.txt", "mo")
    dating(place).set("note-2.txt", "1960", WHY, "mo")
    place.index()
    done = restore_backup(place.settings, tmp_path / "backup.zip")
    assert done.aside
    assert SetDates(Path(done.aside)).standing()[0].path == "note-2.txt"
    found = dates(place)
    assert (found["note-1.txt"], found["note-2.txt"]) == ("1950*", note(2)[5:15])


def test_what_is_removed_and_brought_back_has_its_date(place: Place) -> None:
    """The trash takes nothing from it."""
    folder = ArchiveFolder(place.settings, readers=InProcessReaders)
    token = folder.remove("letters/a.txt")
    assert "letters/a.txt" not in dates(place)
    folder.restore(token)
    assert dates(place)["letters/a.txt"] == "1972*"


def test_a_rollback_and_a_forced_reindex_keep_the_dates(place: Place) -> None:
    """They are of the archive, and not of a generation."""
    place.rollback()
    assert dates(place)["letters/a.txt"] == "1972*"
    place.index(force=True)
    assert dates(place)["letters/a.txt"] == "1972*"


def test_another_reader_keeps_the_dates(place: Place) -> None:
    """Where everything is read anew, such as by other settings, every date stands."""
    place.index(date_order="day first")
    assert dates(place)["letters/a.txt"] == "1972*"


def test_a_damaged_date_is_found_and_refused(place: Place) -> None:
    """A date that was changed on the disk dates nothing: the check tells it, and a reindex is refused in one line."""
    file = place.data / DataFile.DATES
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE dates SET date = replace(date, '1972', '1973')")
    (told,) = [part for part in check(place.settings) if part.what == DataFile.DATES]
    assert told.damaged
    assert told.faults
    with pytest.raises(IndexDataError, match="is damaged; restore it from a backup"):
        place.index()
    assert place.first("nine gulls").date
    erase_even_so(place)


def erase_even_so(place: Place) -> None:
    """What has to go is found in a damaged file as well."""
    Eraser(place.settings, InProcessReaders).begin("letters/a.txt", "the sender asked for it")
    assert traces.of(place, b"Quillfeather") == []


@pytest.mark.parametrize("statement", ["PRAGMA application_id = 7", "PRAGMA user_version = 99"])
def test_a_newer_and_a_foreign_file_are_refused(place: Place, statement: str) -> None:
    """One line that names the file."""
    with closing(sqlite3.connect(place.data / DataFile.DATES)) as database:
        database.execute(statement)
    with pytest.raises(IndexDataError, match=r"dates\.sqlite"):
        dating(place).every()


def test_nothing_is_made_where_nothing_is_set(tmp_path: Path) -> None:
    """An index without such dates has no file of them, and looking makes none."""
    place = Place(tmp_path, OTHERS)
    place.index()
    assert dating(place).every() == ()
    assert not (place.data / DataFile.DATES).exists()


def _set_until_killed(place: Place) -> None:
    asked = [Assigned(path=path, written="1971", why=WHY) for path in OTHERS]
    real = dates_file._put
    count = 0

    def put(*args: object) -> None:
        nonlocal count
        count += 1
        if count == len(OTHERS):
            os.kill(os.getpid(), signal.SIGKILL)
        real(*args)  # type: ignore[arg-type]  # passed on as they are

    dates_file._put = put  # type: ignore[assignment]  # in this process alone
    dating(place).set_many(asked, "mo")


def test_killed_in_the_middle_a_list_is_recorded_whole_or_not_at_all(place: Place) -> None:
    """What stood before stands, and the list can be given again."""
    before = dating(place).every()
    child = multiprocessing.get_context("fork").Process(target=_set_until_killed, args=(place,))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert dating(place).every() == before
    done = dating(place).set_many([Assigned(path=path, written="1971", why=WHY) for path in OTHERS], "mo")
    assert len(done.dated) == len(OTHERS)
