"""The drill: what the guide says of backup and restore, done with a small archive while it is in use."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from bot.access import Asker
from bot.moderation.audit import Audit
from index import Archive, ArchiveFolder, Cited, DataFile, DossierEntry, Dossiers, Query
from index.cite.ledger import Ledger
from index.models.data_files import IRREPLACEABLE
from index.models.scope import EVERYTHING
from tests import docs
from tests.makers.archives import Place
from tests.makers.citations import record

GUIDE = docs.read("bot/guide/backup.md")
STORIES = {
    f"{year}.txt": f"date {year}-05-06 Year {year}\n\nA ferry of {year} crossed at dawn.\n"
    for year in range(1901, 1907)
}
QUERY = Query(text="ferry at dawn 1903")
WHO = Asker(user=7, guild=8, roles=frozenset(), channels=frozenset(), manages=True)
Run = Callable[..., int]


def guided(place: Place, dateline: Run, mark: str) -> None:
    """Does what the guide says, with the index built in this process."""
    (block,) = docs.marked(GUIDE, mark)
    commands = [words for line in block.splitlines() if (words := docs.dateline(line))]
    assert commands
    for command in commands:
        if command == ["index"]:
            place.index()
        else:
            assert dateline(*command) == 0


def cited(archive: Archive, ids: list[str]) -> list[tuple[str, str]]:
    """What is answered of citations: quotation and state."""
    found = archive.cite(ids, EVERYTHING)
    return [(cited.record.quotation, cited.citation.state) for cited in found if isinstance(cited, Cited)]


def used(place: Place) -> None:
    """Does to an indexed archive what can't be done again."""
    Dossiers(place.data).add(WHO.user, 8, "k7f2q9xw")
    Dossiers(place.data).write_note(WHO.user, 8, "k7f2q9xw", "see the mill")
    Audit(place.data).note(WHO, "remove", allowed=True, what="1906.txt")
    ArchiveFolder(place.settings).remove("1906.txt")


def writes(data: Path, told: Connection) -> None:
    """Enters citations and audit lines without end, and tells how many citations are in."""
    with closing(Ledger(data / DataFile.CITATIONS)) as ledger:
        for number in range(1_000_000):
            ledger.give_out([record(f"Words {number}.", id=f"w{number:07d}")])
            Audit(data).note(WHO, "status", allowed=True)
            told.send(number + 1)


@contextmanager
def busy(place: Place) -> Iterator[Connection]:
    """Another process that writes to the data folder all the while."""
    mine, other = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=writes, args=(place.data, other))
    process.start()
    try:
        assert mine.recv() == 1
        yield mine
    finally:
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, STORIES)


def test_what_can_not_be_made_again_is_restored(tmp_path: Path, place: Place, dateline: Run) -> None:
    """Backed up while others write, everything comes back: citations, dossiers, trash, log, the first days."""
    place.index()
    with place.opened() as archive:
        hits = archive.search(QUERY).hits
        used(place)
        ids = [hit.passage for hit in hits]
        before, first = cited(archive, ids), archive.facts("1901.txt", EVERYTHING).first_indexed
        log = (place.data / DataFile.BOT_AUDIT).read_text("utf-8")
        assert (place.data / "citations.sqlite-wal").stat().st_size
        with busy(place) as told:
            guided(place, dateline, "backup")
            assert told.recv() == 2
    place.data.rename(tmp_path / "lost")
    guided(place, dateline, "restore")
    with place.opened() as archive:
        assert [hit.passage for hit in archive.search(QUERY).hits] == [
            hit.passage for hit in hits if hit.document != "1906.txt"
        ]
        assert cited(archive, ids) == before
        assert sorted(state for _, state in before) == ["removed", *["unchanged"] * (len(STORIES) - 1)]
        assert archive.facts("1901.txt", EVERYTHING).first_indexed == first
        assert isinstance(archive.cite(["w0000000"], EVERYTHING)[0], Cited)
    assert Dossiers(place.data).entries(WHO.user, 8) == [DossierEntry("k7f2q9xw", "see the mill")]
    assert [trashed.path for trashed in ArchiveFolder(place.settings).trash()] == ["1906.txt"]
    restored = (place.data / DataFile.BOT_AUDIT).read_text("utf-8")
    assert restored.startswith(log)
    assert restored.endswith("\n")


def test_the_guide_names_all_that_can_not_be_made_again() -> None:
    """The table has a row for each file and folder that a new index would not bring back."""
    rows = re.findall(r"^\| `([^`]+?)/?` \|", GUIDE, re.MULTILINE)
    assert set(rows) == IRREPLACEABLE | {"history.sqlite"}


def test_an_archive_that_was_only_indexed_is_backed_up(tmp_path: Path, place: Place, dateline: Run) -> None:
    """Where nothing was ever removed, kept or cited, the commands succeed too."""
    place.index()
    guided(place, dateline, "backup")
    place.data.rename(tmp_path / "lost")
    guided(place, dateline, "restore")
    assert place.ask(QUERY.text).generation == 1
