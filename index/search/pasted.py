"""Documents that say eight or more words in a row of a query: text pasted from a document finds that document.

Runs of its words are looked up as phrases, the rarest first and never more than a fixed number of them, so that the
time grows with the query's length only. A query of fewer words costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from index.search.fusion import RankedDocument
from index.storage.engine import PassageStore, Predicate
from index.text.terms import exact

RUN = 8
"""Words in a row that are no accident. In scripts without spaces, where a term is a character, two count as one."""
STEP = 4
"""Words from one run to the next of those that are looked up first."""
FEW, MANY = 8, 24
"""Runs looked up: of those a step apart, and of all others where none of the first is said."""
MAX_PASSAGES = 50
"""Passages taken for each run; one that stands in more of them tells nothing."""
MAX_SOURCES = 5
"""Documents that a text beside a window may be from; what more of them say is said by all."""
MIN_CAPITAL = 5
"""Letters of a word that begins with a capital in any English headline."""
MAX_CUT = 10
"""Passages read to see whether a run goes on in the next."""


class Word(NamedTuple):
    """A folded word of the query, or a part of one: how rare it is, and what it counts of a word.

    `known` is False if no passage has it.
    """

    text: str
    rarity: float
    known: bool
    size: float


class Quoted(NamedTuple):
    """A document that says words of the query in a row, and the passage in which most of them stand.

    `through` says whether they go through the words that a window was read from, so that those are no window.
    """

    document: int
    row: int
    through: bool = True


Run = Sequence[Word]


def quoted(store: PassageStore, typed: str, demanded: Predicate, window_from: str | None = None) -> list[Quoted]:
    """The documents within `demanded` that say words of `typed` in a row, who says most of them first.

    What was read as a phrase or an exclusion from those very words is no demand: they are part of a sentence.
    `window_from` are words that a window was read from.
    """
    if is_headline(typed) or sum(map(_most, typed.split())) < RUN:
        return []
    runs = [run for stretch in _stretches(_words(store, typed)) for run in _runs(stretch)]
    said = _said(store, runs, demanded)
    if not said and 0 < len(runs) < RUN:  # more words than that have eight on one side of a passage's end
        said = _cut(store, runs, demanded)
    documents = _documents(store, said)
    if not (documents and window_from):
        return documents
    within = [run for run in runs if _is_part(window_from, run)]
    through = {one.document for one in _documents(store, _said(store, within, demanded))}
    return [one._replace(through=one.document in through) for one in documents]


def _said(store: PassageStore, runs: Sequence[Run], demanded: Predicate) -> Counter[int]:
    """The passages that say a run, and how many of those that were looked up each says."""
    apart = [run for place, run in enumerate(runs) if place % STEP == 0 or run is runs[-1]]
    others = [run for place, run in enumerate(runs) if place % STEP]
    said: Counter[int] = Counter()
    for looked_up, most in ((apart, FEW), (others, MANY)):
        for run in sorted(looked_up, key=_rarity, reverse=True)[:most]:
            said.update(_rows(store, run, demanded, MAX_PASSAGES))
        if said:
            break
    return said


def _is_part(spoken: str, run: Run) -> bool:
    """Whether words that a window was read from are part of a run, or it of them."""
    phrase = f" {_phrase(run)} "
    parts = [f" {' '.join(exact(part))} " for part in spoken.split(" … ")]
    return any(part in phrase or phrase in part for part in parts)


def is_headline(typed: str) -> bool:
    """Whether all longer words begin with a capital, as in English headlines, but not all letters are capitals.

    A headline is for the document that has it, which the ranking knows by its title, and not for all that name it.
    """
    longer = [token for token in typed.split() if len(token) >= MIN_CAPITAL and token[0].isalpha()]
    return all(token[0].isupper() for token in longer) and any(not token.isupper() for token in longer)


def _most(token: str) -> float:
    """The most that the words of a token count together, without looking at them."""
    return 1 if token.isascii() else max(1, len(token) / 2)


def _words(store: PassageStore, typed: str) -> Iterator[Word]:
    unknown = store.rarity("")
    for token in typed.split():
        terms = [term for term in exact(token) if term[0].isalnum()]
        known = [rarity for stem in store.stems(token) if (rarity := store.rarity(stem)) < unknown] if terms else []
        size = 0.5 if len(terms) > 1 and len(terms) == len(token) else 1 / max(1, len(terms))
        for term in terms:
            yield Word(term, max(known, default=0.0), bool(known), size)


def _stretches(words: Iterable[Word]) -> Iterator[list[Word]]:
    """The words between those that no passage has."""
    stretch: list[Word] = []
    for word in words:
        if word.known:
            stretch.append(word)
        else:
            yield stretch
            stretch = []
    yield stretch


def _runs(stretch: Run) -> Iterator[Run]:
    """Every run of `RUN` words in `stretch`."""
    end, size = 0, 0.0
    for start in range(len(stretch)):
        while size < RUN and end < len(stretch):
            size += stretch[end].size
            end += 1
        if size < RUN:
            return
        yield stretch[start:end]
        size -= stretch[start].size


def _rarity(run: Run) -> float:
    return sum(word.rarity for word in run)


def _phrase(run: Run) -> str:
    return " ".join(word.text for word in run)


def _rows(store: PassageStore, run: Run, demanded: Predicate, most: int, within: Run | None = None) -> list[int]:
    """Passages that say `run`; phrases and exclusions made of words of `within`, by default the run, are no demand."""
    phrase, part = _phrase(run), f" {_phrase(within or run)} "
    kept = {
        name: tuple(words for words in getattr(demanded, name) if f" {' '.join(exact(words))} " not in part)
        for name in ("phrases", "excluded")
    }
    wanted = replace(demanded, phrases=(*kept["phrases"], phrase), excluded=kept["excluded"])
    return [row for row, _ in store.worded(phrase, most, wanted)]


def _documents(store: PassageStore, said: Counter[int]) -> list[Quoted]:
    """Each document once, by how many runs its passages say together."""
    rows = [row for row, _ in said.most_common()]  # stable: equals stay in the order in which they were found
    together: Counter[int] = Counter()
    best: dict[int, int] = {}
    for row, document in zip(rows, store.places(np.array(rows, dtype=np.int64)).documents.tolist(), strict=True):
        together[document] += said[row]
        best.setdefault(document, row)
    return [Quoted(document, best[document]) for document, _ in together.most_common()]


def _cut(store: PassageStore, runs: Sequence[Run], demanded: Predicate) -> Counter[int]:
    """Passages that say the beginning or the end of a run, if the passage beside them says the rest."""
    found: dict[int, Run] = {}
    for run in runs:
        half = len(run) // 2
        for part in (run[:half], run[half:]):
            for row in _rows(store, part, demanded, MAX_CUT, run):
                found.setdefault(row, run)
    cut = list(found)[:MAX_CUT]
    said = (row for row in cut if _goes_on(store, row, runs))
    return Counter(said)


def _goes_on(store: PassageStore, row: int, runs: Sequence[Run]) -> bool:
    """Whether a run stands in the passage at `row` and those beside it, taken together."""
    places = store.places(np.array([row], dtype=np.int64))
    first, end = int(places.first_rows[0]), int(places.end_rows[0])
    views = store.shown(range(max(first, row - 1), min(end, row + 2)))
    text = f" {' '.join(term for view in views for term in exact(view.text))} "
    return any(f" {_phrase(run)} " in text for run in runs)


def across(store: PassageStore, phrase: str, demanded: Predicate) -> str | None:
    """The longest part of a phrase that stands in one passage, where the passages beside it say the rest.

    None where the phrase has fewer words than a run, or no document says all of it. `demanded` has no phrases.
    """
    words = list(_words(store, phrase))
    runs = list(_runs(words))
    if not (runs and all(word.known for word in words)):
        return None
    said = _said(store, runs, demanded) or _cut(store, runs, demanded)
    row = next((row for row, _ in said.most_common(MAX_CUT) if _goes_on(store, row, [words])), None)
    return None if row is None else _longest(store, row, words)


def _longest(store: PassageStore, row: int, words: Run) -> str:
    """The longest stretch of words that the passage at `row` says."""
    (view,) = store.shown(range(row, row + 1))
    text = f" {' '.join(exact(view.text))} "
    starts, ends = range(len(words)), range(len(words), 0, -1)
    parts = [words[start:] for start in starts] + [words[:end] for end in ends]
    return max((_phrase(part) for part in parts if f" {_phrase(part)} " in text), key=len)


def first(said: Sequence[Quoted], documents: Sequence[RankedDocument]) -> list[RankedDocument]:
    """The documents that were `said` word for word, by those passages, before all others."""
    ranked = {one.document: one for one in documents}
    top = max((one.fused for one in documents), default=0.0)
    ahead = []
    for document, row, _ in said:
        known = ranked.pop(document, RankedDocument(document, row, top, 0, None, None))
        ahead.append(known._replace(row=row, fused=max(top, known.fused), matched=()))
    return [*ahead, *ranked.values()]


def first_or_second(
    said: Sequence[Quoted], documents: Sequence[RankedDocument], preferred: Collection[int], about: Collection[int]
) -> list[RankedDocument]:
    """As `first` where a window was read, but that what was said of words beside it leaves the best its place.

    That is the first of `documents`, if it is of those of that time and `about` the query: words beside a month may be
    a title, which others only name. Of those who said them the `preferred` come first; what many say tells nothing.
    """
    beside = [one for one in said if not one.through] if len(said) <= MAX_SOURCES else []
    best = {one.document for one in documents[:1]} & set(about) - {one.document for one in beside}
    places = {one.document: place for place, one in enumerate(documents)}
    beside.sort(key=lambda one: (one.document not in preferred, places.get(one.document, len(places))))
    others = first(beside, documents[len(best) :])
    return first([one for one in said if one.through], [*documents[: len(best)], *others])
