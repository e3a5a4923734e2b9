"""Which of the new documents that match a watch are news to it, and which tell what it knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

from index.models.watches import Match, Version
from index.text import near_duplicates
from index.watching.comparison import Comparison, NewDocument


class Judged(NamedTuple):
    """What is news, each story once, and every text that the watch knows from now on."""

    matches: tuple[Match, ...]
    versions: tuple[Version, ...]


class _Silent(NamedTuple):
    """A document that is no news, and the match that it is a version of, by its digest; None where nobody was told."""

    document: NewDocument
    of: str | None


class Judge:
    """Judges for the watch that `token` names, which knows the texts `known`."""

    def __init__(self, token: str, known: Sequence[Version], comparison: Comparison) -> None:
        self._token = token
        self._known = known
        self._by_digest = {version.digest: version.of for version in known}
        self._comparison = comparison

    def judged(self, found: Sequence[NewDocument], matched_before: Collection[int], now: dt.datetime) -> Judged:
        """What of the documents `found` is news; `matched_before` are the numbers of earlier ones that matched then."""
        silent: list[_Silent] = []
        fresh: list[NewDocument] = []
        for document in found:
            same = self._same(document, matched_before)
            if same is None:
                fresh.append(document)
            else:
                silent.append(same)
        for document in list(fresh):
            place = near_duplicates.likest(document.sketch, [one.document.sketch for one in silent])
            if place is not None:
                fresh.remove(document)
                silent.append(_Silent(document, silent[place].of))
        matches, versions = self._told(fresh, now)
        versions += [_version(one.document, one.of) for one in silent if one.of is not None]
        return Judged(tuple(matches), tuple(versions))

    def _same(self, document: NewDocument, matched_before: Collection[int]) -> _Silent | None:
        """What it is to the watch, where it is no news."""
        of = self._by_digest.get(document.digest)
        if of is None:
            place = near_duplicates.likest(document.sketch, [version.sketch for version in self._known])
            of = None if place is None else self._known[place].of
        if of is not None:
            return _Silent(document, of)
        earlier = [number for number in document.earlier if number in matched_before]
        if not earlier:
            return None
        known = (self._by_digest.get(self._comparison.digest_before(number)) for number in earlier)
        return _Silent(document, next((digest for digest in known if digest), None))

    def _told(self, fresh: Sequence[NewDocument], now: dt.datetime) -> tuple[list[Match], list[Version]]:
        """A match for each story, of its earliest document; the others are versions of it."""
        matches, versions = [], list[Version]()
        stories: dict[int, list[NewDocument]] = {}
        for document in fresh:
            stories.setdefault(document.story, []).append(document)
        for tellers in stories.values():
            first, *others = sorted(tellers, key=lambda one: (one.day is None, one.day or 0, one.number))
            matches.append(
                Match(
                    watch=self._token,
                    document=first.path,
                    digest=first.digest,
                    sha256=first.sha256,
                    since=first.since,
                    change=first.change,
                    found=now,
                )
            )
            versions += [_version(one, first.digest) for one in (first, *others)]
        return matches, versions


def _version(document: NewDocument, of: str) -> Version:
    return Version(
        digest=document.digest, sha256=document.sha256, sketch=document.sketch, document=document.path, of=of
    )
