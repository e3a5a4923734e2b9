"""Every citation ever given out, kept permanently: the one home of the SQL of `citations.sqlite`.

Nothing is ever deleted, and of a citation only the generation it was last seen in is ever updated, unless its words
are erased: then its id stays, with the date and the reason.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from index.cite.ids import nearest, normalise, unknown_id
from index.cite.models import Record
from index.errors import ClosedError, IndexDataError
from index.models.erasures import Erased
from index.storage.columns import of_date, to_date
from index.userdata.schema import Schema, transaction
from index.userdata.upgrades import citations_0001, citations_0002, citations_0003

SCHEMA = Schema(
    "a ledger of citations", 0x44744C43, (citations_0001.upgrade, citations_0002.upgrade, citations_0003.upgrade)
)  # "DtLC"
PATIENCE_S = 10.0
"""How long a write waits for another process's; each takes milliseconds."""
IDS_PER_STATEMENT = 10_000
"""They travel as one JSON array, so SQLite's bound on variables does not matter."""

_COLUMNS = (
    'id, quotation, start, "end", path, title, title_origin, earliest, latest, precision, origin, as_written, '
    "document_sha256, page, paragraph, language, generation_first, generation_last, erased_at, erased_why"
)
_INSERT = f"INSERT OR IGNORE INTO citations ({_COLUMNS}) VALUES ({', '.join('?' * 20)})"  # noqa: S608 (constants)
_LEFT_WHEN_ERASED = frozenset({"id", "path", "generation_first", "generation_last"})
_BLANKED = [f"{name} = excluded.{name}" for name in _COLUMNS.split(", ") if name not in _LEFT_WHEN_ERASED]
_ERASE = (
    f"INSERT INTO citations ({_COLUMNS}) VALUES ({', '.join('?' * 20)}) "  # noqa: S608 (constants)
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(_BLANKED)} WHERE erased_at IS NULL"
)
_AMONG = "id IN (SELECT value FROM json_each(?))"


