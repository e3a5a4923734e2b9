"""What has none of a query's telling words: it is shown if it is near enough in meaning, and marked as that.

How near that is depends on what the model knows of the query. Invented words are cut into pieces, and the nearest
passage of an archive is then at any cosine up to .5; real words that are not in the archive are mostly read whole, and
a cosine of .25 already tells. Figures in tests/bench/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.models.scope import Scope, no_document
from index.search.corrections import COMMON, FOREIGN_SHARE, MIN_FOREIGN, PUNCTUATION, Pieces, listed
from index.search.counts import Saying, is_within
from index.search.fusion import NEAR, RankedDocument, known
from index.storage.engine import PassageStore, Predicate
from index.text.scripts import is_unspaced

MIN_SENTENCE, MAX_COMMON, MIN_READ = 4, 1, 2
"""A sentence in a language that no document is in has so many words at least, at most so many that a quarter of the
passages has, and so many that the model reads whole or that have other letters than a to z."""
PAIR = 0.7
"""Of a word, what two characters are where nothing is between words."""
MAX_WORDS = 40
"""Words of a query that are looked up to tell its language."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """What tells whether a document is about a query.

    `least` is the cosine from which a passage is near in meaning. Where the query is a sentence in a language that no
    document is in, all that was found is shown, since no document can have its words. Where a phrase is demanded,
    whatever was found has it.
    """

    said: Saying
    least: float
    foreign: bool = False
    phrase: bool = False

    def has_words(self, one: RankedDocument) -> bool:
        """Whether a document has a telling word, or says the query word for word."""
        if self.phrase or one.document in self.said.documents:
            return True
        # Not all that have a telling word are known by number if they are many, nor need what is quoted be ranked.
        return one.meaning_rank is None if one.words_rank is None else not self.said.all

    def shown(self, documents: Sequence[RankedDocument]) -> list[RankedDocument]:
        """Those of `documents` that are shown, in their order."""
        return [one for one in documents if self.foreign or one.cosine >= self.least or self.has_words(one)]

    def notes(self, shown: Sequence[RankedDocument], scope: Scope) -> list[str]:
        """What to say of an answer of which these documents are `shown`."""
        if any(map(self.has_words, shown)) or (self.said.known and not shown):
            return []
        nowhere = f"{no_document(scope)} has any of these words"
        if scope.everything:
            nowhere = "none of these words is in the archive"
        if self.said.known:
            return ["what was found has none of the words that matter; it is near in meaning only"]
        if shown and all(one.cosine < self.least for one in shown):
            return [f"{nowhere}, and the model hardly knows their language: these are guesses"]
        return [f"{nowhere}; these are near in meaning" if shown else nowhere]


EVERYTHING = Nearness(Saying(frozenset(), 0, True), 0.0)
"""Of a list, which is not about anything."""


def nearness(store: PassageStore, text: str, said: Saying, demanded: Predicate, pieces: Pieces) -> Nearness:
    """What tells whether a document is about `text`, of which these documents have `said` a telling word."""
    foreign = _is_foreign(store, text, demanded.scope, pieces)
    return Nearness(said, least(text, pieces([text])[0]), foreign, bool(demanded.phrases))


def least(text: str, tokens: int) -> float:
    """The cosine from which a passage is near in meaning to a query that the model reads as so many tokens.

    It is 1 for what a model spells out: names and invented words have meaning for none.
    """
    return 1 - (1 - NEAR) * known(text, tokens)


def _is_foreign(store: PassageStore, text: str, scope: Scope, pieces: Pieces) -> bool:
    """Whether `text` is a sentence in a language that no document is in; invented words are in none."""
    found = (word for token in text.split() for word in _words(store, token))
    words = list(dict.fromkeys(islice(found, MAX_WORDS)))
    if sum(PAIR if is_unspaced(word[0]) else 1.0 for word in words) < MIN_SENTENCE:
        return False
    unknown = store.rarity("")
    rarities = [rarity for word in words if (rarity := _rarity(store, word, scope)) < unknown]
    if len(words) - len(rarities) < max(MIN_FOREIGN, FOREIGN_SHARE * len(words)):
        return False
    return sum(rarity <= COMMON for rarity in rarities) <= MAX_COMMON and _is_language(text, pieces)


def _words(store: PassageStore, token: str) -> Iterator[tuple[str, ...]]:
    """The ranking terms of each word of `token`; where nothing is between words, of each two letters."""
    stems = store.stems(token)
    yield from ((stem,) for stem in stems if is_unspaced(stem))
    if spaced := tuple(stem for stem in stems if not is_unspaced(stem)):
        yield spaced


def _rarity(store: PassageStore, stems: Sequence[str], scope: Scope) -> float:
    """How rare a word is; a word that only others may see is as rare as one that no document has."""
    within = [stem for stem in stems if scope.everything or is_within(store, stem, scope)]
    return min(map(store.rarity, within), default=store.rarity(""))


def _is_language(text: str, pieces: Pieces) -> bool:
    """Whether words of `text` are of a language: the model has them whole, or their letters are on few keyboards."""
    is_listed = listed(pieces)
    words = {word.strip(PUNCTUATION) for word in text.split()[:MAX_WORDS]}
    real = sum(len(word) > 1 and (not word.isascii() or is_listed(word)) for word in words)
    return real >= MIN_READ or any(map(is_unspaced, text))
