"""Why nobody can say what has become of words: a folder or file that can't be opened, or a folder emptied at once."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from index.models.documents import Unreadable
from index.models.scope import Scope
from index.read.source import places_of
from index.read.vanished import Digests, Vanished, vanished
from index.settings import Settings


@dataclass(slots=True)
class Unseen:
    """What of an archive could not be opened so far: the system's reason by path, of folders and files."""

    _faults: dict[str, str] = field(default_factory=dict)

    def take(self, results: Iterable[object]) -> None:
        """Remembers those of some results that the system did not let be opened."""
        refused = (result for result in results if isinstance(result, Unreadable))
        self._faults.update((place.path, place.os_fault) for place in refused if place.os_fault)

    def around(self, path: str) -> str | None:
        """Why the document at `path` can't be opened; None where nothing keeps from it."""
        place = self._place(path)
        return place and self._said(place, [path])

    def anywhere(self, known: Iterable[str], scope: Scope) -> str | None:
        """What else can't be opened, by a name that `scope` sees; `known` files tell which of it are folders."""
        if not self._faults:
            return None
        seen = (place for place in sorted(self._faults) if scope.sees(place) and scope.sees(f"{place}/"))
        place = next(seen, None)
        what = self._said(place, known) if place else "part of the archive can't be opened"
        return f"{what}, and the words may be there"

    def emptied(
        self, indexed: Digests, now: Digests, there: Set[str], *, settings: Settings, before: Set[str]
    ) -> dict[str, str]:
        """How folders have lost all that was `indexed` of them, by file; `now`, `there`, `before` as in `vanished`."""
        known = {file: sha256 for file, sha256 in indexed.items() if not self._place(file)}
        gone = vanished(known, now, there, settings, before)
        return {file: _naming(folder) for folder in gone for file in folder.files}

    def _place(self, path: str) -> str | None:
        return next((place for place in places_of(path) if place in self._faults), None)

    def _said(self, place: str, known: Iterable[str]) -> str:
        folder = any(path.startswith(f"{place}/") for path in known)
        return f"{'the folder ' if folder else ''}{place} can't be opened ({self._faults[place]})"


def _naming(gone: Vanished) -> str:
    return gone.reason.replace("the folder", f"the folder {gone.folder}", 1)
