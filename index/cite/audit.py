"""What a reindex does to citations given out earlier, and which ids it must not give to other passages.

Before a new generation serves, every citation ever given out is looked up in it and in the generation before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from index.cite.check import Sources, check_many
from index.cite.entries import passage_record
from index.cite.keep_texts import keep_texts
from index.cite.ledger import Ledger
from index.cite.models import Citation, Now, Record, State
from index.cite.sources import StoredSources
from index.cite.then import AsCited, Then
from index.errors import IndexDataError
from index.generations import integrity
from index.generations.data_folder import DataFolder
from index.models.data_files import DataFile
from index.models.reports import Affected, Report
from index.models.versions import Replaced
from index.read.source import places_of
from index.shared.synced import is_there
from index.storage import GONE_WORDS_FOLDER, WORDS_FOLDER, history
from index.storage.document_engine import Documents
from index.storage.opening import Holders, holders, open_documents
from index.userdata.cited_texts import CitedTexts

Result = TypeVar("Result")
DocumentsDone = Callable[[int, int], None]
"""Called with how many of the cited documents are done, and how many there are."""

DOCUMENTS_PER_BATCH = 500
"""Documents whose citations are compared together, so that a long ledger takes no more memory than a short one."""


@dataclass(frozen=True)
class AuditedGeneration:
    """A generation that citations are looked up in; they are opened for the first that is looked up."""

    number: int
    documents: Documents
    holders: Callable[[], Holders | None]

    @cached_property
    def sources(self) -> Sources:
        return StoredSources(self.number, self.documents, self.holders())


class CitationAudit:
    """The ledger as a reindex needs it; where there is no ledger, nothing was given out.

    A ledger that fails does not keep an archive from being indexed: `fault` says what is wrong with it.
    """

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self._file = data.path / DataFile.CITATIONS
        self.fault: IndexDataError | None = None
        self.notes: list[str] = []
        """What was found wrong with single records."""
        self.texts_fault: IndexDataError | None = None
        """Why texts of cited documents are not kept."""

    def mend(self, documents: Documents | None) -> None:
        """Mends damaged records by what the generation before has of their passages, where that is proved right."""
        damaged = self._with_ledger(Ledger.damaged) or []
        found = [documents.find_passage(name) for name in damaged] if documents else []
        indexed = [passage_record(passage, self._data.current()) for passage in found if passage]
        mended = self._with_ledger(partial(Ledger.mend, candidates=indexed)) or () if indexed else ()
        for name in damaged:
            done = "it was mended from the index" if name in mended else "it can't be mended: restore a backup"
            self.notes.append(f"the record of citation {name} was damaged; {done}")

    def reserved(self) -> Mapping[str, tuple[str, str]]:
        """The path and words that each id was given out for."""
        return self._with_ledger(Ledger.owners) or {}

    def affected(
        self,
        before: Documents | None,
        folder: Path,
        report: Report,
        done: DocumentsDone,
        *,
        taken_over: bool,
        unopened: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[Affected, ...]:
        """Follows every citation ever given out into the new generation in `folder`, in the order of ids.

        Returns those whose source is not where or what it was; without a generation `before`, those whose source is
        not as they quote it. Words that are found elsewhere now are marked as last seen before.

        `report` says which documents changed. Where the rest were `taken_over`, not read again, their citations must
        be found as they were: a generation that has lost one is broken, which raises `IndexDataError`.

        `unopened` has the folders and files that could not be opened, with the system's reason: nobody knows what is
        in them, so of a citation from there nothing is said, and no other one is called removed without that.
        """
        with closing(open_documents(folder)) as documents:
            same: Container[str] = _Untouched.by(report) if taken_over else frozenset()
            now = AuditedGeneration(report.generation, documents, lambda: holders(documents))
            kept = before or documents
            then = AsCited(self._data, report.previous if before and report.previous else report.generation, kept)
            self._note(report, before)
            found = self._followed(self._before(report.previous, before), now, same, then, done)
            return tuple(seen for affected in found if (seen := _as_far_as_seen(affected, unopened)))

    def _note(self, report: Report, before: Documents | None) -> None:
        """Notes when generations were built, and which documents this one replaces."""
        texts = CitedTexts(self._data.path)
        try:
            texts.note_generations({number: self._data.manifest(number).built for number in self._data.whole()})
            if before is not None and report.previous is not None:
                texts.note_replaced(report.previous, list(_replaced(report, before, self._data)))
        except IndexDataError as error:
            self.texts_fault = error

    def _keep_texts(self, before: Documents, records: Iterable[Record]) -> None:
        """Keeps the texts of cited documents as long as the generation before still has them."""
        try:
            keep_texts(self._data, before, [(record.path, record.document_sha256) for record in records])
        except IndexDataError as error:
            self.texts_fault = error

    def _before(self, number: int | None, documents: Documents | None) -> AuditedGeneration | None:
        """The generation before."""
        if number is None or documents is None:
            return None
        return AuditedGeneration(number, documents, partial(self._sound_holders, number, documents))

    def _sound_holders(self, number: int, documents: Documents) -> Holders | None:
        """Which documents of a generation hold words; None where these are damaged.

        Then citations are looked up in their own documents only.
        """
        folder, manifest = self._data.folder(number), self._data.manifest(number)
        files = [name for name in manifest.files if name.startswith((f"{WORDS_FOLDER}/", f"{GONE_WORDS_FOLDER}/"))]
        damaged = any(integrity.file_fault(folder, manifest, name) for name in files)
        return None if damaged else holders(documents)

    def _followed(
        self,
        before: AuditedGeneration | None,
        now: AuditedGeneration,
        same: Container[str],
        then: Then,
        done: DocumentsDone,
    ) -> tuple[Affected, ...]:
        paths = self._with_ledger(Ledger.paths) or []
        found: list[Affected] = []
        for begin in range(0, len(paths), DOCUMENTS_PER_BATCH):
            done(begin, len(paths))
            batch = paths[begin : begin + DOCUMENTS_PER_BATCH]
            given = self._with_ledger(partial(Ledger.records_at, paths=batch)) or []
            records = [record for record in given if record.erased is None]
            found += self._batch(records, before, now, same, then) if before else _not_as_quoted(records, now, then)
        done(len(paths), len(paths))
        return tuple(sorted(found, key=lambda affected: affected.passage))

    def _batch(
        self,
        records: Sequence[Record],
        before: AuditedGeneration,
        now: AuditedGeneration,
        same: Container[str],
        then: Then,
    ) -> list[Affected]:
        """Those of `records` that are not found where and as they were before."""
        self._keep_texts(before.documents, records)
        both = before.documents, now.documents
        asked = [record for record in records if not _stays(record, both, same)]
        if not asked:
            return []
        earlier = check_many(asked, before.sources, then)
        after = check_many([_seen_in(before.number, citation) for citation in earlier], now.sources, then)
        changed = [(old, new) for old, new in zip(earlier, after, strict=True) if _place(old) != _place(new)]
        _refuse_lost(changed, same)
        seen = [old.record.id for old, _ in changed if old.state != "removed"]
        if seen:
            self._with_ledger(partial(Ledger.mark_seen, generation=before.number, ids=seen))
        return [_affected(new, old) for old, new in changed]

    def _with_ledger(self, work: Callable[[Ledger], Result]) -> Result | None:
        """What `work` returns; None where there is no ledger, or a fault in it, which is kept."""
        if self.fault or not is_there(self._file):
            return None
        try:
            with closing(Ledger(self._file)) as ledger:
                return work(ledger)
        except IndexDataError as error:
            self.fault = error
            return None


def _stays(record: Record, stores: Iterable[Documents], same: Container[str]) -> bool:
    """Whether a citation is where it was and what it was: its passage is in a segment that both stores share."""
    if record.path not in same:
        return False
    places = {store.segment_of(record.id, record.path) for store in stores}
    return len(places) == 1 and None not in places


@dataclass(frozen=True, slots=True)
class _Untouched:
    """The paths of all documents but those `touched`."""

    touched: frozenset[str]

    @classmethod
    def by(cls, report: Report) -> _Untouched:
        """The paths of the documents that `report` lists nowhere."""
        moved = (path for pair in report.moved for path in (pair.before, pair.after))
        return cls(frozenset((*report.added, *report.changed, *report.removed, *report.redated, *moved)))

    def __contains__(self, path: object) -> bool:
        return path not in self.touched


def _replaced(report: Report, before: Documents, data: DataFolder) -> Iterator[Replaced]:
    """The documents of the generation before that are not in the one that `report` is of."""
    moved = {pair.before: pair.after for pair in report.moved}
    gone = [*report.changed, *report.removed, *moved]
    if not gone or report.previous is None:
        return
    known = history.read(data.folder(report.previous), gone)
    now = dt.datetime.now(dt.UTC)
    for path, (sha256, _) in before.origins(gone).items():
        since = known[path].since if path in known and known[path].sha256 == sha256 else None
        yield Replaced(
            path=path, generation=report.previous, sha256=sha256, since=since, until=now, moved_to=moved.get(path)
        )


def _not_as_quoted(records: Sequence[Record], now: AuditedGeneration, then: Then) -> list[Affected]:
    found = check_many(records, now.sources, then)
    return [_affected(citation) for citation in found if citation.state != "unchanged"]


def _refuse_lost(changed: Iterable[tuple[Citation, Citation]], same: Container[str]) -> None:
    for old, new in changed:
        path = new.record.path
        if path in same and old.now is not None and old.now.path == path:
            raise IndexDataError(
                f"the citation {new.record.id} no longer resolves as it did, though its document {path} is what it "
                f"was ({new.reason}); nothing was published"
            )


def _seen_in(generation: int, citation: Citation) -> Record:
    """The citation's record, its words seen in `generation` unless they are removed there."""
    record = citation.record
    if citation.state == "removed":
        return record
    return record.model_copy(update={"generation_last": max(record.generation_last, generation)})


def _as_far_as_seen(affected: Affected, unopened: Mapping[str, str]) -> Affected | None:
    if affected.state != "removed" or not unopened:
        return affected
    if any(place in unopened for place in places_of(affected.document)):
        return None
    place, fault = next(iter(unopened.items()))
    doubt = f"but {place} can't be opened ({fault}), and the words may be there"
    return affected.model_copy(update={"reason": f"{affected.reason}; {doubt}"})


def _place(citation: Citation) -> tuple[State, Now | None]:
    return citation.state, citation.now


def _affected(citation: Citation, before: Citation | None = None) -> Affected:
    """Where there is no generation `before`, the words were where they were given out."""
    record = citation.record
    was = _path(before) if before else record.path
    return Affected(
        passage=record.id,
        document=record.path,
        state=citation.state,
        reason=citation.reason,
        places=(was, _path(citation)),
    )


def _path(citation: Citation) -> str | None:
    return citation.now.path if citation.now else None
