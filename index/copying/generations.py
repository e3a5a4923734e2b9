"""Generations copied from one data folder to another, each by the engine of its own folder; nothing is embedded.

A generation is written as a build would write it that found the same documents: of two that follow each other only what
differs is written again.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from index import digests
from index.build.acceptance import verify
from index.build.cut import cuts_at, cuts_of
from index.build.cuts import Cuts
from index.build.embeddings import Embeddings
from index.build.gather import Gathered
from index.build.known_vectors import keep_vectors
from index.build.progress import Progress
from index.build.writers import writer_of
from index.build.writing import Writer
from index.errors import IndexDataError
from index.generations.data_folder import REPORT_FILE, DataFolder
from index.generations.manifest import Manifest, checksums, write_manifest
from index.generations.opened import Generation
from index.models.reports import Phase
from index.models.vectors import Rows
from index.storage.columns import of_document, of_passage
from index.storage.document_engine import Documents
from index.storage.history import HISTORY_FILE
from index.storage.opening import open_documents


@dataclass
class Copier:
    """Copies the generations of `source` to `target`, in ascending order."""

    source: DataFolder
    target: DataFolder
    progress: Progress
    _before: int | None = None
    _digests: dict[str, bytes] = field(default_factory=dict)
    """What each document of the generation before is recognised by, with its passages."""

    def copy(self, number: int) -> Manifest:
        """Copies a generation; one that the target has already stays as it is. Raises `IndexDataError`."""
        with closing(Generation(self.source, number)) as generation:
            found = self._digested(generation)
            if number not in self.target.whole():
                self._write(generation, found)
            self._before, self._digests = number, found
            return generation.manifest

    def _write(self, generation: Generation, found: dict[str, bytes]) -> None:
        folder = self.target.begin(generation.number)[1]
        before = None if self._before is None else open_documents(self.target.folder(self._before))
        try:
            self._written(folder, generation, before, found)
            self.target.publish(generation.number)
        except BaseException:  # whatever interrupts it, nothing half-copied is left
            self.target.discard(generation.number)
            raise
        finally:
            if before:
                before.close()

    def _written(self, folder: Path, generation: Generation, before: Documents | None, found: dict[str, bytes]) -> None:
        staying = {path for path, digest in found.items() if self._digests.get(path) == digest} if before else set()
        manifest, recipe = generation.manifest, generation.manifest.recipe
        new = found.keys() - staying
        keep_vectors(self.target, recipe, generation.passages, cuts_at(generation.documents, new))
        cuts = Cuts(folder).with_more(cuts_at(generation.documents, new))
        gathered = Gathered(cuts, staying=staying, failures=generation.documents.failures())
        whole = self._before is None or self.target.manifest(self._before).languages != manifest.languages
        files = writer_of(self.target, folder, generation.number, before, gathered, whole=whole)
        files.write_documents()
        if files.new:
            embeddings = Embeddings(self.target, recipe, partial(Stored, manifest.dimensions), self.progress)
            embeddings.write(files.new, files.embedded_texts, like=files.largest_staying())
        files.write_words(manifest.languages)
        verify(folder, files.new, self.progress)
        files.settle()
        self._finish(folder, generation, files)

    def _finish(self, folder: Path, generation: Generation, files: Writer) -> None:
        for name in (HISTORY_FILE, REPORT_FILE):
            with suppress(FileNotFoundError):
                shutil.copyfile(self.source.folder(generation.number) / name, folder / name)
        written, sizes = checksums(folder, {})
        same = generation.manifest.model_copy(update={"files": written, "sizes": sizes})
        write_manifest(folder, same)

    def _digested(self, generation: Generation) -> dict[str, bytes]:
        found, total = {}, generation.manifest.documents
        for done, cut in enumerate(cuts_of(generation.documents), 1):
            columns = *of_document(cut.document), *map(str, map(of_passage, cut.passages))
            found[cut.document.path] = digests.of_record(columns)
            self.progress(Phase.READ, done, total)
        return found


@dataclass(frozen=True)
class Stored:
    """Stands in for the encoder where every vector is known."""

    dimensions: int

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        raise IndexDataError(f"{len(texts)} vectors are missing; run: dateline check")
