"""The sentence that answers, among all sentences of the passages of a document that matched."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.search import answering
from index.search.answering import Candidate, Scored
from index.text import terms

RARE, COMMON, UNKNOWN = 3.0, 0.5, 9.0
ALL = ("en",)


class Words:
    """An archive of the words in some texts: those in more than one of them are common."""

    def __init__(self, *texts: str) -> None:
        held = [set(terms.stems(text, ALL)) for text in texts]
        self.counts = {term: sum(term in those for those in held) for those in held for term in those}

    def stems(self, text: str) -> list[str]:
        return terms.stems(text, ALL)

    def held(self, text: str) -> set[str]:
        return set(self.stems(text))

    def rarity(self, term: str) -> float:
        return {0: UNKNOWN, 1: RARE}.get(self.counts.get(term, 0), COMMON)


def scored(query: str, *passages: str, nearness: Sequence[float] = ()) -> Scored:
    """The sentences of `passages`, which are all that the archive has."""
    words = Words(*passages)
    near = nearness or [0.0] * len(passages)
    return answering.scored(answering.wanted(query, words), list(map(Candidate, passages, near)), words)


def marked(query: str, *passages: str) -> str:
    """The sentence that answers best."""
    found = answering.best(scored(query, *passages))
    assert found is not None
    sentence, _ = found
    return passages[sentence.passage][sentence.start : sentence.end]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("who kept the lamp", "The lamp was kept by Ada Corran."),
        ("when was the lamp lit", "The lamp was lit first in May 1904."),
        ("how many steps lead to the lamp", "To the lamp lead 112 steps."),
        ("why did the lamp go out", "The lamp went out because the oil was bad."),
        ("how long did the lamp burn", "The lamp burned for 14 hours a night."),
    ],
)
def test_the_kind_of_thing_asked_for_tells_sentences_of_the_same_words_apart(query: str, answer: str) -> None:
    """All sentences speak of the lamp; the one that names a person, a time, a number or a reason answers."""
    passage = (
        "The lamp was kept by Ada Corran. The lamp was lit first in May 1904. To the lamp lead 112 steps. "
        "The lamp went out because the oil was bad. The lamp burned for 14 hours a night. The lamp is lit and kept."
    )
    assert marked(query, passage) == answer


def test_the_answer_may_stand_in_any_passage() -> None:
    """The passage that ranked the document needs not be the one that answers."""
    first = "The ferry has a bell. The bell hangs near the ferry's bow."
    second = "Its weight was told at the fair. The bell of the ferry weighs 40 kilograms."
    assert marked("weight of the bell of the ferry", first, second) == "The bell of the ferry weighs 40 kilograms."


def test_a_passage_that_is_nearer_in_meaning_goes_before_one_of_the_same_words() -> None:
    """Where the words are alike the passage's meaning decides."""
    query, passages = "repair of the weir", ("The weir was under repair.", "The weir was in repair.")
    best = [answering.best(scored(query, *passages, nearness=near)) for near in ((0.2, 0.7), (0.7, 0.2))]
    assert [found[0].passage for found in best if found] == [1, 0]


def test_rare_words_count_for_more_than_common_ones() -> None:
    """A word that one passage has tells more than one that all have."""
    passages = ("The boat left at noon.", "The boat came back.", "A heron stood there. The boat and the boat again.")
    assert marked("boat heron", *passages) == "A heron stood there."


def test_without_sentences_there_is_no_best() -> None:
    """A document whose passages have no text has no sentence."""
    assert answering.best(scored("lamp")) is None


def test_a_sentence_without_a_word_of_the_query_answers_nothing() -> None:
    """It is the best there is, and not likely to be right."""
    found = answering.best(scored("zebra", "The lamp burned."))
    assert found is not None
    assert found[1] == 0


def test_an_only_sentence_with_the_words_is_certain_and_one_of_many_alike_is_not() -> None:
    """How likely the best is to be right falls as others come close."""
    alone = answering.best(scored("lamp", "The lamp burned. It rained. Nobody came."))
    crowded = answering.best(scored("lamp", "The lamp burned. The lamp shone. A lamp hung there. The lamp fell."))
    assert alone is not None
    assert crowded is not None
    assert alone[1] > 0.9
    assert crowded[1] < 0.5


def test_of_sentences_that_score_nearly_the_same_the_earlier_is_taken() -> None:
    """What becomes a little rarer elsewhere doesn't change what is shown."""
    those = scored("lamp", "The lamp burned. The lamp shone.")
    for difference, place in ((answering.EARLIER / 2, 0), (answering.EARLIER * 2, 1)):
        found = answering.best(those._replace(scores=np.array([0.0, difference])))
        assert found is not None
        assert found[0] == those.sentences[place]


def test_only_what_comes_close_is_contested() -> None:
    """The best ones within reach, best first, and never more than so many; none where the best stands alone."""
    those = scored("lamp", "One. Two. Three. Four. Five. Six.")
    near = those._replace(scores=np.array([0.0, 1.0, 0.5, 0.9, 0.8, 0.7]))
    assert answering.contested(near) == [1, 3, 4, 5]
    alone = those._replace(scores=np.array([0.0, 9.0, 0.5, 0.9, 0.8, 0.7]))
    assert answering.contested(alone) == []
    assert answering.contested(scored("lamp")) == []


def test_tokens_tell_contested_sentences_apart() -> None:
    """The sentence whose tokens answer better comes first, and what was not looked at stays behind."""
    those = scored("lamp", "The lamp burned. The lamp shone. The lamp fell.")
    again = answering.told_apart(those, [0, 1], np.array([[0.2, 0.1], [0.9, 0.8]]))
    found = answering.best(again)
    assert found is not None
    assert found[0] == those.sentences[1]
    assert again.scores[2] <= answering.FLOOR


def test_alignment_is_of_each_token_with_its_nearest() -> None:
    """The mean of the nearest cosines, and that of the third of the tokens that are answered least."""
    query = np.eye(3, dtype=np.float32)
    sentence = np.array([[1, 0, 0], [0, 0.6, 0.8]], dtype=np.float32)
    assert answering.aligned(query, sentence) == pytest.approx(((1 + 0.6 + 0.8) / 3, 0.6))
    assert answering.aligned(query, query) == pytest.approx((1, 1))


def test_nothing_is_aligned_with_no_tokens() -> None:
    """A text of signs has no tokens."""
    some, none = np.eye(2, dtype=np.float32), np.empty((0, 2), dtype=np.float32)
    assert answering.aligned(some, none) == answering.aligned(none, some) == (0, 0)
