"""Who may see what: the folder rule, in its one place."""

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
def test_a_document_lies_in_its_first_level_folder(path: str, folder: str) -> None:
    """Deeper folders belong to the first; what lies at the top lies in none, whatever its name."""
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
    """A name that begins alike, a file of that name and a folder of that name deeper down are seen."""
    assert BOARD.sees(path) is seen
    assert EVERYTHING.sees(path)


def test_only_a_scope_that_hides_nothing_is_everything() -> None:
    """What is computed once for everybody may be shown to those alone from whom nothing is hidden."""
    assert EVERYTHING.everything
    assert not BOARD.everything
