"""The ledger of a store that several hosts share: one record each id, whoever cites first, and all hosts know it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import pytest

from index.cite.ledger import Ledger
from index.errors import IndexDataError, StoreUnreachableError, UnreadableDataError
from index.models.data_files import DataFile
from index.models.erasures import Erased
from index.shared import records as shared
from index.shared.folder import FolderObjects
from tests.makers.citations import record
from tests.makers.hosts import at_once, mirrors

HOSTS = 8
IDS = [f"0000000{number}" for number in range(4)] + [f"a{number}000000" for number in range(4)]
ERASED = Erased(at=dt.datetime(2025, 3, 1, tzinfo=dt.UTC), why="asked")


def ledgers(folder: Path, count: int, held: ExitStack) -> list[Ledger]:
    """A ledger each host."""
    return [held.enter_context(closing(Ledger(data / DataFile.CITATIONS))) for data in mirrors(folder, count)]


def test_what_one_host_cites_every_host_finds(tmp_path: Path) -> None:
    """At once, by its id and in every list; the first record stays, and another passage is refused its id."""
    with ExitStack() as held:
        one, two = ledgers(tmp_path, 2, held)
        first = record(id=IDS[0])
        assert one.give_out([first]) == ()
        assert two.get(IDS[0]) == first
        assert two.give_out([record("Other words.", id=IDS[0])]) == (IDS[0],)
        second = record("Other words.", id=IDS[1])
        assert two.give_out([first, second]) == ()
        assert one.all_ids() == two.all_ids() == IDS[:2]
        assert list(one.records()) == [first, second]
        assert one.owners().keys() == set(IDS[:2])
        assert one.faults() == two.faults() == ()


def test_hosts_that_cite_the_same_at_once_get_one_record_each(tmp_path: Path) -> None:
    """Of records that differ one is kept for all, and every host's own copy is the store's."""
    with ExitStack() as held:
        hosts = ledgers(tmp_path, HOSTS, held)

        def cite(number: int) -> None:
            given = [record(id=name, generation_first=number + 1, generation_last=HOSTS) for name in IDS]
            assert hosts[number].give_out(given) == ()
            assert hosts[number].give_out([record(f"Own of {number}.", id=f"b{number}000000")]) == ()

        at_once([partial(cite, number) for number in range(HOSTS)])
        everything = [list(host.records()) for host in hosts]
        assert all(found == everything[0] for found in everything)
        assert [one.id for one in everything[0]] == sorted(IDS) + [f"b{number}000000" for number in range(HOSTS)]


def test_what_is_known_asks_nothing_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at it and citing it again, within a second of the last look at what was erased."""
    monkeypatch.setattr(shared, "_LOOKS_S", 3600.0)
    with ExitStack() as held:
        (host,) = ledgers(tmp_path, 1, held)
        given = [record(id=name) for name in IDS]
        host.give_out(given)
        host.all_ids()
        with monkeypatch.context() as patch:
            for name in ("get", "get_if_changed", "replace", "list"):
                patch.delattr(FolderObjects, name)
            assert list(host.get_many(IDS).values()) == given
            assert host.give_out(given) == ()


