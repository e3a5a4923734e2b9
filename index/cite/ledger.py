"""Every citation ever given out, kept permanently: with `ledger_file` the one home of the SQL of `citations.sqlite`.

Nothing is ever deleted, and of a citation only the generation it was last seen in is ever updated, unless its words are
erased: then its id stays, with the date and the reason. Each record has a digest of all its fields: one that no longer
fits it is damaged, and is given to nobody.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from index import sqlite_faults
from index.batches import batches
from index.cite import repair
from index.cite.ids import nearest, normalise, unknown_id
from index.cite.ledger_file import LedgerFile
from index.cite.ledger_rows import (
    COLUMNS,
    DIGEST,
    ERASED_AT,
    ID,
    LAST_SEEN,
    NAMES,
    PATH,
    QUOTATION,
    Row,
    erased_row,
    is_sound,
    owner_of,
    record_of,
    row_of,
    sealed,
    seen_later,
)
from index.cite.models import Record
from index.models.erasures import Erased

PATIENCE_S = 10.0
"""How long a write waits for another process's; each takes milliseconds."""
IDS_PER_STATEMENT = 10_000
"""They travel as one JSON array, so SQLite's bound on variables does not matter."""

_MARKS = ", ".join("?" * (len(NAMES) + 1))
_INSERT = f"INSERT OR IGNORE INTO citations ({COLUMNS}, digest) VALUES ({_MARKS})"  # noqa: S608 (constants)
_REPLACE = f"INSERT OR REPLACE INTO citations ({COLUMNS}, digest) VALUES ({_MARKS})"  # noqa: S608 (constants)
_SELECT = f"SELECT {COLUMNS}, digest FROM citations"  # noqa: S608 (constants)
_AMONG = "id IN (SELECT value FROM json_each(?))"


class Looked(NamedTuple):
    """What the ledger has of some ids: the records that are sound, by id, and the ids of those that are damaged."""

    records: dict[str, Record]
    damaged: tuple[str, ...] = ()


