"""The files of an archive: what is read, what is left out, and what is refused with a reason."""

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArchiveError
from index.models.documents import Unreadable
from index.read import look, scan
from index.read.left_out import is_left_out, none_is_suspect
from index.read.source import find
from index.read.walk import printable
from index.settings import Settings
from tests.makers.barred import barred
from tests.makers.files import SETTINGS

NOBODY = 65534


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("Words.")


def scanned(folder: Path, settings: Settings = SETTINGS) -> tuple[list[str], dict[str, str]]:
    """The paths of the files to be read, and the reasons of those refused by path."""
    sources, refused = scan(folder, settings)
    return [source.path for source in sources], {file.path: file.reason for file in refused}


@contextmanager
def as_nobody() -> Iterator[None]:
    """Gives up the rights of root, who may read everything, inside the block."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_files_are_found_in_order_of_their_paths(tmp_path: Path) -> None:
    """In folders too; hidden files and folders and the README at the top are left out."""
    put(tmp_path, "b.txt", "a/z.txt", "a/README.md", "README.md", ".hidden.txt", ".git/x.txt", "a/.x/y.txt")
    assert scanned(tmp_path) == (["a/README.md", "a/z.txt", "b.txt"], {})


LEFT_OUT = (
    *(
        "desktop.ini",
        "a/Desktop.ini",
        "Thumbs.db",
        "a/thumbs.db",
        "ehthumbs.db",
        "Icon\r",
        "a.txt~",
        "a/b.md~",
        "notes~",
    ),
    *(
        "a.txt.~1~",
        "#a.txt#",
        "a/#notes#",
        "a.txt.swp",
        "a.txt.swo",
        "~$report.docx",
        "~$Sheet.XLSX",
        "a/~$slides.pptx",
    ),
)
LEFT_OUT_FOLDERS = (
    *("__MACOSX", "$RECYCLE.BIN", "$Recycle.Bin", "System Volume Information", "lost+found", "a/@eaDir", "#recycle"),
)
HIDDEN = (".hidden.txt", ".DS_Store", "._a.txt", ".~lock.a.odt#", ".a.txt.swp", ".git/a.txt")
READ = (
    *(
        "a.bak",
        "a.tmp",
        "a.orig",
        "#metoo.txt",
        "#1",
        "a#",
        "#",
        "a~b.txt",
        "~a.txt",
        "~",
        "~$5.txt",
        "$5.docx",
        "c.swp",
    ),
    *(
        "Desktop.txt",
        "desktop.ini.txt",
        "my desktop.ini",
        "thumbs.txt",
        "Icon",
        "lost+found.txt",
        "lost and found/a.txt",
    ),
    *("__MACOSX.txt", "2023~/a.txt", "#a#/a.txt", "a/README", "a/readme.txt", "README.html", "READMEs.txt", "~a/b.txt"),
)


def test_what_systems_and_editors_leave_is_left_out_and_named(tmp_path: Path) -> None:
    """In every folder, in any case, and by both ways to a file; what is called nearly like it is read."""
    inside = [f"{folder}/a.txt" for folder in LEFT_OUT_FOLDERS]
    put(tmp_path, *LEFT_OUT, *inside, *HIDDEN, *READ)
    left_out: list[str] = []
    sources, refused = scan(tmp_path, SETTINGS, left_out=left_out)
    assert ([source.path for source in sources], refused) == (sorted(READ), [])
    folders = [f"{folder}/" for folder in LEFT_OUT_FOLDERS]
    assert left_out == sorted([path.replace("\r", r"\r") for path in LEFT_OUT] + folders)
    assert [path for path in (*LEFT_OUT, *inside, *HIDDEN) if find(tmp_path, path, SETTINGS)] == []
    assert all(find(tmp_path, path, SETTINGS) for path in READ)


@pytest.mark.parametrize("name", ["README", "README.md", "README.txt", "readme.txt", "Readme.MD"])
def test_a_readme_at_the_top_is_left_out(tmp_path: Path, name: str) -> None:
    """However it is written; it tells people about the archive, and is no document of it."""
    put(tmp_path, name, "a/" + name)
    assert scanned(tmp_path) == ([f"a/{name}"], {})


def test_a_folder_is_not_left_out_for_a_files_name_nor_a_file_for_a_folders(tmp_path: Path) -> None:
    """A folder `desktop.ini` may hold documents, and a file `__MACOSX` may be one."""
    put(tmp_path, "desktop.ini/a.txt", "__MACOSX", "a.txt~/b.txt")
    assert scanned(tmp_path) == (["__MACOSX", "a.txt~/b.txt", "desktop.ini/a.txt"], {})


def test_a_link_inside_the_archive_is_read(tmp_path: Path) -> None:
    """To a file; a folder is read in its own place and not again where a link to it is."""
    put(tmp_path, "a/x.txt")
    (tmp_path / "link.txt").symlink_to("a/x.txt")
    (tmp_path / "folder").symlink_to("a")
    assert scanned(tmp_path) == (["a/x.txt", "link.txt"], {})


def test_links_out_of_the_archive_and_to_nowhere_are_refused(tmp_path: Path) -> None:
    """Neither a file nor a folder outside is read, even through a second link."""
    put(tmp_path, "archive/a.txt", "secret/s.txt")
    archive = tmp_path / "archive"
    for name, target in {"out.txt": "../secret/s.txt", "folder": "../secret", "gone.txt": "nothing", "two": "out.txt",
                         "round": "round"}.items():  # fmt: skip
        (archive / name).symlink_to(target)
    paths, refused = scanned(archive)
    assert paths == ["a.txt"]
    out = "it is a link out of the archive; replace it with a copy of the file"
    assert refused.pop("gone.txt") == "it is a link to nothing (no such file or directory); remove it"
    assert refused.pop("round").startswith("it is a link to nothing (too many levels of symbolic links)")
    assert refused == {"folder": out, "out.txt": out, "two": out}


@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"a\nb.txt", r"a\nb.txt"), (b"a\x1b[31m.txt", r"a\x1b[31m.txt"), (b"caf\xe9.txt", r"caf\udce9.txt"),
     ("a\u2028b".encode(), r"a\u2028b")],
)  # fmt: skip
def test_a_name_that_cannot_be_printed_is_refused(tmp_path: Path, name: bytes, shown: str) -> None:
    """Line breaks, control characters, bytes that are not text: the report has it on one line."""
    (tmp_path / os.fsdecode(name)).write_text("Words.")
    put(tmp_path, "fine.txt")
    assert scanned(tmp_path) == (
        ["fine.txt"],
        {shown: "its name holds a line break or another character that can't be printed; rename it"},
    )


def test_a_folder_with_such_a_name_is_not_entered(tmp_path: Path) -> None:
    """It costs one line, not one for each file in it."""
    put(tmp_path, "a\nb/x.txt", "a\nb/y.txt")
    assert list(scanned(tmp_path)[1]) == [r"a\nb"]


def test_pipes_and_sockets_are_not_opened(tmp_path: Path) -> None:
    """A pipe would never end."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        refused = scanned(tmp_path)[1]
    assert refused == dict.fromkeys(("pipe", "socket"), "it is neither a file nor a folder; remove it from the archive")


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    """Two hundred megabytes in one line are refused by their size alone."""
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert scanned(tmp_path) == ([], {"a.txt": "it is larger than 50 MiB; split it or raise the setting max_file_mib"})


