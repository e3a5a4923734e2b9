"""Folders that have lost all their files at once, told from files that were moved or removed."""

from __future__ import annotations

from pathlib import Path

from index.archive_folder import ArchiveFolder
from index.read import scan
from index.read.vanished import AT_ONCE, vanished
from tests.makers.archives import Place


def lost(place: Place, known: dict[str, str], before: frozenset[str] = frozenset()) -> dict[str, tuple[int, str]]:
    """How many files each folder has lost, and what is said of it."""
    now = digests(place)
    return {
        gone.folder: (len(gone.files), gone.reason) for gone in vanished(known, now, now.keys(), place.settings, before)
    }


def digests(place: Place) -> dict[str, str]:
    return {file.path: file.sha256 for file in scan(place.archive, place.settings)[0]}


def filled(folder: Path, *places: str) -> tuple[Place, dict[str, str]]:
    """An archive with a file at each place, or as many in a folder as stand behind it (`a/b*5`); and their digests."""
    paths = []
    for entry in places:
        name, _, count = entry.partition("*")
        paths += [f"{name}/{number}.txt" for number in range(int(count))] if count else [name]
    place = Place(folder, {path: f"What {path} says." for path in paths})
    return place, digests(place)


def empty(place: Place, *folders: str) -> None:
    for folder in folders:
        for path in sorted(place.file(folder).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()


def drop(place: Place, folder: str) -> None:
    empty(place, folder)
    place.file(folder).rmdir()


def test_five_files_that_are_gone_at_once_are_lost_and_four_are_not(tmp_path: Path) -> None:
    """The folder may be empty or gone; a folder that still has one of its files has lost none."""
    place, known = filled(tmp_path, "top.txt", f"a*{AT_ONCE}", f"b*{AT_ONCE}", f"c*{AT_ONCE - 1}", "d*9")
    empty(place, "a")
    drop(place, "b")
    drop(place, "c")
    place.remove(*(f"d/{number}.txt" for number in range(8)))
    assert lost(place, known) == {"a": (5, "the folder is empty"), "b": (5, "the folder is gone")}


def test_one_line_speaks_of_all_folders_in_a_folder(tmp_path: Path) -> None:
    """It is named by the innermost folder that is still there, or else by the outermost that is gone."""
    place, known = filled(
        tmp_path, "top.txt", "mnt/a/x*3", "mnt/a/y*4", "box/in/a*3", "box/in/b*3", "deep/in/it*6", "deep/a"
    )
    empty(place, "mnt", "box/in")
    drop(place, "deep/in/it")
    assert lost(place, known) == {
        "mnt": (7, "the folder is empty"),
        "box/in": (6, "the folder is empty"),
        "deep/in": (6, "the folder is empty"),
    }
    drop(place, "box")
    drop(place, "mnt")
    assert {folder: why for folder, (_, why) in lost(place, known).items() if folder != "deep/in"} == {
        "mnt": "the folder is gone",
        "box": "the folder is gone",
    }


def test_small_folders_add_up_only_where_nothing_is_left_around_them(tmp_path: Path) -> None:
    """Two folders of three in a folder that keeps a file of its own are no folder of six."""
    place, known = filled(tmp_path, "box/a*3", "box/b*3", "box/left.txt")
    drop(place, "box/a")
    drop(place, "box/b")
    assert lost(place, known) == {}


def test_the_archive_itself_is_not_judged(tmp_path: Path) -> None:
    """Whether too many files at the top are gone, a gate of its own says."""
    place, known = filled(tmp_path, *(f"{number}.txt" for number in range(9)), "a/b")
    place.remove(*(path for path in known if path != "a/b"))
    assert lost(place, known) == {}


def test_what_was_moved_is_not_lost(tmp_path: Path) -> None:
    """A folder renamed as a whole, with files edited in it meanwhile; or whose files went to several places."""
    place, known = filled(tmp_path, "a/in*7", "b*6", "top.txt")
    place.move("a", "z/new")
    for number in range(6):
        place.edit(f"z/new/in/{number}.txt", "What", "All that")
        place.move(f"b/{number}.txt", f"away-{number % 2}/{number}-b.txt")
    assert lost(place, known) == {}


def test_a_copy_that_was_there_before_is_no_move(tmp_path: Path) -> None:
    """The words are elsewhere, too, but the folder is gone all the same."""
    place, known = filled(tmp_path, "top.txt", "a*6")
    place.write({f"copy/{number}.txt": f"What a/{number}.txt says." for number in range(6)})
    known = digests(place)
    drop(place, "a")
    assert lost(place, known) == {"a": (6, "the folder is gone")}


def test_what_lies_in_the_trash_was_meant(tmp_path: Path) -> None:
    """A moderator who removes the last files of a folder is believed; another file of that name in the trash is not."""
    place, known = filled(tmp_path, "top.txt", "a*6", "b*6")
    folder = ArchiveFolder(place.settings)
    for number in range(6):
        folder.remove(f"a/{number}.txt")
        folder.put(f"b/{number}.txt", b"Another.", replace=True)
    place.write({f"b/{number}.txt": f"What the new b/{number}.txt says." for number in range(6)})
    known |= digests(place)
    drop(place, "b")
    assert lost(place, known) == {"b": (6, "the folder is gone")}


def test_what_was_lost_before_is_still_lost(tmp_path: Path) -> None:
    """Whatever was put into the folder since; a file that is back is not."""
    place, known = filled(tmp_path, "top.txt", "a*6")
    drop(place, "a")
    before = frozenset(path for path in known if path.startswith("a/"))
    place.write({"a/new.txt": "It is new.", "a/0.txt": "What a/0.txt says."})
    assert lost(place, known | digests(place)) == {}
    assert lost(place, known | digests(place), before) == {"a": (5, "the folder holds none of them now")}
