"""Why a document is not among the hits of a query, or which place it has.

Each thing that a query demands is held against the document by itself, so that all that keeps it out is told and not
only what was looked at first. What nothing keeps out is looked up in the ranking of the search itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from index.dates.calendar import day_span, days_span
from index.errors import CitationError
from index.generations.opened import Generation
from index.models.answers import MAX_LIMIT, Query, Reading
from index.models.documents import Document
from index.models.explanations import Explanation, Reason
from index.models.scope import no_document
from index.search import query
from index.search.corrections import PUNCTUATION
from index.search.matching import matching
from index.search.pipeline import ordered
from index.search.ranking import Model
from index.search.results import Story, shown, stories
from index.search.understanding import Understood, understood
from index.storage.engine import PassageStore, Predicate
from index.text.clean import one_line
from index.text.terms import has_words

MAX_NAMED = 5
"""Documents that are named where words mean several."""
MAX_SHOWN = 200
"""Characters of what was typed that a line repeats."""


def explanation(generation: Generation, typed: str, asked: Query, model: Model) -> Explanation:
    """What `asked` makes of the document that was `typed`: its path, or words of the path or title of one alone.

    Raises `CitationError` where there is none within the scope, and `QueryError`; `elapsed_ms` is left at 0.
    """
    store, model = generation.passages.within(asked.scope), replace(model, encode=cache(model.encode))
    reading = query.read(asked, store.oldest(asked.scope))
    document = _document(generation, typed, asked)
    wanted = understood(store, reading, asked, model.count_tokens)
    one = _Examined(store, document, store.numbers([document.path])[document.path], wanted, model)
    reasons = tuple(one.obstacles())
    placed = _Placed() if reasons else _place(one, asked)
    explained = Explanation(
        query=asked,
        reading=wanted.reading,
        generation=generation.number,
        document=document.path,
        title=document.title,
        title_origin=document.title_origin,
        date=document.date,
        matches=not reasons,
        reasons=reasons or placed.reasons,
        rank=placed.rank,
        shown_by=placed.shown_by,
        nearness=one.nearness(),
        least=None if reading.lists else wanted.nearness.least,
        elapsed_ms=0.0,
        warnings=(*wanted.folder_warnings, *wanted.phrase_warnings, *wanted.spelling_warnings),
    )
    hit = shown(store, wanted.text, placed.story, wanted.reading, near=wanted.nearness, model=model).hits
    found = hit[0].model_copy(update={"rank": placed.rank}) if hit and placed.rank else None
    return explained.model_copy(update={"hit": found, "chat_warnings": explained.warnings})


def _document(generation: Generation, typed: str, asked: Query) -> Document:
    """The document that was typed; one outside the scope is as unknown as one that never was."""
    path = typed
    if not (asked.scope.sees(path) and generation.passages.numbers([path])):
        named = generation.documents.names_with(typed.split(), asked.scope, MAX_NAMED + 1) if typed.split() else []
        if not named:
            raise CitationError(f"unknown document “{one_line(typed)[:MAX_SHOWN]}”; give its path", shown=True)
        if len(named) > 1:
            names = ", ".join(one_line(path) for path, _ in named[:MAX_NAMED])
            more = " and others" if len(named) > MAX_NAMED else ""
            line = f"“{one_line(typed)[:MAX_SHOWN]}” may be {names}{more}; give the path of one"
            raise CitationError(line, shown=True)
        path = named[0][0]
    return generation.passages.document(generation.passages.numbers([path])[path])


@dataclass(frozen=True, slots=True)
class _Examined:
    """One document, by its number, held against a query."""

    store: PassageStore
    document: Document
    number: int
    wanted: Understood
    model: Model

    @property
    def reading(self) -> Reading:
        return self.wanted.reading

    @property
    def alone(self) -> Predicate:
        """This document, whatever else is demanded."""
        return Predicate(scope=self.wanted.demanded.scope, documents=(self.number,))

    @property
    def demanded(self) -> Predicate:
        """What the query demands, of this document only."""
        return replace(self.wanted.demanded, documents=(self.number,))

    def has(self, demanded: Predicate) -> bool:
        """Whether a passage of the document fulfils this."""
        return self.store.count(demanded) > 0

    def matches(self, demanded: Predicate) -> bool:
        """Whether the document matches where no more than this is demanded of it."""
        if self.wanted.nearness.foreign:  # all that was found is shown
            return self.store.count(demanded) > 0
        return len(matching(self.store, self.wanted.demanding(demanded), self.model.encode)) > 0

    def obstacles(self) -> Iterator[Reason]:
        """All that keeps it out, whatever else does."""
        found = [*self._window(), *self._lacking(), *self._excluded()]
        if not self.matches(self.alone):
            found.append(Reason(kind="unrelated", said=self._unrelated()))
        elif not found and not self.matches(self.demanded):
            said = "no passage of it fulfils all that is demanded and also has the words or is near in meaning"
            found.append(Reason(kind="together", said=said))
        yield from found

    def _window(self) -> Iterator[Reason]:
        demanded, date = self.wanted.demanded, self.document.date
        if not demanded.windowed:
            return
        window = days_span(demanded.since, demanded.until)
        if date is None:
            yield Reason(kind="undated", said=f"it is undated, and a window ({window}) leaves out undated documents")
        elif not date.overlaps(demanded.since, demanded.until):
            yield Reason(kind="window", said=f"it is out of the window: it is dated {day_span(date)}, not {window}")

    def _lacking(self) -> Iterator[Reason]:
        demanded = self.wanted.demanded
        if demanded.folders and not self.has(replace(self.alone, folders=demanded.folders)):
            yield Reason(kind="folder", said=f"it is not in {' or '.join(map(one_line, demanded.folders))}")
        if demanded.chosen and not self.has(replace(self.alone, chosen=demanded.chosen)):
            yield Reason(kind="folder", said=f"it is not in {' or '.join(map(_named, demanded.chosen))}")
        if demanded.formats and self.document.format not in demanded.formats:
            said = f"it is {self.document.format}, not {' or '.join(map(one_line, demanded.formats))}"
            yield Reason(kind="kind", said=said)
        for title in demanded.titles:
            if not self.has(replace(self.alone, titles=(title,))):
                yield Reason(kind="title", said=f"its title lacks “{one_line(title)}”")
        for phrase in demanded.phrases:
            if not self.has(replace(self.alone, phrases=(phrase,))):
                yield Reason(kind="phrase", said=f"it lacks the phrase “{one_line(phrase)}”")

    def _excluded(self) -> Iterator[Reason]:
        """What leaves out all of its passages, or those that match."""
        excluded = self.wanted.demanded.excluded
        said = [word for word in excluded if self.has(replace(self.alone, phrases=(word,)))]
        rest = replace(self.alone, excluded=excluded)
        words = ", ".join(f"“{one_line(word)}”" for word in said)
        if said and not self.has(rest):
            yield Reason(kind="excluded", said=f"it has {words}, which the query excludes")
        elif said and self.matches(self.alone) and not self.matches(rest):
            yield Reason(kind="excluded", said=f"its passages that match have {words}, which the query excludes")

    def _unrelated(self) -> str:
        words, near = self._telling_words(), self.nearness()
        none = f"{no_document(self.alone.scope)} has any of the query's words"
        if words:
            none = f"it has none of the words that tell ({', '.join(words)})"
        if near is None or self.wanted.nearness.least >= 1:
            return f"{none}, and nearness in meaning tells nothing of words that the model doesn't know"
        least = self.wanted.nearness.least
        return f"{none}, and is not near in meaning: at most {near:.2f}, where {least:.2f} is near enough"

    def _telling_words(self) -> list[str]:
        """Those of the query's words that tell what it is about, as typed."""
        terms = self.wanted.nearness.said.terms.keys()
        words = dict.fromkeys(word.strip(PUNCTUATION) for word in self.wanted.text.split())
        return [one_line(word) for word in words if terms & set(self.store.stems(word))]

    def nearness(self) -> float | None:
        """The cosine of its passage that is nearest in meaning."""
        if self.reading.lists or not has_words(self.wanted.text):
            return None
        cosines = self.store.cosines(self.model.encode(self.wanted.text), self.store.fulfilling(self.alone))
        return round(float(cosines.max()), 4) if len(cosines) else None


