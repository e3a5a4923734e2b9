"""What surrounds a passage, and what is known of its document."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import CitationError
from index.models.answers import Query
from index.models.scope import EVERYTHING
from tests.makers.archives import Place
from tests.makers.citations import PIER, cited, pier_mill_and_well


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return pier_mill_and_well(tmp_path)


def test_context_walks_through_the_whole_document(place: Place) -> None:
    """Going on from passage to passage shows each once, in order, and each is its slice."""
    place.index(passage_tokens=16)
    with place.opened(passage_tokens=16) as archive:
        at: str | None = archive.search(Query(text="windy morning")).hits[0].passage
        walked, number = [], 0
        assert archive.context(str(at), EVERYTHING).before is None
        while at is not None:
            context = archive.context(at, EVERYTHING)
            shown = context.passages[context.at]
            assert (shown.passage.id, shown.verbatim, context.of) == (at, True, 5)
            assert shown.text == PIER[shown.passage.start : shown.passage.end]
            assert [neighbour.passage.ordinal for neighbour in context.passages] == [
                ordinal for ordinal in (number - 1, number, number + 1) if 0 <= ordinal < context.of
            ]
            walked.append(shown.passage.ordinal)
            at, number = context.after, number + 1
        assert walked == [0, 1, 2, 3, 4]
    place.remove("pier.txt")
    place.index()
    with place.opened() as archive:
        assert cited(archive, context.passages[0].passage.id).citation.state == "removed"


def test_context_of_a_passage_cut_differently_is_where_its_words_are(place: Place) -> None:
    """An id of an earlier cutting still leads to its place."""
    place.index(passage_tokens=16)
    old = place.first("forty boats", passage_tokens=16)
    place.index()
    with place.opened() as archive:
        context = archive.context(old.passage, EVERYTHING)
    shown = context.passages[context.at].passage
    assert context.document == "pier.txt"
    assert shown.start <= old.start < shown.end


def test_context_of_removed_words_is_refused_in_words(place: Place) -> None:
    """What is gone has no neighbours."""
    passage = place.first("brass band").passage
    place.remove("pier.txt")
    place.index()
    with place.opened() as archive, pytest.raises(CitationError, match="no longer in the archive"):
        archive.context(passage, EVERYTHING)


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
    """A file larger than asked for is none, a file outside the archive is none, and what is there is its bytes."""
    with place.opened() as archive:
        size = len(PIER.encode())
        assert archive.original("pier.txt", size, EVERYTHING) == PIER.encode()
        assert archive.original("pier.txt", size - 1, EVERYTHING) is None
        for path in ("../data/current", "/etc/hostname", "valley", "", "gone.txt", "valley//mill.txt"):
            assert archive.original(path, 10**6, EVERYTHING) is None
