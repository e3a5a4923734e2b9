"""Misspelt words of a query: one that no document has is taken for the nearest one that some document has."""

from __future__ import annotations

from index.models.answers import Reading
from index.models.scope import Scope
from index.storage.engine import PassageStore, Predicate
from index.text import spelling

EXAMPLES = 20
"""Passages looked into for the word that a misspelt one was meant to be."""
PUNCTUATION = ".,;:!?()[]{}'’\"…"
"""What may stand around a word as it is typed."""


def corrected(store: PassageStore, reading: Reading, scope: Scope) -> tuple[str, list[str]]:
    """The text to search, and a note on each of its words that was taken for another."""
    words, notes = reading.words.split(), []
    seen = Predicate(scope=scope)
    for place, word in enumerate(words):
        plain = word.strip(PUNCTUATION)
        near = _nearest(store, plain, seen)
        if near:
            words[place] = near
            notes.append(f"no document has the word “{plain}”, so “{near}” was searched for instead")
    return " ".join((*words, *reading.phrases)).strip(), notes


def _nearest(store: PassageStore, word: str, seen: Predicate) -> str | None:
    """The word that `word` was meant to be; None for one that stands in a document, or is near none."""
    edits = spelling.max_edits(word)
    if not edits or store.holds(word, seen):
        return None
    rows = store.nearly(word, edits, EXAMPLES, seen)
    return spelling.nearest(word, [passage.text for passage in store.shown(rows)])
