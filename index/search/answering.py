"""The sentence of a document that answers, and the passage it stands in: pure, given how rare each word is.

A document was found by several passages, and the one that ranked it need not be the one that answers. So every
sentence of the passages that matched is scored by what a linear model fitted on judged answers weighs
(`tests/bench/fit_answers.py` made the weights): which words of the query it has, how rare they are in the archive and
among these very sentences, how near its passage is in meaning, and whether it names what is asked for. Where a model
gives a vector for each token, the sentences that come close are told apart by them: for each token of the query the
nearest one of the sentence, which is how "gave up" answers "surrender" (late interaction: Khattab & Zaharia 2020,
"ColBERT").
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.models.vectors import Rows
from index.search import asked_for
from index.search.asked_for import Told
from index.search.sentence_memory import SentenceMemory
from index.text.terms import is_character

LENGTH_PIVOT: Final = 12
"""Terms at which a sentence's length neither helps nor hurts, so that a long sentence does not win by length alone."""
FEATURES: Final = (
    "words by length",
    "words rare here",
    "words of the passage",
    "nearness of the passage",
    "with the sentence before",
    "number",
    "time",
    "person",
    "place",
    "reason",
    "measure",
)
WEIGHTS: Final = np.array([21.89, 2.62, 2.57, 7.44, 1.5, 2.23, 2.34, 1.99, 0.9, 2.13, 2.19])
TOKEN_WEIGHTS: Final = np.array([12.77, 1.37, 3.58, 4.1, 1.44, 1.93, 1.87, 2.09, 0.99, 1.31, 2.07, 5.26, 6.35])
"""Printed by `python -m tests.bench.fit_answers`; the second ones, tokens included, fit the default model."""
MAX_CONTESTED: Final = 4
CLOSE: Final = 1.5
"""Sentences whose tokens are looked at: so many of a document, and only where they score no more than so much less than
the best by words."""
FLOOR: Final = -3.0
"""The most that a sentence scores whose tokens were not looked at, where the best of those that were has 0."""
EARLIER: Final = 0.1
"""An earlier sentence is taken before a later one that scores no more than so much higher: a word that becomes a
little rarer elsewhere doesn't change what is shown."""

_read: Final = SentenceMemory()


class Vocabulary(Protocol):
    """The words of an archive."""

    def stems(self, text: str) -> Sequence[str]:
        """The ranking terms of a text."""

    def held(self, text: str) -> set[str]:
        """The ranking terms of queries that a text answers."""

    def rarity(self, term: str) -> float:
        """How rare a term is: above 0, higher is rarer."""


class Wanted(NamedTuple):
    """What of a query is looked for: the rarity of each of its words, and what tells the things it asks for."""

    rarities: Mapping[str, float]
    characters: bool
    """Whether any of them is a single character of a script whose terms are pairs."""
    kinds: Sequence[Told | None]


class Candidate(NamedTuple):
    """A passage that matched: its text, and how near in meaning it is, 0 where the model can't tell."""

    text: str
    nearness: float


class Sentence(NamedTuple):
    """A sentence, by the number of its passage among the candidates, and its start and end there."""

    passage: int
    start: int
    end: int


class Scored(NamedTuple):
    """The sentences of a document's candidates in their order, their features (a row each), and their scores."""

    sentences: list[Sentence]
    texts: list[str]
    features: NDArray[np.float64]
    scores: NDArray[np.float64]


def wanted(query: str, vocabulary: Vocabulary) -> Wanted:
    """What is looked for in all passages found for `query`; words that no passage has are left out."""
    unknown = vocabulary.rarity("")
    rarities = {term: vocabulary.rarity(term) for term in dict.fromkeys(vocabulary.stems(query))}
    known = {term: rarity for term, rarity in rarities.items() if rarity < unknown}
    characters = any(map(is_character, known))
    return Wanted(known, characters, [*asked_for.kinds(query), asked_for.measure(query)])


def scored(looked_for: Wanted, candidates: Sequence[Candidate], vocabulary: Vocabulary) -> Scored:
    """Every sentence of `candidates`, which are passages of one document in their order."""
    read = [_read.of(candidate.text, vocabulary) for candidate in candidates]
    found = [Sentence(number, *span) for number, passage in enumerate(read) for span in passage.spans]
    texts = [candidates[one.passage].text[one.start : one.end] for one in found]
    terms = [terms for passage in read for terms in passage.terms]
    features = _features(looked_for, candidates, found, texts, terms, vocabulary=vocabulary)
    return Scored(found, texts, features, features @ WEIGHTS)