def test_files_and_folders_without_permission_are_refused(open_folder: Path) -> None:
    """All other files are read."""
    put(open_folder, "a.txt", "closed.txt", "folder/x.txt")
    (open_folder / "closed.txt").chmod(0)
    (open_folder / "folder").chmod(0)
    with as_nobody():
        paths, refused = scanned(open_folder)
    (open_folder / "folder").chmod(0o755)
    assert paths == ["a.txt"]
    assert refused == {
        "closed.txt": "it can't be opened (permission denied); check its permissions",
        "folder": "the folder can't be opened (permission denied); check its permissions",
    }


def test_an_archive_in_a_folder_that_can_not_be_opened_is_an_error(tmp_path: Path) -> None:
    """Whether it is there nobody knows: a scan and a look at one file say so in one line."""
    put(tmp_path, "shut/archive/a.txt")
    with barred(tmp_path / "shut"):
        with pytest.raises(ArchiveError, match=r"can't be read \(permission denied\)"):
            scan(tmp_path / "shut" / "archive", SETTINGS)
        with pytest.raises(ArchiveError, match=r"can't be read \(permission denied\)"):
            find(tmp_path / "shut" / "archive", "a.txt", SETTINGS)


def test_what_the_system_does_not_let_be_opened_is_told_from_what_is_refused(open_folder: Path) -> None:
    """With the system's reason; a folder that can be listed but not entered costs one line, not one for each file."""
    put(open_folder, "a.txt", "closed.txt", "folder/x.txt", "listed/x.txt", "listed/y.txt", "empty/x.txt")
    (open_folder / "gone.txt").symlink_to("nothing")
    (open_folder / "round.txt").symlink_to("round.txt")
    for name, mode in {"closed.txt": 0, "folder": 0, "listed": 0o444}.items():
        (open_folder / name).chmod(mode)
    with as_nobody():
        refused = {file.path: file.os_fault for file in scan(open_folder, SETTINGS)[1]}
        found = {
            path: find(open_folder, path, SETTINGS) for path in ("folder/x.txt", "listed/y.txt", "closed.txt", "a.txt")
        }
    for name in ("folder", "listed"):
        (open_folder / name).chmod(0o755)
    denied = "permission denied"
    assert refused.pop("round.txt") == "too many levels of symbolic links"
    assert refused == {"closed.txt": denied, "folder": denied, "listed": denied, "gone.txt": None}
    closed = {path: (file.path, file.os_fault) for path, file in found.items() if isinstance(file, Unreadable)}
    assert closed == {
        "folder/x.txt": ("folder", denied),
        "listed/y.txt": ("listed", denied),
        "closed.txt": ("closed.txt", denied),
    }