def _named(folder: str) -> str:
    """A folder that was chosen, where an empty one stands for documents in none."""
    return one_line(folder) if folder else "no folder"


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a document that matches comes in the ranking."""

    rank: int | None = None
    story: tuple[Story, ...] = ()
    shown_by: str | None = None
    reasons: tuple[Reason, ...] = ()


def _place(one: _Examined, asked: Query) -> _Placed:
    """Its place among as many hits as were asked for, or else among as many as can be."""
    if placed := _placed(one, asked):
        return placed
    if placed := _placed(one, asked.model_copy(update={"limit": MAX_LIMIT})):
        beyond = Reason(kind="rank", said=_beyond(placed.rank or 0, asked.limit))
        return replace(placed, reasons=(*placed.reasons, beyond))
    if one.reading.sort != "relevance":
        said = "it matches, but an order by date shows only what answers about as well as the best does"
        return _Placed(reasons=(Reason(kind="order", said=said),))
    said = f"it matches, but does not come among the first {MAX_LIMIT:,} hits"
    return _Placed(reasons=(Reason(kind="rank", said=said),))


def _placed(one: _Examined, asked: Query) -> _Placed | None:
    """Its place among the hits of a search; None where it has none there."""
    found, _ = ordered(one.store, one.wanted, asked, one.model)
    path = one.document.path
    for rank, story in enumerate(stories(one.store, found.documents, asked.limit, found.within).first, 1):
        if story.document.document == one.number:
            return _Placed(rank, (story,))
        if path in story.duplicates:
            other = one.store.paths([story.document.document]).get(story.document.document, "another document")
            said = f"it tells the same story as {one_line(other)}, which stands for it at rank {rank:,}"
            own = next(each for each in found.documents if each.document == one.number)
            return _Placed(rank, (Story(own, (), None),), other, (Reason(kind="same story", said=said),))
    return None


def _beyond(rank: int, limit: int) -> str:
    """Why a document is not shown that is at a rank in the longest list; there a near tie may be decided otherwise."""
    if rank > limit:
        return f"it matches, but at rank {rank:,}; {limit:,} hits are shown"
    return f"it matches, but is not among the first {limit:,} hits; in a longer list it is at rank {rank:,}"
