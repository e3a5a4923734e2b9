"""A backup is verified whole before anything changes, and what is there is kept, united or set aside."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import resource
import sqlite3
import stat
import time
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from index import ArchiveFolder, BusyError, DataFile, Dossiers, IndexDataError, Tokens, back_up, restore_backup
from index.build.build import locked
from index.cite.ledger import Ledger
from index.eraser import Eraser
from tests.index.erasing.test_killed import in_child
from tests.makers import traces
from tests.makers.archives import Place, note
from tests.makers.barred import barred
from tests.stand_ins.in_process import InProcessReaders

RARE = "Quillfeather"
LETTER = f"date 1921-03-04 A letter from {RARE}\n\nThe {RARE} family hid the lantern beneath the goat shed.\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Notes and a letter, indexed and cited, one note in the trash, and something in a dossier."""
    traces.keep(monkeypatch)
    place = Place(tmp_path, {"a.txt": LETTER, **{f"note-{number}.txt": note(number) for number in range(5)}})
    place.index()
    place.first("lantern goat shed")
    Dossiers(place.data).add(7, 8, "k7f2q9xw")
    ArchiveFolder(place.settings).remove("note-4.txt")
    return place


@pytest.fixture
def backup(place: Place, tmp_path: Path) -> Path:
    back_up(place.settings, file := tmp_path / "backup.zip")
    return file


