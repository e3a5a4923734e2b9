"""Faults of the engine, provoked: nothing of the machine is told by the bot that meets them, before, while and after it
reindexes."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import index
from bot.errors import line_for
from index.build import gates
from index.build.process import KILLED, Reindexing
from index.embed import weights
from index.errors import DatelineError
from index.generations import following, lock
from index.generations.data_folder import DataFolder, refuse_inside
from index.generations.fitness import check_fits
from index.generations.manifest import MANIFEST_FILE
from index.storage.words import write as words
from tests.bot.engine import step
from tests.bot.places import Told, sent, served
from tests.bot.reading import buttons
from tests.machine import HOST, USER, told_of
from tests.makers.archives import Place, indexed_twice, notes, segment_of

SECRET = f"gone from /srv/archive, says {USER} on {HOST} (process 4711); run: dateline index --force"


async def everything(told: Told) -> None:
    """What people do, whatever is wrong."""
    world = told.world
    page = await told.slash(world.alice, "search", query="harbour keeper")
    pressed = buttons(page.response) if page.response is not None else {}
    if "Read" in pressed:
        read = await told.click(world.alice, page.response, custom_id=pressed["Read"]["custom_id"])
        if read.response is not None:
            for label in buttons(read.response).keys() & {
                "Add to my dossier",
                "Document",
                "Later",
                "Post this passage",
            }:
                await told.click(world.alice, read.response, label=label)
    for query in (
        "harbour titel:red",
        "harbour colour:red",
        "in:Nowhere",
        "title:moon",
        "harbour OR x*",
        '""',
        "since:nothing harbour",
        "harbour since:2000 until:1999",
        "-x",
    ):
        await told.slash(world.alice, "search", query=query)
    await told.slash(world.alice, "search", query="harbour", since="someday")
    await told.slash(world.alice, "cite", id="zzzzzzzz")
    await told.slash(world.alice, "document", document="/etc/passwd"[1:])
    await told.slash(world.alice, "dossier show")
    await told.slash(world.alice, "verify", quotation="the harbour keeper wrote of it")
    for name, data in (("a.txt", b'"The harbour was calm" [@dateline-0000aaaa]'), ("a.docx", b"PK"), ("a.txt", b"")):
        await told.slash(world.alice, "verify", file=(name, data))
    await told.mention(world.alice, "harbour")
    for command in ("status", "report", "rollback"):
        await told.slash(world.mo, f"archive {command}")
    await told.slash(world.mo, "archive report", generation=99)
    await told.slash(world.mo, "archive rollback", generation=99)
    await told.slash(world.mo, "archive remove", document="../../etc/passwd")
    await told.slash(world.mo, "archive remove", document="none.txt")
    await told.slash(world.mo, "archive add", file=("x.exe", b"MZ"))
    await told.slash(world.mo, "archive add", file=("x.pdf", b"nothing"))
    await told.slash(world.mo, "archive restore", document="20241220090500-0123abcd")


async def reindexed(told: Told, **options: Any) -> None:
    await told.reindex(told.world.mo, **options)
    await told.slash(told.world.mo, "archive report")


def database(path: Path, owner: int, version: int) -> None:
    """A file of SQLite's in the place of what is there."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE other (x)")
        made.execute(f"PRAGMA application_id = {owner}")
        made.execute(f"PRAGMA user_version = {version}")
        made.commit()


def ledger_owner(data: Path) -> int:
    with closing(sqlite3.connect(data / index.DataFile.CITATIONS)) as known:
        return int(known.execute("PRAGMA application_id").fetchone()[0])


def cut(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes()[:-1] + b"?")


def _damaged(place: Place) -> None:
    cut(segment_of(DataFolder(place.data).folder(2)), "vectors.faiss")
    DataFolder(place.data).mark_damaged(2, f"{place.data}/generations/000002/archive.sqlite is damaged; {SECRET}")


def _no_current(place: Place) -> None:
    (place.data / "current").write_text("nothing", "utf-8")


def _no_index(place: Place) -> None:
    (place.data / "current").unlink()


def _current_is_a_folder(place: Place) -> None:
    (place.data / "current").unlink()
    (place.data / "current").mkdir()


def _manifest_altered(place: Place) -> None:
    for generation in (1, 2):
        file = DataFolder(place.data).folder(generation) / MANIFEST_FILE
        file.write_text(file.read_text("utf-8") + " ", "utf-8")


def _of_another_version(place: Place) -> None:
    for generation in (1, 2):
        file = DataFolder(place.data).folder(generation) / MANIFEST_FILE
        file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "format": 99}), "utf-8")


def _ledger_damaged(place: Place) -> None:
    (place.data / index.DataFile.CITATIONS).write_bytes(b"no ledger at all" * 999)


def _ledger_foreign(place: Place) -> None:
    database(place.data / index.DataFile.CITATIONS, 7, 1)


def _ledger_newer(place: Place) -> None:
    database(place.data / index.DataFile.CITATIONS, ledger_owner(place.data), 99)


def _dossiers_damaged(place: Place) -> None:
    (place.data / index.DataFile.DOSSIERS).write_bytes(b"no dossiers at all" * 999)


