"""What changed from one generation to the next. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.models.documents import Fingerprint
from index.models.reports import Moved

LOST_SHARE = 0.5
"""An archive that has lost more than this part of its documents may be a disk that is not there."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths in alphabetical order; a document that was moved is neither added nor removed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[Moved, ...]
    redated: tuple[str, ...]


def compare(then: Mapping[str, Fingerprint], now: Mapping[str, Fingerprint]) -> Changes:
    """What became of the documents of `then` in `now`."""
    gone, new = then.keys() - now.keys(), now.keys() - then.keys()
    moved = tuple(_moved({path: then[path] for path in gone}, {path: now[path] for path in new}))
    left, come = {pair.before for pair in moved}, {pair.after for pair in moved}
    both = sorted(then.keys() & now.keys())
    return Changes(
        added=tuple(sorted(new - come)),
        changed=tuple(path for path in both if then[path].sha256 != now[path].sha256),
        removed=tuple(sorted(gone - left)),
        moved=moved,
        redated=tuple(path for path in both if then[path].days != now[path].days),
    )


def _moved(gone: Mapping[str, Fingerprint], new: Mapping[str, Fingerprint]) -> Iterable[Moved]:
    """Pairs of the same bytes, in order of path; of a file that holds several documents, the same one of them."""
    homes: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(new, reverse=True):
        homes[_identity(path, new[path])].append(path)
    for path in sorted(gone):
        if free := homes[_identity(path, gone[path])]:
            yield Moved(before=path, after=free.pop())


def _identity(path: str, document: Fingerprint) -> tuple[str, str]:
    part = path.rpartition("#")[2] if "#" in path else ""
    return document.sha256, part if part.isdecimal() else ""
