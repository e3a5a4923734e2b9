"""Today's question to an earlier generation that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import EVERYTHING, Cited, IndexDataError, Query
from index.errors import OtherRecipeError
from index.generations.data_folder import DataFolder
from tests.makers.archives import Place, comparable, note
from tests.stand_ins.hashing_encoder import HashingEncoder


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Two generations: the first has a smuggler, the second has none."""
    place = Place(tmp_path, {f"{number}.txt": note(number) for number in range(6)})
    place.write({"smuggler.txt": note(40, "A smuggler was seen.")})
    place.index()
    place.remove("smuggler.txt")
    place.index()
    return place


def test_it_answers_as_it_did_while_it_served(tmp_path: Path) -> None:
    """With the same passages and scores, marked with its number and when it was indexed; the serving one goes on."""
    place = Place(tmp_path, {f"{number}.txt": note(number) for number in range(6)})
    first = place.index()
    then = place.ask("harbour storm")
    place.remove("4.txt")
    place.index()
    with place.opened() as archive:
        now = archive.search(Query(text="harbour storm"))
        again = archive.search(Query(text="harbour storm", generation=first.generation))
        assert comparable(again) == comparable(then) != comparable(now)
        assert (again.generation, now.generation, now.indexed) == (1, 2, None)
        assert again.indexed == DataFolder(place.data).manifest(1).built
        assert archive.search(Query(text="harbour storm")).generation == 2
        assert archive.search(Query(text="harbour storm", generation=2)).indexed is not None


def test_what_is_shown_of_it_can_be_cited_after_it_is_gone(place: Place) -> None:
    """As removed, with the words and the text of the document that only the earlier generation had."""
    with place.opened() as archive:
        (hit,) = archive.search(Query(text="smuggler", generation=1)).hits[:1]
        assert hit.document == "smuggler.txt"
        for number in range(3):
            place.write({f"more-{number}.txt": note(number + 60)})
            place.index(keep_generations=2)
        assert not archive.keeps(1)
        (cited,) = archive.cite([hit.passage], EVERYTHING)
        assert isinstance(cited, Cited)
        assert (cited.citation.state, cited.record.quotation) == ("removed", hit.text)
        versions = archive.history("smuggler.txt", EVERYTHING).versions
        assert [version.kept for version in versions] == [True]


def test_one_that_is_not_kept_is_told_with_those_that_are(place: Place) -> None:
    """In a line that a chat may show, too."""
    with place.opened() as archive, pytest.raises(IndexDataError) as error:
        archive.search(Query(text="harbour", generation=9))
    assert str(error.value) == error.value.in_chat == "there is no generation 9 (any more); there are 1, 2"


def test_one_of_another_model_is_not_mixed_with_this_ones_queries(place: Place) -> None:
    """It is refused, and the one that serves goes on."""
    place.index(HashingEncoder(revision="2"))
    with pytest.raises(OtherRecipeError):
        place.ask("harbour", generation=3)
