"""How a file that can't be made again comes up to today's version: whole or not at all, once, whoever opens it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib import import_module
from multiprocessing.synchronize import Barrier
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from index.cite import ledger_file
from index.errors import IndexDataError
from index.userdata import dates, dossiers, erasures, searches, tokens, upgrades
from index.userdata.schema import Schema, Upgrade

OPENERS = 4


def first(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE ours (name TEXT)")


def second(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE ours ADD COLUMN day TEXT")  # fails where it was done before
    database.execute("UPDATE ours SET day = 'unknown'")


def third(database: sqlite3.Connection) -> None:
    database.execute("CREATE INDEX ours_by_day ON ours (day)")


def schema(upgrades: Sequence[Upgrade] = (first, second, third)) -> Schema:
    return Schema("a file of ours", 77, upgrades)


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=60)) as database:
        yield database


def state(file: Path) -> tuple[int, int, list[str]]:
    """The file's owner, its version and the names of what is in it."""
    with opened(file) as database:
        owner, version = (
            database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        return owner, version, [name for (name,) in database.execute("SELECT name FROM sqlite_master ORDER BY name")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of the first version with a row in it."""
    with opened(tmp_path / "file.sqlite") as database:
        schema([first]).prepare(database, tmp_path / "file.sqlite")
        database.execute("INSERT INTO ours VALUES ('a')")
    return tmp_path / "file.sqlite"


def test_an_earlier_file_gets_what_it_lacks_and_keeps_its_rows(file: Path) -> None:
    """The second and the third upgrade are run in order, the first is not, and nothing is done again."""
    with opened(file) as database:
        for _ in range(2):
            schema().prepare(database, file)
        assert database.execute("SELECT * FROM ours").fetchall() == [("a", "unknown")]
    assert state(file) == (77, 3, ["ours", "ours_by_day"])


def test_a_new_file_gets_all(tmp_path: Path) -> None:
    """What was never written to becomes a file of today's version."""
    with opened(tmp_path / "new.sqlite") as database:
        schema().prepare(database, tmp_path / "new.sqlite")
    assert state(tmp_path / "new.sqlite") == (77, 3, ["ours", "ours_by_day"])


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(file: Path) -> None:
    """The second upgrade is undone when the third fails; a program with a sound one goes on from the first version."""

    def broken(database: sqlite3.Connection) -> None:
        database.execute("CREATE TABLE ours (twice TEXT)")

    with opened(file) as database:
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            schema([first, second, broken]).prepare(database, file)
        assert not database.in_transaction
    assert state(file) == (77, 1, ["ours"])
    with opened(file) as database:
        schema().prepare(database, file)
    assert state(file)[1] == 3


def _killed(file: Path) -> None:
    def deadly(database: sqlite3.Connection) -> None:
        database.execute("CREATE TABLE half (x)")
        os.kill(os.getpid(), signal.SIGKILL)

    with opened(file) as database:
        schema([first, second, deadly]).prepare(database, file)


def test_a_process_killed_in_an_upgrade_leaves_the_file_as_it_was(file: Path) -> None:
    """kill -9 between two upgrades: no half of one is left, and the next program brings the file up."""
    killed = multiprocessing.get_context("spawn").Process(target=_killed, args=(file,))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert state(file) == (77, 1, ["ours"])
    with opened(file) as database:
        schema().prepare(database, file)
    assert state(file) == (77, 3, ["ours", "ours_by_day"])


def _opens(file: Path, barrier: Barrier) -> None:
    with opened(file) as database:
        barrier.wait()
        schema().prepare(database, file)
        database.execute("INSERT INTO ours VALUES ('b', 'today')")


@pytest.mark.parametrize("exists", [True, False])
def test_of_several_processes_one_upgrades(tmp_path: Path, file: Path, exists: bool) -> None:
    """Started at the same moment on an earlier file or on none, all find today's version, and none does it twice."""
    target = file if exists else tmp_path / "new.sqlite"
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(OPENERS)
    openers = [context.Process(target=_opens, args=(target, barrier)) for _ in range(OPENERS)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert [opener.exitcode for opener in openers] == [0] * OPENERS
    assert state(target) == (77, 3, ["ours", "ours_by_day"])
    with opened(target) as database:
        assert database.execute("SELECT count(*) FROM ours").fetchone() == (OPENERS + exists,)


class Overtaken(sqlite3.Connection):
    """A connection of a program that another one overtakes, just after it has asked whose the file is."""

    overtake: Callable[[], None] | None = None

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if statement == "PRAGMA user_version" and self.overtake is not None:
            overtake, self.overtake = self.overtake, None
            overtake()
        return super().execute(statement, *values)


def test_a_file_made_while_it_is_looked_at_is_ours(tmp_path: Path) -> None:
    """Another process makes the file between two looks at it: it is never taken for another program's."""
    file = tmp_path / "new.sqlite"

    def overtake() -> None:
        with opened(file) as database:
            schema().prepare(database, file)

    with closing(sqlite3.connect(file, isolation_level=None, factory=Overtaken)) as database:
        database.overtake = overtake
        schema().prepare(database, file)
    assert state(file) == (77, 3, ["ours", "ours_by_day"])


def test_a_file_upgraded_while_it_is_looked_at_is_known_with_its_new_columns(file: Path) -> None:
    """Another process upgrades the file between two looks at it: no statement meets the columns of before."""

    def overtake() -> None:
        with opened(file) as database:
            schema().prepare(database, file)

    with closing(sqlite3.connect(file, isolation_level=None, factory=Overtaken)) as database:
        database.overtake = overtake
        schema().prepare(database, file)
        database.execute("INSERT INTO ours VALUES ('b', 'today')")
        assert database.execute("SELECT count(*) FROM ours WHERE day = 'today'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("PRAGMA user_version = 4", "was written by a newer version of Dateline; update Dateline"),
        ("PRAGMA application_id = 78", "is not a file of ours; move it away or name another --data"),
    ],
)
def test_a_newer_and_a_foreign_file_are_refused_unchanged(file: Path, statement: str, reason: str) -> None:
    """One plain line that names the file, and not a byte is written."""
    with opened(file) as database:
        database.execute(statement)
    before = file.read_bytes()
    with opened(file) as database:
        for refuses in (schema().prepare, schema().check):
            with pytest.raises(IndexDataError) as refused:
                refuses(database, file)
            assert str(refused.value) == f"{file} {reason}"
    assert file.read_bytes() == before


def test_a_file_with_tables_and_no_owner_is_foreign(tmp_path: Path) -> None:
    """Most programs mark their databases with nothing; what has tables is theirs."""
    with opened(tmp_path / "theirs.sqlite") as database:
        database.execute("CREATE TABLE theirs (x)")
        with pytest.raises(IndexDataError, match="is not a file of ours"):
            schema().prepare(database, tmp_path / "theirs.sqlite")


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("dossiers", dossiers.SCHEMA),
        ("searches", searches.SCHEMA),
        ("citations", ledger_file.SCHEMA),
        ("erasures", erasures.SCHEMA),
        ("dates", dates.SCHEMA),
        ("tokens", tokens.SCHEMA),
    ],
)
def test_every_upgrade_is_used_in_the_order_of_its_number(name: str, used: Schema) -> None:
    """A module that nobody lists would leave new files without its change."""
    modules = sorted(module.name for module in iter_modules(upgrades.__path__) if module.name.startswith(f"{name}_"))
    assert modules == [f"{name}_{number:04d}" for number in range(1, used.version + 1)]
    found = [import_module(f"{upgrades.__name__}.{module}").upgrade for module in modules]
    assert found == list(used.upgrades)
