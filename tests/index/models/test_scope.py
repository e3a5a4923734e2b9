"""What somebody may see: the folder rule."""

from __future__ import annotations

import pytest

from index.models.scope import EVERYTHING, Scope, folder_of

BOARD = Scope(hidden=frozenset({"board"}))


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("note.txt", ""),
        ("board/note.txt", "board"),
        ("board/1999/box.mbox#3", "board"),
        ("board", ""),
        ("a#b/c", "a#b"),
    ],
)
def test_a_document_belongs_to_its_first_level_folder(path: str, folder: str) -> None:
    """Deeper folders belong to the first; a document at the top belongs to none, whatever its name."""
    assert folder_of(path) == folder


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("board/note.txt", False),
        ("board/1999/note.txt", False),
        ("boards/note.txt", True),
        ("board", True),
        ("x/board/y", True),
    ],
)
def test_a_hidden_folder_hides_all_below_it_and_nothing_else(path: str, seen: bool) -> None:
    """A folder whose name begins the same, a file of that name and a deeper folder of that name are seen."""
    assert BOARD.sees(path) is seen
    assert EVERYTHING.sees(path)


def test_only_a_scope_that_hides_nothing_is_everything() -> None:
    """Results computed once for everybody are only for people from whom nothing is hidden."""
    assert EVERYTHING.everything
    assert not BOARD.everything


@pytest.mark.parametrize(
    ("path", "seen"), [("board/a.txt", False), ("moon/a.txt", True), ("letters/a.txt", False), ("a.txt", False)]
)
def test_a_scope_of_some_folders_shows_those_alone(path: str, seen: bool) -> None:
    """What isn't named, documents in no folder included, is not seen; what is hidden stays so even if it is named."""
    some = Scope(only=frozenset({"moon", "board"}), hidden=frozenset({"board"}))
    assert some.sees(path) is seen
    assert not some.everything
