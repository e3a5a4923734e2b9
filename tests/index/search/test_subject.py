"""An order by date keeps what is about the query, and not what only mentions it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.search import subject
from index.search.fusion import RankedDocument
from index.search.telling import Word
from index.storage.engine import PassageStore, Predicate
from tests.makers.archives import Place

LONG = "The weather was fair and the sea was calm, as it had been for days, and nobody thought much of it. " * 4
DOCUMENTS = {
    "a.txt": "date 2001 The ferry\n\nIt sank at its berth.\n",
    "b.txt": f"date 2002 A quiet month\n\nThe ferry was late, and a lantern was lit. {LONG}\n",
    "c.txt": f"date 2003 A calm sea\n\n{LONG} The ferry went by with its lantern.\n",
    "d.txt": "date 2004 The lantern\n\nA lantern was lit at the pier.\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageStore]:
    place = Place(tmp_path_factory.mktemp("subject"), DOCUMENTS)
    place.index()
    with place.generation() as generation:
        yield generation.passages


def words(rarities: dict[str, float]) -> list[Word]:
    """Words, each with its forms parted by a slash."""
    return [Word(tuple(terms.split("/")), rarity) for terms, rarity in rarities.items()]


def kept(store: PassageStore, scores: dict[str, float], terms: dict[str, float]) -> str:
    """The documents kept, as letters, where each named one has this score."""
    rows = store.fulfilling(Predicate())
    names = [view.path[0] for view in store.shown(rows.tolist())]
    found = [RankedDocument(0, names.index(name), score, 0, 1, 1) for name, score in scores.items()]
    documents = [one._replace(document=at) for at, one in enumerate(found)]
    return "".join(names[one.row] for one in subject.about(store, documents, words(terms)))


def test_who_mentions_the_subject_late_passes_by(store: PassageStore) -> None:
    """A title or first lines with the word keep a document, and so does a score near the best; a mention does not."""
    terms = {"ferri": 2.0}
    assert kept(store, {"d": 1.0, "a": 0.6, "b": 0.6, "c": 0.6}, terms) == "dab"
    assert kept(store, {"d": 1.0, "a": 0.6, "b": 0.6, "c": 0.75}, terms) == "dabc"


def test_of_few_words_the_beginning_has_most(store: PassageStore) -> None:
    """Of up to three telling words, by how rare they are; of a long query one is enough."""
    scores = {"b": 1.0, "a": 0.6, "d": 0.6}
    assert kept(store, scores, {"ferri": 2.0, "lantern": 1.0}) == "ba"
    assert kept(store, scores, {"ferri": 2.0, "lantern": 2.0}) == "bad"
    assert kept(store, scores, {"ferri/ferry": 2.0, "lantern/lantan": 2.0}) == "bad"
    assert kept(store, scores, {"ferri": 9.0, "lantern": 1.0, "pier": 9.0, "tide": 9.0}) == "bad"


def test_without_telling_words_all_are_kept(store: PassageStore) -> None:
    """What is near in meaning only can't be told by its words, and nothing found is nothing kept."""
    assert kept(store, {"a": 1.0, "c": 0.6}, {}) == "ac"
    assert subject.about(store, [], words({"ferri": 1.0})) == []
