"""Misspelt words of a query: a word that no document has is replaced by the nearest word that some document has."""

from __future__ import annotations

from index.models.answers import Reading
from index.models.scope import Scope, no_document
from index.storage.engine import PassageStore, Predicate
from index.text import spelling

MAX_EXAMPLES = 20
"""Passages looked into for the word that was meant."""
PUNCTUATION = ".,;:!?()[]{}'’\"…"
"""What may be typed around a word."""


def corrected(store: PassageStore, reading: Reading, scope: Scope) -> tuple[str, list[str]]:
    """The text to search, and a warning for each of its words that was replaced."""
    words, warnings = reading.words.split(), []
    in_scope = Predicate(scope=scope)
    for place, word in enumerate(words):
        plain = word.strip(PUNCTUATION)
        if meant := _meant(store, plain, in_scope):
            words[place] = meant
            none = no_document(scope)
            warnings.append(f"{none} has the word “{plain}”, so “{meant}” was searched for instead")
    return " ".join((*words, *reading.phrases)).strip(), warnings


def _meant(store: PassageStore, word: str, in_scope: Predicate) -> str | None:
    """The word that `word` was meant to be; None where a document has `word`, or none has a word near it."""
    edits = spelling.max_edits(word)
    if not edits or store.holds(word, in_scope):
        return None
    rows = store.nearly(word, edits, MAX_EXAMPLES, in_scope)
    return spelling.nearest(word, [passage.text for passage in store.shown(rows) if passage.verbatim])
