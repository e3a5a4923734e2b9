"""Looking up citations: what became of each, in the documents of one generation and in the archive's files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import NamedTuple

from index.cite.check import check, check_many
from index.cite.entries import Entries, passage_record
from index.cite.ids import normalise
from index.cite.models import Citation, Cited, Record, Unknown
from index.cite.sources import FileSources, ScopedSources, StoredSources
from index.errors import ArchiveError, CitationError
from index.generations.opened import Generation
from index.models.scope import Scope
from index.storage.documents import StoredPassage
from index.userdata.erasures import erased_on

OpenFiles = Callable[[Generation, StoredSources], FileSources]
"""Opens the archive's files, to be compared with those documents of a generation."""


class Lookup:
    """Looks up citations and passages in `generation`, within `scope`; what lies outside it is unknown."""

    def __init__(self, entries: Entries, generation: Generation, scope: Scope) -> None:
        self._entries = entries
        self._generation = generation
        self._scope = scope
        self._sources = StoredSources(generation.number, generation.documents, generation.passages.words)

    def cite(self, typed: Sequence[str], open_files: OpenFiles) -> tuple[Cited | Unknown, ...]:
        """What became of each citation, in the order of `typed`; raises `IndexDataError` where the ledger fails."""
        ids = {text: normalise(text) for text in typed}
        records, warnings = self._records(list(ids.values()))
        with closing(open_files(self._generation, self._sources)) as files:
            cited = self._cited(records.values(), files, warnings)
        return tuple(
            cited.get(identifier) or self._entries.unknown(text, identifier, self._scope)
            for text, identifier in ids.items()
        )

    def place(self, typed: str) -> StoredPassage:
        """The passage of this id; where it was cut differently since, the passage that has its words now.

        Raises `CitationError` where the id is unknown or its words are gone.
        """
        identifier = normalise(typed)
        passage = self._generation.documents.find_passage(identifier)
        if passage is None and (record := self._entries.ledger().get(identifier)):
            passage = self._covering(record)
        if passage is None or not self._scope.sees(passage.document.path):
            unknown = self._entries.unknown(typed, identifier, self._scope)
            raise CitationError(unknown.reason, unknown.nearest)
        return passage

    def _covering(self, record: Record) -> StoredPassage | None:
        """The passage that covers the first of the record's words."""
        now = check(record, ScopedSources(self._sources, self._scope)).now
        if record.erased and self._scope.sees(record.path):
            raise CitationError(f"the words of {record.id} were {erased_on(record.erased)}")
        if now is None or not self._scope.sees(record.path):
            raise CitationError(f"the words of {record.id} are no longer in the archive, so they have no context")
        documents = self._generation.documents
        begun = [passage for passage in documents.passages(now.path) if passage.start <= now.start]
        return documents.find_passage(begun[-1].id) if begun else None

    def _records(self, ids: Sequence[str]) -> tuple[dict[str, Record], tuple[str, ...]]:
        """The records of those of `ids` that are known, and warnings; what only the index knows is entered."""
        generation, scope = self._generation, self._scope
        records = self._entries.known(ids)
        passages = (generation.documents.find_passage(identifier) for identifier in ids if identifier not in records)
        shown = (passage for passage in passages if passage and passage.verbatim and scope.sees(passage.document.path))
        new = [passage_record(passage, generation.number) for passage in shown]
        warnings = self._entries.enter(new)
        records |= {record.id: record for record in new}
        return {identifier: record for identifier, record in records.items() if scope.sees(record.path)}, warnings

    def _cited(self, records: Iterable[Record], files: FileSources, warnings: tuple[str, ...]) -> dict[str, Cited]:
        """The citations by id, without those that are withheld."""
        cited: dict[str, Cited] = {}
        for citation in check_many(records, ScopedSources(self._sources, self._scope)):
            stored = _last_seen(citation, self._generation.number)
            outcome = _compared(stored, files, self._scope)
            if not outcome.withheld:
                cited[stored.record.id] = Cited(
                    citation=outcome.citation or stored,
                    stored=stored,
                    generation=self._generation.number,
                    not_compared=outcome.fault,
                    warnings=warnings,
                )
        return cited


class _FileOutcome(NamedTuple):
    """What became of a citation in the files; or why they could not be compared; or that it must be withheld."""

    citation: Citation | None
    fault: str | None = None
    withheld: bool = False


def _compared(stored: Citation, files: FileSources, scope: Scope) -> _FileOutcome:
    record = stored.record
    if record.erased:
        return _FileOutcome(stored)
    try:
        # Where its own document decided the outcome, and its file is what was indexed, the outcome is the same.
        if stored.now is not None and stored.now.path == record.path and files.untouched(record.path):
            return _FileOutcome(stored)
        return _within(record, files, scope)
    except ArchiveError as error:
        return _FileOutcome(None, fault=f"not compared with the archive's files: {error}")


def _within(record: Record, files: FileSources, scope: Scope) -> _FileOutcome:
    """The outcome within `scope`; a citation whose words are now outside it is withheld."""
    citation = check(record, ScopedSources(files, scope))
    if citation.state == "removed" and not scope.everything and check(record, files).state != "removed":
        return _FileOutcome(None, withheld=True)
    return _FileOutcome(citation)


def _last_seen(citation: Citation, generation: int) -> Citation:
    """The citation with its words seen in `generation`, unless they are removed there."""
    record = citation.record
    if citation.now is None or record.generation_last >= generation:
        return citation
    return citation.model_copy(update={"record": record.model_copy(update={"generation_last": generation})})
