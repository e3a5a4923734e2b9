"""Someone who may not see a folder learns nothing of it by a citation."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.cite.models import Unknown
from index.errors import CitationError
from index.models.scope import EVERYTHING, Scope
from tests.makers.archives import Place
from tests.makers.citations import PIER, cite, cited, pier_mill_and_well, states


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return pier_mill_and_well(tmp_path)


def test_hidden_folders_are_unknown(place: Place) -> None:
    """To someone who may not see a folder, its passages are ids never given out, and none is proposed."""
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
        assert [document.path for document in archive.named("", scope)] == ["pier.txt", "well.txt"]


def test_records_are_known_without_a_file(place: Place) -> None:
    """To whoever may see their folder, in the order asked for, and for words that are gone from the index, too."""
    pier, mill = place.first("brass band").passage, place.first("barley").passage
    place.remove("pier.txt")
    place.index()
    place.archive.rename(place.archive.with_name("gone"))
    with place.opened() as archive:
        assert [record.id for record in archive.records([mill, "00000000", pier], EVERYTHING)] == [mill, pier]
        (record,) = archive.records([mill, pier], Scope(hidden=frozenset({"valley"})))
        assert (record.id, record.path) == (pier, "pier.txt")


def test_records_of_what_went_where_it_is_hidden_are_withheld(place: Place) -> None:
    """Moved and edited, it is told to who may see its new place and to nobody else."""
    passage = place.first("brass band").passage
    place.move("pier.txt", "board/pier.txt")
    place.edit("board/pier.txt", "Nobody stayed to watch it.", "Two keepers watched it.")
    place.index()
    with place.opened() as archive:
        assert [record.id for record in archive.records([passage], EVERYTHING)] == [passage]
        assert archive.records([passage], Scope(hidden=frozenset({"board"}))) == ()


@pytest.mark.parametrize("reindexed", [False, True])
def test_words_that_went_where_they_are_hidden_are_withheld(place: Place, reindexed: bool) -> None:
    """Someone who may not see the new place learns neither it nor the words; everyone else does."""
    passage = place.first("brass band").passage
    place.move("pier.txt", "board/pier.txt")
    if reindexed:
        place.index()
    with place.opened() as archive:
        assert isinstance(archive.cite([passage], Scope(hidden=frozenset({"board"})))[0], Unknown)
        assert cited(archive, passage).citation.state == "moved"


def test_a_changed_source_does_not_reveal_a_hidden_copy(place: Place) -> None:
    """Where the words as quoted are elsewhere, only those who may see that place are told."""
    passage = place.first("brass band").passage
    place.write({"board/copy.txt": PIER})
    place.edit("pier.txt", "brass", "silver")
    place.index()
    assert "board/copy.txt" in cite(place, passage).said
    outcome = cite(place, passage, Scope(hidden=frozenset({"board"})))
    assert states(outcome) == ("changed", "changed")
    assert "board" not in outcome.model_dump_json()
