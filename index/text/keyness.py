"""Which words one group of texts has more often than another: pure.

Dunning 1993 ("Accurate methods for the statistics of surprise and coincidence") compares frequencies by log-likelihood,
which holds for rare words, too; what is computed is the form of Rayson & Garside 2000 ("Comparing corpora using
frequency profiling"), over the two cells of a word's own counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, pairwise
from math import log
from typing import NamedTuple

from index.models.comparisons import Keyword
from index.text.folding import fold
from index.text.function_words import function_words
from index.text.scripts import characters, is_unspaced
from index.text.terms import stems
from index.text.units import views

MIN_LOG_LIKELIHOOD = 15.13
"""p < 0.0001. Thousands of words are compared at once, of which a level of 5% would show hundreds by chance; and from
here on small counts can be trusted, too (Rayson, Berridge & Francis 2004, "Extending the Cochran rule for the
comparison of word frequencies between corpora")."""
MIN_COUNT = 5
"""How often a word is there, at least; and in more than one document, as the words of one say nothing of others."""
DEFAULT_LANGUAGE = "en"
"""Of texts whose language is unknown."""
MAX_REMEMBERED = 100_000
"""Words whose stems are remembered."""


class Text(NamedTuple):
    """A passage: the number of its document, and the ISO 639-1 code of its language, None where that is unknown."""

    document: int
    language: str | None
    text: str


@dataclass(slots=True)
class WordCounts:
    """The words of a group of texts, by their stem; `total` counts all words, those that tell nothing included."""

    total: int = 0
    times: Counter[str] = field(default_factory=Counter)
    forms: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each stem is written as each word."""
    spread: set[str] = field(default_factory=set)
    """The stems that more than one document has."""


def counted(texts: Iterable[Text]) -> WordCounts:
    """The words of these texts."""
    counts = WordCounts()
    first: dict[str, int] = {}
    for document, known, text in texts:
        words = written_words(text)
        counts.total += words.total()
        for word, times in words.items():
            stem = _stem(word, known or DEFAULT_LANGUAGE)
            if stem is not None:
                counts.times[stem] += times
                counts.forms[stem, word] += times
                if first.setdefault(stem, document) != document:
                    counts.spread.add(stem)
    return counts


def written_words(text: str) -> Counter[str]:
    """The words of `text` as written; of scripts without blanks between words, every two adjacent characters."""
    words = Counter(chain.from_iterable(view.ranked for view in views(text)))
    if not text.isascii():
        for run in [word for word in words if is_unspaced(word)]:
            times = words.pop(run)
            words.update({pair: times * count for pair, count in Counter(_pairs(run)).items()})
    return words


def keywords(one: WordCounts, other: WordCounts, *, without: Set[str], most: int) -> tuple[Keyword, ...]:
    """The `most` words that `one` has more often than `other`, the surest first; equal ones by the alphabet.

    Words with a stem in `without` are left out.
    """
    sure = {
        stem: likelihood
        for stem in one.spread - without
        if one.times[stem] >= MIN_COUNT
        and one.times[stem] * other.total > other.times[stem] * one.total
        and (likelihood := log_likelihood(one.times[stem], one.total, other.times[stem], other.total))
        >= MIN_LOG_LIKELIHOOD
    }
    written = _written(sure, one.forms + other.forms)
    found = [
        Keyword(
            word=written[stem],
            count=one.times[stem],
            other_count=other.times[stem],
            log_likelihood=round(likelihood, 2),
        )
        for stem, likelihood in sure.items()
    ]
    return tuple(sorted(found, key=lambda key: (-key.log_likelihood, key.word))[:most])


def log_likelihood(count: int, total: int, other_count: int, other_total: int) -> float:
    """G2 of a word that is there so often among `total` words and among `other_total`; 0 where it is as frequent."""
    together = (count + other_count) / (total + other_total)
    cells = ((count, total * together), (other_count, other_total * together))
    return 2 * sum(seen * log(seen / expected) for seen, expected in cells if seen)


def stems_of_query(text: str, languages: Iterable[str]) -> frozenset[str]:
    """The stems of the words of `text` in each of `languages`."""
    return frozenset(
        stem
        for language in (*languages, DEFAULT_LANGUAGE)
        for word in written_words(text)
        if (stem := _stem(word, language)) is not None
    )


def _written(stems: Collection[str], forms: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """How each of `stems` is written most often; of equal forms the first of the alphabet."""
    found = sorted((stem, -times, word) for (stem, word), times in forms.items() if stem in stems)
    return {stem: word for stem, _, word in reversed(found)}


@cache
def _folded_function_words(language: str) -> frozenset[str]:
    """Likewise without accents."""
    return frozenset(map(fold, function_words(language)))


@lru_cache(maxsize=MAX_REMEMBERED)
def _stem(word: str, language: str) -> str | None:
    """What a word counts as; None for a number, a letter or a function word."""
    unspaced = is_unspaced(word)
    if not any(map(str.isalpha, word)) or (len(word) < 2 and not unspaced):
        return None
    if fold(word) in _folded_function_words(language):
        return None
    return next(iter(stems(word, [language])), None)


def _pairs(run: str) -> list[str]:
    found = characters(run)
    return ["".join(pair) for pair in pairwise(found)] if len(found) > 1 else found
