"""Holds watches against the archive in memory: what a reindex brought matches where a search would find it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import index
from index.search.query import read
from tests.bot.fakes import Doc, FakeArchive


@dataclass
class FakeWatcher:
    """What of `archive` is new to watches; `now` is the moment at which it is found."""

    archive: FakeArchive
    now: Callable[[], dt.datetime]

    def check(self, watches: Sequence[tuple[index.Watch, index.Scope]]) -> tuple[index.WatchCheck, ...]:
        return tuple(
            index.WatchCheck(
                watch=watch.token,
                before=watch.checked,
                after=self.archive.generation,
                matches=tuple(self._match(watch, doc) for doc in self._new(watch, scope)),
            )
            for watch, scope in watches
            if watch.checked < self.archive.generation
        )

    def _new(self, watch: index.Watch, scope: index.Scope) -> list[Doc]:
        reading = read(watch.asked(scope))
        came = [doc for doc in self.archive.docs if self.archive.came.get(doc.path, 0) > watch.checked]
        return [doc for doc in came if scope.sees(doc.path) and self.archive.matches(doc, reading)]

    def _match(self, watch: index.Watch, doc: Doc) -> index.Match:
        return index.Match(
            watch=watch.token,
            document=doc.path,
            digest=digest(doc),
            sha256="0" * 64,
            since=self.now().date(),
            change="added",
            found=self.now(),
        )

    def hits(
        self, watch: index.Watch, matches: Sequence[index.Match], scope: index.Scope, limit: int = 5
    ) -> index.WatchHits:
        there = {digest(doc): doc for doc in self.archive.docs}
        seen = [match for match in matches if match.digest in there and scope.sees(match.document)]
        return index.WatchHits(
            watch=watch.token,
            generation=self.archive.generation,
            hits=tuple(
                index.WatchHit(match=match, hit=self.archive.hit(rank, there[match.digest]))
                for rank, match in enumerate(seen[:limit], 1)
            ),
            found=len(seen),
            gone=tuple(match for match in matches if match.digest not in there),
        )


def digest(doc: Doc) -> str:
    return hashlib.sha256(f"{doc.path}\n{doc.text}".encode()).hexdigest()
