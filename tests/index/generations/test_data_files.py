"""Which folders are taken for a data folder: those that hold anything of Dateline's, and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.embed import load
from index.errors import IndexDataError, NoIndexError, NotPublishedError
from index.generations.data_folder import DataFolder
from index.models.data_files import DataFile, is_ours
from tests.makers.archives import notes

BESIDE = (
    *("citations.sqlite-wal", "citations.sqlite-shm", "dossiers.sqlite-journal", "embeddings.sqlite-wal"),
    *("current.4711.new", "reindex.json.4711.new", "bot-health.json.4711.new"),
    *("current.4711", "lock.4711", "reindex.new", "bot-health.4711.new", "bot-commands.new", "bot-reindex.new"),
)
"""What lies beside a file while it is written, and stays where the process is killed."""


READ = (DataFile.CURRENT, DataFile.STORE)
"""Files that say something, so that an empty one is a fault."""


@pytest.mark.parametrize("name", [*(file for file in DataFile if file not in READ), *BESIDE])
def test_a_folder_with_any_file_of_ours_is_a_data_folder(tmp_path: Path, name: str) -> None:
    """Where nothing but dossiers, citations, trash or a note of the bot's is left, there is no index yet."""
    (tmp_path / name).touch()
    data = DataFolder(tmp_path)
    with pytest.raises(NoIndexError, match="there is no index"):
        data.current()


@pytest.mark.parametrize("name", [DataFile.DOSSIERS, DataFile.BOT_AUDIT, DataFile.BOT_HEALTH, "citations.sqlite-shm"])
def test_an_index_is_built_beside_what_was_kept(tmp_path: Path, name: str) -> None:
    """A folder where only that is left is indexed, and what was there stays."""
    place = notes(tmp_path)
    place.data.mkdir()
    (place.data / name).touch()
    assert place.index().published
    assert (place.data / name).exists()


@pytest.mark.parametrize(
    "name", ["notes.txt", "currently", "trash.txt", "locksmith", "current.txt", "citations.sqlite.bak", "bot.json"]
)
def test_a_folder_of_other_things_is_refused(tmp_path: Path, name: str) -> None:
    """Names that only begin like one of ours are another's, and nothing is written among them."""
    place = notes(tmp_path)
    place.data.mkdir()
    (place.data / name).touch()
    with pytest.raises(IndexDataError, match="holds something other than an index"):
        place.index()
    with pytest.raises(IndexDataError, match="holds something other than an index"):
        DataFolder(place.data).current()
    assert [entry.name for entry in place.data.iterdir()] == [name]


def test_what_a_failed_index_and_a_model_leave_is_ours(tmp_path: Path) -> None:
    """The folders of generations that were not fit to serve and of exported models are in the table too."""
    place = notes(tmp_path)
    place.index()
    place.remove(*(f"note-{number:03d}.txt" for number in range(5)))
    with pytest.raises(NotPublishedError, match="5 of 8 documents are gone"):
        place.index()
    written = {entry.name for entry in place.data.iterdir()} | {load.exported_folder(place.settings).parent.name}
    assert {DataFile.FAILED, DataFile.ENCODERS} <= written
    assert [name for name in written if not is_ours(name)] == []


def test_what_a_killed_process_was_writing_is_removed_a_minute_later(tmp_path: Path) -> None:
    """The next reindex takes away old half-written files of ours, and neither new ones nor another's."""
    place = notes(tmp_path)
    place.index()
    old = ("current.4194303.new", "current.4194303", "bot-health.json.4194303.new", "theirs.new")
    for name in (*old, "reindex.json.4194303.new"):
        (place.data / name).touch()
    for name in old:
        os.utime(place.data / name, (0, 0))
    place.index()
    left = {entry.name for entry in place.data.iterdir()} & {*old, "reindex.json.4194303.new"}
    assert left == {"theirs.new", "reindex.json.4194303.new"}


@pytest.mark.parametrize("wall", [0, 4_000_000_000])
def test_a_clock_that_is_set_takes_no_file_from_its_writer_and_leaves_none_behind(tmp_path: Path, wall: int) -> None:
    """Long ago or in time to come: what a process that is gone wrote is removed, what one that lives writes is not."""
    place = notes(tmp_path)
    place.index()
    gone, written = place.data / "current.4194303.new", place.data / f"bot-health.json.{os.getpid()}.new"
    for left in (gone, written):
        left.touch()
        os.utime(left, (wall, wall))
    place.index()
    assert (gone.exists(), written.exists()) == (False, True)
