"""Who may not see a folder learns nothing of it by a citation."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.cite.models import Unknown
from index.errors import CitationError
from index.models.scope import Scope
from tests.makers.archives import Place
from tests.makers.citations import PIER, cite, cited, pier_mill_and_well, states


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return pier_mill_and_well(tmp_path)


def test_hidden_folders_are_unknown(place: Place) -> None:
    """Who may not see a folder is told of its passages as of ids that were never given out, and gets none proposed."""
    passage = place.first("barley").passage
    scope = Scope(hidden=frozenset({"valley"}))
    with place.opened() as archive:
        for typed in (passage, passage[:-1] + ("2" if passage[-1] != "2" else "3")):
            (unknown,) = archive.cite([typed], scope)
            assert isinstance(unknown, Unknown)
            assert unknown.nearest == ()
            with pytest.raises(CitationError, match="was ever given out"):
                archive.context(typed, scope)
        with pytest.raises(CitationError, match="no document"):
            archive.facts("valley/mill.txt", scope)
        assert [one.path for one in archive.named("", scope)] == ["pier.txt", "well.txt"]


@pytest.mark.parametrize("reindexed", [False, True])
def test_words_that_went_where_they_are_hidden_are_withheld(place: Place, reindexed: bool) -> None:
    """Neither the new path nor the words are told to who may not see them there; to others they are."""
    passage = place.first("brass band").passage
    place.move("pier.txt", "board/pier.txt")
    if reindexed:
        place.index()
    with place.opened() as archive:
        assert isinstance(archive.cite([passage], Scope(hidden=frozenset({"board"})))[0], Unknown)
        assert cited(archive, passage).citation.state == "moved"


def test_a_changed_source_does_not_tell_of_a_hidden_copy(place: Place) -> None:
    """Where the words as quoted stand elsewhere, that is told only to who may see it there."""
    passage = place.first("brass band").passage
    place.write({"board/copy.txt": PIER})
    place.edit("pier.txt", "brass", "silver")
    place.index()
    assert "board/copy.txt" in cite(place, passage).said
    found = cite(place, passage, Scope(hidden=frozenset({"board"})))
    assert states(found) == ("changed", "changed")
    assert "board" not in found.model_dump_json()