def test_what_was_seen_later_and_erased_goes_to_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another host that has a citation learns of its erasure, and none enters the bytes again."""
    monkeypatch.setattr(shared, "_LOOKS_S", 0.0)
    with ExitStack() as held:
        one, two = ledgers(tmp_path, 2, held)
        given = record(id=IDS[0])
        one.give_out([given])
        assert two.get(IDS[0]) == given
        one.mark_seen(9, [IDS[0]])
        assert [kept.generation_last for kept in two.records()] == [9]
        one.refuse([given.document_sha256])
        one.erase({IDS[0]: given.path}, ERASED)
        gone = two.get(IDS[0])
        assert gone is not None
        assert (gone.erased, gone.quotation) == (ERASED, "")
        two.give_out([record("Again.", id=IDS[1])])
        assert two.get(IDS[1]) is None
        two.allow([given.document_sha256])
        one.give_out([record("Again.", id=IDS[1])])
        assert two.get(IDS[1]) is not None
        one.scrub()


def test_damage_of_a_mirror_stays_there(tmp_path: Path) -> None:
    """What a host puts is what the store had, and the mirror is mended by it."""
    with ExitStack() as held:
        one, two = ledgers(tmp_path, 2, held)
        given = record(id=IDS[0])
        one.give_out([given])
        with closing(sqlite3.connect(tmp_path / "host-0" / DataFile.CITATIONS)) as database, database:
            database.execute("UPDATE citations SET quotation = 'Forged.'")
        one.give_out([record("Other words.", id=IDS[1])])
        assert two.get(IDS[0]) == one.get(IDS[0]) == given


def test_a_damaged_record_of_a_mirror_is_taken_in_anew(tmp_path: Path) -> None:
    """Whoever asks for it gets what the store has."""
    with ExitStack() as held:
        (one,) = ledgers(tmp_path, 1, held)
        given = record(id=IDS[0])
        one.give_out([given])
        with closing(sqlite3.connect(tmp_path / "host-0" / DataFile.CITATIONS)) as database, database:
            database.execute("UPDATE citations SET quotation = 'Forged.'")
        assert one.get(IDS[0]) == given


def test_a_store_that_does_not_answer_is_told_and_nothing_is_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id that no other host knows is given to nobody; after its return all goes on."""

    def absent(*_: object) -> None:
        raise StoreUnreachableError("the store can't be reached")

    with ExitStack() as held:
        (host,) = ledgers(tmp_path, 1, held)
        with monkeypatch.context() as patch:
            patch.setattr(FolderObjects, "replace", absent)
            with pytest.raises(StoreUnreachableError):
                host.give_out([record(id=IDS[0])])
        assert host.get(IDS[0]) is None
        assert host.give_out([record(id=IDS[0])]) == ()
        assert host.all_ids() == [IDS[0]]


def test_a_lost_or_damaged_object_is_told(tmp_path: Path) -> None:
    """Its ids are not taken for free ones."""
    with ExitStack() as held:
        one, two = ledgers(tmp_path, 2, held)
        one.give_out([record(id=IDS[0])])
        place = tmp_path / "store" / "citations" / IDS[0][:2]
        place.write_bytes(b"x")
        with pytest.raises(IndexDataError, match="is damaged"):
            two.all_ids()
        place.unlink()
        with pytest.raises(IndexDataError, match="has lost"):
            one.all_ids()


def damage(path: Path, first: int, end: int) -> None:
    """Alters bytes of the file, whose write-ahead log is empty then."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(first)
        file.write(b"X" * (end - first))


def test_a_damaged_copy_is_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where it can't be opened, with a line in the log; a process that has it open goes on."""
    with ExitStack() as held:
        (first,) = ledgers(tmp_path, 1, held)
        first.give_out([record(id=name) for name in IDS])
        path = tmp_path / "host-0" / DataFile.CITATIONS
        damage(path, 0, 100)
        second = held.enter_context(closing(Ledger(path)))
        assert second.all_ids() == IDS
        assert [line.getMessage().partition("; ")[0] for line in caplog.records] == [f"{path} was damaged"]
        for number, ledger in enumerate((first, second, first)):
            assert ledger.give_out([record(f"New {number}.", id=f"c{number}000000")]) == ()
        assert first.all_ids() == second.all_ids() == [*IDS, "c0000000", "c1000000", "c2000000"]
        assert second.faults() == ()


def test_damage_that_is_come_upon_in_a_copy_is_gone_the_next_time(tmp_path: Path) -> None:
    """What was begun is told to be tried again; nothing that was given out is lost."""
    with ExitStack() as held:
        (host,) = ledgers(tmp_path, 1, held)
        host.give_out([record(id=name) for name in IDS])
        path = tmp_path / "host-0" / DataFile.CITATIONS
        damage(path, 4096, path.stat().st_size)
        host.close()
        host = held.enter_context(closing(Ledger(path)))
        try:
            found = host.all_ids()
        except UnreadableDataError as error:
            assert "try again" in str(error)  # noqa: PT017
            found = host.all_ids()
        assert found == IDS
        assert host.faults() == ()
