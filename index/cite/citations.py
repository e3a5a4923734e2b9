"""The citations of one archive: what is shown is entered in the ledger, and what was once shown is looked up again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, closing

from index.cite import context
from index.cite.entries import Entries, hit_record, passage_record
from index.cite.known_files import KnownFiles
from index.cite.lookup import Lookup
from index.cite.models import Cited, Context, Record, Unknown
from index.cite.sources import FileSources, StoredSources
from index.generations.data_folder import DataFolder
from index.generations.fitness import check_archive
from index.generations.manifest import Manifest
from index.generations.opened import Generation
from index.generations.serving import of_sound
from index.models.answers import Answer
from index.models.data_files import DataFile
from index.models.said import Said
from index.models.scope import Scope
from index.read.pool import ReaderPool
from index.read.protocol import OpenReaders
from index.settings import Settings
from index.storage.document_engine import StoredPassage


class Citations:
    """The ledger beside whichever generation serves. Safe to use from many threads; close it when done."""

    def __init__(self, settings: Settings, readers: OpenReaders = ReaderPool) -> None:
        self._settings = settings
        self._known = KnownFiles(settings, readers)
        self._entries = Entries(settings.data / DataFile.CITATIONS)

    def close(self) -> None:
        self._entries.close()
        self._known.close()

    def searching(self) -> AbstractContextManager[None]:
        """A search, for which comparing with many files stands aside until the block ends."""
        return self._known.right_of_way.taken()

    def give_out(self, generation: Generation, answer: Answer) -> Answer:
        """The answer, its passages entered in the ledger; where that fails, with a warning.

        Of an earlier generation, which goes sooner than the one that serves, the documents' texts are kept at once.
        """
        origins = generation.documents.origins({hit.document for hit in answer.hits})
        records = [hit_record(hit, *origins[hit.document], generation.number) for hit in answer.hits if hit.verbatim]
        said = self._entries.enter(records)
        if answer.query.generation is not None:
            self._entries.keep_texts(generation.documents, records)
        return answer.saying(after=said)

    def enter(self, generation: Generation, ids: Sequence[str]) -> tuple[Said, ...]:
        """Enters passages of `generation` that are shown with a verdict; returns warnings, where that failed."""
        stored = [generation.documents.find_passage(identifier) for identifier in dict.fromkeys(ids)]
        return self._entries.enter([passage_record(one, generation.number) for one in stored if one is not None])

    def cite(
        self, generation: Generation, typed: Sequence[str], scope: Scope, warnings: tuple[Said, ...] = ()
    ) -> tuple[Cited | Unknown, ...]:
        """What became of each citation, in the order of `typed`; raises `IndexDataError` where the ledger fails.

        The passages of `generation` can be cited too, whether or not they were given out before. What lies outside
        `scope` is unknown. `warnings` are said with each.
        """
        return Lookup(self._entries, generation, scope, warnings).cite(typed, self._files)

    def records(self, generation: Generation, ids: Sequence[str], scope: Scope) -> tuple[Record, ...]:
        """What was given out under those of `ids` that may be seen in `scope`, as far as ledger and index know.

        Unlike `cite` this reads no file and compares no words, so that it takes milliseconds; raises `IndexDataError`.
        """
        return Lookup(self._entries, generation, scope).records(ids)

    def context(self, generation: Generation, typed: str, scope: Scope) -> Context:
        """A passage with its neighbours; raises `CitationError` where it is unknown or its words are gone."""
        return context.context(self._entries, generation, typed, scope)

    def place(self, generation: Generation, typed: str, scope: Scope) -> StoredPassage:
        """The passage of this id, or the one that has its words now; raises `CitationError` where there is none."""
        return Lookup(self._entries, generation, scope).place(typed)

    def _files(self, generation: Generation, stored: StoredSources) -> FileSources:
        return FileSources(self._settings, generation.manifest.recipe, generation.documents, stored, self._known)


def look_up(settings: Settings, typed: Sequence[str], scope: Scope) -> tuple[Cited | Unknown, ...]:
    """What became of the citations with these ids, without the model that searches need; raises `DatelineError`."""
    data = DataFolder(settings.data)

    def accept(manifest: Manifest) -> None:
        check_archive(manifest, settings)

    with closing(Citations(settings)) as citations:
        return of_sound(data, accept, lambda sound: citations.cite(sound.generation, typed, scope, sound.warnings))
