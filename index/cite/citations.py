"""Citations of one archive: what is shown is entered in the ledger, and what was once shown is looked up again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from index.cite.check import check, check_many
from index.cite.ids import normalise, unknown_id
from index.cite.ledger import Ledger
from index.cite.models import Citation, Cited, Context, ContextPassage, Facts, Named, Record, Unknown
from index.cite.sources import FileSources, Seen, StoredSources
from index.errors import ArchiveError, CitationError, IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.fitness import check_archive
from index.generations.opened import Generation
from index.models.answers import Answer, Hit
from index.models.data_files import DataFile
from index.models.scope import Scope
from index.read.pool import ReaderPool
from index.read.protocol import OpenReaders, SourceFile
from index.read.source import file_of, find
from index.settings import Settings
from index.storage import history
from index.storage.documents import StoredPassage

log = logging.getLogger(__name__)

PATIENCE_S = 1.0
"""How long what is shown waits for the ledger; then it is shown with a warning."""
AROUND = 1
"""Passages shown before and after one whose context is asked for."""

NOT_ENTERED = (
    "these passages are not entered as citations, so their ids may not hold; the ledger can't be used, the log says why"
)
"""Without the error itself, which names folders of the machine that a server's members need not know."""


class Citing:
    """The ledger beside whichever generation serves. Safe to use from many threads; close it when done."""

    def __init__(self, settings: Settings, readers: OpenReaders = ReaderPool) -> None:
        self._settings = settings
        self._readers = readers
        self._ledger: Ledger | None = None
        self._opening = threading.Lock()

    def close(self) -> None:
        with self._opening:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None

    def give_out(self, generation: Generation, found: Answer) -> Answer:
        """The answer, once its passages are in the ledger; where that can't be done, a warning of it says so."""
        origins = generation.documents.origins({hit.document for hit in found.hits})
        records = [_record(hit, *origins[hit.document], generation.number) for hit in found.hits if hit.verbatim]
        return found.model_copy(update={"warnings": (*found.warnings, *self._enter(records))})

    def cite(self, generation: Generation, typed: Sequence[str], scope: Scope) -> tuple[Cited | Unknown, ...]:
        """What became of each citation, in the order of `typed`; raises `IndexDataError` for a ledger that fails.

        The passages of `generation` can be cited as well, whether or not they were given out before. What lies
        outside `scope` is unknown here.
        """
        names = {one: normalise(one) for one in typed}
        known, warnings = self._known(generation, names.values(), scope)
        cited = self._cited(generation, list(known.values()), scope, warnings)
        return tuple(cited.get(name) or self._unknown(one, name, scope) for one, name in names.items())

    def context(self, generation: Generation, typed: str, scope: Scope) -> Context:
        """The passages around one; raises `CitationError` where it is unknown or its words are gone."""
        found = self._place(generation, typed, scope)
        document, passages = found.document, generation.documents.passages(found.document.path)
        first, at = max(0, found.passage.ordinal - AROUND), found.passage.ordinal
        ids = [one.id for one in passages]
        stored = [generation.documents.find_passage(one) for one in ids[first : at + AROUND + 1]]
        around = [one for one in stored if one is not None]
        return Context(
            generation=generation.number,
            document=document.path,
            title=document.title,
            title_origin=document.title_origin,
            date=document.date,
            passages=tuple(ContextPassage(passage=one.passage, text=one.text, verbatim=one.verbatim) for one in around),
            at=at - first,
            of=len(passages),
            before=ids[at - 1] if at else None,
            after=ids[at + 1] if at + 1 < len(ids) else None,
            warnings=self._enter([_stored_record(one, generation.number) for one in around if one.verbatim]),
        )

    def facts(self, generation: Generation, path: str, scope: Scope) -> Facts:
        """What is known of the document at `path`; raises `CitationError` where there is none to be seen."""
        document = generation.documents.document(path) if scope.sees(path) else None
        if document is None:
            raise CitationError(f"there is no document “{path[:200]}” in the index; choose one from the list")
        past = history.read(DataFolder(self._settings.data).folder(generation.number), path).get(path)
        return Facts(
            **document.model_dump(include={"path", "title", "title_origin", "format", "size", "sha256", "language"}),
            date=document.date,
            passages=len(generation.documents.passages(path)),
            first_indexed=past.first if past else None,
            same_since=past.since if past else None,
            last_indexed=generation.manifest.built,
            generation=generation.number,
        )

    def named(self, generation: Generation, typed: str, scope: Scope, limit: int = 25) -> tuple[Named, ...]:
        """Documents whose path or title holds every word that was typed."""
        found = generation.documents.names_with(typed.split(), scope, limit)
        return tuple(Named(path=path, title=title) for path, title in found)

    def original(self, path: str, most_bytes: int, scope: Scope) -> bytes | None:
        """The file of the document at `path` as it is in the archive now; None if it is gone, larger or not seen."""
        if not scope.sees(path):
            return None
        try:
            for name in dict.fromkeys((path, file_of(path))):
                source = find(self._settings.archive, name, self._settings)
                if isinstance(source, SourceFile):
                    return _read(source.absolute, most_bytes)
        except (OSError, ArchiveError):
            return None
        return None

    def _opened(self) -> Ledger:
        with self._opening:
            if self._ledger is None:
                self._ledger = Ledger(self._settings.data / DataFile.CITATIONS, patience=PATIENCE_S)
            return self._ledger

    def _enter(self, records: Sequence[Record]) -> tuple[str, ...]:
        """Enters what is shown; returns what must be said where that failed."""
        if not records:
            return ()
        try:
            foreign = self._opened().give_out(records)
        except IndexDataError as error:
            log.error("%s", error)  # noqa: TRY400 (a traceback would say no more)
            return (NOT_ENTERED,)
        return (f"{', '.join(foreign)} named other passages before; run: dateline index",) if foreign else ()

    def _known(
        self, generation: Generation, names: Iterable[str], scope: Scope
    ) -> tuple[dict[str, Record], tuple[str, ...]]:
        """The records of those of `names` that are known, from the ledger or else the serving generation."""
        wanted = list(names)
        known = self._entered(wanted)
        stored = (generation.documents.find_passage(name) for name in wanted if name not in known)
        new = [_stored_record(one, generation.number) for one in stored if one and one.verbatim]
        new = [one for one in new if scope.sees(one.path)]
        warnings = self._enter(new)
        known |= {one.id: one for one in new}
        return {name: one for name, one in known.items() if scope.sees(one.path)}, warnings

    def _entered(self, names: Sequence[str]) -> dict[str, Record]:
        try:
            return self._opened().get_many(names)
        except IndexDataError:
            return {}  # entering what is found elsewhere warns of it, and looking for what isn't raises it

    def _cited(
        self, generation: Generation, records: Sequence[Record], scope: Scope, warnings: tuple[str, ...]
    ) -> dict[str, Cited]:
        sources = _sources(generation)
        stored = _checked(records, sources, scope)
        stored = {name: _last_seen(one, generation.number) for name, one in stored.items()}
        records = [one.record for one in stored.values()]
        recipe = generation.manifest.recipe
        with closing(FileSources(self._settings, recipe, generation.documents, sources, self._readers)) as files:
            now = {one.id: _in_files(one, stored[one.id], files, scope) for one in records}
        return {
            name: Cited(
                citation=now[name].citation or stored[name],
                stored=stored[name],
                generation=generation.number,
                not_compared=now[name].fault,
                warnings=warnings,
            )
            for name in stored
            if not now[name].withheld
        }

    def _unknown(self, typed: str, name: str, scope: Scope) -> Unknown:
        ledger = self._opened()
        near = ledger.get_many(ledger.nearest(name))
        error = unknown_id(typed, [one.id for one in near.values() if scope.sees(one.path)])
        return Unknown(typed=typed, nearest=error.nearest, reason=str(error))

    def _place(self, generation: Generation, typed: str, scope: Scope) -> StoredPassage:
        """The passage of this id; for one that is gone, the passage in which its words stand now."""
        name = normalise(typed)
        found = generation.documents.find_passage(name)
        if found is None and (record := self._opened().get(name)):
            citation = check(record, Seen(_sources(generation), scope))
            if citation.now is None or not scope.sees(record.path):
                raise CitationError(f"the words of {name} are no longer in the archive, so they have no neighbours")
            found = _passage_at(generation, citation.now.path, citation.now.start)
        if found is None or not scope.sees(found.document.path):
            unknown = self._unknown(typed, name, scope)
            raise CitationError(unknown.reason, unknown.nearest)
        return found