def in_context(title: str, text: str) -> str:
    """What is embedded of a sentence, which often says "he" or "the mission" of what the title names."""
    return f"{title}. {text}"


def contested(those: Scored) -> list[int]:
    """The places of the sentences that come close to the best by words, best first; none where it stands alone."""
    near = np.argsort(-those.scores, kind="stable")[:MAX_CONTESTED]
    close = [place for place in near.tolist() if those.scores[place] >= those.scores[near[0]] - CLOSE]
    return close if len(close) > 1 else []


def told_apart(those: Scored, places: Sequence[int], alignments: NDArray[np.float64]) -> Scored:
    """`those` with the sentences at `places` scored by their tokens, too, above all others."""
    scores = np.minimum(those.scores - those.scores.max(), FLOOR)
    further = np.hstack([those.features[list(places)], alignments])
    again = further @ TOKEN_WEIGHTS
    scores[list(places)] = again - again.max()
    return those._replace(scores=scores)


def best(those: Scored) -> tuple[Sentence, float] | None:
    """The sentence that answers best, and how likely it is to be right among them all; None without any.

    A sentence without a word of the query answers nothing.
    """
    if not those.sentences:
        return None
    scores = those.scores - those.scores.max()
    place = int(np.argmax(scores >= -EARLIER))
    likely = float(np.exp(scores[place]) / np.exp(scores).sum()) if those.features[place, 0] > 0 else 0.0
    return those.sentences[place], likely


def _features(
    looked_for: Wanted,
    candidates: Sequence[Candidate],
    found: Sequence[Sentence],
    texts: Sequence[str],
    terms: Sequence[Sequence[str]],
    *,
    vocabulary: Vocabulary,
) -> NDArray[np.float64]:
    words = looked_for.rarities
    held = [
        words.keys() & (vocabulary.held(text) if looked_for.characters else own)
        for text, own in zip(texts, terms, strict=True)
    ]
    here = _rare_among(held)
    whole: list[set[str]] = [set() for _ in candidates]
    for sentence, own in zip(found, held, strict=True):
        whole[sentence.passage] |= own
    passages = [(_share(own, words), candidate.nearness) for own, candidate in zip(whole, candidates, strict=True)]
    rows = []
    for number, (sentence, text) in enumerate(zip(found, texts, strict=True)):
        own = held[number]
        before = held[number - 1] if number and found[number - 1].passage == sentence.passage else frozenset()
        rows.append(
            (
                _share(own, words) / math.sqrt(len(terms[number]) + LENGTH_PIVOT),
                _share(own, here),
                *passages[sentence.passage],
                _share(own | before, here),
                *(told(text) if told else 0.0 for told in looked_for.kinds),
            )
        )
    return np.array(rows).reshape(len(rows), len(FEATURES))


def _rare_among(held: Sequence[Iterable[str]]) -> dict[str, float]:
    """How rare each word is among some sentences; words in none of them are left out."""
    counts = Counter(term for terms in held for term in terms)
    return {term: math.log1p((len(held) - count + 0.5) / (count + 0.5)) for term, count in counts.items()}


def _share(terms: Collection[str], weights: Mapping[str, float]) -> float:
    if not terms:  # as most sentences have none of the words
        return 0.0
    some = sum(weights.get(term, 0.0) for term in terms)
    return some / sum(weights.values()) if some else 0.0


def aligned(query: Rows, sentence: Rows) -> tuple[float, float]:
    """How well the tokens of a sentence answer those of a query: the mean cosine of each of these and the nearest of
    those, and that of the third of the query's tokens that are answered least."""
    if not len(query) or not len(sentence):
        return 0.0, 0.0
    cosines = np.einsum("id,jd->ij", query, sentence)  # no threads of BLAS, which wait for each other on a busy machine
    nearest = np.sort(cosines.max(axis=1))
    return float(nearest.mean()), float(nearest[: max(1, len(nearest) // 3)].mean())
