"""Where the words of a quotation may stand: a bounded number of documents, however large the archive is.

Runs of words are looked up as phrases, the rarest first, and all words together by their rarity, without the numbers
and dates, which are what gets changed. Nothing outside the scope is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from index.dates.calendar import FOREIGN_MONTHS, MONTH_NUMBERS
from index.models.documents import Document, Passage
from index.models.scope import Scope
from index.quotations.marked import Marked
from index.quotations.numerals import is_number
from index.quotations.places import Text
from index.storage.engine import PassageStore, Predicate
from index.text.compared import Token
from index.text.folding import without_accents
from index.text.scripts import is_unspaced

RUN: Final = 5
"""Words in a row that are looked up as a phrase; of scripts without blanks two characters count as one."""
MAX_RUNS: Final = 8
MAX_PASSAGES: Final = 400
"""Passages taken of those with a run; the earliest come first."""
PIECE: Final = 40
"""Words that are looked up together by their rarity."""
MAX_PIECES: Final = 8
WORDED: Final = 12
"""Passages taken for each piece, and of the whole."""
MAX_DOCUMENTS: Final = 60
"""Documents that are read, those with the most runs first, of those the earliest."""
SLACK: Final = 1.5
"""So many times as long as the quotation is the text that is looked at on either side of a passage."""
MAX_TOGETHER: Final = 40_000
"""Characters of a document that are looked at as one stretch where a quotation leaves words out."""

_MONTHS: Final = frozenset((*MONTH_NUMBERS, *(name for months in FOREIGN_MONTHS.values() for name in months)))


class Run(NamedTuple):
    """Words in a row, how rare they are together, and which of the quotation's words they are, from `at` to `end`."""

    phrase: str
    rarity: float
    at: int
    end: int


@dataclass
class Candidate:
    """A document that may have the words, and the rows of its passages that hint at it."""

    number: int
    rows: set[int] = field(default_factory=set)
    runs: int = 0
    rank: int = 10_000


@dataclass(frozen=True)
class Opened:
    """A candidate that was read: its stretches of text that are to be looked at."""

    document: Document
    number: int
    passages: Sequence[Passage]
    stretches: tuple[tuple[int, int], ...]

    def texts(self) -> Iterator[Text]:
        """The stretches in tokens."""
        return (Text.of(self.document.text, *stretch, self.document.language) for stretch in self.stretches)

    def passage_at(self, offset: int) -> Passage | None:
        """The passage in which a place of the text is."""
        return next((one for one in self.passages if one.start <= offset < one.end), None)


def candidates(store: PassageStore, quotation: Marked, scope: Scope, folders: tuple[str, ...] = ()) -> list[Candidate]:
    """The documents that may have the words, likeliest first; `folders` narrows it to a folder or a document."""
    within = Predicate(scope=scope, folders=folders)
    found: dict[int, Candidate] = {}
    words = [token for token in quotation.tokens if token.worded]
    for run in _rarest(list(_runs(store, words))):
        phrases = Predicate(scope=scope, folders=folders, phrases=(run.phrase,))
        _note(store, found, store.fulfilling(phrases)[:MAX_PASSAGES].tolist(), runs=1)
    for piece in _pieces(words):
        _note(store, found, [row for row, _ in store.worded(piece, WORDED, within)], ranked=True)
    return _ordered(store, found)


def nearest(store: PassageStore, rows: Sequence[int]) -> list[Candidate]:
    """The documents of some rows as candidates, in their order."""
    found: dict[int, Candidate] = {}
    _note(store, found, rows, ranked=True)
    return sorted(found.values(), key=lambda one: one.rank)


def _note(
    store: PassageStore, found: dict[int, Candidate], rows: Sequence[int], *, runs: int = 0, ranked: bool = False
) -> None:
    """Enters rows; a document gets a run once, however many of its passages have it."""
    if not rows:
        return
    places = store.places(np.array(rows, dtype=np.int64))
    seen: set[int] = set()
    for rank, (row, number) in enumerate(zip(rows, places.documents.tolist(), strict=True)):
        one = found.setdefault(number, Candidate(number))
        one.rows.add(row)
        if ranked:
            one.rank = min(one.rank, rank)
        if number not in seen:
            one.runs += runs
            seen.add(number)


