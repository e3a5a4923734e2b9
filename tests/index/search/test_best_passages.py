"""Which passage of a document is shown, and which sentence is marked, through a whole search."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.embed.weights import DEFAULT_MODEL
from index.models.answers import Hit, Query
from index.models.vectors import Rows
from index.search import best_passages
from index.search.archive import Archive
from tests.makers.archives import Place
from tests.stand_ins.hashing_encoder import HashingEncoder

BELL = (
    "date 1931-05-02 The bell of the ferry\n\n"
    "The bell of the ferry was cast at Ashby. The bell of the ferry is rung in fog. "
    "People like the bell of the ferry.\n\n"
    "Its weight was told at the fair of the village. The founder said that it weighs 340 kilograms. "
    "Nobody believed him until it fell.\n\n"
    "In winter the ferry lies at the pier. The ice of the river is thick then, and boys walk over it to the mill.\n"
)
OTHERS = {
    f"note-{n}.txt": f"date 19{n} Note\n\nThe harbour master wrote {n} lines about sails and rope.\n"
    for n in range(20, 40)
}


class Tokens(HashingEncoder):
    """An encoder that passes for the default model, and notes what it was asked the tokens of."""

    name = DEFAULT_MODEL

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[str]] = []

    def encode_tokens(self, texts: Sequence[str]) -> list[Rows] | None:
        self.asked.append(list(texts))
        return super().encode_tokens(texts)


class NoTokens(Tokens):
    """One whose export is of an earlier version."""

    def encode_tokens(self, texts: Sequence[str]) -> list[Rows] | None:
        super().encode_tokens(texts)
        return None


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, {"bell.txt": BELL, **OTHERS}, passage_tokens=32)
    made.index()
    return made


def marked(hit: Hit) -> str:
    start, end = hit.best or (0, 0)
    return hit.text[start:end]


def test_the_passage_with_the_answer_is_shown_rather_than_the_one_with_most_words(place: Place) -> None:
    """The first passage names the bell of the ferry three times; the second tells its weight."""
    hit = place.first("how heavy is the bell, what weight, how many kilograms")
    assert hit.document == "bell.txt"
    assert marked(hit) == "The founder said that it weighs 340 kilograms."


def test_what_is_shown_does_not_change_by_what_is_added_about_something_else(place: Place) -> None:
    """Documents of other things change how rare words are, and neither passage nor mark."""
    queries = ("weight of the bell of the ferry", "ice of the river in winter", "where was the bell cast")
    before = [(hit.passage, hit.best) for hit in map(place.first, queries)]
    place.write(
        {f"more-{n}.txt": f"date 1950 More\n\nSheep number {n} grazed by the wall of the mill.\n" for n in range(9)}
    )
    place.index()
    assert [(hit.passage, hit.best) for hit in map(place.first, queries)] == before


def test_without_a_word_of_the_query_nothing_is_marked(place: Place) -> None:
    """A list by date shows where a document begins, and claims no answer."""
    assert all(hit.best is None for hit in place.ask("since:1931").hits)


def test_the_passage_that_says_what_was_pasted_is_shown(place: Place) -> None:
    """Eight words in a row are shown where they stand, even if another passage seems to answer better."""
    pasted = "ice of the river is thick then, and boys walk over it to the mill"
    assert "boys walk over it" in place.first(f"{pasted} bell of the ferry weight kilograms").text


def asked_of(encoder: Tokens, place: Place, query: str) -> list[Hit]:
    place.index(encoder)
    archive = Archive.open(place.settings, encoder)
    try:
        return list(archive.search(Query(text=query)).hits)
    finally:
        archive.close()


def test_tokens_are_asked_for_once_and_within_their_bound(place: Place) -> None:
    """The query and the contested sentences, each under its title, in one call, and no more than so many tokens."""
    encoder = Tokens()
    asked_of(encoder, place, "bell of the ferry")
    ((query, *sentences),) = encoder.asked
    assert query == "bell of the ferry"
    assert len(sentences) > 1
    assert all(text.startswith("The bell of the ferry. ") for text in sentences)
    assert sum(encoder.count_tokens([query, *sentences])) <= best_passages.MAX_TOKENS


def test_more_contested_sentences_than_the_bound_has_tokens_for_are_judged_by_words(tmp_path: Path) -> None:
    """Fifty documents of a dozen sentences alike: no more is embedded, and each hit is there."""
    lines = " ".join(f"The bell of the ferry was rung {n} times in the fog." for n in range(12))
    place = Place(
        tmp_path, {f"{n}.txt": f"date 1931 Log {n}\n\nDay {n}. {lines} End of day {n * 7}.\n" for n in range(50)}
    )
    encoder = Tokens()
    hits = asked_of(encoder, place, "bell of the ferry rung")
    assert hits
    assert all(sum(encoder.count_tokens(texts)) <= best_passages.MAX_TOKENS for texts in encoder.asked)


def test_only_the_first_document_is_looked_at_by_tokens(tmp_path: Path) -> None:
    """Three documents whose sentences come close to each other: those of the first are embedded, no others."""
    weathers = {"Elm": ("fog", "rain", "dark"), "Oak": ("snow", "frost", "thaw"), "Yew": ("spring", "storm", "calm")}
    place = Place(
        tmp_path,
        {
            f"{name}.txt": f"date 1931 {name}\n\n"
            + " ".join(f"In the {one} the bell of the ferry rang." for one in three)
            for name, three in weathers.items()
        },
    )
    encoder = Tokens()
    hits = asked_of(encoder, place, "bell of the ferry rang")
    assert len(hits) > 1
    ((_, *sentences),) = encoder.asked
    assert all(text.startswith(f"{hits[0].title}. ") for text in sentences)


def test_an_encoder_without_tokens_answers_by_words(place: Place) -> None:
    """An export of an earlier version gives none, and the same passage is shown."""
    query = "how heavy is the bell, what weight, how many kilograms"
    encoder = NoTokens()
    assert marked(asked_of(encoder, place, query)[0]) == "The founder said that it weighs 340 kilograms."


def test_another_model_is_not_asked_for_tokens(place: Place) -> None:
    """The weights for tokens were fitted to the default model, so no other's are looked at."""
    assert best_passages.fitted_tokens(HashingEncoder()) is None
    tokens = best_passages.fitted_tokens(Tokens())
    assert tokens is not None
    assert [len(rows) for rows in tokens(["bell", "the bell"]) or ()] == [1, 2]
