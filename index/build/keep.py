"""What can't be looked into keeps the documents that the generation before has of it, until a reindex is forced."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Container, Mapping, Sequence, Set
from dataclasses import dataclass
from errno import EACCES, EPERM
from functools import cached_property
from typing import NamedTuple

from index.build.gates import of_another_archive
from index.generations.data_folder import DataFolder
from index.generations.recipe import Recipe
from index.models.documents import Document, Passage, Unreadable
from index.models.reports import Kept
from index.read.source import file_of, places_of
from index.read.vanished import AT_ONCE, FILE_GONE, vanished
from index.settings import Settings
from index.storage.document_engine import Documents
from index.userdata.erasures import Erasures

READ_BEFORE = "it could not be opened, so it stands as it was read with other settings or by another version"
"""The note of a document that would be read in another way now; it is read again as soon as that can be done."""
KEPT_NOTES = frozenset({READ_BEFORE, FILE_GONE})
"""Notes of documents that one line of the report says of all that are kept together."""
_NO_ACCESS = frozenset(os.strerror(code).lower() for code in (EACCES, EPERM))


class Keeping(NamedTuple):
    """A line of the report, the paths of the documents it speaks of, and what is noted of each."""

    line: Kept
    paths: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Keeper:
    """The generation before, whose documents are taken over where the archive can't be looked into.

    `same_recipe` says whether its passages are what they would be now, `same_reader` whether its documents are.
    """

    settings: Settings
    store: Documents
    same_recipe: bool
    same_reader: bool
    has_kept: bool
    """Whether it may have kept documents itself."""

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        """What may be kept, which is not what was erased for good."""
        erased = Erasures(self.settings.data).refused()
        found = self.store.digests()
        return {path: sha256 for path, sha256 in found.items() if sha256 not in erased} if erased else found

    def unopened(self, refused: Sequence[Unreadable]) -> list[Keeping]:
        """The documents that lie in what the system did not let be opened, a line for each folder or file."""
        faults = {place.path: place.os_fault for place in refused if place.os_fault}
        found: defaultdict[str, list[str]] = defaultdict(list)
        for path in self._digests if faults else ():
            if place := _first(path, faults):
                found[place].append(path)
        said = {place: f"{_named(place, paths)} can't be opened ({faults[place]})" for place, paths in found.items()}
        return [self._keeping(place, paths, said[place], _cure(faults[place]), ()) for place, paths in found.items()]

    def may_miss_files(self, staying: Set[str]) -> bool:
        """Whether folders may have lost all of their files, given the paths of the documents that stay."""
        away = {file_of(path) for path in self._digests.keys() - staying}
        return self.has_kept or len(away) >= AT_ONCE

    def vanished(self, now: Mapping[str, str], there: Set[str], unopened: Collection[str]) -> list[Keeping]:
        """The documents of folders that have lost all of theirs; `now` and `there` as in `read.vanished`."""
        seen = self._digests.items()
        if unopened:
            seen = {path: sha256 for path, sha256 in seen if not _first(path, unopened)}.items()
        known = {file_of(path): sha256 for path, sha256 in seen}
        before = frozenset(map(file_of, self.store.noted(FILE_GONE) if self.has_kept else ()))
        groups = vanished(known, now, there, self.settings, before)
        folders = {path: number for number, group in enumerate(groups) for path in group.files}
        found: defaultdict[int, list[str]] = defaultdict(list)
        for path in self._digests if groups else ():
            if (number := folders.get(file_of(path))) is not None:
                found[number].append(path)
        return [
            self._keeping(groups[number].folder, paths, groups[number].reason, "bring its files back", (FILE_GONE,))
            for number, paths in sorted(found.items())
        ]

    def stays(self, path: str, notes: tuple[str, ...]) -> bool:
        """Whether a document stays as it was indexed, these notes among its own."""
        if not (self.same_recipe and self.same_reader):
            return False
        return set(notes) <= set(self._notes.get(path, ()))

    @cached_property
    def _notes(self) -> Mapping[str, tuple[str, ...]]:
        return self.store.notes()

    def taken(self, path: str, notes: tuple[str, ...]) -> tuple[Document, tuple[Passage, ...] | None]:
        """A document as it was indexed, with these notes, and its passages if they can stay as they are."""
        document = self.store.document(path)
        if document is None:
            raise LookupError(path)
        added = notes if self.same_reader else (*notes, READ_BEFORE)
        noted = document.model_copy(update={"notes": tuple(dict.fromkeys((*document.notes, *added)))})
        return noted, tuple(self.store.passages(document)) if self.same_recipe else None

    def _keeping(self, place: str, paths: Sequence[str], why: str, cure: str, notes: tuple[str, ...]) -> Keeping:
        number = f"{len(paths):,} documents" if len(paths) > 1 else "document"
        otherwise = "" if self.same_reader else ", with other settings or by another version"
        kept = f"keeps its {number} as indexed before{otherwise}: {why}; {cure}, or"
        reason = f"{kept} reindex with --force to remove {_them(paths)}"
        chat = f"{kept} use /archive reindex force:True to remove {_them(paths)}"
        return Keeping(Kept(path=place, reason=reason, documents=len(paths), chat=chat), tuple(paths), notes)


def keeper(settings: Settings, data: DataFolder, previous: int, store: Documents, *, now: Recipe) -> Keeper | None:
    """A keeper of the documents in the `previous` generation; None where that is of another archive."""
    if of_another_archive(settings, data, previous):
        return None
    then, said = data.manifest(previous).recipe, data.report(previous)
    same_reader = then.reading == now.reading
    return Keeper(settings, store, then == now, same_reader, has_kept=said is None or bool(said.kept))


def file_is_back(document: Document) -> Document:
    """The document without the note that its file is gone."""
    if FILE_GONE not in document.notes:
        return document
    return document.model_copy(update={"notes": tuple(note for note in document.notes if note != FILE_GONE)})


def _first(path: str, places: Container[str]) -> str | None:
    """The outermost of those places that the document at `path` lies in."""
    return next((place for place in places_of(path) if place in places), None)


def _named(place: str, paths: Sequence[str]) -> str:
    return "the folder" if any(path.startswith(f"{place}/") for path in paths) else "it"


def _cure(os_fault: str | None) -> str:
    return "give access" if os_fault in _NO_ACCESS else "see to that"


def _them(paths: Sequence[str]) -> str:
    return "them" if len(paths) > 1 else "it"
