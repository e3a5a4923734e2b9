"""What is shown of a watch's matches: where their documents stand now, and whether they still match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.models.answers import Answer
from index.models.scope import Scope
from index.models.watches import Match, Version, Watch, WatchHit, WatchHits
from index.storage.engine import PassageStore
from index.watching.comparison import text_digest

Matching = Callable[[tuple[int, ...]], NDArray[np.int64]]
"""Which of these documents match, by number."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where matches stand: each by the path of the document that is shown of it, and by those that tell the same."""

    shown: Mapping[str, Match]
    others: Mapping[str, tuple[str, ...]]
    gone: tuple[Match, ...]


def standing(
    store: PassageStore, matches: Sequence[Match], versions: Sequence[Version], scope: Scope, matching: Matching
) -> Standing:
    """Where `matches`, known by their `versions`, stand within `scope`."""
    places = _places(store, matches, versions)
    numbers = store.numbers([path for paths in places.values() for path in paths if scope.sees(path)])
    found = set(matching(tuple(sorted(numbers.values()))).tolist()) if numbers else set()
    shown: dict[str, Match] = {}
    others: dict[str, tuple[str, ...]] = {}
    gone: list[Match] = []
    for match in matches:
        paths = [path for path in places[match.digest] if numbers.get(path) in found]
        if paths:
            first = match.document if match.document in paths else paths[0]
            shown[first] = match
            others[first] = tuple(path for path in paths if path != first)
        elif all(map(scope.sees, places[match.digest])):
            gone.append(match)
    return Standing(shown, others, tuple(gone))


def shown(watch: Watch, answer: Answer, standing: Standing) -> WatchHits:
    """The hits of an answer about nothing but what is `standing`."""
    hits = []
    for hit in answer.hits:
        match = standing.shown.get(hit.document)
        if match is not None:
            same = dict.fromkeys((*hit.duplicates, *standing.others[hit.document]))
            hits.append(WatchHit(match=match, hit=hit.model_copy(update={"duplicates": tuple(same)})))
    return WatchHits(
        watch=watch.token,
        generation=answer.generation,
        hits=tuple(hits),
        found=len(standing.shown),
        gone=standing.gone,
    )


def _places(store: PassageStore, matches: Sequence[Match], versions: Sequence[Version]) -> dict[str, list[str]]:
    """The paths at which each match stands with a text that it is known by, by the match's digest."""
    wanted = {match.digest for match in matches}
    known = [version for version in versions if version.of in wanted]
    numbers = store.numbers([version.document for version in known])
    digests = {path: text_digest(store.document(number)) for path, number in numbers.items()}
    places: defaultdict[str, list[str]] = defaultdict(list)
    for version in known:
        if digests.get(version.document) == version.digest:
            places[version.of].append(version.document)
    return {digest: places[digest] for digest in wanted}
