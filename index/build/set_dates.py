"""Dates that moderators set, and the documents of a new generation that they are of, wherever those lie now.

A date is of the document at its path with the bytes it was last seen with; else of what has those bytes where none of
them were before, since the file was moved; else of what is at its path now, since the file was edited. A part of a file
(`box.mbox#3`) is known by its words: in a mailbox that has changed, another message may have its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.dates.assigned import ORIGIN, is_overruled, overruled, words_of
from index.dates.calendar import day_span
from index.models.documents import Document, Fingerprint
from index.models.reports import Failure
from index.models.set_dates import SetDate
from index.read.source import file_of
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
        mine = next((date for date in self.dates if (date.path, date.sha256) == (document.path, document.sha256)), None)
        return mine is None or not is_overruled(document, mine)

    def dated(self, documents: Sequence[Document]) -> list[Document]:
        """The documents in their order, those that a moderator dated with that date; notes what has moved."""
        found = _Matching(documents, self.before).run(self.dates)
        now = [self._found(date, found.get(date.document)) for date in self.dates]
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
        for step in (self._unmoved, self._moved, self._edited):
            for date in sorted(dates, key=lambda date: date.gone):  # one whose document was there comes first
                if date.document not in found and (document := step(date)):
                    found[date.document] = self._free.pop(document.path)
        return found

    def _unmoved(self, date: SetDate) -> Document | None:
        document = self._free.get(date.path)
        if document is None or document.sha256 != date.sha256:
            return None
        if date.part and words_of(document) != date.words:  # another version may number the parts otherwise
            return next(self._parts(date, file_of(date.path)), document)
        return document

    def _moved(self, date: SetDate) -> Document | None:
        """What has its bytes where none were before, the first in order of path."""
        same = [
            document for document in self._free.values() if document.sha256 == date.sha256 and self._is_new(document)
        ]
        if date.part:
            number = date.path.removeprefix(file_of(date.path))
            same = [it for it in same if words_of(it) == date.words] or [it for it in same if it.path.endswith(number)]
        return min(same, key=lambda it: it.path, default=None)

    def _edited(self, date: SetDate) -> Document | None:
        if date.part:
            return next(self._parts(date, file_of(date.path)), None)
        if date.gone or (self._before and date.path not in self._before):  # another file of that name came since
            return None
        return self._free.get(date.path) or next(self._parts(date, date.path), None)  # a mailbox that has grown

    def _parts(self, date: SetDate, file: str) -> Iterator[Document]:
        """The parts of a file with the words that were dated, the nearest in number first."""
        same = [it for it in self._free.values() if file_of(it.path) == file and words_of(it) == date.words]
        yield from sorted(same, key=lambda document: (document.path != date.path, document.path))

    def _is_new(self, document: Document) -> bool:
        known = self._before.get(document.path)
        if known is None or known.sha256 != document.sha256:
            return True
        return known.date is not None and known.date.origin == ORIGIN  # there since a reindex that was killed
