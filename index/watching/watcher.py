"""Holding watches against what is new in an archive, and showing what they found."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDataError, QueryError
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.answers import Query, Reading
from index.models.scope import Scope
from index.models.watches import Match, Watch, WatchCheck, WatchHits
from index.search import query
from index.search.archive import Archive
from index.search.matching import Holding, matching
from index.search.ranking import Model
from index.search.understanding import to_match
from index.settings import Settings
from index.storage.engine import PassageStore
from index.userdata.watches import Watches
from index.watching import showing, stand_ins
from index.watching.comparison import Comparison, NewDocument, Reported
from index.watching.judging import Judge
from index.watching.query_vectors import QueryVectors

log = logging.getLogger(__name__)

REMEMBERED: Final = 2000
"""Readings that are remembered, of two kilobytes each."""
Asked = Sequence[tuple[Watch, Scope]]


class Watcher:
    """What is new to watches on an open archive. Blocking, and safe to use from several threads."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._archive = archive
        self._data = DataFolder(settings.data)
        self._watches = Watches(settings.data)

    def check(self, watches: Asked) -> tuple[WatchCheck, ...]:
        """What is new to watches that run, each within what its readers may see: to be noted by `Watches.note`.

        There is none for a watch that was checked up to the serving generation or a later one, which rollbacks leave.
        """
        return self._archive.with_generation(lambda now, model: tuple(self._checks(watches, now, model)))

    def hits(self, watch: Watch, matches: Sequence[Match], scope: Scope, limit: int = 5) -> WatchHits:
        """What is shown of a watch's matches within `scope`: at most `limit` documents as they are now, best first.

        The passages shown are entered as citations.
        """
        versions = self._watches.versions([watch.token]).get(watch.token, [])
        standing = self._archive.with_generation(
            lambda now, model: showing.standing(
                now.passages, matches, versions, scope, partial(_Asked(watch, scope, model).matching, now.passages)
            )
        )
        asked = watch.asked(scope).model_copy(update={"limit": limit})
        answer = self._archive.search(asked, among=list(standing.shown))
        return showing.shown(watch, answer, standing)

    def _checks(self, watches: Asked, now: Generation, model: Model) -> Iterator[WatchCheck]:
        whole = self._data.whole()
        groups: defaultdict[int, list[tuple[Watch, Scope]]] = defaultdict(list)
        for watch, scope in watches:
            if watch.paused is None and stand_ins.is_due(watch.checked, now.number, whole):
                groups[watch.checked].append((watch, scope))
        for checked, group in groups.items():
            yield from self._compared(group, checked, now, model)

    def _compared(self, group: Asked, checked: int, now: Generation, model: Model) -> list[WatchCheck]:
        """The checks of watches that were all checked up to the same generation, beside that or what stands in."""
        whole = self._data.whole()
        for number in stand_ins.earlier(whole, checked, now.number):
            if checks := self._beside(number, group, now, model):
                return checks
        if (reported := self._by_reports(group, checked, now, model)) is not None:
            return reported
        for number in stand_ins.later(whole, checked, now.number):
            if checks := self._beside(number, group, now, model):
                return checks
        warning = stand_ins.warning(checked, None)
        log.warning("%s", warning)
        return [_nothing(watch, now.number, warning) for watch, _ in group]

    def _beside(self, number: int, group: Asked, now: Generation, model: Model) -> list[WatchCheck]:
        """The checks beside an earlier generation; none where that is damaged."""
        if self._data.damage(number) is not None:
            return []
        checked, *_ = (watch.checked for watch, _ in group)
        told = () if number == checked else (stand_ins.warning(checked, number),)
        try:
            with closing(Generation(self._data, number)) as before:
                comparison = Comparison(now, before, self._data.folder(now.number), {scope for _, scope in group})
                return list(self._against(comparison, group, model, told))
        except IndexDataError as error:
            if now.damaged:  # then another generation has to serve first
                raise
            log.warning("watches are not compared with generation %d: %s", number, error)
            return []

    def _by_reports(self, group: Asked, checked: int, now: Generation, model: Model) -> list[WatchCheck] | None:
        """The checks by what the reports of reindexes name; None where they don't go back so far."""
        paths = stand_ins.changed_since(self._data.report, checked, now.number)
        if paths is None:
            return None
        numbers = tuple(sorted(now.passages.numbers(sorted(paths)).values()))
        told = (stand_ins.warning_of_reports(checked),) if numbers else ()
        scopes = {scope for _, scope in group}
        comparison = Reported(now, self._data.folder(now.number), scopes, numbers)
        return list(self._against(comparison, group, model, told))

    def _against(
        self, comparison: Comparison, group: Asked, model: Model, told: tuple[str, ...]
    ) -> Iterator[WatchCheck]:
        """The checks of watches by what a comparison found new; `told` is said of each."""
        tokens = [watch.token for watch, _ in group] if comparison.numbers else []
        vectors = QueryVectors(self._watches, tokens, comparison.model, model.encode)
        asked = [_Asked(watch, scope, _reading(model, vectors, watch)) for watch, scope in group]
        checks = [_found(one, comparison, told) for one in asked]
        known = self._watches.versions(check.watch for check, found in checks if found)
        for one, (check, found) in zip(asked, checks, strict=True):
            if not found:
                yield check
                continue
            judge = Judge(check.watch, known.get(check.watch, ()), comparison)
            judged = judge.judged(found, _matched_before(one, comparison, found), dt.datetime.now(dt.UTC))
            yield check.model_copy(update={"matches": judged.matches, "versions": judged.versions})
        vectors.keep()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a watch asks, for those who may see `scope`."""

    watch: Watch
    scope: Scope
    model: Model

    def matching(
        self, store: PassageStore, among: tuple[int, ...], holding: Holding | None = None
    ) -> NDArray[np.int64]:
        """The numbers of those documents that match."""
        today = dt.datetime.now().astimezone().date()
        asked = self.watch.asked(self.scope).model_copy(update={"today": today})
        reading = _read(asked, store.oldest(self.scope))
        held = to_match(store, reading, asked, self.model.count_tokens, among)
        return matching(store, held, self.model.encode, holding)


@lru_cache(REMEMBERED)
def _read(asked: Query, oldest: dt.date | None) -> Reading:
    """How a query is understood on its day: as it was at the last check of that day."""
    return query.read(asked, oldest)


def _reading(model: Model, vectors: QueryVectors, watch: Watch) -> Model:
    """The model, which reads no query again whose vector is kept."""
    return replace(model, encode=partial(vectors.row, watch.token))


def _nothing(watch: Watch, after: int, *warnings: str) -> WatchCheck:
    """The check of a watch to which nothing is news."""
    return WatchCheck(watch=watch.token, before=watch.checked, after=after, warnings=warnings)


def _found(asked: _Asked, comparison: Comparison, told: tuple[str, ...]) -> tuple[WatchCheck, list[NewDocument]]:
    """The check of a watch as far as nothing is news to it, and the new documents that match."""
    watch, now = asked.watch, comparison.now
    check = _nothing(watch, now.number, *told)
    if not comparison.numbers:
        return check, []
    try:
        found = asked.matching(now.passages, comparison.numbers, comparison.words.holding)
    except QueryError as error:
        return _nothing(watch, now.number, *told, str(error)), []
    documents = [comparison.document(document) for document in found.tolist()]
    if comparison.before.number < watch.checked:  # what was there when the watch was made is not new to it
        documents = [one for one in documents if one.since_exact >= watch.made]
    return check, documents


def _matched_before(asked: _Asked, comparison: Comparison, documents: Sequence[NewDocument]) -> frozenset[int]:
    """Which of the documents that these were before, or that tell the same, matched then.

    Where another model made the vectors, nothing was near in meaning: the words alone tell.
    """
    earlier = tuple(sorted({number for document in documents for number in document.earlier}))
    if not earlier:
        return frozenset()
    if not comparison.same_model:
        nowhere = np.zeros(comparison.before.manifest.dimensions, dtype=np.float32)
        asked = replace(asked, model=replace(asked.model, encode=lambda _: nowhere))
    return frozenset(asked.matching(comparison.before.passages, earlier).tolist())
