"""What matches a query: all that a search would show, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import EVERYTHING, Query, Scope
from index.embed.encoder import Encoder
from index.generations.opened import Generation
from index.models.vectors import Rows
from index.search import query
from index.search.matching import matching
from index.search.understanding import Understood, understood
from index.storage.engine import PassageStore
from tests.makers.archives import WORDS, Place
from tests.stand_ins.hashing_encoder import HashingEncoder

QUERIES = [
    "harbour",
    "storm keeper",
    "the goat and the beam",
    '"keeper storm"',
    '"keeper storm" gull',
    "tide -rope",
    "lantern since:1990",
    "ferry in 1985",
    "engine in:b",
    "since:1985 until:1995",
    "brewery",
]
"""Words, phrases, exclusions, folders, windows strict and said, a list, and a word that no document has."""

FRAME = "This is what we have written into the book on that day, and nothing else was said about it:"
"""So much English that every document is taken for English, and its words have one stem each."""


def texts() -> Iterator[tuple[str, str]]:
    """240 documents in two folders, most of them dated, of words that meet by chance."""
    chance = np.random.default_rng(7)
    for number in range(240):
        paragraphs = [f"{FRAME} {' '.join(chance.choice(WORDS, 9))}" for _ in range(int(chance.integers(1, 5)))]
        head = "" if number % 9 == 0 else f"date {1980 + number % 20}-0{1 + number % 9}-11 "
        yield f"{'ab'[number % 2]}/{number:03}.txt", f"{head}Note {number}\n\n" + ".\n\n".join(paragraphs) + ".\n"


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    place = Place(tmp_path_factory.mktemp("matching"), dict(texts()))
    place.index()
    with place.generation() as opened:
        yield opened


def read(store: PassageStore, text: str, encoder: Encoder, scope: Scope = EVERYTHING) -> Understood:
    asked = Query(text=text, scope=scope)
    return understood(store, query.read(asked, store.oldest(scope)), asked, encoder.count_tokens)


def encode(text: str) -> Rows:
    row: Rows = HashingEncoder().encode_queries([text])[0]
    return row


@pytest.mark.parametrize("scope", [EVERYTHING, Scope(hidden=frozenset("a"))])
@pytest.mark.parametrize("text", QUERIES)
def test_what_matches_is_what_each_document_says_alone(generation: Generation, text: str, scope: Scope) -> None:
    """Looking at every document by itself, its words and the cosine of each passage, gives the same documents."""
    store = generation.passages
    asked = read(store, text, HashingEncoder(), scope)
    expected = []
    for number, path in store.paths(range(240)).items():
        own = asked.among((number,))
        rows = store.fulfilling(own.within)
        if not scope.sees(path) or not len(rows):
            continue
        views = store.shown(rows.tolist())
        held = set().union(*(store.held(f"{view.title} {view.text}") for view in views))
        cosines = store.cosines(encode(asked.text), rows) if asked.text else np.zeros(1)
        plain = bool(asked.reading.phrases) or asked.reading.lists
        if plain or held & asked.nearness.said.terms.keys() or (cosines >= asked.nearness.least).any():
            expected.append(number)
    assert matching(store, asked, encode).tolist() == expected
    assert (text == "brewery") == (not expected)


@pytest.mark.parametrize("text", [text for text in QUERIES if " in 1985" not in text])
def test_what_matches_is_what_a_search_shows(tmp_path: Path, text: str) -> None:
    """In a small archive, of which nothing is too far down to be ranked, a search for all shows what matches."""
    place = Place(tmp_path, dict(list(texts())[:40]))
    place.index()
    with place.generation() as opened, place.opened() as archive:
        store = opened.passages
        paths = store.paths(matching(store, read(store, text, HashingEncoder()), encode).tolist()).values()
        answer = archive.search(Query(text=text, limit=100))
        shown = {path for hit in answer.hits for path in (hit.document, *hit.duplicates)}
        assert set(paths) == shown
