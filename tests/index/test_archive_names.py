"""Names of files and folders: which are safe, and that what is proposed for others is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import ArchiveError
from index.archive_names import MAX_NAME_BYTES, refuse_other, safe, safe_folder
from tests.bot.hostile import hostile


@pytest.mark.parametrize(
    "name",
    ["a.txt", "Kraków 1921.pdf", "हिन्दी.txt", "ไทยรัฐ.md", "日本語 (1).html", "A+B & C's, 3-4.eml", "2025-01-23_x.txt"],
)
def test_plain_names_of_all_scripts_are_as_they_are(name: str) -> None:
    """Letters with their marks, digits, blanks and a few signs."""
    assert safe(name) == safe_folder(name) == unicodedata.normalize("NFC", name)
    refuse_other("file", name, safe(name))
    refuse_other("file", unicodedata.normalize("NFD", name), safe(name))


@pytest.mark.parametrize(
    ("name", "file", "folder"),
    [
        ("moon/apollo", "apollo", "moon-apollo"),
        ("a\\b.txt", "b.txt", "a-b.txt"),
        ("two  blanks .txt", "two blanks.txt", "two blanks.txt"),
        (".hidden.txt", "hidden.txt", "hidden.txt"),
        ("box#2.mbox", "box-2.mbox", "box-2.mbox"),
        ("a\u202etxt.exe", "a-txt.exe", "a-txt.exe"),
        ("ä" * 100 + ".txt", "ä" * 58 + ".txt", "ä" * 58 + ".txt"),
    ],
)
def test_other_names_are_refused_with_one_that_would_do(name: str, file: str, folder: str) -> None:
    """The line names both."""
    assert (safe(name), safe_folder(name)) == (file, folder)
    with pytest.raises(ArchiveError, match=f"folder can't be called .*“{folder}” would do"):
        refuse_other("folder", name, folder)


@pytest.mark.parametrize("name", ["", "...", " - ", "/", "../..", "a." + "x" * 200, "\u200b"])
def test_what_has_nothing_to_keep_is_refused(name: str) -> None:
    """Also an ending that is longer than any name may be."""
    for make in (safe, safe_folder):
        with pytest.raises(ArchiveError, match="plain name with letters or digits"):
            make(name)


@given(hostile)
@example("a. .txt")
@example("a .b")
def test_what_is_proposed_is_safe_itself(name: str) -> None:
    """It is taken as it is, is one name, fits a file system, and starts with no dot."""
    for make in (safe, safe_folder):
        try:
            proposed = make(name)
        except ArchiveError:
            continue
        assert make(proposed) == proposed
        assert "/" not in proposed
        assert not proposed.startswith((".", " ", "-"))
        assert len(proposed.encode()) <= MAX_NAME_BYTES


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_letters_and_digits_alone_are_always_safe(name: str) -> None:
    """Of whatever script, composed."""
    composed = unicodedata.normalize("NFC", name)
    assert safe(composed) == composed
