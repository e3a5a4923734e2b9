"""What is moved between the archive and its trash, where these lie on different file systems."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest

from index import ArchiveError, ArchiveFolder
from tests.makers.archives import Place

STORY = "date 1901-05-06 A year\n\nA ferry crossed at dawn.\n" * 40


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An archive of one document; no file can be renamed from one folder to another, as between two disks."""
    rename = Path.rename

    def within_one_disk(source: Path, target: Path) -> Path:
        if source.parent != target.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(source, target)

    monkeypatch.setattr(Path, "rename", within_one_disk)
    return Place(tmp_path, {"ferries/1901.txt": STORY})


def test_a_document_goes_to_another_disk_and_comes_back(place: Place) -> None:
    """Removed and restored, it is what it was, and nothing else is left in the archive or the trash."""
    folder = ArchiveFolder(place.settings)
    token = folder.remove("ferries/1901.txt")
    assert not place.file("ferries/1901.txt").exists()
    assert folder.restore(token) == "ferries/1901.txt"
    assert place.file("ferries/1901.txt").read_text("utf-8") == STORY
    assert [path.name for path in place.archive.rglob("*") if path.is_file()] == ["1901.txt"]
    assert folder.trash() == []


def test_a_disk_that_fills_up_shows_no_half_of_a_document(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy breaks off in the middle: the archive has nothing of it, and the trash the whole document still."""
    folder = ArchiveFolder(place.settings)
    token = folder.remove("ferries/1901.txt")

    def half(source: Path, target: Path, **options: Any) -> None:
        target.write_bytes(source.read_bytes()[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", half)
    with pytest.raises(ArchiveError, match=r"can't be brought back .*no space left"):
        folder.restore(token)
    assert [path for path in place.archive.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    assert folder.restore(token) == "ferries/1901.txt"
    assert place.file("ferries/1901.txt").read_text("utf-8") == STORY


@pytest.mark.parametrize(
    "path",
    ["./board/minutes.txt", "board//minutes.txt", "board/./minutes.txt", "linked/minutes.txt", "loop/minutes.txt"],
)
def test_a_document_has_no_second_name(tmp_path: Path, path: str) -> None:
    """Whoever may not see a folder reaches nothing in it under another name: by dots, slashes or a link to it."""
    place = Place(tmp_path, {"board/minutes.txt": STORY, "open.txt": STORY})
    (place.archive / "linked").symlink_to("board")
    (place.archive / "loop").symlink_to("loop")
    folder = ArchiveFolder(place.settings)
    with pytest.raises(ArchiveError, match="can't be a document of the archive"):
        folder.remove(path)
    with pytest.raises(ArchiveError, match="can't be a document of the archive"):
        folder.put(path, b"other words", replace=True)
    assert place.file("board/minutes.txt").read_text("utf-8") == STORY
    assert folder.trash() == []
