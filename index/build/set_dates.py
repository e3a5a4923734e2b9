"""Dates that moderators set, and the documents of a new generation that they are of, wherever those lie now.

A date is of the document at its path with the bytes it was last seen with; else of what has those bytes where none of
them were before, since the file was moved; else of what is at its path now, since the file was edited. A part of a file
(`box.mbox#3`) is known by its words: in a mailbox that has changed, another message may have its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from index.dates.assigned import ORIGIN, is_overruled, overruled, words_of
from index.dates.calendar import day_span
from index.models.documents import Document, Fingerprint
from index.models.reports import Failure
from index.models.set_dates import SetDate
from index.read.source import file_of, places_of
from index.userdata.dates import SetDates


@dataclass
class Dating:
    """The dates that stand, the one that was set last first, and the documents of the generation `before`."""

    dates: Sequence[SetDate] = ()
    before: Mapping[str, Fingerprint] = field(default_factory=dict)
    moves: list[tuple[SetDate, SetDate]] = field(default_factory=list)
    """Each date whose document is not where it was known to be: as known, and as found."""
    notes: list[Failure] = field(default_factory=list)
    """What the report is to say of dates without a document."""

    def is_outdated(self, document: Document) -> bool:
        """Whether a document of the generation before must be read anew: it has a date that no longer stands so."""
        if document.date is None or document.date.origin != ORIGIN:
            return False
        mine = self._by_place.get((document.path, document.sha256))
        return mine is None or not is_overruled(document, mine)

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], SetDate]:
        return {(date.path, date.sha256): date for date in reversed(self.dates)}

    def dated(self, documents: Sequence[Document], refused: Set[str] = frozenset()) -> list[Document]:
        """The documents in their order, those that a moderator dated with that date; notes what has moved.

        Dates of what was `refused`, which is there and can't be read now, stay as they are.
        """
        found = _Matching(documents, self.before).run(self.dates)
        waiting = [date for date in self.dates if date.document in found or refused.isdisjoint(places_of(date.path))]
        now = [self._found(date, found.get(date.document)) for date in waiting]
        of_path = {date.path: date for date in now if not date.gone}
        of_each = [(document, of_path.get(document.path)) for document in documents]
        return [overruled(document, date) if date else document for document, date in of_each]

    def settle(self, store: SetDates) -> None:
        """Notes where documents lie now, once the generation serves."""
        if self.moves:
            store.settle(self.moves)

    def _found(self, date: SetDate, document: Document | None) -> SetDate:
        """The date with where its document lies now; notes where that is another place, or none."""
        place = {} if document is None else _place(date, document)
        now = date.model_copy(update={"gone": document is None, **place})
        if now != date:
            self.moves.append((date, now))
        if document is None and not date.gone:
            said = f"the date that a moderator set for it ({day_span(date.date)}) is kept, but neither its path nor its"
            self.notes.append(Failure(path=date.path, reason=f"{said} bytes are in the archive now"))
        return now


def _place(date: SetDate, document: Document) -> dict[str, object]:
    split = document.path != date.path and file_of(document.path) == date.path  # the only message of a mailbox then
    return {
        "path": document.path,
        "sha256": document.sha256,
        "words": words_of(document),
        "part": date.part or split,
    }


class _Matching:
    """Which document each date is of; every document is of one date at most."""

    def __init__(self, documents: Iterable[Document], before: Mapping[str, Fingerprint]) -> None:
        self._free = {document.path: document for document in documents}
        self._before = before

    def run(self, dates: Sequence[SetDate]) -> dict[str, Document]:
        """The document of each date that has one, by the date's document key."""
        found: dict[str, Document] = {}
        for step in (self._unmoved, self._moved, self._edited) if dates else ():
            for date in sorted(dates, key=lambda date: date.gone):  # one whose document was there comes first
                if date.document not in found and (document := step(date)):
                    found[date.document] = self._free.pop(document.path)
        return found

    def _unmoved(self, date: SetDate) -> Document | None:
        document = self._free.get(date.path)
        if document is None or document.sha256 != date.sha256:
            return None
        if date.part and words_of(document) != date.words:  # another version may number the parts otherwise
            return self._part(date, file_of(date.path)) or document
        return document

    def _moved(self, date: SetDate) -> Document | None:
        """What has its bytes where none were before: the one of the same name, or else the first in order of path."""
        same = [document for document in self._those(self._by_sha256, date.sha256) if self._is_new(document)]
        if date.part:
            number = date.path.removeprefix(file_of(date.path))
            same = [it for it in same if words_of(it) == date.words] or [it for it in same if it.path.endswith(number)]
        return min(same, key=lambda it: (_name(it.path) != _name(date.path), it.path), default=None)

    def _edited(self, date: SetDate) -> Document | None:
        if date.part:
            return self._part(date, file_of(date.path))
        if date.gone:  # another file of that name has come since
            return None
        return self._free.get(date.path) or self._part(date, date.path)  # the latter where a mailbox has grown

    def _part(self, date: SetDate, file: str) -> Document | None:
        """The part of a file that has the words that were dated, the one of the same number first."""
        same = [it for it in self._those(self._by_file, file) if words_of(it) == date.words]
        return min(same, key=lambda it: (it.path != date.path, it.path), default=None)

    def _those(self, grouped: Mapping[str, Sequence[str]], name: str) -> list[Document]:
        return [self._free[path] for path in grouped.get(name, ()) if path in self._free]

    @cached_property
    def _by_sha256(self) -> dict[str, list[str]]:
        return _grouped((document.sha256, path) for path, document in self._free.items())

    @cached_property
    def _by_file(self) -> dict[str, list[str]]:
        return _grouped((file_of(path), path) for path in self._free)

    def _is_new(self, document: Document) -> bool:
        known = self._before.get(document.path)
        if known is None or known.sha256 != document.sha256:
            return True
        return known.date is not None and known.date.origin == ORIGIN  # there since a reindex that was killed


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, path in pairs:
        found[name].append(path)
    return dict(found)


def _name(path: str) -> str:
    return path.rpartition("/")[2]
