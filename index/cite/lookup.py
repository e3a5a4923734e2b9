"""Looking up citations: what became of each, in the documents of one generation and in the archive's files."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple

from index.cite import entries
from index.cite.check import Sources, check, check_many
from index.cite.entries import Entries, passage_record
from index.cite.ids import normalise
from index.cite.models import NOT_COMPARED, Citation, Cited, Record, Unknown
from index.cite.sources import FileSources, ScopedSources, StoredSources
from index.cite.then import AsCited
from index.errors import ArchiveError, CitationError
from index.generations.opened import Generation
from index.models.said import Said
from index.models.scope import Scope
from index.storage.document_engine import StoredPassage
from index.storage.opening import holders_in
from index.userdata.erasures import erased_on


class _Known(NamedTuple):
    """The records found by id, the ids whose records are damaged, and warnings."""

    records: dict[str, Record]
    damaged: frozenset[str]
    warnings: tuple[Said, ...]


class _FileOutcome(NamedTuple):
    """What became of a citation in the files; or why they could not be compared; or that it must be withheld."""

    citation: Citation | None
    fault: Said | None = None
    withheld: bool = False


OpenFiles = Callable[[Generation, StoredSources], FileSources]
"""Opens the archive's files, to be compared with those documents of a generation."""


class Lookup:
    """Looks up citations and passages in `generation`, within `scope`; what lies outside it is unknown."""

    def __init__(self, ledger: Entries, generation: Generation, scope: Scope, warnings: tuple[Said, ...] = ()) -> None:
        self._warnings = warnings
        self._entries = ledger
        self._generation = generation
        self._scope = scope
        self._sources = StoredSources(generation.number, generation.documents, holders_in(generation.passages))
        self._then = AsCited(ledger.data, generation.number, generation.documents)

    def cite(self, typed: Sequence[str], open_files: OpenFiles) -> tuple[Cited | Unknown, ...]:
        """What became of each citation, in the order of `typed`; raises `IndexDataError` where the ledger fails."""
        ids = {text: normalise(text) for text in typed}
        known = self._records(list(ids.values()))
        warnings = (*self._warnings, *known.warnings)
        self._entries.keep_texts(self._generation.documents, known.records.values())
        cited = self._cited(known.records.values(), open_files(self._generation, self._sources), warnings)
        return tuple(
            cited.get(identifier) or self._unknown(text, identifier, known.damaged) for text, identifier in ids.items()
        )

    def _unknown(self, typed: str, identifier: str, damaged: Container[str]) -> Unknown:
        if identifier in damaged:
            return entries.damaged(typed, identifier)
        return self._entries.unknown(typed, identifier, self._scope)

    def records(self, ids: Sequence[str]) -> tuple[Record, ...]:
        """The records of those of `ids` that may be seen, by the ledger and the index alone; raises `IndexDataError`.

        Where a document is gone from the index, whatever has some of the words decides: what is hidden may be its new
        place, and then nothing may be told of it.
        """
        known = [record for record in self._entries.ledger().get_many(ids).values() if self._scope.sees(record.path)]
        present = self._generation.documents.origins([record.path for record in known])
        return tuple(record for record in known if record.path in present or not self._may_be_hidden(record))

    def _may_be_hidden(self, record: Record) -> bool:
        if self._scope.everything:
            return False
        return not all(self._scope.sees(path) for path in self._sources.paths_containing(record.quotation))

    def place(self, typed: str) -> StoredPassage:
        """The passage of this id; where it was cut differently since, the passage that has its words now.

        Raises `CitationError` where the id is unknown or its words are gone.
        """
        identifier = normalise(typed)
        passage = self._generation.documents.find_passage(identifier)
        if passage is None:
            record = self._entries.ledger().get(identifier)
            passage = self._covering(record) if record and self._scope.sees(record.path) else None
        if passage is None or not self._scope.sees(passage.document.path):
            unknown = self._entries.unknown(typed, identifier, self._scope)
            raise CitationError(unknown.reason, unknown.nearest, shown=True)
        return passage

    def _covering(self, record: Record) -> StoredPassage | None:
        """The passage that covers the first of the record's words."""
        now = check(record, ScopedSources(self._sources, self._scope), self._then).now
        if record.erased:
            raise CitationError(f"the words of {record.id} were {erased_on(record.erased)}", shown=True)
        if now is None:
            raise CitationError(
                f"the words of {record.id} are no longer in the archive, so they have no context", shown=True
            )
        documents = self._generation.documents
        holder = documents.document(now.path)
        begun = [passage for passage in documents.passages(holder) if passage.start <= now.start] if holder else []
        return documents.find_passage(begun[-1].id) if begun else None

    def _records(self, ids: Sequence[str]) -> _Known:
        """What is known of `ids`; what only the index knows is entered, and what is damaged mended from it."""
        looked = self._entries.look(ids)
        missing = [identifier for identifier in ids if identifier not in looked.records]
        indexed = [record for identifier in missing if (record := self._indexed(identifier))]
        if looked.damaged:
            self._entries.mend([record for record in indexed if record.id in looked.damaged])
            looked = self._entries.look(ids)
        new = [record for record in indexed if record.id not in looked.records and record.id not in looked.damaged]
        warnings = self._entries.enter(new)
        records = looked.records | {record.id: record for record in new}
        seen = {identifier: record for identifier, record in records.items() if self._scope.sees(record.path)}
        return _Known(seen, frozenset(looked.damaged) if self._scope.everything else frozenset(), warnings)

    def _indexed(self, identifier: str) -> Record | None:
        """What would be entered of the passage of this id, if the generation has it within scope."""
        stored = self._generation.documents.find_passage(identifier)
        if stored is None or not self._scope.sees(stored.document.path):
            return None
        return passage_record(stored, self._generation.number)

    def _cited(self, records: Iterable[Record], files: FileSources, warnings: tuple[Said, ...]) -> dict[str, Cited]:
        """The citations by id, without those that are withheld."""
        cited: dict[str, Cited] = {}
        for citation in check_many(records, ScopedSources(self._sources, self._scope), self._then):
            stored = _last_seen(citation, self._generation.number)
            outcome = self._compared(stored, files)
            if not outcome.withheld:
                cited[stored.record.id] = Cited(
                    citation=outcome.citation or _as_indexed(stored, outcome.fault),
                    stored=stored,
                    generation=self._generation.number,
                    not_compared=outcome.fault.terminal if outcome.fault else None,
                    chat_not_compared=outcome.fault.chat if outcome.fault else None,
                    warnings=tuple(warning.terminal for warning in warnings),
                    chat_warnings=tuple(warning.chat for warning in warnings),
                )
        return cited

    def _compared(self, stored: Citation, files: FileSources) -> _FileOutcome:
        if stored.record.erased:
            return _FileOutcome(stored)
        try:
            return self._found(stored, files)
        except ArchiveError as error:
            withheld = self._only_hidden(stored, self._sources)
            return _FileOutcome(None, Said(f"{NOT_COMPARED}: {error}", f"{NOT_COMPARED}: {error.in_chat}"), withheld)

    def _found(self, stored: Citation, files: FileSources) -> _FileOutcome:
        """Raises `ArchiveError` where the archive can't be read, or has changed too much."""
        record = stored.record
        place = stored.now.path if stored.now else record.path
        if stored.now is not None and place == record.path:
            # Where its own document decided the outcome, and its file is what was indexed, the outcome is the same.
            if files.untouched(place):
                return _FileOutcome(stored)
            if fault := files.unopened(place):
                return _not_compared(fault)
        outcome = self._within(record, files)
        removed = outcome.citation is not None and outcome.citation.state == "removed" and not outcome.withheld
        if removed and (fault := files.doubt(place, self._scope)):
            return _not_compared(fault)
        return outcome

    def _within(self, record: Record, files: FileSources) -> _FileOutcome:
        """The outcome within the scope; a citation whose words are now outside it is withheld."""
        citation = check(record, ScopedSources(files, self._scope), self._then)
        return _FileOutcome(citation, withheld=self._only_hidden(citation, files))

    def _only_hidden(self, citation: Citation, sources: Sources) -> bool:
        """Whether the words, which are removed within the scope, are in `sources` outside it."""
        if citation.state != "removed" or self._scope.everything:
            return False
        return check(citation.record, sources, self._then).state != "removed"


def _as_indexed(stored: Citation, fault: Said | None) -> Citation:
    """The stored outcome; one that is removed is not said without the doubt, whatever the style of the reference."""
    if stored.state != "removed" or fault is None:
        return stored
    return stored.model_copy(update={"reason": f"{stored.reason}; {fault.chat}"})


def _not_compared(reason: str) -> _FileOutcome:
    """`reason` names nothing but paths of the archive that may be seen."""
    line = f"{NOT_COMPARED}: {reason}"
    return _FileOutcome(None, Said(line, line))


def _last_seen(citation: Citation, generation: int) -> Citation:
    """The citation with its words seen in `generation`, unless they are removed there."""
    record = citation.record
    if citation.now is None or record.generation_last >= generation:
        return citation
    return citation.model_copy(update={"record": record.model_copy(update={"generation_last": generation})})