class _Now(NamedTuple):
    """What became of a citation in the files: or why they could not be compared, or that it may not be seen."""

    citation: Citation | None
    fault: str | None = None
    withheld: bool = False


def _in_files(record: Record, stored: Citation, files: FileSources, scope: Scope) -> _Now:
    try:
        # Where its document decided the outcome, and its file is what was indexed, the outcome is the same.
        if stored.now is not None and stored.now.path == record.path and files.untouched(record.path):
            return _Now(stored)
        return _seen(record, files, scope)
    except ArchiveError as error:
        return _Now(None, fault=f"not compared with the archive's files: {error}")


def _seen(record: Record, files: FileSources, scope: Scope) -> _Now:
    """The citation as far as it may be seen: one whose words have gone outside the scope is withheld."""
    citation = check(record, Seen(files, scope))
    if citation.state == "removed" and not scope.everything and check(record, files).state != "removed":
        return _Now(None, withheld=True)
    return _Now(citation)


def _checked(records: Iterable[Record], sources: StoredSources, scope: Scope) -> dict[str, Citation]:
    """The citations compared with stored documents, by id."""
    return {one.record.id: one for one in check_many(records, Seen(sources, scope))}


def _sources(generation: Generation) -> StoredSources:
    return StoredSources(generation.number, generation.documents, generation.passages.words)


def _passage_at(generation: Generation, path: str, start: int) -> StoredPassage | None:
    """The passage of the document at `path` that covers `start`."""
    covering = [one for one in generation.documents.passages(path) if one.start <= start]
    return generation.documents.find_passage(covering[-1].id) if covering else None


def _last_seen(citation: Citation, generation: int) -> Citation:
    """The citation, its words seen in `generation` unless they are removed there."""
    record = citation.record
    if citation.state == "removed" or record.generation_last >= generation:
        return citation
    return citation.model_copy(update={"record": record.model_copy(update={"generation_last": generation})})


def _stored_record(stored: StoredPassage, generation: int) -> Record:
    return Record.of(stored.document, stored.passage, generation)


def _record(hit: Hit, sha256: str, language: str | None, generation: int) -> Record:
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
        language=language,
    )


def _read(file: Path, most_bytes: int) -> bytes | None:
    with file.open("rb") as stream:
        data = stream.read(most_bytes + 1)
    return data if len(data) <= most_bytes else None


def look_up(settings: Settings, typed: Sequence[str], scope: Scope) -> tuple[Cited | Unknown, ...]:
    """What became of the citations with these ids, without the model that searches need; raises `DatelineError`."""
    data = DataFolder(settings.data)
    with closing(Generation(data, data.current())) as generation, closing(Citing(settings)) as citing:
        check_archive(generation.manifest, settings)
        return citing.cite(generation, typed, scope)
