"""The documents of the generation before, as far as an archive is still what it was then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from index.build.cut import Cut
from index.build.cuts import Cuts
from index.build.keep import READ_BEFORE, file_is_back
from index.build.set_dates import Dating
from index.dates.assigned import ORIGIN
from index.dates.stated import FUTURE_NOTES, latest_today
from index.models.documents import Document, Unreadable
from index.read import SourceFile
from index.read.source import file_of
from index.read.vanished import FILE_GONE
from index.storage.document_engine import Documents


class Before:
    """The documents of `store`; None where there is no generation before, or one of another recipe."""

    def __init__(self, store: Documents | None, dating: Dating) -> None:
        self._store = store
        self._dating = dating

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of each document's file, by path."""
        return self._store.digests() if self._store else {}

    def expected(self) -> Mapping[str, str]:
        """The SHA-256 of each file that is a document of its own, which stays as it is as long as the file does."""
        parts = {path for paths in self._parts.values() for path in paths}
        others = {*parts, *self._parts, *self._looked_at, *map(file_of, self._looked_at)}
        return {path: sha256 for path, sha256 in self.digests.items() if path not in others} if others else self.digests

    def known(self, source: SourceFile) -> tuple[set[str], list[Cut]] | None:
        """What is known of a file: the paths of its documents that stay, and those that only their notes change.

        None where it must be read: its bytes are others, or what the report says of it is not true any more.
        """
        paths = self._paths_of(source.path)
        if self._store is None or not paths or any(self.digests[path] != source.sha256 for path in paths):
            return None
        if self._looked_at.isdisjoint(paths):
            return set(paths), []
        documents = self._store.read_from(source.path, source.sha256)
        if any(self._is_outdated(document) for document in documents):
            return None
        back = [document for document in documents if FILE_GONE in document.notes]
        cuts = [Cut(file_is_back(document), tuple(self._store.passages(document))) for document in back]
        return set(paths) - {document.path for document in back}, cuts

    def unreadable_parts(self, file: str) -> list[Unreadable]:
        """What could not be read of a file that stays as it is: its report goes on saying so."""
        return self._unreadable.get(file, [])

    @cached_property
    def _unreadable(self) -> Mapping[str, list[Unreadable]]:
        found = defaultdict[str, list[Unreadable]](list)
        for failure in self._store.failures() if self._store else ():
            if (file := file_of(failure.path)) != failure.path:
                found[file].append(Unreadable(path=failure.path, reason=failure.reason))
        return found

    def dated(self, cuts: Cuts, staying: set[str], refused: Set[str]) -> set[str]:
        """Puts the dates that moderators set on `cuts`, to which the documents that stay but for their dates are added.

        Returns the paths of those that stay as they are. Dates of what was `refused`, which is there and can't be read
        now, stay as they are.
        """
        if not self._dating.dates:
            return staying
        documents = enumerate(cuts.documents())
        places = [place for place, document in documents if self._is_related(document.path, document.sha256)]
        related = list(map(self._cut, sorted(self._related(staying))))
        both = [*map(cuts.__getitem__, places), *related]
        dated = self._dating.dated([cut.document for cut in both], refused)
        now = [replace(cut, document=document) for cut, document in zip(both, dated, strict=True)]
        for place, cut in zip(places, now, strict=False):
            cuts.replace(place, cut)
        changed = [new for old, new in zip(related, now[len(places) :], strict=True) if old.document != new.document]
        for cut in changed:
            cuts.append(cut)
        return staying - {cut.document.path for cut in changed}

    def taken_by(self, staying: Set[str]) -> Container[str]:
        """The ids of the passages of documents that stay."""
        return _Ids(self._store, staying) if self._store else ()

    def _paths_of(self, file: str) -> list[str]:
        """The paths of the documents of a file."""
        whole = [file] if file in self.digests and file_of(file) == file else []
        return [*whole, *self._parts.get(file, ())]

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[str]]:
        """The paths of the documents that are parts of files, by the file's."""
        parts: defaultdict[str, list[str]] = defaultdict(list)
        for path in self.digests:
            if "#" in path and (file := file_of(path)) != path:
                parts[file].append(path)
        return parts

    @cached_property
    def _looked_at(self) -> Set[str]:
        """The paths of the documents that may not stay as they are, though their files are what they were."""
        if self._store is None:
            return frozenset()
        noted = {path for path, notes in self._store.notes().items() if any(map(_passes, notes))}
        return noted | self._store.dated_by(ORIGIN)

    def _is_outdated(self, document: Document) -> bool:
        return _no_longer_future(document) or READ_BEFORE in document.notes or self._dating.is_outdated(document)

    def _related(self, staying: Set[str]) -> set[str]:
        """Those that stay, of which a date that a moderator set may be."""
        return {path for path in staying if self._is_related(path, self.digests[path])}

    def _is_related(self, path: str, sha256: str) -> bool:
        """Whether a date that a moderator set may be of the document at `path`, whose file has these bytes."""
        files, digests = self._dated
        return file_of(path) in files or sha256 in digests

    @cached_property
    def _dated(self) -> tuple[Set[str], Set[str]]:
        """Where the documents that moderators dated were, or files that hold them, and the bytes of their files."""
        dates = self._dating.dates
        return {name for date in dates for name in (date.path, file_of(date.path))}, {date.sha256 for date in dates}

    def _cut(self, path: str) -> Cut:
        document = self._store.document(path) if self._store else None
        if document is None or self._store is None:
            raise LookupError(path)
        return Cut(document, tuple(self._store.passages(document)))


@dataclass(frozen=True, slots=True)
class _Ids:
    store: Documents
    staying: Set[str]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.store.path_of(name) in self.staying


def _passes(note: str) -> bool:
    """Whether a note is one of those that time or another look takes back."""
    return note in {READ_BEFORE, FILE_GONE} or note.endswith(FUTURE_NOTES)


def _no_longer_future(document: Document) -> bool:
    noted = any(note.endswith(FUTURE_NOTES) for note in document.notes)
    return noted and document.date is not None and document.date.earliest <= latest_today()
