"""Slips are corrected in an archive as it is, and right words are left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from index import Settings
from index.embed import load
from index.models.answers import Reading
from index.models.scope import EVERYTHING, Scope
from index.search.corrections import MAX_WORDS, NO_WORD, corrected
from index.storage.engine import PassageStore
from tests import ROOT
from tests.bench import bench_spelling
from tests.makers.archives import Place

DOCUMENTS = {
    "board.txt": "date 2019-01-01 The board\n\nThe co-operation of the harbour board was prompt. A health care plan.\n",
    "letter.txt": "date 2019-01-02 A letter\n\nThe operation of the harbour, the statue and the trail were praised.\n",
    "secret/plan.txt": "date 2019-01-03 A plan\n\nThe lighthouse is to be sold.\n",
}


def in_pieces(words: Sequence[str]) -> list[int]:
    """A vocabulary that has five words."""
    return [1 if word in {"harbour", "lighthouse", "status", "trail", "statue"} else 2 for word in words]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageStore]:
    place = Place(tmp_path_factory.mktemp("corrections"), DOCUMENTS)
    place.index()
    with place.generation() as generation:
        yield generation.passages


def searched(store: PassageStore, words: str, scope: Scope = EVERYTHING) -> str:
    return corrected(store, Reading(words=words), scope, in_pieces)[0]


@pytest.mark.parametrize("typed", ["habrour", "harbuor,", "harrbour"])
def test_a_slip_is_corrected(store: PassageStore, typed: str) -> None:
    """With a warning that says so."""
    assert searched(store, f"the {typed} plan") == "the harbour plan"
    _, (warning,) = corrected(store, Reading(words=typed), EVERYTHING, in_pieces)
    assert warning == f"no document has the word “{typed.strip(',')}”, so “harbour” was searched for instead"


@pytest.mark.parametrize(
    "typed", ["cooperation", "co-operation", "healthcare", "status", "trails", "habrours-x", "港口"]
)
def test_a_word_in_another_spelling_is_no_slip(store: PassageStore, typed: str) -> None:
    """With or without its hyphen, as one word or two, in another form, or known to the model."""
    assert searched(store, typed) == typed


def test_nothing_hidden_corrects_a_word(store: PassageStore) -> None:
    """Who doesn't see a document is not told its words."""
    assert searched(store, "lighthuose") == "lighthouse"
    assert searched(store, "lighthuose", Scope(hidden=frozenset({"secret"}))) == "lighthuose"


def test_what_was_pasted_is_searched_as_it_is(store: PassageStore) -> None:
    """A long query takes no longer for words that no document has."""
    assert searched(store, " ".join(["habrour"] * MAX_WORDS)) == " ".join(["harbour"] * MAX_WORDS)
    assert searched(store, " ".join(["habrour"] * (MAX_WORDS + 1))) == " ".join(["habrour"] * (MAX_WORDS + 1))


def test_in_a_language_that_the_model_does_not_know_another_form_is_searched(store: PassageStore) -> None:
    """In silence, as stems are; where the model reads the query in words, a word that is no slip stays."""
    letters = lambda words: [len(word) for word in words]  # noqa: E731
    assert corrected(store, Reading(words="operationen"), EVERYTHING, letters) == ("operation", [])
    assert searched(store, "operationen") == "operationen"


def test_in_a_language_that_no_document_is_in_the_nearest_words_are_searched(store: PassageStore) -> None:
    """Many words are nearly the same in several languages; one line tells which were taken."""
    text, warnings = corrected(store, Reading(words="¿Cuándo salió la operación praisée?"), EVERYTHING, in_pieces)
    assert text == "¿Cuándo salió la operation praised"
    assert warnings == [
        "no document has most of these words, so the nearest were searched for: "
        "“operation” for “operación”, “praised” for “praisée”"
    ]


def test_words_that_the_model_has_are_of_no_other_language(store: PassageStore) -> None:
    """However many of them no document has, they mean what they say, and are replaced by no other word."""
    assert searched(store, "statue status statues trails") == "statue status statues trails"
    listed = lambda words: [2 if word == NO_WORD else 1 for word in words]  # noqa: E731
    assert corrected(store, Reading(words="operatics prailed harbours boart"), EVERYTHING, listed)[1] == []


def test_invented_words_are_of_no_language(store: PassageStore) -> None:
    """Not one of them is a word of an archive or of the model, nor has letters of its own."""
    assert searched(store, "operacion praisee planu") == "operacion praisee planu"
    assert searched(store, "operacion praisée planu") == "operation praised plan"


@pytest.mark.parametrize(
    "typed", ["the operación of the harbour", "operación operazione", "the operación was operazione"]
)
def test_two_unknown_words_make_no_other_language(store: PassageStore, typed: str) -> None:
    """Beside words that many passages have, or alone: they may be right words of the archive's own language."""
    assert searched(store, typed) == typed


Correct = Callable[[str], str]


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PassageStore, Correct, list[str], list[str]]]:
    """Every other document of the archive that ships, indexed, and the texts of both halves."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").rglob("*.txt"))]
    place = Place(tmp_path_factory.mktemp("half"), {f"{at}.txt": text for at, text in enumerate(texts[::2])})
    place.index()
    pieces = load.load(Settings(_env_file=None), for_documents=False).count_tokens
    with place.generation() as generation:
        yield generation.passages, bench_spelling.correcting(generation.passages, pieces), texts[::2], texts[1::2]


@pytest.mark.real_model
def test_right_words_of_other_documents_are_left_alone(
    half: tuple[PassageStore, Correct, list[str], list[str]],
) -> None:
    """At most one in two hundred words that half of an archive lacks is taken for a slip."""
    store, correct, _, others = half
    right = bench_spelling.right_words(store, bench_spelling.words(others), 1)
    assert len(right) > 700
    assert len(bench_spelling.touched(correct, right)) <= len(right) / 200


@pytest.mark.real_model
def test_most_slips_are_put_right(half: tuple[PassageStore, Correct, list[str], list[str]]) -> None:
    """Slips of the keyboard of any kind, in words as often as documents have them."""
    store, correct, indexed, _ = half
    slips = bench_spelling.slips(store, bench_spelling.words(indexed), 200, seed=1)
    assert bench_spelling.rightly(correct, slips) >= 0.7 * len(slips)


@pytest.mark.real_model
@pytest.mark.parametrize("word", ["status", "traits", "intention", "prompted", "cooperation", "hopeful", "rewritten"])
def test_common_words_are_never_slips(half: tuple[PassageStore, Correct, list[str], list[str]], word: str) -> None:
    """Whatever the archive has that is near them."""
    assert half[1](word) == word