def test_a_file_that_is_not_there_is_found_nowhere(tmp_path: Path) -> None:
    """Neither it nor its folder, nor where a file stands for a folder: that is no fault of the system."""
    put(tmp_path, "a.txt", "folder/x.txt")
    assert [find(tmp_path, path, SETTINGS) for path in ("b.txt", "folder/y.txt", "none/x.txt", "a.txt/x.txt")] == [
        None
    ] * 4


def test_a_file_named_like_a_message_is_refused(tmp_path: Path) -> None:
    """`box.mbox#2` is the second message of `box.mbox`."""
    put(tmp_path, "box.mbox", "box.mbox#2", "other#2")
    assert scanned(tmp_path) == (
        ["box.mbox", "other#2"],
        {"box.mbox#2": "it is named like a part of box.mbox; rename it"},
    )


def test_an_archive_that_is_not_a_folder_is_an_error(tmp_path: Path) -> None:
    """Missing, or a file: one line says which."""
    put(tmp_path, "a.txt")
    with pytest.raises(ArchiveError, match=r"there is no archive folder .*none; create it or name another"):
        scan(tmp_path / "none", SETTINGS)
    with pytest.raises(ArchiveError, match=r"the archive .*a\.txt is not a folder"):
        scan(tmp_path / "a.txt", SETTINGS)


def test_an_archive_without_permission_is_an_error(open_folder: Path) -> None:
    """The folder itself can't be listed."""
    closed = open_folder / "closed"
    closed.mkdir(mode=0)
    with as_nobody(), pytest.raises(ArchiveError, match=r"can't be read \(permission denied\); check its permissions"):
        scan(closed, SETTINGS)


NAMES = ("a", "Ä", "ß", "~", "#", ".", "$", "README", "readme.md", "Thumbs.DB", "ehthumbs_vista.db", "desktop.ini")
PIECES = st.sampled_from(
    (*NAMES, "deſktop.ini", "Icon\r", "x.swp", "x.ſwn", "~$a.docx", "\n", "\u2028", " ", ".txt", "1")
)


@given(st.lists(st.lists(PIECES, min_size=1, max_size=4).map("".join).filter(lambda it: "/" not in it), max_size=4))
def test_names_that_are_all_plain_are_looked_at_together(names: list[str]) -> None:
    """Where no name of a folder is suspect, none of its files is left out or refused for its name."""
    if none_is_suspect(names):
        assert not any(map(is_left_out, names))
        assert [printable(name) for name in names] == names


@given(st.dictionaries(st.sampled_from(("a.txt", "b#2", "b", "c/d.txt", "c/README", "ö.txt")), st.booleans()))
def test_what_holds_what_is_expected_is_named_and_no_more(files: dict[str, bool]) -> None:
    """Those that hold it and the others are together all that a scan finds, whether they are known by a look or not."""
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(_env_file=None, archive=Path(place, "archive"), data=Path(place, "data"))
        for folder in (settings.archive / "c", settings.data):
            folder.mkdir(parents=True)
        for path in files:
            (settings.archive / path).write_text(f"What {path} says.", "utf-8")
        everything, refused = scan(settings.archive, settings)
        of_path = {source.path: source.sha256 for source in everything}
        expected = {path: of_path[path] if right else "0" * 64 for path, right in files.items() if path in of_path}
        for _ in range(2):
            found = look(settings, expected, clock=lambda: time.time_ns() + 60_000_000_000)  # when all have settled
            assert found.same == {path for path, right in files.items() if right and path in of_path}
            assert list(found.sources) == [source for source in everything if source.path not in found.same]
            assert list(found.refused) == refused
            assert found.paths() == of_path.keys()
