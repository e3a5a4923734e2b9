"""Is this quotation real: from its words to a verdict, by what a store says within a scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from index.dates.calendar import long_day
from index.errors import QueryError
from index.models.scope import Scope
from index.quotations import stitched
from index.quotations.candidates import Candidate, Opened, candidates, nearest, opened
from index.quotations.models import MAX_QUOTATION, MIN_WORDS, Part, Place, Quotation, Verdict
from index.quotations.places import RANKS, Rank, Standing, Text, Wanted, standing
from index.storage.engine import PassageStore, Predicate
from index.text.near_duplicates import grouped

MEANING: Final = 12
"""Passages near in meaning that are looked at where words find nothing."""
MAX_ALIGNED: Final = 24
"""Documents whose words are aligned one by one; further ones only count where they have the very words."""

BETWEEN: Final = 3
"""Characters between two words in a row."""

Near = Callable[[str], Sequence[int]]
"""To the rows of the passages nearest in meaning to a text."""


class _Hit(NamedTuple):
    """A document that has the quotation, and where and how well."""

    source: Opened
    found: Standing
    day: int | None

    @property
    def order(self) -> tuple[int, int, bool, int, int]:
        """Better first, then earlier; undated ones last."""
        cost = 0 if self.found.rank != "near" else self.found.changed
        return RANKS.index(self.found.rank), cost, self.day is None, self.day or 0, self.source.number


def verify(
    store: PassageStore, quotation: Quotation, scope: Scope, *, named: Sequence[str] = (), near: Near | None = None
) -> Verdict:
    """Whether `quotation` is in the archive, as far as `scope` lets it be seen; raises `QueryError` for no quotation.

    `named` are the paths of documents, of one of which it is said to be. `near` finds by meaning what words don't.
    """
    wanted = _wanted(quotation.text)
    if wanted.size < MIN_WORDS:
        return _counted(store, quotation, wanted, scope)
    looked = _Looked(store, wanted)
    hits = looked.at(candidates(store, wanted.likeliest, scope))
    own = looked.at(candidates(store, wanted.likeliest, scope, tuple(named))) if named else []
    if not (hits or own) and near is not None:
        hits = looked.at(nearest(store, near(" ".join(wanted.keys))))
    if own and (not hits or own[0].order[:1] <= hits[0].order[:1]):
        return _verdict(store, quotation, [own[0], *_others(hits, own[0])])
    if hits and hits[0].found.rank != "near":
        return _verdict(store, quotation, hits, named=named)
    if (not hits or _may_be_stitched(hits[0].found)) and (parts := stitched.pieces(wanted, looked.texts)):
        return _stitched(quotation, wanted, parts)
    return _verdict(store, quotation, hits, named=named) if hits else _not_here(store, quotation, scope)


def _wanted(text: str) -> Wanted:
    if len(text) > MAX_QUOTATION:
        line = f"a quotation of {len(text):,} characters is too long; quote at most {MAX_QUOTATION:,} at a time"
        raise QueryError(line, shown=True)
    wanted = Wanted.of(text)
    if not wanted.keys:
        what = "there are no words in it" if text.strip() else "it is empty"
        raise QueryError(f"that is no quotation: {what}; give the words that are quoted", shown=True)
    return wanted


class _Looked:
    """The documents that were looked at for a quotation; each is read once."""

    def __init__(self, store: PassageStore, wanted: Wanted) -> None:
        self._store = store
        self._wanted = wanted
        self.texts: list[tuple[Opened, Text]] = []

    def at(self, found: Sequence[Candidate]) -> list[_Hit]:
        """Those of the documents that have the quotation, the best first."""
        days = self._store.earliest_days([one.number for one in found])
        hits: list[_Hit] = []
        for place, candidate in enumerate(found):
            if place >= MAX_ALIGNED and not (hits and candidate.runs):
                break
            source = opened(self._store, candidate, self._wanted.literal)
            best = self._best(source)
            if best is not None:
                hits.append(_Hit(source, best, days.get(candidate.number)))
        return sorted(hits, key=lambda hit: hit.order)

    def _best(self, source: Opened) -> Standing | None:
        best: Standing | None = None
        for text in source.texts():
            self.texts.append((source, text))
            found = standing(self._wanted, text)
            if found and (best is None or _is_better(found, best)):
                best = found
        return best


def _may_be_stitched(found: Standing) -> bool:
    """Whether a whole part of the quotation is otherwise there, so that it may be from another place."""
    last, words = -1, 0
    for one in sorted(found.differences, key=lambda one: one.start):
        if not one.said or one.typographic:
            continue
        words = len(one.said.split()) + (words if one.start <= last + BETWEEN else 0)
        last = one.end
        if words >= stitched.MIN_PART:
            return True
    return False


def _is_better(one: Standing, other: Standing) -> bool:
    return (RANKS.index(one.rank), one.changed) < (RANKS.index(other.rank), other.changed)


def _others(hits: Sequence[_Hit], own: _Hit) -> list[_Hit]:
    return [hit for hit in hits if hit.source.number != own.source.number]


def _verdict(store: PassageStore, quotation: Quotation, hits: Sequence[_Hit], named: Sequence[str] = ()) -> Verdict:
    """The verdict of the first hit; the others that are as good are counted, reprints as one."""
    first = hits[0]
    rank = first.found.rank
    others = [hit for hit in hits[1:] if _as_good(hit.found, first.found)]
    reprints, also = _stories(store, first, others)
    elsewhere = bool(named) and first.source.document.path not in named
    there = place(first.source, first.found.start, first.found.end)
    return Verdict(
        quotation=quotation,
        verdict="elsewhere" if elsewhere else rank,
        place=there,
        differences=first.found.differences,
        also_in=tuple(also),
        reprints=tuple(reprints),
        elsewhere_as=rank if elsewhere else None,
        said=f"{_said(first.found, named if elsewhere else ())}{_in_recognised([there])}",
    )


def _as_good(one: Standing, best: Standing) -> bool:
    """Whether it has the words as well: all of them, or with the same differences."""
    if best.rank != "near":
        return one.rank != "near"
    return one.rank == "near" and [d.is_ for d in one.differences] == [d.is_ for d in best.differences]


def _stories(store: PassageStore, first: _Hit, others: Sequence[_Hit]) -> tuple[list[str], list[str]]:
    """The paths of what is a reprint of the first, or the other way round, and of the first of each other text."""
    together = [first, *others]
    sketches = store.sketches([hit.source.number for hit in together])
    groups = grouped([sketches[hit.source.number] for hit in together], [hit.day for hit in together])
    reprints: list[str] = []
    also: list[str] = []
    for group in groups:
        paths = [together[at].source.document.path for at in (group.first, *group.duplicates)]
        if first.source.document.path in paths:
            reprints = [path for path in paths if path != first.source.document.path]
        else:
            also.append(paths[0])
    return reprints, also


def place(source: Opened, start: int, end: int) -> Place:
    """A stretch of a document's text as a place."""
    document = source.document
    return Place(
        document=document.path,
        title=document.title,
        title_origin=document.title_origin,
        date=document.date,
        passage=source.passage_at(start),
        start=start,
        end=end,
        text=document.text[start:end],
        confidence=document.confidence(start, end),
    )


