"""The terms by which a passage is found, whatever engine keeps them. Pure.

Each passage is an entry with three views of its text and two of its document's title (see `index.text.terms`):
`stems`, `pairs` and `title_stems` are ranked, `exact` and `title` answer phrases and exclusions; these also hold the
other spellings of compounds ("email" of "e-mail"), with the words around them, after what no phrase goes across.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import tee
from typing import Final

from index.models.documents import Document, Passage
from index.text import terms as terms_module
from index.text.line_breaks import broken_words, rejoined

FIELDS: Final = ("stems", "pairs", "title_stems", "exact", "title")
END: Final = "\u241e"
"""Stands between two spellings of a passage; no term is equal to it."""
FILLING: Final = "\u241f"
"""A term that no query has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to index. Passages of one document share its number; `title` is empty unless the source has one."""

    row: int
    document: int
    text: str
    title: str
    languages: tuple[str, ...]
    """The languages it is stemmed in."""


def entries(
    document: Document, passages: Sequence[Passage], number: int, row: int, asked: tuple[str, ...]
) -> Iterator[Entry]:
    """What is written of the words of each passage; the document's `number`, its first `row`.

    A text in none of the languages `asked`, which queries are stemmed in, or too short to tell its language, is
    stemmed as queries are: else a word of it would be found in the very form it has only.
    """
    languages = (document.language,) if document.language in asked else asked
    title = document.title if document.title_origin == "source" else ""
    for place, passage in enumerate(passages, row):
        yield Entry(place, number, document.text[passage.start : passage.end], title, languages)


def analysed(passages: Iterable[Entry]) -> Iterator[tuple[int, dict[str, str]]]:
    """The row of each passage of one document, and what each field has of it: terms, with a blank between them.

    Only a few passages are held at a time.
    """
    shown, stemmed = tee(passages)
    for entry, ranked in zip(shown, terms_module.surrounded(map(_stems, stemmed)), strict=True):
        yield (
            entry.row,
            {
                "stems": " ".join(ranked),
                "pairs": " ".join(terms_module.pairs(entry.text, entry.languages)),
                "title_stems": " ".join(terms_module.stems(entry.title, entry.languages)),
                "exact": _in_every_spelling(entry.text),
                "title": _in_every_spelling(entry.title),
            },
        )


def _stems(entry: Entry) -> list[str]:
    """The terms that a passage is ranked by, words that its lines break among them."""
    return terms_module.stems(" ".join([entry.text, *broken_words(entry.text)]), entry.languages)


def _in_every_spelling(text: str) -> str:
    """The terms that phrases are looked up in."""
    runs = [terms_module.exact(text), *terms_module.other_spellings(text)]
    whole = rejoined(text)
    if whole is not None:
        runs.append(terms_module.exact(whole))
    return f" {END} ".join(" ".join(run) for run in runs)
