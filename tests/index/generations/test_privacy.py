"""Whoever else uses the machine can't look into the data folder, whatever the umask is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import ArchiveFolder, AuditLog, Dating, Dossiers, back_up, protect, restore_backup
from tests.makers.archives import Place, notes
from tests.stand_ins.in_process import InProcessReaders

PERSONAL = ("citations.sqlite", "dossiers.sqlite", "dates.sqlite", "bot-audit.jsonl")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def filled(folder: Path, *, group_access: bool = False) -> Place:
    """An archive that was indexed and searched, with a dossier and an audit log."""
    place = notes(folder, 3, group_access=group_access)
    place.index()
    passage = place.first("harbour").passage
    Dossiers(place.data).add(1, 2, passage)
    AuditLog(place.data).add({"action": "add"})
    Dating(place.settings, InProcessReaders).set("note-000.txt", "1971", "the diary says so", "mo")
    return place


def test_what_is_kept_of_people_is_their_owners_alone(tmp_path: Path, umask: int) -> None:
    """The folder is 700, and ledger, dossiers, dates and audit log are 600."""
    place = filled(tmp_path)
    assert mode(place.data) == 0o700
    assert {name: mode(place.data / name) for name in PERSONAL} == dict.fromkeys(PERSONAL, 0o600)
    assert protect(place.settings) is None


def test_a_trash_and_a_restored_backup_are_private(tmp_path: Path, umask: int) -> None:
    """What moderators remove and what a restore brings back or sets aside opens nothing: no command complains."""
    place = filled(tmp_path)
    ArchiveFolder(place.settings).remove("note-000.txt")
    assert protect(place.settings) is None
    back_up(place.settings, tmp_path / "backup")
    restore_backup(place.settings, tmp_path / "backup")
    assert protect(place.settings) is None
    assert {mode(place.data / name) for name in PERSONAL} == {0o600}
    assert {mode(place.data / name) for name in ("trash", "before-restore")} == {0o700}


def test_what_was_open_is_closed_and_said_once(tmp_path: Path) -> None:
    """Of an earlier version, or by somebody's chmod: one line, and then none."""
    place = filled(tmp_path)
    place.data.chmod(0o755)
    (place.data / "citations.sqlite").chmod(0o644)
    line = protect(place.settings)
    assert line is not None
    assert "was open to others" in line
    assert "group_access" in line
    assert (mode(place.data), mode(place.data / "citations.sqlite")) == (0o700, 0o600)
    assert protect(place.settings) is None


def test_a_group_may_work_together_where_it_is_set(tmp_path: Path, umask: int) -> None:
    """Everything in the folder is the group's to read and write, what tantivy wrote for its owner alone, too."""
    place = filled(tmp_path, group_access=True)
    assert protect(place.settings) is None
    assert mode(place.data) == 0o2770
    for path in place.data.rglob("*"):
        wanted = 0o2070 if path.is_dir() else 0o060
        assert mode(path) & wanted == wanted, path
        assert not (path.parent == place.data and mode(path) & 0o007 and path.name in PERSONAL)


def test_a_command_says_that_the_folder_was_open(
    tmp_path: Path, dateline: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, once."""
    place = filled(tmp_path)
    place.data.chmod(0o755)
    assert callable(dateline)
    dateline("status")
    assert "was open to others" in capsys.readouterr().err
    dateline("status")
    assert "was open to others" not in capsys.readouterr().err


def test_somebody_else_s_folder_stays_as_it_is(tmp_path: Path) -> None:
    """It is refused by whoever would write to it."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "page.html").touch()
    data.chmod(0o755)
    assert protect(Place(tmp_path, data=data).settings) is None
    assert stat.S_IMODE(data.stat().st_mode) == 0o755
