"""The passages around a cited one."""

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
    """Removed words have no neighbours."""
    passage = place.first("brass band").passage
    place.remove("pier.txt")
    place.index()
    with place.opened() as archive, pytest.raises(CitationError, match="no longer in the archive"):
        archive.context(passage, EVERYTHING)
