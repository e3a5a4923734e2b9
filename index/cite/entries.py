"""Entering what is shown as citations, in a ledger that is opened when it is first needed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.cite.ids import nearest, unknown_id
from index.cite.keep_texts import keep_texts
from index.cite.ledger import Ledger, Looked
from index.cite.models import Record, Unknown
from index.errors import IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.manifest import REINDEX
from index.models.answers import Hit
from index.models.said import Said
from index.models.scope import Scope
from index.storage.document_engine import Documents, StoredPassage

log = logging.getLogger(__name__)

LEDGER_PATIENCE_S = 1.0
"""How long passages to be shown wait for the ledger; after that they are shown with a warning."""

NOT_ENTERED = Said(
    "these passages are not entered as citations, so their ids may change; the ledger can't be used (see the log)",
    "these passages are not entered as citations, so their ids may change; whoever runs me finds the reason in my log",
)
FOREIGN = "{} named other passages before"


class Entries:
    """The ledger at `file`. Safe to use from many threads; close it when done."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.data = DataFolder(file.parent)
        self._ledger: Ledger | None = None
        self._opening = threading.Lock()

    def close(self) -> None:
        with self._opening:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None

    def ledger(self) -> Ledger:
        """The ledger; raises `IndexDataError` where it can't be opened."""
        with self._opening:
            if self._ledger is None:
                self._ledger = Ledger(self._file, patience=LEDGER_PATIENCE_S)
            return self._ledger

    def enter(self, records: Sequence[Record]) -> tuple[Said, ...]:
        """Enters what is shown; returns warnings, where that failed."""
        if not records:
            return ()
        try:
            foreign = self._writable().give_out(records)
        except IndexDataError as error:
            log.error("%s", error)  # noqa: TRY400 (a traceback would say no more)
            return (NOT_ENTERED,)
        line = FOREIGN.format(", ".join(foreign))
        return (Said(f"{line}; run: dateline index", f"{line}; {REINDEX}"),) if foreign else ()

    def look(self, ids: Sequence[str]) -> Looked:
        """The records of those of `ids` that were entered, and which are damaged; none where the ledger fails.

        That failure still shows: entering what the index has warns of it, and `unknown` raises it.
        """
        try:
            return self.ledger().look(ids)
        except IndexDataError:
            return Looked({})

    def mend(self, records: Sequence[Record]) -> None:
        """Mends damaged records by what the index has of the same passages, where that is proved right."""
        try:
            mended = self._writable().mend(records)
        except IndexDataError as error:
            log.error("%s", error)  # noqa: TRY400 (likewise)
            return
        if mended:
            log.warning("damaged records of the ledger were mended from the index: %s", ", ".join(mended))

    def keep_texts(self, store: Documents, records: Iterable[Record]) -> None:
        """Keeps the texts of the documents these were cited from, as far as `store` has them; a fault is logged."""
        try:
            keep_texts(self.data, store, [(record.path, record.document_sha256) for record in records])
        except IndexDataError as error:
            log.error("%s", error)  # noqa: TRY400 (likewise)

    def _writable(self) -> Ledger:
        """The ledger, opened anew where it could not be written: there may be room or permission again."""
        with self._opening:
            if self._ledger is not None and not self._ledger.writable:
                self._ledger.close()
                self._ledger = None
        return self.ledger()

    def unknown(self, typed: str, identifier: str, scope: Scope) -> Unknown:
        """What to say of an id that is unknown within `scope`; raises `IndexDataError`."""
        ledger = self.ledger()

        def seen(candidates: set[str]) -> list[str]:  # asked here, so that what is hidden crowds nothing out
            return [record.id for record in ledger.get_many(candidates).values() if scope.sees(record.path)]

        error = unknown_id(typed, nearest(identifier, seen))
        return Unknown(typed=typed, nearest=error.nearest, reason=str(error))


def damaged(typed: str, identifier: str) -> Unknown:
    """What to say of an id whose record is damaged and can't be mended."""
    reason = f"the record of citation {identifier} is damaged, so it isn't shown; restore the ledger from a backup"
    return Unknown(typed=typed, nearest=(), reason=reason, damaged=True)


def passage_record(stored: StoredPassage, generation: int) -> Record:
    """The record of a stored passage, given out in `generation`."""
    return Record.of(stored.document, stored.passage, generation)


def hit_record(hit: Hit, sha256: str, language: str | None, generation: int) -> Record:
    """The record of a hit of `generation`, whose document's file has these bytes and this language."""
    return Record(
        id=hit.passage,
        quotation=hit.text,
        start=hit.start,
        end=hit.end,
        path=hit.document,
        title=hit.title,
        title_origin=hit.title_origin,
        date=hit.date,
        document_sha256=sha256,
        generation_first=generation,
        generation_last=generation,
        page=hit.page,
        paragraph=hit.paragraph,
        time=hit.time,
        link=hit.link,
        confidence=hit.confidence,
        language=language,
    )
