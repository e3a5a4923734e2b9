"""The folders that a query asks for, as the archive spells them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches

from index.models.answers import Reading
from index.models.scope import Scope
from index.search.hints import shortened
from index.storage.engine import PassageStore, Predicate

MOST_NAMED = 3
"""Folders that are named for one that isn't there, and such folders that a warning is about."""
MOST_LOOKED_UP = 20
"""Names that are looked up among documents, each in a search of its own."""
LEAST_LIKENESS = 0.5
"""Of a folder's name and what was typed, from 0 to 1 (Ratcliff & Obershelp), from which it is named."""
MOST_COMPARED = 100
"""Characters of what was typed that are compared with names."""


def placed(store: PassageStore, reading: Reading, scope: Scope) -> tuple[Reading, list[str]]:
    """`reading` with its folders as they are spelled, and a warning for each that isn't there: case says nothing.

    A folder outside `scope` isn't there. Where none of the folders asked for is there, nothing is found in the first.
    """
    if not reading.folders:
        return reading, []
    spelled = _Spelled(store, scope)
    asked = dict.fromkeys(reading.folders)
    found = {folder: spelled.like(folder) for folder in asked}
    unknown = [folder for folder in asked if not found[folder]]
    folders = tuple(dict.fromkeys(path for paths in found.values() for path in paths)) or reading.folders[:1]
    warnings = [spelled.missing(folder) for folder in unknown[:MOST_NAMED]]
    return reading.model_copy(update={"folders": folders}), warnings


class _Spelled:
    """The folders within a scope, by their names without case."""

    def __init__(self, store: PassageStore, scope: Scope) -> None:
        self._store, self._scope = store, scope
        self._looked_up = 0
        self._paths: dict[str, list[str]] = defaultdict(list)
        for path in store.folders(scope):
            self._paths[_folded(path)].append(path)

    def like(self, typed: str) -> Sequence[str]:
        """The folders meant by what was typed, or the document of that very path; empty where there is none."""
        same = self._paths.get(_folded(typed), ())
        if typed in same or (not same and self._is_document(typed)):
            return (typed,)
        return same

    def _is_document(self, typed: str) -> bool:
        self._looked_up += 1
        asked = Predicate(scope=self._scope, folders=(typed,))
        return self._looked_up <= MOST_LOOKED_UP and bool(self._store.count(asked))

    def missing(self, typed: str) -> str:
        """What is said of a folder that isn't there."""
        here = "" if self._scope.everything else " here"
        line = f"there is no folder “{shortened(typed)}”{here}"
        named = self._nearest(_folded(typed)[:MOST_COMPARED])
        return f"{line}; the nearest: {', '.join(f'in:{_quoted(path)}' for path in named)}" if named else line

    def _nearest(self, typed: str) -> list[str]:
        """The folders whose path or own name is nearest to what was typed; else the first of all, by their paths."""
        by_name = {name: path for path in reversed(self._paths) for name in (path, path.rpartition("/")[2])}
        near = get_close_matches(typed, by_name, MOST_NAMED, LEAST_LIKENESS)
        near += [name for name in by_name if typed.rpartition("/")[2] in name][:MOST_NAMED]
        paths = dict.fromkeys(by_name[name] for name in near) or dict.fromkeys(list(self._paths)[:MOST_NAMED])
        return [self._paths[path][0] for path in paths][:MOST_NAMED]


def _folded(path: str) -> str:
    """`path` without what case and Unicode's forms make different."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def _quoted(path: str) -> str:
    return f'"{path}"' if any(char.isspace() for char in path) else path