def everything(folder: Path) -> dict[str, bytes]:
    """Every file but those of the lock, and SQLite's own beside a database."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("lock")]
    kept = [file for file in files if not file.name.endswith(("-shm", "-wal"))]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in kept}


def refused(place: Place, file: Path, match: str) -> None:
    """The backup is refused with one line, and nothing is changed."""
    before = everything(place.data)
    with pytest.raises(IndexDataError, match=match) as told:
        restore_backup(place.settings, file)
    assert (everything(place.data), str(told.value).count("\n")) == (before, 0)


def test_no_backup_brings_a_revoked_token_back(place: Place, backup: Path, tmp_path: Path) -> None:
    """Other tokens work again; which were revoked is known after each restore, of earlier backups too."""
    tokens, made = Tokens(place.data), dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    kept, gone = tokens.add("kept", None, made), tokens.add("gone", ("board",), made)
    back_up(place.settings, second := tmp_path / "second.zip")
    tokens.revoke("gone")
    for file, names in ((second, ["kept"]), (backup, []), (second, ["kept"])):
        restore_backup(place.settings, file)
        assert [token.name for token in tokens.all()] == names
        assert (tokens.find(gone), tokens.find(kept) is not None) == (None, bool(names))


def test_where_nobody_knows_what_was_revoked_no_token_is_restored(place: Place, tmp_path: Path) -> None:
    """A damaged file of tokens is set aside, and a note says why there are none."""
    Tokens(place.data).add("reader", None, dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    back_up(place.settings, file := tmp_path / "backup.zip")
    (place.data / DataFile.TOKENS).write_bytes(b"no database" * 1000)
    restored = restore_backup(place.settings, file)
    assert "which tokens were revoked since the backup is not known" in restored.notes[0]
    assert Tokens(place.data).all() == ()


def repacked(file: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> None:
    """Changes a backup's manifest and members, and seals it again as somebody could who knows how."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    change(manifest, members)
    members["manifest.json"] = json.dumps(manifest).encode()
    members["manifest.sha256"] = hashlib.sha256(members["manifest.json"]).hexdigest().encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def put(manifest: dict[str, Any], members: dict[str, bytes], path: str, data: bytes) -> None:
    """Replaces what the first member of a backup is."""
    manifest["members"][0] = {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    members["1"] = data


def test_the_file_is_whole_private_and_never_overwritten(place: Place, backup: Path, tmp_path: Path) -> None:
    """Mode 600, nothing half-written beside it; a second one needs force."""
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["archive", "backup.zip", "data"]
    with pytest.raises(IndexDataError, match="already; name another one, or replace it with --force"):
        back_up(place.settings, backup)
    made = back_up(place.settings, backup, force=True)
    assert (made.generation, made.bytes) == (1, backup.stat().st_size)


@pytest.mark.parametrize("inside", ["data/b.zip", "archive/b.zip"])
def test_it_is_not_written_where_it_would_be_lost_or_read(place: Place, tmp_path: Path, inside: str) -> None:
    """Neither the data folder nor the archive is a place for it."""
    with pytest.raises(IndexDataError, match="name a file elsewhere"):
        back_up(place.settings, tmp_path / inside)


@pytest.mark.parametrize("room", [0, 500, 5_000])
def test_a_disk_that_is_full_leaves_nothing(place: Place, tmp_path: Path, room: int) -> None:
    """No file may grow beyond so many bytes: one line, nothing half-made, and the backup that was there is whole."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "backup.zip").write_bytes(b"the one before")

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        with pytest.raises(IndexDataError, match="make room"):
            back_up(place.settings, folder / "backup.zip", force=True)

    assert in_child(fill, None)[0] == 0
    assert [file.read_bytes() for file in folder.iterdir()] == [b"the one before"]


@pytest.mark.parametrize("inside", ["trash/*", "generations/000001", "citations.sqlite"])
def test_what_can_not_be_read_is_not_left_out(place: Place, tmp_path: Path, inside: str) -> None:
    """A backup that lacks something unnoticed is worse than none: the line names what can't be read."""
    (shut,) = (path for path in place.data.glob(inside) if path.suffix != ".sha256")
    if shut.is_dir():
        with (
            barred(shut),
            pytest.raises(IndexDataError, match=rf"{shut.name}.* can't be read \(permission denied\)"),
        ):
            back_up(place.settings, tmp_path / "b.zip")
    else:
        shut.unlink()
        shut.symlink_to(shut.name)
        with pytest.raises(IndexDataError, match=r"citations\.sqlite can't be read"):
            back_up(place.settings, tmp_path / "b.zip")
    assert not list(tmp_path.glob("*b.zip*"))


def test_a_link_to_the_file_stays(place: Place, tmp_path: Path) -> None:
    """What it leads to is written; a link that leads nowhere but to itself is replaced."""
    (tmp_path / "disk").mkdir()
    (link := tmp_path / "b.zip").symlink_to("disk/latest.zip")
    back_up(place.settings, link, force=True)
    assert link.is_symlink()
    assert (tmp_path / "disk" / "latest.zip").is_file()
    (loop := tmp_path / "loop.zip").symlink_to("loop.zip")
    with pytest.raises(IndexDataError, match="already"):
        back_up(place.settings, loop)
    back_up(place.settings, loop, force=True)
    assert loop.is_file()
    assert not loop.is_symlink()


def test_what_can_not_be_backed_up_is_one_line(place: Place, tmp_path: Path) -> None:
    """A place that isn't there, a folder, a damaged database: neither half a backup nor a scratch file is left."""
    with pytest.raises(IndexDataError, match=r"can't be written .* nothing was written"):
        back_up(place.settings, Path("/dev/full/backup.zip"))
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(IndexDataError, match="is a folder"):
        back_up(place.settings, folder)
    (device := tmp_path / "device").symlink_to("/dev/null")
    with pytest.raises(IndexDataError, match="is no regular file; name another one"):
        back_up(place.settings, device, force=True)
    (place.data / DataFile.DOSSIERS).write_bytes(b"no database" * 1000)
    with pytest.raises(IndexDataError, match=r"dossiers\.sqlite can't be backed up .*it is damaged|not a database"):
        back_up(place.settings, folder / "backup.zip")
    assert list(folder.iterdir()) == []


def test_a_damaged_one_is_refused_wherever_it_is_damaged(place: Place, backup: Path) -> None:
    """A byte changed anywhere: either it is noticed, or it matters to nobody and everything is restored."""
    whole = backup.read_bytes()
    noticed = 0
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        backup.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            restore_backup(place.settings, backup)
        except IndexDataError:
            noticed += 1
        assert Dossiers(place.data).passages(7, 8) == ["k7f2q9xw"]
    assert noticed > 40
    backup.write_bytes(whole[: len(whole) // 2])
    refused(place, backup, "no backup of Dateline's, or is damaged")


def test_places_before_the_beginning_are_damage(place: Place, backup: Path) -> None:
    """A directory that seems to lie further on than it does puts its members before the first byte."""
    whole = backup.read_bytes()
    at = whole.rindex(b"PK\x05\x06") + 16  # the offset of the directory, in the record that ends a zip
    further = int.from_bytes(whole[at : at + 4], "little") + len(whole)
    backup.write_bytes(whole[:at] + further.to_bytes(4, "little") + whole[at + 4 :])
    refused(place, backup, "is damaged")


def test_what_is_foreign_newer_or_dangerous_is_refused(place: Place, backup: Path) -> None:
    """Another zip, a newer format, an unknown member, one that leads out of the folder, one that comes twice."""
    whole = backup.read_bytes()
    for change, match in (
        (lambda manifest, _: manifest.update(format=2), "made by a newer version"),
        (lambda manifest, _: manifest.update(kind="holiday pictures"), "no backup of Dateline's"),
        (lambda manifest, members: put(manifest, members, "../out.txt", b"x"), "outside the data folder"),
        (lambda manifest, members: put(manifest, members, "trash/../../out.txt", b"x"), "outside the data folder"),
        (lambda manifest, members: put(manifest, members, "/etc/out.txt", b"x"), "outside the data folder"),
        (lambda manifest, members: put(manifest, members, "later.sqlite", b"x"), "doesn't know; update Dateline"),
        (lambda manifest, members: put(manifest, members, "current", b"000001"), "doesn't know; update Dateline"),
        (lambda manifest, members: put(manifest, members, "citations.sqlite/x", b"x"), "is not what it should be"),
        (lambda manifest, _: manifest["members"].append(manifest["members"][0]), "names a file twice"),
        (lambda _, members: members.pop("2"), "is missing in it"),
        (lambda _, members: members.update({"2": b"other"}), "the checksum of"),
    ):
        backup.write_bytes(whole)
        repacked(backup, change)
        refused(place, backup, match)
    with zipfile.ZipFile(backup, "w") as archive:
        archive.writestr("holiday.txt", "sun")
    refused(place, backup, "no backup of Dateline's")
    refused(place, backup.with_name("missing.zip"), "can't be read")


def test_a_database_of_a_newer_version_is_refused(place: Place, backup: Path, tmp_path: Path) -> None:
    """It would be refused once it were in its place; so it is not put there."""
    file = tmp_path / "newer.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE kept (number)")
        database.execute(f"PRAGMA application_id = {0x44744453}")
        database.execute("PRAGMA user_version = 99")

    def alone(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        put(manifest, members, "dossiers.sqlite", file.read_bytes())
        del manifest["members"][1:]

    repacked(backup, alone)
    refused(place, backup, "backup.zip:dossiers.sqlite was written by a newer version")


def test_nothing_is_restored_under_a_bot_or_a_reindex(place: Place, backup: Path) -> None:
    """A fresh sign of life refuses unless it is forced; an old one is a dead bot's; the lock refuses always."""
    health = place.data / DataFile.BOT_HEALTH
    health.write_text(json.dumps({"time": time.time()}), "utf-8")
    with pytest.raises(BusyError, match="the bot is running"):
        restore_backup(place.settings, backup)
    assert restore_backup(place.settings, backup, force=True).aside
    health.write_text(json.dumps({"time": time.time() - 3600}), "utf-8")
    with locked(place.settings), pytest.raises(BusyError, match="already being indexed"):
        restore_backup(place.settings, backup)
    assert restore_backup(place.settings, backup).aside


def test_what_is_there_is_set_aside_and_its_citations_stay_known(place: Place, backup: Path) -> None:
    """Dossiers, trash and log are those of the backup again; an id given out since is never lost."""
    later = place.first("harbour").passage
    Dossiers(place.data).add(7, 8, "vj41gcsm")
    done = restore_backup(place.settings, backup)
    assert done.aside
    assert Dossiers(Path(done.aside)).passages(7, 8) == ["k7f2q9xw", "vj41gcsm"]
    assert Dossiers(place.data).passages(7, 8) == ["k7f2q9xw"]
    assert (Path(done.aside) / DataFile.TRASH).is_dir()
    with closing(Ledger(place.data / DataFile.CITATIONS)) as ledger:
        assert ledger.get(later)


def test_a_damaged_ledger_is_replaced_with_a_note(place: Place, backup: Path) -> None:
    """That is what backups are for; what could not be taken over is said."""
    (place.data / DataFile.CITATIONS).write_bytes(b"no database" * 1000)
    done = restore_backup(place.settings, backup)
    assert "are not taken over from citations.sqlite" in done.notes[0]
    with closing(Ledger(place.data / DataFile.CITATIONS)) as ledger:
        assert any(RARE in record.quotation for record in ledger.records())


def erase(place: Place) -> None:
    eraser = Eraser(place.settings, InProcessReaders)
    if not eraser.begin("a.txt", "the sender asked").done:
        place.index()
    assert eraser.outcome("a.txt").done


@pytest.mark.parametrize("fresh", [True, False], ids=["an empty folder", "the same folder"])
def test_what_was_erased_since_stays_erased(place: Place, tmp_path: Path, fresh: bool) -> None:
    """The backup has the words in ledger and trash: after restore and reindex no byte of them is left."""
    folder = ArchiveFolder(place.settings)
    folder.put("a.txt", f"{LETTER}More.\n".encode(), replace=True)
    backup, record = tmp_path / "backup.zip", tmp_path / "after.zip"
    back_up(place.settings, backup)
    erase(place)
    back_up(place.settings, record)
    if fresh:
        place.forget()
    for file in (backup, record) if fresh else (backup,):
        restore_backup(place.settings, file)
    place.index()
    assert traces.of_words(place, RARE) == []
    with closing(Ledger(place.data / DataFile.CITATIONS)) as ledger:
        assert [record.path for record in ledger.records() if record.erased] == ["a.txt"]
    assert [trashed.path for trashed in folder.trash()] == ["note-4.txt"]


def test_what_was_allowed_again_stays_allowed(place: Place, backup: Path) -> None:
    """The backup is older than the erasure, and that than the word that the file may come back: it stays."""
    erase(place)
    Eraser(place.settings, InProcessReaders).allow("a.txt")
    place.write({"a.txt": LETTER})
    place.index()
    restore_backup(place.settings, backup)
    assert place.index().failed == ()
    assert place.first("lantern goat shed").document == "a.txt"


def test_an_erasure_that_only_the_backup_knows_is_carried_out(place: Place, tmp_path: Path) -> None:
    """The backup was made after the erasure, and the data folder is one from before."""
    old = tmp_path / "old"
    os.system(f"cp -a '{place.data}' '{old}'")  # noqa: S605 (our own paths)
    erase(place)
    backup = tmp_path / "backup.zip"
    back_up(place.settings, backup)
    place.data.rename(tmp_path / "lost")
    old.rename(place.data)
    restore_backup(place.settings, backup)
    place.index()
    assert traces.of_words(place, RARE) == []


def test_a_restore_that_was_killed_is_begun_again(place: Place, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it breaks off between its renames, the second one has everything in its place, and no id is lost."""
    later = place.first("harbour").passage
    for number in range(1, 8):
        renames = 0
        rename = Path.rename

        def breaking(source: Path, target: Path, number: int = number, rename: Any = rename) -> Path:
            nonlocal renames
            renames += 1
            if renames == number:
                raise KeyboardInterrupt
            return rename(source, target)  # type: ignore[no-any-return]

        monkeypatch.setattr(Path, "rename", breaking)
        with suppress(KeyboardInterrupt):
            restore_backup(place.settings, backup)
        monkeypatch.setattr(Path, "rename", rename)
        restore_backup(place.settings, backup)
        assert Dossiers(place.data).passages(7, 8) == ["k7f2q9xw"]
        assert [trashed.path for trashed in ArchiveFolder(place.settings).trash()] == ["note-4.txt"]
        with closing(Ledger(place.data / DataFile.CITATIONS)) as ledger:
            assert ledger.get(later)
        assert not (place.data / DataFile.RESTORING).exists()
