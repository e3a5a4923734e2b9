"""Words that no document has: a slip of the keyboard is replaced by the word that was meant, a word of a language that
the model does not know by another form of it, and one of a language that no document is in by the nearest word."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal, NamedTuple

from index.models.answers import Reading
from index.models.scope import Scope, no_document
from index.storage.engine import PassageStore, Predicate
from index.text import spelling
from index.text.folding import fold
from index.text.spelling import Candidate

MAX_EXAMPLES = 50
"""Passages looked into for the word that was meant."""
MAX_CANDIDATES = 8
"""Words near a slip whose passages are counted."""
MAX_WORDS, MAX_CORRECTED = 40, 1000
"""A query of more words or characters was not typed but pasted, and is searched as it is: each word takes searches."""
MIN_PART = 3
"""Letters of each half of a word that documents may have as two."""
PUNCTUATION = ".,;:!?¿¡()[]{}'‘’\"“”„«»…"
"""What may be typed around a word."""
SPELLED_OUT, IN_PIECES, MIN_WORDS = 1.5, 3.0, 3
"""Letters for each piece in which a model reads a query whose words it does not know (see `index.search.fusion`): the
first figure where it knows no word of the language, the second in queries of so many words, since a rare word alone is
read in pieces, too. A word that no document has is then searched for in another form, as stemmers don't know all
endings. Figures in tests/bench/README.md."""
MIN_FOREIGN, FOREIGN_SHARE = 3, 1 / 3
MIN_UNCOMMON, MIN_UNCOMMON_OF, COMMON = 2, 4, math.log(4)
"""From so many words that no document has, and that share of all, a query is in a language that no document is in; and
from so few, in a query of at least so many, where all others are rarer than a word that a quarter of the passages has.
Figures in tests/bench/README.md."""
NO_WORD = "qzxvkjwbfh"
"""What a list of words does not have."""

Pieces = Callable[[Sequence[str]], list[int]]
"""The number of pieces in which a model reads each word; one, if its vocabulary has the word."""
How = Literal["slip", "form", "cognate"]


class Vocabulary(NamedTuple):
    """Which words a model's vocabulary has, and in how many pieces it reads others."""

    has: Callable[[str], bool]
    pieces: Pieces


def corrected(store: PassageStore, reading: Reading, scope: Scope, pieces: Pieces) -> tuple[str, list[str]]:
    """The text to search, and what to say of the words that were replaced."""
    words = reading.words.split()
    if len(words) > MAX_WORDS or len(reading.meaning) > MAX_CORRECTED:
        return reading.meaning, []
    in_scope = Predicate(scope=scope)
    plain = [word.strip(PUNCTUATION) for word in words]
    unknown = [word for word in dict.fromkeys(plain) if any(map(str.isalpha, word)) and not store.holds(word, in_scope)]
    if not unknown:
        return reading.meaning, []
    known = listed(pieces)
    strange = [word for word in unknown if not known(fold(word))]
    foreign = _is_foreign(store, plain, strange) and _is_language(plain, strange)
    least = IN_PIECES if len(words) >= MIN_WORDS else SPELLED_OUT
    unread = sum(map(str.isalpha, reading.words)) < least * sum(pieces([reading.words]))
    taken: tuple[How, ...] = ("cognate",) if foreign else ("slip", "form") if unread else ("slip",)
    model = Vocabulary(known, pieces)
    found = {word: meant for word in unknown if (meant := _meant(store, word, in_scope, model, taken))}
    text = [found[bare][0] if bare in found else word for word, bare in zip(words, plain, strict=True)]
    return " ".join((*text, *reading.phrases)).strip(), list(_told(found, scope))


def _is_foreign(store: PassageStore, words: Sequence[str], unknown: Sequence[str]) -> bool:
    """Whether `words` are in a language that no document is in, where no document has the `unknown` ones."""
    if len(unknown) >= max(MIN_FOREIGN, FOREIGN_SHARE * len(words)):
        return True
    if len(unknown) < MIN_UNCOMMON or len(words) < MIN_UNCOMMON_OF:
        return False
    stems = (stem for word in words if word not in unknown for stem in store.stems(word))
    return all(store.rarity(stem) > COMMON for stem in stems)


def _is_language(words: Sequence[str], strange: Collection[str]) -> bool:
    """Whether a word is not `strange` to both the archive and the model, or has a letter of its language's own."""
    return any(len(word) > 1 and (word not in strange or not word.isascii()) for word in words)


def _told(found: Mapping[str, tuple[str, How]], scope: Scope) -> Iterator[str]:
    """A line for each slip, and one for all words of another language; another form of a word is nothing to tell."""
    none = no_document(scope)
    for word, (meant, how) in found.items():
        if how == "slip":
            yield f"{none} has the word “{word}”, so “{meant}” was searched for instead"
    if near := [f"“{meant}” for “{word}”" for word, (meant, how) in found.items() if how == "cognate"]:
        yield f"{none} has most of these words, so the nearest were searched for: {', '.join(near)}"


def listed(pieces: Pieces) -> Callable[[str], bool]:
    """Whether the model's vocabulary has a word; a model that reads any letters as one word knows none."""
    if pieces([NO_WORD]) == [1]:
        return lambda word: False
    return cache(lambda word: pieces([word]) == [1])


def _meant(
    store: PassageStore, word: str, in_scope: Predicate, model: Vocabulary, taken: Collection[How]
) -> tuple[str, How] | None:
    """The word to search for in place of `word`, which no document has, in one of the ways `taken`; else None."""
    for edits in range(1, spelling.max_edits(word) + 1):
        rows = store.nearly(word, edits, MAX_EXAMPLES, in_scope)
        near = spelling.near(word, [passage.text for passage in store.shown(rows) if passage.verbatim], edits)
        if not near:
            continue
        commonest = sorted(near, key=lambda term: (-near[term][0], term))[:MAX_CANDIDATES]
        if "cognate" in taken:
            return spelling.cognate(word, commonest), "cognate"
        candidates = [Candidate(term, _passages(store, term, in_scope), near[term][1]) for term in commonest]
        slip = spelling.meant(word, candidates, store.count(in_scope), model.has, model.pieces([fold(word)])[0])
        if slip and not _stands_apart(store, word, in_scope):
            return slip, "slip"
        form = spelling.other_form(word, commonest, model.has) if "form" in taken else None
        return (form, "form") if form else None
    return None


def _stands_apart(store: PassageStore, word: str, in_scope: Predicate) -> bool:
    """Whether a document has `word` as two words."""
    splits = range(MIN_PART, len(word) - MIN_PART + 1)
    return any(_passages(store, f"{word[:at]} {word[at:]}", in_scope) for at in splits)


def _passages(store: PassageStore, term: str, in_scope: Predicate) -> int:
    return store.count(replace(in_scope, phrases=(term,)))
