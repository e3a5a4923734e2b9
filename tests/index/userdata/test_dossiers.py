"""Dossiers on disk: whose they are, their bound, what is left of what is erased, and files of earlier versions."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from index import digests
from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.userdata.dossiers import MAX_CITATIONS, REMOVED_S, SCHEMA, DossierEntry, Dossiers, Holding, Removal
from index.userdata.upgrades import dossiers_0001, dossiers_0002

FIRST_FILES = """
PRAGMA application_id = 1148470355;
PRAGMA user_version = 0;
BEGIN TRANSACTION;
CREATE TABLE kept (
    number INTEGER PRIMARY KEY, person INTEGER NOT NULL, server INTEGER NOT NULL, passage TEXT NOT NULL,
    UNIQUE (person, server, passage)
);
INSERT INTO "kept" VALUES(1,7,8,'k7f2q9xw');
INSERT INTO "kept" VALUES(3,7,0,'k7f2q9xw');
INSERT INTO "kept" VALUES(4,9,8,'k7f2q9xw');
INSERT INTO "kept" VALUES(5,7,8,'00000002');
COMMIT;
"""
"""Files had no version at first; this is one of them, as `sqlite3 dossiers.sqlite .dump` writes it."""


def test_a_file_without_a_version_keeps_every_row(tmp_path: Path) -> None:
    """Everybody's dossier is what and in the order it was, the file has today's version, and takes more."""
    file = tmp_path / DataFile.DOSSIERS
    with closing(sqlite3.connect(file)) as database:
        database.executescript(FIRST_FILES)
    kept = Dossiers(tmp_path)
    assert [kept.passages(7, 8), kept.passages(7, 0), kept.passages(9, 8)] == [
        ["k7f2q9xw", "00000002"],
        ["k7f2q9xw"],
        ["k7f2q9xw"],
    ]
    assert kept.add(7, 8, "k7f2q9xw") == "there already"
    assert kept.add(7, 8, "00000003") == "added"
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA.version,)
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (5,)


def test_a_dossier_belongs_to_one_server(tmp_path: Path) -> None:
    """The same person starts anew elsewhere, and is forgotten everywhere at once."""
    kept = Dossiers(tmp_path)
    kept.add(1, 10, "here")
    kept.add(1, 20, "there")
    assert (kept.passages(1, 10), kept.passages(1, 20)) == (["here"], ["there"])
    cleared = kept.clear(1, 10)
    assert cleared is not None
    assert cleared.entries == 1
    assert kept.passages(1, 20) == ["there"]
    kept.add(2, 20, "other")
    assert kept.forget(1) == 2  # what was taken out and could still be brought back is erased, too
    assert (kept.passages(1, 20), kept.passages(2, 20)) == ([], ["other"])


def test_what_is_erased_is_not_left_in_the_file(tmp_path: Path) -> None:
    """Neither ids nor notes, also of what was removed before, can be found in the file's bytes afterwards."""
    kept = Dossiers(tmp_path)
    for passage in ("k7f2q9xw", "vj41gcsm"):
        kept.add(1, 10, passage)
        kept.write_note(1, 10, passage, f"see {passage} again")
    kept.remove(1, 10, "vj41gcsm")
    assert b"see vj41gcsm again" in (tmp_path / DataFile.DOSSIERS).read_bytes()
    assert kept.forget(1) == 2
    left = (tmp_path / DataFile.DOSSIERS).read_bytes()
    assert not any(word in left for word in (b"k7f2q9xw", b"vj41gcsm", b"again"))