class Ledger:
    """The ledger at `path`, made where there is none. Safe to use from many threads and processes.

    Every method raises `IndexDataError` where the file is damaged, foreign, not to be written or stays locked.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE_S) -> None:
        self._path = path
        self._closed = False
        self._lock = threading.Lock()
        with self._faults():
            self._database = sqlite3.connect(
                path, timeout=patience, isolation_level=None, check_same_thread=False, cached_statements=32
            )
        try:
            with self._faults():
                self._prepare()
        except IndexDataError:
            self._database.close()
            raise

    def close(self) -> None:
        """Closes the file; any later call raises `ClosedError`."""
        with self._lock:
            self._closed = True
            self._database.close()

    def give_out(self, records: Iterable[Record]) -> tuple[str, ...]:
        """Enters those records that are new, durably when this returns, and marks all as seen in their generation.

        What was entered first stays. Returns the ids that belong to another passage already (another path or
        quotation): none, where ids were made with `passage_ids` and `owners`. Where nothing is new nothing is
        written.
        """
        given = {record.id: record for record in records}
        with self._using() as database:
            known = self._seen(database, given)
            foreign = tuple(name for name, (owner, _) in known.items() if owner != _owner(given[name]))
            new = [record for record in given.values() if record.id not in known]
            again = [
                record
                for name, record in given.items()
                if name in known and name not in foreign and known[name][1] < record.generation_last
            ]
            if new or again:
                with transaction(database):
                    database.executemany(_INSERT, [_row(record) for record in new])
                    database.executemany(
                        "UPDATE citations SET generation_last = max(generation_last, ?) WHERE id = ?",
                        [(record.generation_last, record.id) for record in again],
                    )
        return foreign

    def mark_seen(self, generation: int, ids: Iterable[str]) -> None:
        """Notes that the words of these citations were found in `generation`; unknown ids are ignored."""
        with self._using() as database, transaction(database):
            for part in _parts(list(ids)):
                statement = f"UPDATE citations SET generation_last = ? WHERE {_AMONG} AND generation_last < ?"  # noqa: S608 (constants)
                database.execute(statement, (generation, part, generation))

    def refuse(self, digests: Iterable[str]) -> None:
        """Enters no passage of files with these SHA-256 any more, whichever process shows it."""
        with self._using() as database, transaction(database):
            rows = [(name,) for name in digests]
            database.executemany("INSERT OR IGNORE INTO erased_bytes VALUES (?)", rows)

    def allow(self, digests: Iterable[str]) -> None:
        """Enters passages of files with these SHA-256 again."""
        with self._using() as database, transaction(database):
            database.executemany("DELETE FROM erased_bytes WHERE sha256 = ?", [(name,) for name in digests])

    def erase(self, citations: Mapping[str, str], erased: Erased) -> None:
        """Takes everything but id and path from the records of these ids, each given with its path.

        An id that is not in the ledger (any more) is entered as erased, so that it is given to no other passage.
        """
        with self._using() as database, transaction(database):
            blank = [Record.blank(name, path, erased) for name, path in citations.items()]
            database.executemany(_ERASE, [_row(record) for record in blank])

    def unite(self, other: Ledger) -> None:
        """Enters every record of another ledger that is new here."""
        for part in _batches(other.records()):
            self.give_out(part)

    def scrub(self) -> None:
        """Writes the file anew, so that no byte of what was erased is left in its free pages or beside it."""
        with self._using() as database:
            database.execute("VACUUM")
            if database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise sqlite3.OperationalError("another process is reading it")

    def get(self, identifier: str) -> Record | None:
        """The record of this id, written as ids are (see `normalise`), or None if it was never given out."""
        return self.get_many([identifier]).get(identifier)

    def get_many(self, ids: Iterable[str]) -> dict[str, Record]:
        """The records of those of `ids` that were given out, in the order of `ids`."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Record] = {}
        with self._using() as database:
            for part in _parts(wanted):
                rows = database.execute(f"SELECT {_COLUMNS} FROM citations WHERE {_AMONG}", (part,))  # noqa: S608 (constants)
                found.update((row[0], _record(row)) for row in rows)
        return {name: found[name] for name in wanted if name in found}

    def find(self, typed: Iterable[str]) -> tuple[Record, ...]:
        """The records of ids as people type them, in their order; raises `CitationError` with the nearest ids."""
        names = {text: normalise(text) for text in typed}
        known = self.get_many(names.values())
        for text, name in names.items():
            if name not in known:
                raise unknown_id(text, self.nearest(name))
        return tuple(known[name] for name in dict.fromkeys(names.values()))

    def nearest(self, unknown: str) -> tuple[str, ...]:
        """The ids given out that are one slip from `unknown`, or else two: at most `MAX_NEAREST`."""
        return nearest(unknown, self._known)

    def all_ids(self) -> list[str]:
        """Every id ever given out, in alphabetical order."""
        with self._using() as database:
            return [name for (name,) in database.execute("SELECT id FROM citations ORDER BY id")]

    def records(self) -> Iterator[Record]:
        """Every record, in the order of ids, read in parts so that no lock is held meanwhile."""
        ids = self.all_ids()
        for begin in range(0, len(ids), IDS_PER_STATEMENT):
            yield from self.get_many(ids[begin : begin + IDS_PER_STATEMENT]).values()

    def owners(self) -> dict[str, tuple[str, str]]:
        """The path and quotation each id was given out for: what `passage_ids` must not give to another passage."""
        with self._using() as database:
            rows = database.execute("SELECT id, path, quotation FROM citations").fetchall()
        return {name: (path, quotation) for name, path, quotation in rows}

    def paths(self) -> list[str]:
        """The paths of all documents that citations were given out of."""
        with self._using() as database:
            return [path for (path,) in database.execute("SELECT DISTINCT path FROM citations")]

    def files(self) -> set[tuple[str, str]]:
        """Path and SHA-256 of every document, as it was when a citation was given out that is not erased."""
        statement = "SELECT DISTINCT path, document_sha256 FROM citations WHERE erased_at IS NULL"
        with self._using() as database:
            return set(database.execute(statement))

    def records_at(self, paths: Iterable[str]) -> list[Record]:
        """The records of citations given out of the documents at `paths`, in the order of ids."""
        statement = f"SELECT {_COLUMNS} FROM citations WHERE path IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608 (constants)
        with self._using() as database:
            return [_record(row) for row in database.execute(statement, (json.dumps(list(paths)),))]

    def _known(self, candidates: set[str]) -> list[str]:
        with self._using() as database:
            statement = f"SELECT id FROM citations WHERE {_AMONG}"  # noqa: S608 (constants)
            return [name for (name,) in database.execute(statement, (json.dumps(list(candidates)),))]

    @staticmethod
    def _seen(database: sqlite3.Connection, given: Iterable[str]) -> dict[str, tuple[tuple[str, str], int]]:
        statement = f"SELECT id, path, quotation, generation_last FROM citations WHERE {_AMONG}"  # noqa: S608 (constants)
        return {
            name: ((path, quotation), last)
            for part in _parts(list(given))
            for name, path, quotation, last in database.execute(statement, (part,))
        }

    def _prepare(self) -> None:
        """Brings the file up to today's version; refuses a file that is not ours or newer, before it is changed."""
        SCHEMA.check(self._database, self._path)
        if self._database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            self._database.execute("PRAGMA journal_mode = WAL")
        # A citation is promised permanently: its entry is on the disk before the answer is shown.
        self._database.execute("PRAGMA synchronous = FULL")
        SCHEMA.prepare(self._database, self._path)

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._faults():
            if self._closed:
                raise ClosedError("the ledger of citations")
            yield self._database

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a fault of the program and not of the file
        except sqlite3.OperationalError as error:
            raise IndexDataError(
                f"the ledger of citations {self._path} can't be used ({error}); check that its folder exists, "
                "is writable and has room"
            ) from error
        except (sqlite3.DatabaseError, ValueError) as error:
            detail = " ".join(str(error).split())[:120]
            raise IndexDataError(
                f"the ledger of citations {self._path} is damaged ({detail}); restore it from a backup, or move "
                "it away to start a new one, which knows no earlier citations"
            ) from error


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, IDS_PER_STATEMENT)):
        yield batch


