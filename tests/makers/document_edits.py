"""Edits of documents as they are, of which the right outcome for a passage cited from them is known."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from index.cite.check import check
from index.cite.models import State
from tests.makers.citation_edits import Before
from tests.makers.citations import OneSource, document, record

Text = tuple[str, Sequence[tuple[int, int]]]
"""A text, and the places of its passages."""
STILL: Final[tuple[State, ...]] = ("moved", "unchanged")
FOREIGN: Final = "zebrafish"
"""Put in place of a word."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A text and the places of its passages, one of which is cited."""

    text: str
    places: Sequence[tuple[int, int]]
    at: int

    @property
    def place(self) -> tuple[int, int]:
        return self.places[self.at]

    @property
    def words(self) -> str:
        return self.text[slice(*self.place)]

    def with_words(self, words: str) -> str:
        """The text with these in place of the cited words."""
        start, end = self.place
        return self.text[:start] + words + self.text[end:]


@dataclass(frozen=True, slots=True)
class DocumentEdit:
    """What was cited, the text that it is edited into, and the states that are right."""

    kind: str
    cited: Cited
    after: str
    right: tuple[State, ...]

    def fault(self) -> str | None:
        """What is wrong with the state that is found."""
        start, end = self.cited.place
        quoted = record(self.cited.words, start=start, end=end)
        found = check(quoted, OneSource(document(self.after)), Before(self.cited.text))
        if found.state in self.right:
            return None
        return f"{found.state}, not {' or '.join(self.right)}: {quoted.quotation}"


def document_edits(texts: Sequence[Text], seed: int, count: int) -> Iterator[DocumentEdit]:
    """So many edits of texts with two passages or more, each kind as often."""
    chance = random.Random(seed)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        text, places = chance.choice(texts)
        yield _EDITS[kind](kind, Cited(text, places, chance.randrange(len(places) - 1)), chance)


def _edited(kind: str, cited: Cited, words: str) -> DocumentEdit:
    return DocumentEdit(kind, cited, cited.with_words(words), ("changed",))


def _delete(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    return DocumentEdit(kind, cited, cited.with_words(""), ("removed",))


def _look_alike(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    """A passage that differs by a word has always stood at an end; the cited one goes."""
    like = _word_changed(cited.words, chance)
    if chance.random() < 0.5:
        before = Cited(f"{cited.text}\n\n{like}", cited.places, cited.at)
    else:
        by = len(like) + 2
        before = Cited(f"{like}\n\n{cited.text}", [(start + by, end + by) for start, end in cited.places], cited.at)
    return _delete(kind, before, chance)


def _twin(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    """The same passage has always stood at the end, too; the cited one goes."""
    return _delete(kind, Cited(f"{cited.text}\n\n{cited.words}", cited.places, cited.at), chance)


def _negate(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    spans = [match.end() for match in re.finditer(r"\S+", cited.words)][:-1] or [len(cited.words) // 2]
    at = chance.choice(spans)
    return _edited(kind, cited, f"{cited.words[:at]} {chance.choice(['not', 'never', 'no'])}{cited.words[at:]}")


def _number(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    found = list(re.finditer(r"[0-9]+", cited.words))
    if not found:
        return _negate(kind, cited, chance)
    one = chance.choice(found)
    return _edited(kind, cited, f"{cited.words[: one.start()]}{int(one[0]) + 1}{cited.words[one.end() :]}")


def _word(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    return _edited(kind, cited, _word_changed(cited.words, chance))


def _word_changed(words: str, chance: random.Random) -> str:
    one = chance.choice(list(re.finditer(r"\b[^\W_]+\b", words)))
    return f"{words[: one.start()]}{FOREIGN}{words[one.end() :]}"


def _half(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    """The last two fifths go, in the middle of a sentence perhaps."""
    ends = [match.end() for match in re.finditer(r"\S+", cited.words)]
    return _edited(kind, cited, cited.words[: ends[len(ends) * 3 // 5]])


def _swap(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    (start, end), (other, stop) = cited.place, cited.places[cited.at + 1]
    text = cited.text
    after = text[:start] + text[other:stop] + text[end:other] + cited.words + text[stop:]
    return DocumentEdit(kind, cited, after, STILL)


def _duplicate(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    return DocumentEdit(kind, cited, cited.with_words(f"{cited.words}\n\n{cited.words}"), ("unchanged",))


def _move(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    return DocumentEdit(kind, cited, f"{cited.with_words('')}\n\n{cited.words}", ("moved",))


def _reflow(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    return DocumentEdit(kind, cited, _wrapped(cited.text, chance), ("unchanged",))


def _wrapped(text: str, chance: random.Random) -> str:
    def gap(match: re.Match[str]) -> str:
        return "\n\n" if match[0].count("\n") > 1 else chance.choice([" ", "\n", "\n  "])

    return re.sub(r"[ \n]+", gap, text)


def _encoded(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    return DocumentEdit(kind, cited, unicodedata.normalize("NFD", cited.text), ("unchanged",))


def _at_once(kind: str, cited: Cited, chance: random.Random) -> DocumentEdit:
    """Negated in a file that is wrapped anew and saved in another form."""
    after = unicodedata.normalize("NFD", _wrapped(_negate(kind, cited, chance).after, chance))
    return DocumentEdit(kind, cited, after, ("changed",))


_EDITS: Final[dict[str, Callable[[str, Cited, random.Random], DocumentEdit]]] = {
    "delete": _delete,
    "look-alike": _look_alike,
    "twin": _twin,
    "negate": _negate,
    "number": _number,
    "word": _word,
    "half": _half,
    "swap": _swap,
    "duplicate": _duplicate,
    "move": _move,
    "reflow": _reflow,
    "re-encode": _encoded,
    "at once": _at_once,
}
KINDS: Final = tuple(_EDITS)
