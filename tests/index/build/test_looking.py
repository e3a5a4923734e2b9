"""A reindex opens what may have changed, and is told of what had changed without a sign."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import DataFile
from index.models.documents import Document, Unreadable
from index.read import SourceFile, digests, stat_file
from index.settings import Settings
from tests.makers.archives import Place, note
from tests.makers.barred import barred
from tests.stand_ins.in_process import InProcessReaders

MESSAGE = "From a@b.c Sat Jan  1 10:00:00 2000\nSubject: Hay {0}\n\nHay was made on day {0}.\n\n"
MAILBOX = "".join(MESSAGE.format(number) for number in range(3))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Two notes, a mailbox of three and a PDF that can't be read, indexed; files settle at once."""
    monkeypatch.setattr(digests, "SETTLED_NS", -(2**62))
    place = Place(tmp_path, {"a.txt": note(1), "deep/b.txt": note(2), "box.mbox": MAILBOX}, trust_file_times=True)
    place.file("broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    place.index()
    return place


class Noting(InProcessReaders):
    """Readers that note which files they are given."""

    read_files: list[str]

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        Noting.read_files = []

    def read_many(self, sources: object) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        for source, results in super().read_many(sources):  # type: ignore[arg-type]  # as they came
            Noting.read_files.append(source.path)
            yield source, results


def files(place: Place) -> list[Path]:
    return [path for path in place.archive.rglob("*") if path.is_file()]


def test_an_unchanged_archive_is_indexed_with_no_file_opened(place: Place) -> None:
    """Also what holds several documents; only what could not be read is tried again, and fails as before."""
    place.remove("broken.pdf")
    first = place.index()
    with barred(*files(place)):
        report = place.index()
    assert (report.documents, report.kept, report.failed) == (5, (), ())
    assert not any((report.added, report.changed, report.removed, report.moved, report.redated))
    assert report.formats == first.formats


def test_what_could_not_be_read_is_read_again(place: Place) -> None:
    """Though it looks as before: what reads it may be another version, and the report has its line."""
    report = place.index(readers=Noting)
    assert Noting.read_files == ["broken.pdf"]
    assert [failure.path for failure in report.failed] == ["broken.pdf"]


def test_one_message_more_makes_a_mailbox_read(place: Place) -> None:
    """And nothing else but what could not be read."""
    place.file("box.mbox").write_text(MAILBOX + MESSAGE.format(4))
    report = place.index(readers=Noting)
    assert Noting.read_files == ["box.mbox", "broken.pdf"]
    assert report.added == ("box.mbox#4",)


def test_a_full_reindex_opens_every_file(place: Place) -> None:
    """What can't be opened then is told and keeps its documents."""
    with barred(place.file("a.txt")):
        assert place.index().kept == ()
        assert [kept.path for kept in place.index(trust_file_times=False).kept] == ["a.txt"]


def test_a_change_without_a_sign_is_worth_checking(place: Place) -> None:
    """A full reindex finds what a file system did not tell, and the report names it once."""
    with closing(sqlite3.connect(place.data / DataFile.FILES)) as database, database:
        ((record,),) = database.execute("SELECT record FROM files WHERE name = 'a.txt'").fetchall()
        forged = stat_file.sealed(record[:32] + bytes(32))
        database.execute("UPDATE files SET record = ? WHERE name = 'a.txt'", (forged,))
    told = [line for line in place.index(trust_file_times=False).worth_checking if line.path == "a.txt"]
    assert [line.reason.split(":")[0] for line in told] == [
        "its bytes changed though its size, times and inode did not"
    ]
    assert not [line for line in place.index(trust_file_times=False).worth_checking if line.path == "a.txt"]
