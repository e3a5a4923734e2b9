"""Backups of a store that several hosts share."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from index import BusyError, DataFile, Dossiers, IndexDataError, back_up, present_as, restore_backup
from index.cite.ledger import Ledger
from index.userdata.audit_log import AuditLog
from tests.makers.archives import Place
from tests.makers.citations import record
from tests.makers.hosts import mirrors


def test_a_backup_by_one_host_has_what_all_hosts_wrote(tmp_path: Path) -> None:
    """It is restored into an ordinary data folder, where all is as the store had it."""
    one, two = mirrors(tmp_path, 2)
    Dossiers(two).add(7, 8, "00000000")
    AuditLog(two).add({"action": "look"})
    with closing(Ledger(two / DataFile.CITATIONS)) as ledger:
        ledger.give_out([given := record(id="00000000")])
    back_up(Place(tmp_path, data=one).settings, file := tmp_path / "backup.zip")
    place = Place(tmp_path, data=tmp_path / "restored")
    restore_backup(place.settings, file)
    assert Dossiers(place.data).passages(7, 8) == ["00000000"]
    assert AuditLog(place.data).count() == 1
    with closing(Ledger(place.data / DataFile.CITATIONS)) as ledger:
        assert list(ledger.records()) == [given]


def test_a_backup_is_restored_for_all_hosts(tmp_path: Path) -> None:
    """Dossiers are as they were; citations and lines of the audit log join those that are there; nothing is lost."""
    one, two = mirrors(tmp_path, 2)
    place = Place(tmp_path / "place", data=one)
    (place.settings.trash / "20260101000000-0123abcd").mkdir(parents=True)
    (place.settings.trash / "20260101000000-0123abcd" / "note.txt").write_text("A note.")
    Dossiers(one).add(7, 8, "00000000")
    AuditLog(one).add({"action": "look"})
    back_up(place.settings, file := tmp_path / "backup.zip")
    Dossiers(two).forget(7)
    AuditLog(two).add({"action": "forget"})
    with closing(Ledger(two / DataFile.CITATIONS)) as ledger:
        ledger.give_out([given := record(id="11111111")])
    shutil.rmtree(place.settings.trash)
    done = restore_backup(place.settings, file)
    assert Dossiers(two).passages(7, 8) == ["00000000"]
    assert AuditLog(two).count() == 2
    assert AuditLog(two).faults() == ()
    with closing(Ledger(one / DataFile.CITATIONS)) as ledger:
        assert list(ledger.records()) == [given]
    assert (place.settings.trash / "20260101000000-0123abcd" / "note.txt").read_text() == "A note."
    assert done.aside is not None
    assert "/before-restore/" in done.aside


def test_nothing_is_restored_while_a_bot_runs_anywhere(tmp_path: Path) -> None:
    """Unless it is forced."""
    one, two = mirrors(tmp_path, 2)
    Dossiers(one).add(7, 8, "00000000")
    here, there = (Place(tmp_path / "place", data=data).settings for data in (one, two))
    back_up(here, file := tmp_path / "backup.zip")
    with present_as(there, "bot", lambda: 1):
        with pytest.raises(BusyError, match="the bot is running"):
            restore_backup(here, file)
        restore_backup(here, file, force=True)


def test_a_store_without_anything_is_not_backed_up(tmp_path: Path) -> None:
    """Whoever mistypes its address has no empty backup in the place of the one before."""
    (data,) = mirrors(tmp_path, 1)
    with pytest.raises(IndexDataError, match="there is nothing to back up in file://"):
        back_up(Place(tmp_path / "place", data=data).settings, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()
