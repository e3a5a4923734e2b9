"""What the served generation holds and what it lacks, read without opening its vectors and words."""

from __future__ import annotations

from contextlib import closing

from index.generations.data_folder import DataFolder
from index.generations.fitness import check_fits
from index.models.documents import Document
from index.models.reports import Listed, Listing
from index.settings import Settings
from index.storage import ARCHIVE_FILE
from index.storage.documents import DocumentStore


def listing(settings: Settings) -> Listing:
    """Every document and every file that could not be read; raises `DatelineError` where nothing fit is served."""
    data = DataFolder(settings.data)
    number = data.current()
    check_fits(data.manifest(number), settings, None)
    with data.reading(number), closing(DocumentStore(data.folder(number) / ARCHIVE_FILE)) as store:
        documents = sorted(map(_listed, store.documents()), key=lambda document: document.path)
        return Listing(generation=number, documents=tuple(documents), failed=tuple(store.failures()))


def _listed(document: Document) -> Listed:
    return Listed(**{name: getattr(document, name) for name in Listed.model_fields})
