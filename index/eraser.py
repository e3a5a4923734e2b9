"""Erasing a document for good: out of the archive, the trash, every index, the cache and the citations' words.

An erasure is recorded before anything is removed, so that one that is killed is finished by the next reindex.
"""

from __future__ import annotations

from contextlib import closing

from index.build import erasures
from index.build.build import locked
from index.cite.ledger import Ledger
from index.erasing import plan
from index.erasing.words import ledgers
from index.errors import ArchiveError
from index.files import checksum
from index.models.erasures import Erasable, Erasing, Erasure
from index.models.scope import EVERYTHING, Scope
from index.read import OpenReaders, ReaderPool
from index.settings import Settings
from index.text.clean import one_line
from index.userdata.cited_texts import CitedTexts
from index.userdata.erasures import Erasures

MAX_WHY = 300
"""Characters of a reason: it is shown where the words were."""


class Eraser:
    """Erases documents. Calls block; they raise `DatelineError` with one line for people."""

    def __init__(self, settings: Settings, readers: OpenReaders = ReaderPool) -> None:
        self._settings = settings
        self._readers = readers
        self._store = Erasures(settings.data)

    def look(self, path: str, scope: Scope = EVERYTHING) -> Erasable:
        """What would be gone. What lies outside `scope` is unknown, and is not erased."""
        return plan.look(self._settings, path, scope, self._readers)

    def begin(self, path: str, why: str, scope: Scope = EVERYTHING) -> Erasing:
        """Erases the document from archive, trash and ledger, and from the index, where no reindex is needed for that.

        Where the outcome is not done, the next reindex does the rest; nothing can be taken back any more.
        """
        reason = one_line(why).strip()[:MAX_WHY]
        if not reason:
            raise ArchiveError("say why it is erased; the reason is shown where its words were cited")
        with locked(self._settings) as data:
            found = self.look(path, scope)
            erasure = self._store.begin(path, reason, part=found.part, files=found.files, digests=found.digests)
            erasures.erase(self._settings, data, erasure)
            erasures.finish(self._settings, data)
        return self.outcome(path)

    def outcome(self, path: str) -> Erasing:
        """How far the last erasure of the document at `path` is."""
        found = [erasure for erasure in self._store.every() if erasure.path == path]
        if not found:
            raise ArchiveError(f"{one_line(path)} was never erased")
        return _told(found[-1])

    def unfinished(self) -> int:
        """How many erasures were begun and are not done."""
        return len(self._store.pending())

    def allow(self, path: str) -> int:
        """Lets a file be read again whose bytes were erased; returns how many versions of it that concerns.

        `path` is where it lies now, or where it lay. What was erased does not come back.
        """
        file = self._settings.archive / path
        there = {checksum(file)} if file.is_file() else set()
        refused = self._store.refused().keys()
        before = {name for erasure in self._store.every() if erasure.path == path for name in erasure.digests}
        digests = (there & refused) or (before & refused)
        if not digests:
            raise ArchiveError(f"nothing that was erased is at {one_line(path)}; name the file that was not read")
        for ledger_file in ledgers(self._settings.data):
            with closing(Ledger(ledger_file)) as ledger:
                ledger.allow(digests)
            CitedTexts(ledger_file.parent).allow(digests)
        return self._store.allow(digests)


def _told(erasure: Erasure) -> Erasing:
    return Erasing(
        path=erasure.path,
        at=erasure.at,
        why=erasure.why,
        files=() if erasure.part else tuple(file.path for file in erasure.files),
        citations=tuple(erasure.citations),
        done=erasure.done,
    )