@pytest.mark.parametrize("statement", ["CREATE TABLE theirs (x)", "PRAGMA user_version = 99"])
def test_another_programs_and_a_newer_file_are_refused(
    tmp_path: Path, statement: str, caplog: pytest.LogCaptureFixture
) -> None:
    """People are told nothing of the machine; the log has one line with the file's name; the file stays as it is."""
    file = tmp_path / DataFile.DOSSIERS
    if statement.startswith("PRAGMA"):
        Dossiers(tmp_path).add(1, 1, "k7f2q9xw")
    with closing(sqlite3.connect(file)) as database:
        database.execute(statement)
    before = file.read_bytes()
    with pytest.raises(IndexDataError, match="can't be opened right now") as refused:
        Dossiers(tmp_path).add(1, 1, "x")
    assert str(tmp_path) not in str(refused.value)
    (line,) = caplog.messages
    assert str(file) in line
    assert "is not a file of dossiers" in line or "newer version of Dateline" in line
    assert file.read_bytes() == before


class Clock:
    """Seconds since 1970, as told."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def five(tmp_path: Path, clock: Clock) -> Dossiers:
    """A dossier of five entries, with a note on the fifth; another person has the third of them."""
    kept = Dossiers(tmp_path, clock)
    for passage in "abcde":
        kept.add(1, 10, passage)
    kept.write_note(1, 10, "e", "compare with c")
    kept.add(2, 10, "c")
    return kept


def removed(removal: Removal | None) -> Removal:
    assert removal is not None
    return removal


@pytest.mark.parametrize("passage", ["a", "c", "e"])
def test_what_was_removed_comes_back_to_its_old_place_with_its_note(five: Dossiers, passage: str) -> None:
    """Whatever was added meanwhile, by whomever; once, and only for the person and in the server it is of."""
    before = five.entries(1, 10)
    removal = removed(five.remove(1, 10, passage))
    assert removal.entries == 1
    assert passage not in five.passages(1, 10)
    assert five.remove(1, 10, passage) is None
    five.add(2, 10, "x")
    five.add(1, 10, "f")
    assert [five.restore(2, 10, removal.number), five.restore(1, 20, removal.number)] == [0, 0]
    assert five.restore(1, 10, removal.number) == 1
    assert five.entries(1, 10) == [*before, DossierEntry("f")]
    assert five.restore(1, 10, removal.number) == 0
    assert five.faults() == ()


def test_a_cleared_dossier_comes_back_whole(five: Dossiers) -> None:
    """Only what that clearing took, in its order, with its notes; other people's stays throughout."""
    before = five.entries(1, 10)
    five.remove(1, 10, "b")
    removal = removed(five.clear(1, 10))
    assert removal.entries == 4
    assert five.entries(1, 10) == []
    assert five.clear(1, 10) is None
    assert five.passages(2, 10) == ["c"]
    assert five.restore(1, 10, removal.number) == 4
    assert five.entries(1, 10) == [entry for entry in before if entry.passage != "b"]


def test_an_entry_that_was_added_again_is_the_newest_and_not_brought_back_twice(five: Dossiers) -> None:
    """It begins anew without its note, and Undo of the removal before finds nothing."""
    removal = removed(five.remove(1, 10, "e"))
    assert five.add(1, 10, "e") == "added"
    assert five.restore(1, 10, removal.number) == 0
    assert five.entries(1, 10)[-1] == DossierEntry("e")


def test_what_was_removed_is_erased_after_a_day(five: Dossiers, clock: Clock, tmp_path: Path) -> None:
    """Until then it can be brought back; then it can't, and its words are not in the file any more."""
    removal = removed(five.remove(1, 10, "e"))
    clock.now += REMOVED_S - 1
    five.purge()
    assert five.restore(1, 10, removal.number) == 1
    removal = removed(five.remove(1, 10, "e"))
    clock.now += REMOVED_S + 1
    assert five.restore(1, 10, removal.number) == 0
    assert b"compare with c" not in (tmp_path / DataFile.DOSSIERS).read_bytes()
    assert five.passages(1, 10) == list("abcd")


def test_removals_of_the_same_moment_are_told_apart(five: Dossiers) -> None:
    """The clock stands still, and each Undo brings back its own."""
    first, second = removed(five.remove(1, 10, "a")), removed(five.remove(1, 10, "b"))
    assert five.restore(1, 10, second.number) == 1
    assert five.passages(1, 10) == list("bcde")
    assert five.restore(1, 10, first.number) == 1


