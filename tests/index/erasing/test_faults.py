"""What keeps an erasure from being done is said, leaves it begun, and is made up for once it has gone."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from index import ArchiveError, DataFile, IndexDataError
from tests.index.erasing.test_erasing import LETTER, OTHERS, RARE, WHY, eraser, gone
from tests.makers import traces
from tests.makers.archives import Place, note


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Notes and a letter, indexed, where SQLite itself would leave what is deleted."""
    traces.keep(monkeypatch)
    place = Place(tmp_path, {**OTHERS, "letters/a.txt": LETTER})
    place.index()
    return place


def test_an_archive_that_can_not_be_written_is_said_and_not_done(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words go and the file is no longer read; the erasure is done once the file is gone, too."""
    unlink = Path.unlink

    def read_only(file: Path, missing_ok: bool = False) -> None:
        if file.is_relative_to(place.archive):
            raise OSError(errno.EROFS, "Read-only file system")
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(ArchiveError, match=r"can't be removed from the archive \(read-only file system\); give write"):
        eraser(place).begin("letters/a.txt", WHY)
    report = place.index()
    assert [failure.path for failure in report.failed] == ["letters/a.txt"]
    assert "an erasure is not done" in report.notes[0].reason
    assert traces.of_words(place, RARE) == ["archive/letters/a.txt"]
    assert not eraser(place).outcome("letters/a.txt").done
    monkeypatch.setattr(Path, "unlink", unlink)
    place.index()
    assert eraser(place).outcome("letters/a.txt").done
    gone(place)


def test_a_ledger_that_is_damaged_is_said_before_anything_is_begun(place: Place) -> None:
    """Nobody could say which citations have its words, so nothing is recorded or removed."""
    (place.data / DataFile.CITATIONS).write_bytes(b"no database" * 1000)
    with pytest.raises(IndexDataError, match="is damaged"):
        eraser(place).begin("letters/a.txt", WHY)
    assert not (place.data / DataFile.ERASURES).exists()
    assert place.file("letters/a.txt").exists()


def test_a_ledger_that_is_damaged_meanwhile_leaves_it_begun(place: Place) -> None:
    """The index is built all the same, and says so; once there is a sound ledger, it is done."""
    ledger = place.data / DataFile.CITATIONS
    assert not eraser(place).begin("letters/a.txt", WHY).done
    ledger.write_bytes(b"no database" * 1000)
    report = place.index()
    assert any(note.path == "erasures.sqlite" and "is damaged" in note.reason for note in report.notes)
    assert not eraser(place).outcome("letters/a.txt").done
    ledger.unlink()
    place.index()
    assert eraser(place).outcome("letters/a.txt").done
    gone(place)


def test_a_cache_of_which_nobody_knows_the_use_goes_whole(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept generation of an earlier version does not say which vectors are its own: none is left."""
    monkeypatch.setattr("index.build.pruning.KEYS_FILE", "other.keys")
    place.write({"more.txt": note(50)})
    place.index()
    monkeypatch.undo()
    place.remove("letters/a.txt")
    place.write({"even-more.txt": note(51)})
    place.index()
    (place.data / f"{DataFile.EMBEDDINGS}.damaged").write_text(RARE, "utf-8")
    assert eraser(place).begin("letters/a.txt", WHY).done
    gone(place)
