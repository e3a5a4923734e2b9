"""What has none of a query's telling words is shown if it is near in meaning; invented words find nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index import Archive
from index.models.answers import Answer, Query
from index.models.scope import EVERYTHING, Scope
from index.models.vectors import Rows
from index.read import OpenReaders
from index.search.counts import Saying
from index.search.fusion import MEANING_WEIGHT, NEAR, RankedDocument, meaning_weight
from index.search.nearness import Nearness, least, nearness
from index.storage.engine import PassageStore, Predicate
from tests.bench import invented
from tests.makers.archives import Place
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders

DOCUMENTS = {
    "dog.txt": "date 2019-01-01 The dog\n\nA dog waits at the quay.\n",
    "boat.txt": "date 2019-01-02 The boat\n\nA boat was painted at the quay.\n",
    "secret/cellar.txt": "date 2019-01-03 The cellar\n\nA cellar was dug.\n",
}


class Synonyms(HashingEncoder):
    """Knows that a puppy is a dog."""

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        return super().encode_queries([text.replace("puppy", "dog").replace("moored", "waits") for text in texts])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    place = Place(tmp_path_factory.mktemp("nearness"), DOCUMENTS)
    place.index()
    readers: OpenReaders = InProcessReaders
    opened = Archive.open(place.settings, Synonyms(), readers=readers)
    yield opened
    opened.close()


def ask(archive: Archive, text: str, scope: Scope = EVERYTHING) -> Answer:
    return archive.search(Query(text=text, scope=scope))


def found(answer: Answer) -> list[tuple[str, bool]]:
    return [(hit.document, hit.near_only) for hit in answer.hits]


def test_few_documents_in_another_language_hide_nothing(tmp_path: Path) -> None:
    """Where a German document has the word, in which it is stemmed otherwise, English keepers are found as before."""
    english = (
        f"date 1990-01-01 Report {number}\n\nThis is what was written into the book on that day about the "
        f"{'keeper' if number < 26 else 'garden'} of house {number}, and nothing else was said by anybody.\n"
        for number in range(60)
    )
    german = (
        f"date 1991-01-01 Bericht {number}\n\nDas ist alles, was wir an diesem Tag über den "
        f"{'Garten' if number else 'Keeper'} in das Buch geschrieben haben, und sonst wurde nichts gesagt.\n"
        for number in range(8)
    )
    place = Place(tmp_path, {f"{number}.txt": text for number, text in enumerate((*english, *german))})
    place.index()
    answer = place.ask("keeper storm", limit=100)
    assert (answer.documents_found, any(hit.near_only for hit in answer.hits)) == (27, False)


def test_what_is_near_in_meaning_is_found_marked_and_counted(archive: Archive) -> None:
    """Of a word that no document has, what means the same is shown, the answer says so, and nothing else is."""
    answer = ask(archive, "puppy")
    assert found(answer) == [("dog.txt", True)]
    assert (answer.documents_found, answer.passages_found) == (1, 1)
    assert answer.warnings == ("none of these words is in the archive; these are near in meaning",)
    assert answer.chat_warnings == answer.warnings


def test_what_has_a_telling_word_is_not_marked(archive: Archive) -> None:
    """One with the word comes with one that is near; then nothing is to be said of the whole."""
    answer = ask(archive, "boat puppy")
    assert sorted(found(answer)) == [("boat.txt", False), ("dog.txt", True)]
    assert answer.documents_found == 2
    assert answer.warnings == ()


def test_words_that_only_other_folders_have_are_not_passed_off_as_found(archive: Archive) -> None:
    """Where the filters leave nothing with a telling word, the answer says that all is near in meaning only."""
    answer = ask(archive, "puppy cellar -boat title:dog")
    assert found(answer) == [("dog.txt", True)]
    assert answer.warnings == ("what was found has none of the words that matter; it is near in meaning only",)


@pytest.mark.parametrize(
    "text", ["zzxqqv", "qwrtpsdf ghjk", "newest zzxqqv first", "zzxqqv in January 2019", "zzxqqv in:secret"]
)
def test_invented_words_find_nothing_and_it_is_said(archive: Archive, text: str) -> None:
    """In any order, window and folder; no document is counted either."""
    answer = ask(archive, text)
    assert answer.hits == ()
    assert (answer.documents_found, answer.passages_found) == (0, 0)
    assert "none of these words is in the archive" in answer.warnings


def test_who_does_not_see_everything_is_told_of_what_is_here(archive: Archive) -> None:
    """A word that only others may see counts as one that no document has, and the note doesn't speak of the whole."""
    assert found(ask(archive, "cellar")) == [("secret/cellar.txt", False)]
    answer = ask(archive, "cellar", Scope(hidden=frozenset({"secret"})))
    assert answer.hits == ()
    assert answer.warnings == ("no document here has any of these words",)


