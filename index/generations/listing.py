"""What the served generation holds and what it lacks, read without opening its vectors and words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TypeVar

from index.generations.data_folder import DataFolder
from index.generations.fallback import Chosen, with_sound
from index.generations.fitness import check_fits
from index.generations.integrity import check_files
from index.models.documents import Document
from index.models.reports import Listed, Listing
from index.read.cures import undated, weakly_dated
from index.settings import Settings
from index.storage.document_engine import Documents
from index.storage.opening import open_documents

Result = TypeVar("Result")


def listing(settings: Settings) -> Listing:
    """Every document and every file that could not be read; raises `DatelineError` where nothing fit is served.

    Where the current generation is damaged, the newest sound one is listed, with a warning.
    """
    found, chosen = of_served(settings, _listing)
    return found.model_copy(update={"warnings": tuple(warning.terminal for warning in chosen.warnings)})


def top_folders(settings: Settings) -> tuple[str, ...]:
    """The first-level folders of what is served, in order of name; an empty name stands for documents in none.

    Raises `DatelineError` where nothing fit is served.
    """
    found, _ = of_served(settings, lambda _, store: tuple(store.by_folder()))
    return found


def of_served(settings: Settings, work: Callable[[int, Documents], Result]) -> tuple[Result, Chosen]:
    """What `work` makes of the number and the documents of the generation that `listing` lists, and which one it is."""
    data = DataFolder(settings.data)
    return with_sound(data, lambda number: _opened(settings, data, number, work))


def _opened(settings: Settings, data: DataFolder, number: int, work: Callable[[int, Documents], Result]) -> Result:
    manifest = data.manifest(number)
    check_fits(manifest, settings, None)
    with data.reading(number):
        check_files(data, number, manifest)
        damaged = partial(data.mark_damaged_record, number)
        with closing(open_documents(data.folder(number), damaged)) as store:
            return work(number, store)


def _listing(number: int, store: Documents) -> Listing:
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