def _archive_gone(place: Place) -> None:
    place.archive.rename(place.archive.with_name("elsewhere"))


def _archive_is_a_file(place: Place) -> None:
    _archive_gone(place)
    place.archive.write_text("not a folder", "utf-8")


def _archive_empty(place: Place) -> None:
    _archive_gone(place)
    place.archive.mkdir()


def _most_gone(place: Place) -> None:
    place.remove(*(f"note-{number:03d}.txt" for number in range(7)))


def _none_readable(place: Place) -> None:
    _archive_empty(place)
    place.write({"a.pdf": "%PDF nothing"})


def _lock_is_a_folder(place: Place) -> None:
    (place.data / index.DataFile.LOCK).unlink(missing_ok=True)
    (place.data / index.DataFile.LOCK).mkdir()


HARM = (
    *(_damaged, _no_current, _no_index, _current_is_a_folder, _manifest_altered, _of_another_version),
    *(_ledger_damaged, _ledger_foreign, _ledger_newer, _dossiers_damaged),
    *(_archive_gone, _archive_is_a_file, _archive_empty, _most_gone, _none_readable, _lock_is_a_folder),
)


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__.strip("_"))
async def test_whatever_is_damaged_nothing_of_the_machine_is_told(
    tmp_path: Path, harm: Callable[[Place], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Searches, citations, files, status, reports with their files, and reindexes to their end, forced and not."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
    place = indexed_twice(tmp_path)
    place.ask("harbour")
    async with served(place) as told:
        await told.slash(told.world.alice, "search", query="harbour")
        harm(place)
        await everything(told)
        await reindexed(told)
        await reindexed(told, force=True)
        said = told.text + sent(told.world.env)
    assert told_of(_without_typed(said), tmp_path) == []
    assert "incident" not in said


def _without_typed(said: str) -> str:
    """Without what people typed here that looks like the machine's, and the name of the report's ledger."""
    return said.replace("etc/passwd", "").replace("citations.sqlite: ids given out", "")


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "/srv/data/words")


def _unforeseen(*_: object) -> None:
    raise TypeError(SECRET)


def _library(*_: object) -> None:
    raise ValueError("failed to open /srv/data/words for writing (process 4711)")


def _worse(*_: object) -> None:
    gates.refuse_worse(index.Settings(_env_file=None), 0.1, 0.9)


@pytest.mark.parametrize("fault", [_full, _unforeseen, _library, _worse])
async def test_what_stops_a_reindex_is_told_without_the_machine(
    tmp_path: Path, fault: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, a bug, a library that can't write, and judged queries that are answered worse."""
    place = indexed_twice(tmp_path)
    monkeypatch.setattr(words, "write", fault)
    async with served(place) as told:
        await reindexed(told)
        said = told.text + sent(told.world.env)
    assert "Reindex failed" in said
    assert told_of(said, tmp_path) == []


def test_who_builds_elsewhere_is_not_named(tmp_path: Path) -> None:
    """Neither where a lock is held, nor by a reindex that can't be stopped from here or was killed."""
    place = notes(tmp_path, 2)
    place.index()
    with lock.building(place.data), pytest.raises(index.BusyError, match="is already being indexed") as busy:
        place.index()
    elsewhere = Reindexing(place.settings, step(host="shelf"), None)
    with pytest.raises(index.BusyError, match="runs on shelf") as far:
        elsewhere.cancel()
    inside = Reindexing(place.settings, step(host=HOST, pid=1), None)
    with pytest.raises(index.BusyError, match=r"process 1\b") as strange:
        inside.cancel()
    killed = Reindexing(place.settings, step(), None).step()
    for line in (*(line_for(raised.value) for raised in (busy, far, strange)), killed.in_chat):
        assert told_of(line, tmp_path) == []
    assert (killed.in_chat, killed.fault) == (KILLED, "IndexDataError")


def test_faults_before_the_bot_serves_are_told_without_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only a start or an index meets today would be told no other way: models, settings and folders."""
    place = notes(tmp_path / "one", 2)
    place.index()
    other = notes(tmp_path / "two", 2, data=place.data)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "holiday.jpg").write_bytes(b"x")
    empty = tmp_path / "model"
    empty.mkdir()
    manifest = DataFolder(place.data).manifest(1)
    monkeypatch.setattr(weights, "DEFAULT_WEIGHTS_SHA256", "0")
    provoked: list[Callable[[], object]] = [
        lambda: DataFolder(foreign).current(),
        lambda: DataFolder(foreign / "holiday.jpg"),
        lambda: DataFolder(tmp_path / "none").current(),
        lambda: refuse_inside(place.archive, place.archive / "data"),
        lambda: check_fits(manifest, other.settings, None),
        lambda: check_fits(manifest, place.settings, None),
        lambda: weights.model_folder("default"),
        lambda: weights.weights_digest(empty),
        lambda: index.load(archive=3),
        lambda: index.Archive.open(other.settings),
        lambda: index.Archive.open(place.settings),
    ]
    for provoke in provoked:
        with pytest.raises(DatelineError, match=r"\w") as raised:
            provoke()
        assert told_of(line_for(raised.value), tmp_path, place.data) == [], raised.value
