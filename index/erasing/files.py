"""Taking what is erased out of the archive and the trash: files by their bytes, wherever they were found."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from index.erasing.held import trashes
from index.erasing.target import Target, whole_name
from index.errors import ArchiveError
from index.files import checksum, files_under, os_reason
from index.models.erasures import Erasure
from index.settings import Settings


def remove(settings: Settings, erasure: Erasure) -> None:
    """Removes the files that were recorded, as long as they have those bytes; raises `ArchiveError`."""
    if not erasure.part:
        for file in erasure.files:
            if file.sha256 in erasure.digests:  # not allowed again since
                _remove(settings.archive, file.path, file.sha256)
    for trash in trashes(settings):
        for token in trashed(trash, Target.of(erasure)):
            _remove_token(trash, token)


def left(archive: Path, erasure: Erasure) -> bool:
    """Whether one of the recorded files is still in the archive, as it was."""
    found = [] if erasure.part else [file for file in erasure.files if file.sha256 in erasure.digests]
    return any((archive / file.path).is_file() and checksum(archive / file.path) == file.sha256 for file in found)


def _remove(archive: Path, path: str, sha256: str) -> None:
    """The file, what a link points to, and what a killed process has left of it beside it."""
    file = archive / path
    try:
        beside = [entry for entry in file.parent.glob(".*") if entry.is_file() and whole_name(entry.name) == file.name]
        real = Path(os.path.realpath(file))
        inside = real.is_relative_to(os.path.realpath(archive))
        if file.is_file() and inside and checksum(file) == sha256:
            real.unlink(missing_ok=True)
            file.unlink(missing_ok=True)
        for entry in beside:
            entry.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"{path} can't be removed from the archive ({os_reason(error)}); give write access and erase it again"
        ) from error


def trashed(trash: Path, target: Target) -> Iterator[str]:
    """The tokens of what is to go from a trash: files with the bytes, and half-written ones of that path."""
    if not trash.is_dir():
        return
    for folder in sorted(trash.iterdir()):
        if folder.is_dir() and any(_goes(folder, file, target) for file in files_under(folder) if file.is_file()):
            yield folder.name


def _goes(folder: Path, file: Path, target: Target) -> bool:
    path = file.relative_to(folder).as_posix()
    return (whole_name(path) != path and target.names(whole_name(path))) or checksum(file) in target.digests


def _remove_token(trash: Path, token: str) -> None:
    try:
        shutil.rmtree(trash / token)
        for beside in trash.glob(f"{token}.*"):  # what is noted of it, such as its checksum
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"a file can't be removed from the trash ({os_reason(error)}); give write access and erase it again"
        ) from error