def _said(found: Standing, named: Sequence[str]) -> str:
    sentences: dict[Rank, str] = {
        "exact": "the archive has these very words",
        "typographic": "the archive has these words; only typography differs",
        "near": "the archive has nearly these words",
    }
    if not named:
        return sentences[found.rank]
    return f"{sentences[found.rank]}, but in another document than {' or '.join(named)}"


def _in_recognised(places: Sequence[Place]) -> str:
    """Of words that were recognised in a picture nobody knows that the page has them."""
    return ", in recognised text" if any(place.confidence is not None for place in places) else ""


def _stitched(quotation: Quotation, wanted: Wanted, found: Sequence[stitched.Piece]) -> Verdict:
    parts = tuple(_parts(quotation, wanted, found))
    documents = len({part.place.document for part in parts})
    where = f"{documents} documents" if documents > 1 else "several places of one document"
    recognised = _in_recognised([part.place for part in parts])
    return Verdict(
        quotation=quotation,
        verdict="stitched",
        place=parts[0].place,
        parts=parts,
        said=f"the words are put together from {len(parts)} parts of {where}{recognised}",
    )


def _parts(quotation: Quotation, wanted: Wanted, found: Sequence[stitched.Piece]) -> Iterator[Part]:
    words = [token for token in wanted.likeliest.tokens if token.worded]
    for piece in found:
        yield Part(
            start=wanted.offset + words[piece.first].start,
            end=wanted.offset + words[piece.end - 1].end,
            place=place(piece.source, piece.start, piece.stop),
        )


def _not_here(store: PassageStore, quotation: Quotation, scope: Scope) -> Verdict:
    oldest, newest = store.oldest(scope), store.newest(scope)
    span = (
        f", whose documents are dated from {long_day(oldest)} to {long_day(newest.latest)}" if oldest and newest else ""
    )
    return Verdict(
        quotation=quotation,
        verdict="not in this archive",
        said=f"these words are not in this archive{span}; that alone does not make them false",
    )


def _counted(store: PassageStore, quotation: Quotation, wanted: Wanted, scope: Scope) -> Verdict:
    """How many documents have words that are too few to be judged."""
    documents = store.count_documents(Predicate(scope=scope, phrases=(wanted.text,)))
    have = f"{documents:,} document has" if documents == 1 else f"{documents:,} documents have"
    return Verdict(
        quotation=quotation,
        verdict="too short",
        documents=documents,
        said=f"fewer than {MIN_WORDS} words say too little to be judged; {have} them",
    )