def test_lists_and_phrases_are_no_guesses(archive: Archive) -> None:
    """What a filter selects, or has the phrase, is shown whatever other words the query has."""
    assert found(ask(archive, "title:boat")) == [("boat.txt", False)]
    assert sorted(found(ask(archive, '"the quay" zzxqqv'))) == [("boat.txt", False), ("dog.txt", False)]


@pytest.mark.parametrize(("letters", "tokens", "bound"), [(12, 3, NEAR), (12, 12, 1.0), (9, 4, 0.625)])
def test_how_near_depends_on_what_the_model_reads(letters: int, tokens: int, bound: float) -> None:
    """A query of whole words asks for the least, one that is spelled out for all, and pieces for what is between."""
    text = "x" * letters
    assert least(text, tokens) == pytest.approx(bound)
    assert least(text, tokens) == pytest.approx(1 - (1 - NEAR) * meaning_weight(text, tokens) / MEANING_WEIGHT)


def document(number: int, cosine: float, words_rank: int | None = None, meaning_rank: int | None = 1) -> RankedDocument:
    return RankedDocument(number, number, 1.0, 0, meaning_rank, words_rank, cosine)


def test_what_is_said_quoted_or_near_is_shown_in_its_order() -> None:
    """Where more have a telling word than were looked at, all that were found by words count as having one."""
    documents = [
        document(1, 0.1),
        document(2, 0.4),
        document(3, 0.2, 9),
        document(4, 0.0, None, None),
        document(5, 0.2),
    ]
    near = Nearness(Saying(frozenset({1}), 1, True), 0.3)
    assert [one.document for one in near.shown(documents)] == [1, 2, 4]
    many = Nearness(Saying(frozenset({1}), 9000, False), 0.3)
    assert [one.document for one in many.shown(documents)] == [1, 2, 3, 4]
    assert near.shown([]) == []


LETTERS = lambda words: [len(word) for word in words]  # noqa: E731 - a model that spells all out
VOCABULARY = lambda words: [1 if word in {"der", "das", "boot"} else len(word) for word in words]  # noqa: E731


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("wann wurde der lange graue kai gebaut das boot", True),
        ("wann wurde lange graue kai gebaut", False),
        ("когда построили новую серую пристань", True),
        ("когда построили", False),
        ("船是在哪一年漆成灰色的", True),
        ("あいうえかき", False),
        ("hangi iskele yapıldı eski büyük limanda", True),
        ("plimf groo vesk hadder noom", False),
        ("A boat was painted at the quay and the dog", False),
    ],
)
def test_a_sentence_in_another_language_is_told_from_invented_words(
    tmp_path_factory: pytest.TempPathFactory, text: str, foreign: bool
) -> None:
    """By words that the model has or letters other than a to z; a short query is no sentence, nor is a known one."""
    place = Place(tmp_path_factory.mktemp("foreign"), DOCUMENTS)
    place.index()
    with place.generation() as generation:
        store: PassageStore = generation.passages
        assert nearness(store, text, Saying(frozenset(), 0, True, False), Predicate(), VOCABULARY).foreign == foreign


def test_guesses_are_called_guesses() -> None:
    """What is shown for a sentence in a language that the model can't read is found, and hardly more than a guess."""
    near = Nearness(Saying(frozenset(), 0, True, False), 0.9, foreign=True)
    assert near.shown([document(1, 0.1)]) == [document(1, 0.1)]
    assert near.notes([document(1, 0.1)], EVERYTHING) == [
        "none of these words is in the archive, and the model hardly knows their language: these are guesses"
    ]


def test_invented_words_are_many_and_of_all_kinds() -> None:
    """What is measured and tested with has single words, pairs and more, and none twice."""
    assert len(set(invented.WORDS)) == len(invented.WORDS) > 180
    assert {len(text.split()) for text in invented.WORDS} == {1, 2, 3, 5}
