"""The ledger: what was given out is kept permanently, whoever else writes and whatever happens to the file."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cite.ids import passage_id
from index.cite.ledger import Ledger
from index.cite.ledger_file import SCHEMA
from index.errors import CitationError, ClosedError, IndexDataError
from tests import ROOT
from tests.makers.citations import record, records

FIRST_FILES = """
PRAGMA application_id = 1148472387;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
BEGIN TRANSACTION;
CREATE TABLE citations (
    id TEXT PRIMARY KEY,
    quotation TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    path TEXT NOT NULL, title TEXT NOT NULL, title_origin TEXT NOT NULL,
    earliest INTEGER, latest INTEGER, precision TEXT, origin TEXT, as_written TEXT,
    document_sha256 TEXT NOT NULL, page INTEGER, paragraph INTEGER, language TEXT,
    generation_first INTEGER NOT NULL, generation_last INTEGER NOT NULL
);
INSERT INTO "citations" VALUES('k7f2q9xw','The Eagle has landed.',10,31,'moon/apollo-11.txt','First people on the Moon',
    'source',718998,718998,'day','head line','1969-07-20',
    '0000000000000000000000000000000000000000000000000000000000000000',NULL,3,'en',1,5);
INSERT INTO "citations" VALUES('00000001','Other “words”.',10,24,'b.txt','b','first words',NULL,NULL,NULL,NULL,NULL,
    '0000000000000000000000000000000000000000000000000000000000000000',4,NULL,NULL,1,2);
COMMIT;
"""
"""A ledger of the first version, as `sqlite3 citations.sqlite .dump` writes it."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "citations.sqlite"


def test_a_ledger_of_the_first_version_keeps_every_entry(file: Path) -> None:
    """Every field of every citation is what it was, the file has today's version, and takes more."""
    with closing(sqlite3.connect(file)) as database:
        database.executescript(FIRST_FILES)
    undated = record(
        "Other “words”.",
        id="00000001",
        path="b.txt",
        title="b",
        title_origin="first words",
        date=None,
        page=4,
        paragraph=None,
        language=None,
    )
    with closing(Ledger(file)) as ledger:
        assert list(ledger.records()) == [undated, record(generation_last=5)]
        assert ledger.give_out([record("New words.", id="00000002")]) == ()
        assert ledger.all_ids() == ["00000001", "00000002", "k7f2q9xw"]
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA.version,)


@settings(max_examples=60, deadline=None)
@given(st.lists(records, max_size=5))
def test_what_is_entered_comes_back_to_the_last_character(given_out: list[object]) -> None:
    """Every field, whatever the words; the first entry of an id stays."""
    with closing(Ledger(Path(":memory:"))) as ledger:
        ledger.give_out(given_out)  # type: ignore[arg-type]  # the strategy's type is wider
        assert ledger.get("k7f2q9xw") == (given_out[-1] if given_out else None)


def test_what_was_entered_first_stays(file: Path) -> None:
    """Given out again later, only the generation it was last seen in is new."""
    with closing(Ledger(file)) as ledger:
        ledger.give_out([record()])
        assert (
            ledger.give_out([record(title="Another", start=99, end=120, generation_first=5, generation_last=5)]) == ()
        )
        assert ledger.get("k7f2q9xw") == record(generation_last=5)
        ledger.mark_seen(9, ["k7f2q9xw", "00000000"])
        ledger.mark_seen(3, ["k7f2q9xw"])
        found = ledger.get("k7f2q9xw")
    assert found is not None
    assert (found.generation_first, found.generation_last) == (1, 9)


def test_another_passages_id_is_told_and_changes_nothing(file: Path) -> None:
    """An id that is taken is never overwritten."""
    with closing(Ledger(file)) as ledger:
        ledger.give_out([record()])
        assert ledger.give_out([record("Other words.", generation_last=7)]) == ("k7f2q9xw",)
        assert ledger.get("k7f2q9xw") == record()
        assert ledger.owners() == {"k7f2q9xw": (record().path, record().quotation)}


def test_ids_are_found_as_typed_or_the_nearest_named(file: Path) -> None:
    """In the order of asking; an unknown one raises with what it is like."""
    other = record("Other words.", id="00000001", path="b.txt")
    with closing(Ledger(file)) as ledger:
        ledger.give_out([record(), other])
        assert ledger.find(["[0000 000I]", "K7F2Q9XW"]) == (other, record())
        with pytest.raises(CitationError, match="did you mean k7f2q9xw") as error:
            ledger.find(["k7f2q9xv"])
        assert error.value.nearest == ("k7f2q9xw",)
        assert ledger.records_at(["b.txt", "c.txt"]) == [other]
        assert sorted(ledger.paths()) == ["b.txt", "moon/apollo-11.txt"]
        assert list(ledger.records()) == [other, record()]


def test_what_is_known_is_not_written_again(file: Path) -> None:
    """A search that shows what was shown before writes nothing."""
    with closing(Ledger(file)) as ledger, closing(sqlite3.connect(file)) as other:
        ledger.give_out([record()])
        before = other.execute("PRAGMA data_version").fetchone()
        ledger.give_out([record()])
        assert other.execute("PRAGMA data_version").fetchone() == before