def test_what_does_not_fit_is_not_brought_back_by_half(tmp_path: Path) -> None:
    """A cleared dossier whose place is taken stays where it is, and can be brought back once there is room."""
    kept = Dossiers(tmp_path)
    for number in range(MAX_CITATIONS):
        kept.add(1, 1, f"a{number}")
    removal = removed(kept.clear(1, 1))
    kept.add(1, 1, "x")
    assert kept.restore(1, 1, removal.number) == "full"
    assert kept.passages(1, 1) == ["x"]
    kept.remove(1, 1, "x")
    assert kept.restore(1, 1, removal.number) == MAX_CITATIONS


def test_a_note_is_written_changed_and_erased(five: Dossiers) -> None:
    """On an entry that is there, and on no other."""
    assert five.write_note(1, 10, "a", "first")
    assert five.write_note(1, 10, "a", "second")
    assert five.entries(1, 10)[0] == DossierEntry("a", "second")
    assert five.write_note(1, 10, "a", "")
    assert five.entries(1, 10)[0] == DossierEntry("a")
    assert not five.write_note(1, 10, "x", "none")
    assert not five.write_note(3, 10, "a", "not theirs")
    assert five.faults() == ()


def test_what_is_kept_of_a_person_is_counted_without_what_was_removed(five: Dossiers) -> None:
    """In all servers together, with the notes; nothing for who keeps nothing."""
    five.add(1, 20, "z")
    five.remove(1, 10, "a")
    assert five.holding(1) == Holding(entries=5, notes=1, servers=2)
    assert five.holding(9) == Holding(entries=0, notes=0, servers=0)


@pytest.mark.parametrize("change", ["note = 'compare with d'", "note = NULL", "removed = 5", "passage = 'f'"])
def test_a_changed_byte_of_an_entry_is_noticed(five: Dossiers, tmp_path: Path, change: str) -> None:
    """In the note or in the mark of a removal, too: it is shown to nobody, named by a check, and never purged."""
    with closing(sqlite3.connect(tmp_path / DataFile.DOSSIERS)) as database, database:
        database.execute(f"UPDATE kept SET {change} WHERE passage = 'e'")  # noqa: S608 (the parameters above)
    five.purge()
    assert five.passages(1, 10) == list("abcd")
    assert five.faults() == ("entry 5 of the dossiers is damaged",)


def test_a_file_of_the_version_before_keeps_its_digests(tmp_path: Path) -> None:
    """Entries with a digest of that version are sound, what such a process still enters is, and notes go on them."""
    file = tmp_path / DataFile.DOSSIERS
    with closing(sqlite3.connect(file)) as database, database:
        for upgrade in (dossiers_0001.upgrade, dossiers_0002.upgrade):
            upgrade(database)
        database.execute(f"PRAGMA application_id = {SCHEMA.application_id}")
        database.execute("PRAGMA user_version = 2")
        _enter_as_before(database, (1, 10, "a"))
    kept = Dossiers(tmp_path)
    assert kept.entries(1, 10) == [DossierEntry("a")]
    with closing(sqlite3.connect(file)) as database, database:
        _enter_as_before(database, (1, 10, "b"))
    assert kept.entries(1, 10) == [DossierEntry("a"), DossierEntry("b")]
    assert kept.write_note(1, 10, "b", "new")
    assert kept.faults() == ()


def _enter_as_before(database: sqlite3.Connection, fields: tuple[int, int, str]) -> None:
    """As the version before entered a citation."""
    statement = "INSERT INTO kept (person, server, passage, digest) VALUES (?, ?, ?, ?)"
    database.execute(statement, (*fields, digests.of_record(fields)))


def test_many_threads_keep_the_bound(tmp_path: Path) -> None:
    """Two hundred and no more, however many add at once."""
    kept = Dossiers(tmp_path)
    threads = [
        threading.Thread(target=lambda first=first: [kept.add(1, 1, f"{first}-{n}") for n in range(30)])
        for first in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(kept.passages(1, 1))) == len(kept.passages(1, 1)) == MAX_CITATIONS
