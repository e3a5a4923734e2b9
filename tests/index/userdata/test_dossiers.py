"""Dossiers on disk: whose they are, their bound, what is left of what is erased, and files of earlier versions."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.userdata.dossiers import MAX_CITATIONS, SCHEMA, Dossiers

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
    assert kept.clear(1, 10) == 1
    assert kept.passages(1, 20) == ["there"]
    kept.add(2, 20, "other")
    assert kept.forget(1) == 1
    assert (kept.passages(1, 20), kept.passages(2, 20)) == ([], ["other"])


def test_what_is_erased_is_not_left_in_the_file(tmp_path: Path) -> None:
    """The id can't be found in the file's bytes afterwards."""
    kept = Dossiers(tmp_path)
    kept.add(1, 10, "k7f2q9xw")
    assert b"k7f2q9xw" in (tmp_path / DataFile.DOSSIERS).read_bytes()
    kept.forget(1)
    assert b"k7f2q9xw" not in (tmp_path / DataFile.DOSSIERS).read_bytes()


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