def test_many_threads_lose_nothing(file: Path) -> None:
    """Ten threads at once, half of whose records are the same."""
    with closing(Ledger(file)) as ledger:

        def give(first: int) -> None:
            for number in range(first * 10, first * 10 + 20):
                text = f"words {number}"
                ledger.give_out([record(text, id=passage_id("a.txt", text))])

        threads = [threading.Thread(target=give, args=(first,)) for first in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(record.quotation for record in ledger.records()) == sorted(f"words {n}" for n in range(110))


_GIVES = """
import sys
from contextlib import closing
from pathlib import Path
from index.cite.ids import passage_id
from index.cite.ledger import Ledger
from index.cite.ledger_file import SCHEMA
from tests.makers.citations import record
with closing(Ledger(Path(sys.argv[1]))) as ledger:
    for number in range(int(sys.argv[2]), int(sys.argv[2]) + 40):
        text = f"words {number}"
        ledger.give_out([record(text, id=passage_id("a.txt", text))])
"""


def test_many_processes_lose_nothing(file: Path) -> None:
    """The bot, the command line and a reindex write at the same time, and the first of them makes the file."""
    command = [sys.executable, "-c", _GIVES, str(file)]
    running = [subprocess.Popen([*command, str(first)], cwd=ROOT) for first in (0, 20, 40)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    with closing(Ledger(file)) as ledger:
        assert len(ledger.all_ids()) == 80


def test_a_killed_writer_leaves_whole_entries(file: Path) -> None:
    """What was returned as entered is there after a kill, and the next process goes on."""
    endless = _GIVES.replace("+ 40", "+ 10**9").replace("ledger.give_out", "print(number, flush=True); ledger.give_out")
    running = subprocess.Popen([sys.executable, "-c", endless, str(file), "0"], cwd=ROOT, stdout=subprocess.PIPE)
    assert running.stdout is not None
    for _ in range(30):
        running.stdout.readline()
    running.kill()
    running.wait(60)
    with closing(Ledger(file)) as ledger:
        assert len(ledger.all_ids()) >= 29
        assert all(record.quotation == f"words {record.quotation.split()[1]}" for record in ledger.records())
        ledger.give_out([record()])


def test_a_locked_file_is_waited_for_and_then_told(file: Path) -> None:
    """A writer that doesn't end costs the patience given and one plain line."""
    with closing(Ledger(file, patience=0.05)) as ledger, closing(sqlite3.connect(file)) as other:
        ledger.give_out([record()])
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(IndexDataError, match="locked"):
            ledger.give_out([record("New words.", id="00000001")])
        assert ledger.get("k7f2q9xw") == record()
        other.execute("ROLLBACK")
        ledger.give_out([record("New words.", id="00000001")])


def test_a_damaged_file_is_told_and_not_overwritten(file: Path) -> None:
    """Citations that may be saved by hand are not replaced by an empty ledger."""
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(IndexDataError, match="is damaged"):
        Ledger(file)
    assert file.read_bytes() == b"no database at all" * 100


def test_damage_within_is_told(file: Path) -> None:
    """A page that was overwritten is one plain line when it is met."""
    with closing(Ledger(file)) as ledger:
        ledger.give_out([record(f"words {n}" * 50, id=passage_id("a.txt", str(n))) for n in range(200)])
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
    data = bytearray(file.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    file.write_bytes(data)
    with pytest.raises(IndexDataError, match="is damaged"), closing(Ledger(file)) as ledger:
        ledger.owners()


def test_a_foreign_database_is_left_alone(file: Path) -> None:
    """Another program's tables are not touched."""
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE theirs (x)")
    with pytest.raises(IndexDataError, match="is not a ledger of citations"):
        Ledger(file)


def test_a_newer_ledger_is_not_read_as_an_old_one(file: Path) -> None:
    """Newer code's file asks for newer code."""
    Ledger(file).close()
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexDataError, match="newer version of Dateline"):
        Ledger(file)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """No folder is made by looking."""
    with pytest.raises(IndexDataError, match="check that its folder exists"):
        Ledger(tmp_path / "nowhere" / "citations.sqlite")


def test_dates_of_every_precision_come_back(file: Path) -> None:
    """The whole span, never its first day alone."""
    assert record().date is not None
    with closing(Ledger(file)) as ledger:
        ledger.give_out([record()])
        found = ledger.get("k7f2q9xw")
    assert found is not None
    assert found.date is not None
    assert found.date.earliest == dt.date(1969, 7, 20)


def test_a_closed_ledger_says_that_it_is_closed(file: Path) -> None:
    """A fault of the program must not lead anybody to put back an older copy."""
    ledger = Ledger(file)
    ledger.close()
    with pytest.raises(ClosedError, match="the ledger of citations is closed"):
        ledger.get("k7f2q9xw")
    with pytest.raises(ClosedError, match="the ledger of citations is closed"):
        ledger.give_out([record()])


COLUMNS = (
    *("quotation", "start", '"end"', "path", "title", "title_origin", "earliest", "latest", "precision", "origin"),
    *(
        "as_written",
        "document_sha256",
        "page",
        "paragraph",
        "language",
        "generation_first",
        "generation_last",
        "digest",
    ),
)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_field_is_noticed_and_mended_by_the_index(file: Path, column: str) -> None:
    """Whatever field was altered: the record is given to nobody, named by a check, and put back as it was entered."""
    entered = record(generation_first=2, generation_last=4, page=7)
    with closing(Ledger(file)) as ledger:
        ledger.give_out([entered, record("Other words.", id="00000001")])
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TRIGGER citations_changed")  # an earlier version's change is no damage
        (value,) = database.execute(f"SELECT {column} FROM citations WHERE id = 'k7f2q9xw'").fetchone()  # noqa: S608 (a column)
        changed = value + (b"?" if isinstance(value, bytes) else 1 if isinstance(value, int) else "?")
        database.execute(f"UPDATE citations SET {column} = ? WHERE id = 'k7f2q9xw'", (changed,))  # noqa: S608 (likewise)
        database.commit()
    with closing(Ledger(file)) as ledger:
        assert ledger.get_many(["k7f2q9xw", "00000001"]).keys() == {"00000001"}
        assert ledger.look(["k7f2q9xw"]).damaged == ("k7f2q9xw",)
        assert ledger.faults() == ("the record of citation k7f2q9xw is damaged",)
        assert ledger.owners().keys() == {"00000001"}
        assert ledger.mend([record(page=7, generation_first=9, generation_last=9)]) == ("k7f2q9xw",)
        assert ledger.get("k7f2q9xw") == entered
        assert ledger.faults() == ()


def test_what_can_only_be_read_is_mended_for_its_readers(file: Path) -> None:
    """The record is shown as it was entered; the file keeps its damage, and a refusal to enter bytes is not lost."""
    with closing(Ledger(file)) as ledger:
        ledger.give_out([record()])
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE citations SET title = 'Altered'")
        database.commit()
    with closing(Ledger(file, read_only=True)) as ledger:
        assert ledger.mend([record()]) == ("k7f2q9xw",)
        assert ledger.get("k7f2q9xw") == record()
        with pytest.raises(IndexDataError, match="can't be written; make room, or give write access"):
            ledger.refuse(["0" * 64])
    with closing(Ledger(file)) as ledger:
        assert ledger.damaged() == ["k7f2q9xw"]


def test_nothing_is_mended_by_guessing(file: Path) -> None:
    """Where the index has the passage with another title, nothing proves an altered record right: it stays damaged."""
    with closing(Ledger(file)) as ledger:
        ledger.give_out([record()])
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE citations SET title = 'Altered', document_sha256 = 'x'")
        database.commit()
    with closing(Ledger(file)) as ledger:
        assert ledger.mend([record(title="Newer", document_sha256="1" * 64)]) == ()
        assert ledger.give_out([record(title="Newer", document_sha256="1" * 64, generation_last=9)]) == ()
        assert ledger.look(["k7f2q9xw"]).records == {}


def test_what_an_earlier_version_writes_is_no_damage(file: Path) -> None:
    """A process of the version before enters and updates without digests; its records are sealed when next opened."""
    with closing(Ledger(file)) as ledger:
        ledger.give_out([record()])
    with closing(sqlite3.connect(file)) as earlier:
        earlier.execute("UPDATE citations SET generation_last = 8")
        columns = 'quotation, start, "end", path, title, title_origin, earliest, latest, precision, origin, as_written'
        columns += ", document_sha256, page, paragraph, language, generation_first, generation_last"
        earlier.execute(f"INSERT INTO citations (id, {columns}) SELECT '00000001', {columns} FROM citations")  # noqa: S608 (constants)
        earlier.commit()
    with closing(Ledger(file)) as ledger:
        assert ledger.get("k7f2q9xw") == record(generation_last=8)
        assert ledger.get("00000001") == record(id="00000001", generation_last=8)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM citations WHERE digest IS NULL").fetchone() == (0,)


def test_a_ledger_that_can_not_be_written_is_read(file: Path) -> None:
    """Opened for reading only, with entries that are still in the write-ahead log; what writes is refused in words."""
    with closing(Ledger(file)) as writer:
        writer.give_out([record()])
        assert file.with_name(file.name + "-wal").stat().st_size
        with closing(Ledger(file, read_only=True)) as reader:
            assert reader.get("k7f2q9xw") == record()
            assert not reader.writable
            with pytest.raises(IndexDataError, match="can't be written"):
                reader.give_out([record("Other words.", id="00000001")])
        assert writer.get("00000001") is None


def test_what_can_not_be_opened_is_not_taken_for_an_empty_ledger(file: Path) -> None:
    """A link to itself can be opened by nobody: that is told, and no id is called unknown."""
    file.symlink_to(file.name)
    with pytest.raises(IndexDataError, match="can't be used"):
        Ledger(file)