def _ordered(store: PassageStore, found: dict[int, Candidate]) -> list[Candidate]:
    days = store.earliest_days(list(found))

    def order(one: Candidate) -> tuple[int, bool, int, int, int]:
        day = days.get(one.number)
        best = one.rank if not one.runs else 0
        hints = one.runs + (one.rank < WORDED)  # of very many with one phrase, all the words tell the right ones
        return -hints, day is None, best, day or 0, one.number

    return sorted(found.values(), key=order)[:MAX_DOCUMENTS]


def _runs(store: PassageStore, words: Sequence[Token]) -> Iterator[Run]:
    """Every run of words without a number or a month among them; shorter ones where there are none so long."""
    stretches = list(_told(words))
    longest = max((_size(words[slice(*stretch)]) for stretch in stretches), default=0)
    wanted = min(RUN, longest)
    rarity = cache(store.rarity)
    for first, end in stretches:
        start, size = first, 0.0
        for at in range(first, end):
            size += _size(words[at : at + 1])
            while size - _size(words[start : start + 1]) >= wanted:
                size -= _size(words[start : start + 1])
                start += 1
            if size >= wanted:
                phrase = _phrase(words[start : at + 1])
                yield Run(phrase, sum(map(rarity, set(store.stems(phrase)))), start, at + 1)


def _told(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The stretches of words between numbers and names of months."""
    begin = 0
    for at, word in enumerate((*words, None)):
        if word is None or is_number(word, None) or without_accents(word.key) in _MONTHS:
            if at > begin:
                yield begin, at
            begin = at + 1


def _size(words: Sequence[Token]) -> float:
    return sum(0.5 if is_unspaced(word.form) else 1.0 for word in words)


def _phrase(words: Sequence[Token]) -> str:
    return "".join(f"{word.form}{'' if is_unspaced(word.form) else ' '}" for word in words).strip()


def _rarest(runs: Sequence[Run]) -> list[Run]:
    """The rarest runs, from all parts of the quotation, no two of them with a word in common."""
    chosen: list[Run] = []
    for run in sorted(runs, key=lambda one: -one.rarity):
        if len(chosen) < MAX_RUNS and all(run.end <= one.at or one.end <= run.at for one in chosen):
            chosen.append(run)
    return chosen


def _pieces(words: Sequence[Token]) -> list[str]:
    """The words to be looked up together, without numbers: all of them, and stretch by stretch where they are many."""
    told = [words[at] for stretch in _told(words) for at in range(*stretch)] or list(words)
    step = max(PIECE, -(-len(told) // MAX_PIECES))
    parts = [told[at : at + step] for at in range(0, len(told), step)]
    pieces = [told, *parts] if len(parts) > 1 else parts
    return [_phrase(piece) for piece in pieces]


def opened(store: PassageStore, candidate: Candidate, quotation: Marked) -> Opened:
    """Reads a candidate; raises `DamagedRecordError`."""
    document = store.document(candidate.number)
    passages = store.cut(document)
    first = int(store.places(np.array([min(candidate.rows)], dtype=np.int64)).first_rows[0])
    around = int(SLACK * len(quotation.text)) + 200
    length = len(document.text)
    spans = []
    for row in sorted(candidate.rows):
        passage = passages[row - first]
        begin = 0 if passage.ordinal == 0 else max(0, passage.start - around)
        spans.append((begin, min(length, passage.end + around)))
    return Opened(document, candidate.number, passages, tuple(_joined(spans, wide=bool(quotation.gaps))))


def _joined(spans: Sequence[tuple[int, int]], *, wide: bool) -> Iterator[tuple[int, int]]:
    """The spans, those that touch as one; all as one where words are left out between them."""
    if wide and spans[-1][1] - spans[0][0] <= MAX_TOGETHER:
        yield spans[0][0], max(end for _, end in spans)
        return
    begin, end = spans[0]
    for following in spans[1:]:
        if following[0] <= end:
            end = max(end, following[1])
        else:
            yield begin, end
            begin, end = following
    yield begin, end
