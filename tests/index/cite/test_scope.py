"""Someone who may not see a folder learns nothing of it by a citation."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from index.cite.entries import Entries
from index.cite.models import Unknown
from index.errors import CitationError
from index.models.scope import EVERYTHING, Scope
from tests.machine import told_of
from tests.makers.archives import Place
from tests.makers.citations import PIER, cite, cited, pier_mill_and_well, record, states


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


def test_words_that_went_where_they_are_hidden_are_withheld_though_files_cannot_be_read(place: Place) -> None:
    """Then the index says where they went; the words are as little shown as when the files do."""
    passage = place.first("brass band").passage
    place.move("pier.txt", "board/pier.txt")
    place.index()
    with place.opened() as archive:
        place.archive.rename(place.archive.with_name("elsewhere"))
        assert isinstance(archive.cite([passage], Scope(hidden=frozenset({"board"})))[0], Unknown)
        assert cited(archive, passage).not_compared is not None


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


def test_hidden_ids_crowd_none_out_of_what_is_proposed(tmp_path: Path) -> None:
    """With a hidden id one slip away, one two slips away is still proposed, as it would be without the hidden one."""
    entries = Entries(tmp_path / "citations.sqlite")
    entries.enter([record(id="k7f2q9xw", path="board/a.txt"), record(id="k7f2q9ab", path="b.txt")])
    with closing(entries):
        limited = entries.unknown("k7f2q9xa", "k7f2q9xa", Scope(hidden=frozenset({"board"})))
        assert limited.nearest == ("k7f2q9ab",)
        assert entries.unknown("k7f2q9xa", "k7f2q9xa", EVERYTHING).nearest == ("k7f2q9xw",)


def test_a_removed_passage_of_a_hidden_folder_is_as_unknown_as_any(place: Place) -> None:
    """Its context is asked for in vain in the same words as that of an id that nobody ever had."""
    passage = place.first("barley").passage
    place.remove("valley/mill.txt")
    place.index()
    with place.opened() as archive:
        with pytest.raises(CitationError, match="was ever given out"):
            archive.context(passage, Scope(hidden=frozenset({"valley"})))
        with pytest.raises(CitationError, match="no longer in the archive"):
            archive.context(passage, EVERYTHING)


def test_why_files_cannot_be_compared_is_said_in_a_chat_without_their_place(place: Place) -> None:
    """The terminal names the folder that is gone; the chat says that documents can't be read, and whom to ask."""
    passage = place.first("barley").passage
    with place.opened() as archive:
        place.archive.rename(place.archive.with_name("elsewhere"))
        outcome = cited(archive, passage)
    assert str(place.archive) in outcome.said
    assert "can't be compared now: the archive's documents can't be read" in outcome.said_in_chat
    assert told_of(outcome.said_in_chat, place.archive) == []
    assert "chat" not in outcome.model_dump_json()