class Ledger:
    """The ledger at `path`, made where there is none. Safe to use from many threads and processes.

    Where it can't be written, because of permissions, a read-only or a full disk, it is read all the same, and what
    writes raises. Every method raises `IndexDataError` where the file is damaged, foreign or stays locked.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE_S, read_only: bool = False) -> None:
        self._file = LedgerFile(path, patience=patience, read_only=read_only)
        self.writable = self._file.writable

    def close(self) -> None:
        """Closes the file; any later call raises `ClosedError`."""
        self._file.close()

    def give_out(self, records: Iterable[Record]) -> tuple[str, ...]:
        """Enters those records that are new, durably when this returns, and marks all as seen in their generation.

        What was entered first stays. Returns the ids that belong to another passage already (another path or
        quotation): none, where ids were made with `passage_ids` and `owners`. Where nothing is new nothing is
        written. A damaged entry is mended by the record, where its digest proves that right; else it stays as it is.
        """
        given = {record.id: record for record in records}
        with self._file.writing() as database:
            rows = self._rows(database, list(given))
            self._mend(database, [given[name] for name, row in rows.items() if not is_sound(row)])
            new, again, foreign = self._compared(given, rows)
            if new or again:
                ids = [row[ID] for row in (*new, *again)]
                foreign = self._file.change(database, ids, partial(self._enter, database, given))
        return foreign

    def _enter(self, database: sqlite3.Connection, given: Mapping[str, Record]) -> tuple[str, ...]:
        """Within a transaction; returns the ids that belong to another passage."""
        new, again, foreign = self._compared(given, self._rows(database, list(given)))
        database.executemany(_INSERT, new)
        self._write_seen(database, again)
        return foreign

    @staticmethod
    def _compared(given: Mapping[str, Record], rows: Mapping[str, Row]) -> tuple[list[Row], list[Row], tuple[str, ...]]:
        """What is to be entered and what was seen later, in rows, and which ids belong to another passage."""
        known = {name: row for name, row in rows.items() if is_sound(row)}
        foreign = tuple(name for name, row in known.items() if owner_of(record_of(row)) != owner_of(given[name]))
        seen = {name: given[name].generation_last for name in known if name not in foreign}
        again = seen_later([(known[name], generation) for name, generation in seen.items()])
        return [row_of(record) for record in given.values() if record.id not in rows], again, foreign

    def mark_seen(self, generation: int, ids: Iterable[str]) -> None:
        """Notes that the words of these citations were found in `generation`; unknown ids are ignored."""
        names = list(ids)

        def mark() -> None:
            for part in _parts(names):
                rows = database.execute(f"{_SELECT} WHERE {_AMONG} AND generation_last < ?", (part, generation))
                sound = [(row, generation) for row in rows.fetchall() if is_sound(row)]
                self._write_seen(database, seen_later(sound))

        with self._file.writing() as database:
            self._file.change(database, names, mark)

    def refuse(self, digests: Iterable[str]) -> None:
        """Enters no passage of files with these SHA-256 any more, whichever process shows it."""
        self._change_refused("INSERT OR IGNORE INTO erased_bytes VALUES (?)", digests)

    def allow(self, digests: Iterable[str]) -> None:
        """Enters passages of files with these SHA-256 again."""
        self._change_refused("DELETE FROM erased_bytes WHERE sha256 = ?", digests)

    def _change_refused(self, statement: str, digests: Iterable[str]) -> None:
        rows = [(name,) for name in digests]
        with self._file.writing() as database:
            self._file.change(database, (), lambda: database.executemany(statement, rows), refused=True)

    def erase(self, citations: Mapping[str, str], erased: Erased) -> None:
        """Takes everything but id and path from the records of these ids, each given with its path.

        An id that is not in the ledger (any more) is entered as erased, so that it is given to no other passage.
        """

        def blank() -> None:
            known = self._rows(database, list(citations))
            left = {name: path for name, path in citations.items() if name not in known or not known[name][ERASED_AT]}
            rows = [erased_row(name, path, erased, known.get(name)) for name, path in left.items()]
            database.executemany(_REPLACE, rows)

        with self._file.writing() as database:
            self._file.change(database, citations, blank, refused=True)

    def unite(self, other: Ledger) -> None:
        """Enters every record of another ledger that is new here."""
        for part in batches(other.records(), IDS_PER_STATEMENT):
            self.give_out(part)

    def scrub(self) -> None:
        """Writes the file anew, so that no byte of what was erased is left in its free pages or beside it."""
        with self._file.writing() as database:
            database.execute("VACUUM")
            if database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise sqlite3.OperationalError("another process is reading it")

    def get(self, identifier: str) -> Record | None:
        """The record of this id, written as ids are (see `normalise`), or None if it was never given out."""
        return self.get_many([identifier]).get(identifier)

    def get_many(self, ids: Iterable[str]) -> dict[str, Record]:
        """The records of those of `ids` that were given out, in the order of `ids`; without those that are damaged."""
        return self.look(ids).records

    def look(self, ids: Iterable[str]) -> Looked:
        """The records of those of `ids` that were given out, in the order of `ids`, and which of them are damaged."""
        wanted = list(dict.fromkeys(ids))
        with self._file.using() as database:
            rows = self._newest(database, wanted)
        ordered = {name: rows[name] for name in wanted if name in rows}
        damaged = tuple(name for name, row in ordered.items() if not is_sound(row))
        return Looked({name: record_of(row) for name, row in ordered.items() if name not in damaged}, damaged)

    def mend(self, candidates: Iterable[Record]) -> tuple[str, ...]:
        """Mends damaged entries by what the index has of the same passages; returns the ids of those that it mended.

        An entry is mended only where its digest, or all that is left of it, proves the outcome right.
        """
        with self._file.using() as database:
            return self._mend(database, candidates)

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
        with self._file.reading_all() as database:
            return [name for (name,) in database.execute("SELECT id FROM citations ORDER BY id")]

    def records(self) -> Iterator[Record]:
        """Every sound record, in the order of ids, read in parts so that no lock is held meanwhile."""
        ids = self.all_ids()
        for begin in range(0, len(ids), IDS_PER_STATEMENT):
            yield from self.get_many(ids[begin : begin + IDS_PER_STATEMENT]).values()

    def owners(self) -> dict[str, tuple[str, str]]:
        """The path and quotation each id was given out for: what `passage_ids` must not give to another passage.

        A damaged record reserves its id for nobody: its own passage is the likeliest to ask for it.
        """
        with self._file.reading_all() as database:
            rows = (row for row in database.execute(_SELECT) if is_sound(row))
            return {row[ID]: (row[PATH], row[QUOTATION]) for row in rows}

    def damaged(self) -> list[str]:
        """The ids of all records that are not what was entered."""
        with self._file.reading_all() as database:
            return sorted(str(row[ID]) for row in database.execute(_SELECT) if not is_sound(row))

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with the file and its records."""
        with self._file.reading_all() as database:
            told = sqlite_faults.integrity(database)
        return (*told, *(f"the record of citation {name} is damaged" for name in self.look(self.damaged()).damaged))

    def count(self) -> int:
        """How many records there are."""
        with self._file.reading_all() as database:
            return int(database.execute("SELECT count(*) FROM citations NOT INDEXED").fetchone()[0])

    def paths(self) -> list[str]:
        """The paths of all documents that citations were given out of."""
        with self._file.reading_all() as database:
            return [path for (path,) in database.execute("SELECT DISTINCT path FROM citations")]

    def files(self) -> set[tuple[str, str]]:
        """Path and SHA-256 of every document, as it was when a citation was given out that is not erased."""
        statement = "SELECT DISTINCT path, document_sha256 FROM citations WHERE erased_at IS NULL"
        with self._file.reading_all() as database:
            return set(database.execute(statement))

    def records_at(self, paths: Iterable[str]) -> list[Record]:
        """The sound records of citations given out of the documents at `paths`, in the order of ids."""
        statement = f"{_SELECT} WHERE path IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608 (constants)
        with self._file.reading_all() as database:
            rows = database.execute(statement, (json.dumps(list(paths)),))
            return [record_of(row) for row in rows if is_sound(row)]

    def _known(self, candidates: set[str]) -> list[str]:
        with self._file.reading_all() as database:
            statement = f"SELECT id FROM citations WHERE {_AMONG}"  # noqa: S608 (constants)
            return [name for (name,) in database.execute(statement, (json.dumps(list(candidates)),))]

    def _newest(self, database: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Row]:
        """Likewise; what isn't known here, or is damaged, may be known to another host of the store."""
        records = self._file.records
        if records is not None:
            records.notice(database)
        rows = self._rows(database, ids)
        missing = [name for name in ids if name not in rows or not is_sound(rows[name])]
        if records is not None and missing:
            records.take(database, missing)
            rows = self._rows(database, ids)
        return rows

    @staticmethod
    def _rows(database: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Row]:
        """The columns of those of `ids` that are there."""
        parts = (database.execute(f"{_SELECT} WHERE {_AMONG}", (part,)) for part in _parts(ids))
        return {row[ID]: row for rows in parts for row in rows}

    @staticmethod
    def _write_seen(database: sqlite3.Connection, rows: Sequence[Row]) -> None:
        """Writes when the citations in `rows` were last seen."""
        statement = "UPDATE citations SET generation_last = ?, digest = ? WHERE id = ? AND generation_last < ?"
        database.executemany(statement, [(row[LAST_SEEN], row[DIGEST], row[ID], row[LAST_SEEN]) for row in rows])

    def _mend(self, database: sqlite3.Connection, candidates: Iterable[Record]) -> tuple[str, ...]:
        given = {record.id: record for record in candidates}
        mended = []
        for name, row in self._rows(database, list(given)).items():
            indexed = row_of(given[name])[:DIGEST]
            whole = None if is_sound(row) else repair.mended(row[:DIGEST], row[DIGEST], indexed)
            if whole is not None:
                mended.append(sealed(whole))
        if mended:  # in the copy in memory, where the file is only read
            ids = [row[ID] for row in mended]
            self._file.change(database, ids, lambda: database.executemany(_REPLACE, mended))
        return tuple(row[ID] for row in mended)


def _parts(ids: Sequence[str]) -> Iterator[str]:
    for begin in range(0, len(ids), IDS_PER_STATEMENT):
        yield json.dumps(ids[begin : begin + IDS_PER_STATEMENT])
