"""What is moved between the archive and its trash, where these lie on different file systems."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest

from index import ArchiveError, ArchiveFolder
from tests.makers.archives import Place
from tests.stand_ins.in_process import InProcessReaders

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
    ("name", "folder"),
    [("README.md", None), ("readme.TXT", None), ("a.txt", "lost+found"), ("a.txt", "__MACOSX"), ("a.txt", "@eaDir")],
)
def test_what_would_never_be_read_is_not_taken(tmp_path: Path, name: str, folder: str | None) -> None:
    """A README at the top and a system's folder are refused with what to do; nothing is written."""
    place = Place(tmp_path)
    folders = ArchiveFolder(place.settings)
    refusal = "“eaDir” would do" if folder == "@eaDir" else "give it another name"  # no safe name but left out, too
    with pytest.raises(ArchiveError, match=refusal):
        folders.path(name, folder)
    with pytest.raises(ArchiveError, match=r"give it another name"):
        folders.put(f"{folder}/{name}" if folder else name, b"words")
    assert list(place.archive.iterdir()) == []


@pytest.mark.parametrize("path", ["a.txt~", "#a.txt#", "desktop.ini", "a/Thumbs.db", "~$a.docx", ".a.txt", "a.txt.swp"])
def test_no_path_that_is_left_out_is_written(tmp_path: Path, path: str) -> None:
    """However it was made."""
    place = Place(tmp_path)
    with pytest.raises(ArchiveError, match=r"give it another name|can't be a document"):
        ArchiveFolder(place.settings).put(path, b"words")
    assert list(place.archive.iterdir()) == []


def test_a_readme_in_a_folder_is_taken(tmp_path: Path) -> None:
    """There it is a document like others."""
    place = Place(tmp_path)
    folder = ArchiveFolder(place.settings)
    folder.put(folder.path("README.md", "moon"), b"Words.")
    assert place.file("moon/README.md").read_bytes() == b"Words."


@pytest.mark.parametrize("name", ["a.jsonl", "A.JSON", "a.tsv", "a.warc", "crawl.warc.gz", "a.wacz"])
def test_files_of_several_documents_are_taken(tmp_path: Path, name: str) -> None:
    """By their names; a packed file of another kind is not."""
    folder = ArchiveFolder(Place(tmp_path).settings)
    assert folder.path(name) == name
    with pytest.raises(ArchiveError, match=r"^it is called like a packed archive; unpack it"):
        folder.path("a.txt.gz")


def test_what_can_not_be_read_of_a_file_is_told_apart(tmp_path: Path) -> None:
    """Beside its documents; a file without any is refused."""
    folder = ArchiveFolder(Place(tmp_path).settings, InProcessReaders)
    found = folder.look("a.jsonl", b'{"text": "A ferry crossed."}\n{"text": "Cut\n')
    assert [document.path for document in found.documents] == ["a.jsonl#1"]
    assert [part.path for part in found.unreadable] == ["a.jsonl#2"]
    with pytest.raises(ArchiveError, match=r"the file was not added: line 1 is no whole JSON"):
        folder.look("a.jsonl", b'{"text": "Cut')


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("boats.xlsx", "it is called like a spreadsheet; save each of its sheets as CSV"),
        ("letters.pst", "it is called like a store of Outlook's mail; save its messages as .eml"),
        ("scan.tiff", "it is called like a picture; ask whoever runs me to turn text recognition on"),
        ("a.exe", "files of this kind can't be added"),
        ("a.xyz", "files of this kind can't be added"),
    ],
)
def test_a_kind_that_is_not_taken_says_what_to_do(tmp_path: Path, name: str, reason: str) -> None:
    """By its name, before it is uploaded, and with the kinds that are taken."""
    with pytest.raises(ArchiveError, match=rf"^{reason}.*; the kinds are .txt"):
        ArchiveFolder(Place(tmp_path).settings).path(name)


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


def test_a_file_is_taken_back_by_its_mark_as_long_as_it_is_the_same(tmp_path: Path) -> None:
    """The mark names path and bytes: what has other bytes by now stays, and what is gone is said to be."""
    place = Place(tmp_path, {"moon/ä.txt": STORY, "open.txt": STORY})
    folder = ArchiveFolder(place.settings)
    mark = folder.mark("moon/ä.txt")
    assert folder.marked(mark) == "moon/ä.txt"
    place.write({"moon/ä.txt": f"{STORY}More.\n"})
    with pytest.raises(ArchiveError, match="was changed since, so it was left in place"):
        folder.take_back(mark)
    place.write({"moon/ä.txt": STORY})
    path, token = folder.take_back(mark)
    assert path == "moon/ä.txt"
    with pytest.raises(ArchiveError, match="not in the archive any more"):
        folder.take_back(mark)
    assert folder.exchange(token) == (path, None)
    assert place.file("moon/ä.txt").read_text("utf-8") == STORY


@pytest.mark.parametrize("mark", ["", "-", "0" * 40, f"{'0' * 16}-{'0' * 16}", "../open.txt"])
def test_a_mark_that_is_none_means_no_file(tmp_path: Path, mark: str) -> None:
    """What anybody can make up for a button leads nowhere."""
    folder = ArchiveFolder(Place(tmp_path, {"open.txt": STORY}).settings)
    assert folder.marked(mark) is None
    with pytest.raises(ArchiveError, match="not in the archive any more"):
        folder.take_back(mark)


def test_what_a_restored_file_replaces_comes_back_by_its_token(tmp_path: Path) -> None:
    """Going back and forth between two versions loses neither."""
    place = Place(tmp_path, {"a.txt": "The old words.\n"})
    folder = ArchiveFolder(place.settings)
    old = folder.remove("a.txt")
    place.write({"a.txt": "The new words.\n"})
    _, new = folder.exchange(old)
    assert new is not None
    assert place.file("a.txt").read_text("utf-8") == "The old words.\n"
    folder.exchange(new)
    assert place.file("a.txt").read_text("utf-8") == "The new words.\n"


def test_pictures_are_taken_where_text_is_recognised(tmp_path: Path) -> None:
    """By their name, before they are uploaded; only pages of such files and of PDFs may be recognised."""
    on, off = (ArchiveFolder(Place(tmp_path, ocr=ocr).settings) for ocr in (True, False))
    for name in ("a.png", "a.JPG", "a.tiff"):
        assert on.path(name) == name
        assert (on.may_be_scan(name), off.may_be_scan(name)) == (True, False)
        with pytest.raises(ArchiveError, match="ask whoever runs me to turn text recognition on"):
            off.path(name)
    assert (on.may_be_scan("a.pdf"), on.may_be_scan("a.txt")) == (True, False)
