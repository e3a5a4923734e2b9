"""Misspelt words of a query: a slip of the keyboard is replaced by the word that some document has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from index.models.answers import Reading
from index.models.scope import Scope, no_document
from index.storage.engine import PassageStore, Predicate
from index.text import spelling
from index.text.spelling import Candidate

MAX_EXAMPLES = 50
"""Passages looked into for the word that was meant."""
MAX_CANDIDATES = 8
"""Words near a slip whose passages are counted."""
MAX_WORDS = 40
"""A query of more words was not typed but pasted, and is searched as it is."""
MIN_PART = 3
"""Letters of each half of a word that documents may have as two."""
PUNCTUATION = ".,;:!?()[]{}'’\"…"
"""What may be typed around a word."""
LETTERS_PER_PIECE = 1.5
"""Where a model reads a query in shorter pieces, it spells it out and knows nothing of its language, and a word that no
document has is searched for in another form: stemmers don't know all endings of languages that have many."""
NO_WORD = "qzxvkjwbfh"
"""What a list of words does not have."""

Pieces = Callable[[Sequence[str]], list[int]]
"""The number of pieces in which a model reads each word; one, if its vocabulary has the word."""


def corrected(store: PassageStore, reading: Reading, scope: Scope, pieces: Pieces) -> tuple[str, list[str]]:
    """The text to search, and a warning for each of its words that was replaced."""
    words, warnings = reading.words.split(), []
    in_scope = Predicate(scope=scope)
    listed = _listed(pieces)
    foreign = sum(map(str.isalpha, reading.words)) < LETTERS_PER_PIECE * sum(pieces([reading.words]))
    for place, word in enumerate(words if len(words) <= MAX_WORDS else ()):
        plain = word.strip(PUNCTUATION)
        meant, slip = _meant(store, plain, in_scope, listed)
        words[place] = meant if meant and (slip or foreign) else word
        if meant and slip:
            none = no_document(scope)
            warnings.append(f"{none} has the word “{plain}”, so “{meant}” was searched for instead")
    return " ".join((*words, *reading.phrases)).strip(), warnings


def _listed(pieces: Pieces) -> Callable[[str], bool]:
    """Whether the model's vocabulary has a word; a model that reads any letters as one word knows none."""
    if pieces([NO_WORD]) == [1]:
        return lambda word: False
    return cache(lambda word: pieces([word]) == [1])


def _meant(
    store: PassageStore, word: str, in_scope: Predicate, listed: Callable[[str], bool]
) -> tuple[str | None, bool]:
    """The word to search for in place of `word`, and whether that was a slip; else it is another form of the same.

    None where a document has `word`, or none has anything like it.
    """
    for edits in range(1, spelling.max_edits(word) + 1):
        if edits == 1 and store.holds(word, in_scope):
            break
        rows = store.nearly(word, edits, MAX_EXAMPLES, in_scope)
        near = spelling.near(word, [passage.text for passage in store.shown(rows) if passage.verbatim], edits)
        if near:
            commonest = sorted(near, key=lambda term: (-near[term][0], term))[:MAX_CANDIDATES]
            candidates = [Candidate(term, _passages(store, term, in_scope), near[term][1]) for term in commonest]
            meant = spelling.meant(word, candidates, store.count(in_scope), listed)
            if meant and not _stands_apart(store, word, in_scope):
                return meant, True
            return spelling.other_form(word, commonest, listed), False
    return None, False


def _stands_apart(store: PassageStore, word: str, in_scope: Predicate) -> bool:
    """Whether a document has `word` as two words."""
    splits = range(MIN_PART, len(word) - MIN_PART + 1)
    return any(_passages(store, f"{word[:at]} {word[at:]}", in_scope) for at in splits)


def _passages(store: PassageStore, term: str, in_scope: Predicate) -> int:
    return store.count(replace(in_scope, phrases=(term,)))
