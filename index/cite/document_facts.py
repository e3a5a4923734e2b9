"""What is known of a document: its facts, which documents a name may mean, and its file."""

from __future__ import annotations

from pathlib import Path

from index.cite.models import Facts, Named
from index.errors import ArchiveError, CitationError
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.documents import DocumentText
from index.models.scope import Scope
from index.read.protocol import SourceFile
from index.read.source import file_of, find
from index.settings import Settings
from index.storage import history

MAX_NAMED = 25
"""Documents proposed for a name: as many as Discord shows."""


def facts(data: DataFolder, generation: Generation, path: str, scope: Scope) -> Facts:
    """What is known of the document at `path`; raises `CitationError` where there is none within `scope`."""
    document = generation.documents.document(path) if scope.sees(path) else None
    if document is None:
        raise unknown_document(path)
    indexed = history.read(data.folder(generation.number), [path]).get(path)
    return Facts(
        **document.model_dump(include={"path", "title", "title_origin", "format", "size", "sha256", "language"}),
        date=document.date,
        passages=generation.documents.count_passages(path),
        first_indexed=indexed.first if indexed else None,
        same_since=indexed.since if indexed else None,
        last_indexed=generation.manifest.built,
        generation=generation.number,
        confidence=document.least_confidence,
    )


def document_text(generation: Generation, path: str, scope: Scope) -> DocumentText:
    """The document at `path` with its passages; raises `CitationError` where there is none within `scope`."""
    document = generation.documents.document(path) if scope.sees(path) else None
    if document is None:
        raise unknown_document(path)
    return DocumentText(
        **document.model_dump(include={"path", "title", "title_origin", "format", "language", "text"}),
        date=document.date,
        passages=tuple(generation.documents.passages(document)),
        confidence=document.least_confidence,
    )


def unknown_document(path: str) -> CitationError:
    """What to say of a path at which there is no document, or none that may be seen."""
    return CitationError(f"there is no document “{path[:200]}” in the index; choose one from the list", shown=True)


def named(generation: Generation, typed: str, scope: Scope, *, undated_first: bool = False) -> tuple[Named, ...]:
    """The first documents whose path or title holds every word that was typed."""
    names = generation.documents.names_with(typed.split(), scope, MAX_NAMED, undated_first=undated_first)
    return tuple(Named(path=path, title=title) for path, title in names)


def original(settings: Settings, path: str, most_bytes: int, scope: Scope) -> bytes | None:
    """The file of the document at `path`, as it is in the archive now; None if it is gone, larger or not in `scope`."""
    if not scope.sees(path):
        return None
    try:
        for name in dict.fromkeys((path, file_of(path))):
            source = find(settings.archive, name, settings)
            if isinstance(source, SourceFile):
                return _read(source.absolute, most_bytes)
    except (OSError, ArchiveError):
        return None
    return None


def _read(file: Path, most_bytes: int) -> bytes | None:
    with file.open("rb") as stream:
        data = stream.read(most_bytes + 1)
    return data if len(data) <= most_bytes else None
