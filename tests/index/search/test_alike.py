"""More like a passage: what is found, and what is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import EVERYTHING, Archive, CitationError, Query, QueryError, Scope
from tests.makers.archives import WORDS, Place

STORY = (
    "The smuggler hid his lantern below the pier, and the keeper of the harbour saw nothing of the cutter that night."
)
LIKE_IT = (
    "A smuggler was seen at the pier: his lantern gave him away to the keeper of the harbour, who told the cutter."
)


def texts() -> dict[str, str]:
    """A story, its reprint, others that share its words, and forty of other words."""
    chance = np.random.default_rng(5)
    others = {
        f"other/{number:02}.txt": f"date 19{10 + number} Note {number}\n\nOf {' '.join(chance.choice(WORDS, 8))}.\n"
        for number in range(40)
    }
    return {
        "story.txt": f"date 1901-03-04 The smuggler\n\n{STORY}\n",
        "reprint.txt": f"date 1901-03-09 The smuggler, again\n\n{STORY}\n",
        "like.txt": f"date 1902-01-01 Seen at the pier\n\n{LIKE_IT}\n",
        "board/like.txt": f"date 1903-01-01 Minutes\n\n{LIKE_IT} The board was told, too, and paid for it.\n",
        "undated.txt": f"Some night\n\n{LIKE_IT} Nobody wrote down when that was, nor why it was so.\n",
        **others,
    }


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    place = Place(tmp_path_factory.mktemp("alike"), texts())
    place.index()
    with place.opened() as opened:
        yield opened


@pytest.fixture(scope="module")
def passage(archive: Archive) -> str:
    hits = archive.search(Query(text=f'"{STORY}"')).hits
    return next(hit.passage for hit in hits if hit.document == "story.txt")


def test_others_that_share_its_words_are_found_and_its_own_story_is_not(archive: Archive, passage: str) -> None:
    """Neither its document nor a reprint of it; each hit says which words they have in common."""
    found = archive.like(passage, EVERYTHING)
    documents = [path for hit in found.hits for path in (hit.document, *hit.duplicates)]
    assert {"like.txt", "board/like.txt", "undated.txt"} <= set(documents)
    assert not {"story.txt", "reprint.txt"} & set(documents)
    assert found.like is not None
    assert (found.like.document, found.query.text) == ("story.txt", passage)
    assert {"smuggler", "lantern"} <= set(found.hits[0].words)
    assert len(archive.records([hit.passage for hit in found.hits], EVERYTHING)) == len(found.hits)


def test_places_by_meaning_are_those_of_brute_force(tmp_path: Path) -> None:
    """All passages of other stories by the cosine of their stored vectors, each document by its best."""
    place = Place(tmp_path, texts())
    place.index()
    with place.generation() as generation, place.opened() as archive:
        store = generation.passages
        numbers = store.numbers(["story.txt", "reprint.txt"])
        passage = store.cut(store.document(numbers["story.txt"]))[0]
        rows = np.arange(max(store.totals()))
        own = store.places(rows).documents
        cosines = store.cosines(store.vector(int(rows[own == numbers["story.txt"]][passage.ordinal])), rows)
        best = {number: float(cosines[own == number].max()) for number in set(own.tolist()) - set(numbers.values())}
        found = archive.like(passage.id, EVERYTHING, limit=50)
        ranks = {store.numbers([hit.document])[hit.document]: hit.meaning_rank for hit in found.hits}
    assert ranks
    for number, rank in ranks.items():
        assert rank is not None
        assert sum(other > best[number] for other in best.values()) < rank
        assert rank <= sum(other >= best[number] for other in best.values())


def test_the_scope_holds_for_the_passage_and_for_what_is_like_it(archive: Archive, passage: str) -> None:
    """What may not be seen is neither found nor counted, and others like it are not told."""
    limited = Scope(hidden=frozenset({"board"}))
    found = archive.like(passage, limited)
    assert "board/like.txt" not in {path for hit in found.hits for path in (hit.document, *hit.duplicates)}
    assert found.documents_found == archive.like(passage, EVERYTHING).documents_found - 1
    hidden = archive.search(Query(text="minutes board", limit=1)).hits[0].passage
    messages = []
    for unknown in (hidden, "zzzzzzzz"):
        with pytest.raises(CitationError) as error:
            archive.like(unknown, limited)
        messages.append(str(error.value).replace(unknown, "…"))
    assert messages[0] == messages[1]


def test_a_window_is_strict(archive: Archive, passage: str) -> None:
    """Only what is of that time is found; undated documents are counted beside."""
    found = archive.like(passage, EVERYTHING, since=dt.date(1902, 1, 1), until=dt.date(1902, 12, 31))
    assert [hit.document for hit in found.hits] == ["like.txt"]
    assert found.undated_not_shown == 1
    with pytest.raises(QueryError, match="swap or drop a date"):
        archive.like(passage, EVERYTHING, since=dt.date(1903, 1, 1), until=dt.date(1902, 12, 31))
