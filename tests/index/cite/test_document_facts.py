"""What is known of a document, which documents a name may mean, and its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.models.scope import EVERYTHING
from tests.makers.archives import Place
from tests.makers.citations import PIER, pier_mill_and_well


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return pier_mill_and_well(tmp_path)


def test_facts_tell_when_a_document_came_and_changed(place: Place) -> None:
    """First indexed stays, the same since moves with the bytes, last indexed with every generation."""
    with place.opened() as archive:
        first = archive.facts("pier.txt", EVERYTHING)
    assert first.first_indexed == first.same_since
    assert (first.size, first.passages, first.title, first.format) == (len(PIER.encode()), 1, "The pier", "text")
    place.edit("well.txt", "four", "five")
    place.index()
    with place.opened() as archive:
        pier, well = archive.facts("pier.txt", EVERYTHING), archive.facts("well.txt", EVERYTHING)
    assert (pier.first_indexed, pier.same_since) == (first.first_indexed, first.same_since)
    assert pier.last_indexed > first.last_indexed
    assert well.first_indexed == first.first_indexed
    assert well.same_since is not None
    assert first.same_since is not None
    assert well.same_since > first.same_since


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mill", ["valley/mill.txt"]),
        ("THE pier", ["pier.txt"]),
        ("100%", []),
        ("_", []),
        ("valley/", ["valley/mill.txt"]),
    ],
)
def test_documents_are_found_by_path_and_title(place: Place, typed: str, found: list[str]) -> None:
    """Every typed word is in the path or the title, and marks of SQL's patterns mean themselves."""
    with place.opened() as archive:
        assert [document.path for document in archive.named(typed, EVERYTHING)] == found


def test_an_original_is_handed_out_whole_or_not_at_all(place: Place) -> None:
    """A file that is larger than asked for or outside the archive is refused; any other is given byte for byte."""
    with place.opened() as archive:
        size = len(PIER.encode())
        assert archive.original("pier.txt", size, EVERYTHING) == PIER.encode()
        assert archive.original("pier.txt", size - 1, EVERYTHING) is None
        for path in ("../data/current", "/etc/hostname", "valley", "", "gone.txt", "valley//mill.txt"):
            assert archive.original(path, 10**6, EVERYTHING) is None