def _parts(ids: Sequence[str]) -> Iterator[str]:
    for begin in range(0, len(ids), IDS_PER_STATEMENT):
        yield json.dumps(ids[begin : begin + IDS_PER_STATEMENT])


def _owner(record: Record) -> tuple[str, str]:
    return record.path, record.quotation


def _row(record: Record) -> tuple[Any, ...]:
    return (
        *(record.id, record.quotation, record.start, record.end, record.path, record.title, record.title_origin),
        *of_date(record.date),
        *(record.document_sha256, record.page, record.paragraph, record.language),
        *(record.generation_first, record.generation_last),
        *((record.erased.at.isoformat(), record.erased.why) if record.erased else (None, None)),
    )


def _record(row: Sequence[Any]) -> Record:
    identifier, quotation, start, end, path, title, title_origin, *date = row[:12]
    sha256, page, paragraph, language, first, last, erased_at, why = row[12:]
    return Record(
        id=identifier,
        quotation=quotation,
        start=start,
        end=end,
        path=path,
        title=title,
        title_origin=title_origin,
        date=to_date(date),
        document_sha256=sha256,
        generation_first=first,
        generation_last=last,
        page=page,
        paragraph=paragraph,
        language=language,
        erased=Erased(at=dt.datetime.fromisoformat(erased_at), why=why) if erased_at else None,
    )
