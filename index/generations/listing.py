"""What the served generation holds and what it lacks, read without opening its vectors and words."""

from __future__ import annotations

from contextlib import closing
from functools import partial

from index.generations.data_folder import DataFolder
from index.generations.fallback import with_sound
from index.generations.fitness import check_fits
from index.generations.integrity import check_files
from index.models.documents import Document
from index.models.reports import Listed, Listing
from index.read.cures import undated, weakly_dated
from index.settings import Settings
from index.storage import ARCHIVE_FILE
from index.storage.documents import DocumentStore


def listing(settings: Settings) -> Listing:
    """Every document and every file that could not be read; raises `DatelineError` where nothing fit is served.

    Where the current generation is damaged, the newest sound one is listed, with a warning.
    """
    data = DataFolder(settings.data)
    found, chosen = with_sound(data, lambda number: _listing(settings, data, number))
    return found.model_copy(update={"warnings": tuple(warning.terminal for warning in chosen.warnings)})


def _listing(settings: Settings, data: DataFolder, number: int) -> Listing:
    manifest = data.manifest(number)
    check_fits(manifest, settings, None)
    with data.reading(number):
        check_files(data, number, manifest)
        damaged = partial(data.mark_damaged_record, number)
        with closing(DocumentStore(data.folder(number) / ARCHIVE_FILE, damaged)) as store:
            documents = sorted(map(_listed, store.documents()), key=lambda document: document.path)
            return Listing(generation=number, documents=tuple(documents), failed=tuple(store.failures()))


def _listed(document: Document) -> Listed:
    known = {name: getattr(document, name) for name in Listed.model_fields.keys() & Document.model_fields.keys()}
    if document.date is None:
        without = undated(document)
        return Listed(**known, reason=without.reason, cure=without.cure)
    if weak := weakly_dated(document):
        return Listed(**known, reason=weak.date.dated_by, cure=weak.cure)
    return Listed(**known)
