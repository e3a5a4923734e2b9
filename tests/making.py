"""Archives for tests: documents written to a folder, indexed by the encoder whose winners are known."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.build.build import reindex
from index.build.progress import Progress
from index.models.reports import Report
from index.search.archive import Archive
from index.settings import Settings
from tests.hashing import HashingEncoder


def settings(folder: Path, **options: Any) -> Settings:
    """Settings of an archive and a data folder below `folder`, whatever the environment says."""
    return Settings(_env_file=None, archive=folder / "archive", data=folder / "data", **options)


def write(folder: Path, documents: Mapping[str, str]) -> None:
    """Writes documents by path below `folder / "archive"`."""
    for path, text in documents.items():
        file = folder / "archive" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def empty(folder: Path) -> None:
    """Removes the folder with all that is in it, and makes it again."""
    shutil.rmtree(folder)
    folder.mkdir()


def index(
    folder: Path, encoder: HashingEncoder | None = None, progress: Progress | None = None, **options: Any
) -> Report:
    """Indexes what lies below `folder`."""
    return reindex(settings(folder, **options), progress, encoder=encoder or HashingEncoder())


@contextmanager
def opened(folder: Path, **options: Any) -> Iterator[Archive]:
    """The archive below `folder`, indexed before."""
    archive = Archive.open(settings(folder, **options), HashingEncoder())
    try:
        yield archive
    finally:
        archive.close()
