"""The file of a backup: a zip with numbered members, a manifest with their checksums, and the manifest's own.

Members are numbered and not named, so that no name of a document can be one that a zip or a system can't have.
"""

from __future__ import annotations

import errno
import hashlib
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Final, Self

from pydantic import ValidationError

from index.errors import IndexDataError
from index.files import make_private, make_private_folder, os_reason
from index.models.backups import KIND, Contents
from index.models.data_files import IRREPLACEABLE, DataFile
from index.models.members import Member

FORMAT: Final = 1
"""Raised when older code could not restore newer backups."""
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.sha256"
RESTORABLE: Final = IRREPLACEABLE | {DataFile.HISTORY}
_MOST_MANIFEST: Final = 256 * 1024 * 1024
_CHUNK: Final = 1024 * 1024


class Writer:
    """Fills the file of a backup."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self.members: list[Member] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *fault: object) -> None:
        if kind is not None:  # whatever it is, what is half-written goes
            with suppress(OSError, ValueError):
                self._zip.close()

    def add(self, path: str, source: IO[bytes], most: int | None = None) -> None:
        """Adds what `source` has, at most so many bytes, as the file at `path` of the data folder."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(str(len(self.members) + 1), "w", force_zip64=True) as target:
            while chunk := source.read(_CHUNK if most is None else min(_CHUNK, most - size)):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members.append(Member(path=path, size=size, sha256=digest.hexdigest()))

    def finish(self, contents: Contents) -> None:
        """Writes the manifest and its seal, last of all."""
        text = json.dumps(contents.model_dump(mode="json")).encode("ascii")  # names of files may be no UTF-8
        self._zip.writestr(MANIFEST, text)
        self._zip.writestr(SEAL, hashlib.sha256(text).hexdigest())
        self._zip.close()


class Reader:
    """An opened backup whose manifest is sound; use `opened`."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self._name = name
        self._zip = archive
        self.contents = self._contents()

    @classmethod
    @contextmanager
    def opened(cls, file: Path) -> Iterator[Self]:
        """The backup at `file`; raises `IndexDataError` for one that is damaged, foreign or of a newer version."""
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise _foreign(str(file)) from error
        except OSError as error:
            raise IndexDataError(f"{file} can't be read ({os_reason(error)}); name a backup that can") from error
        with archive:
            yield cls(file.name, archive)

    def verify(self) -> None:
        """Reads everything and compares it with its checksums; raises `IndexDataError`."""
        for number in range(len(self.contents.members)):
            self._copy(number, None)

    def extract(self, folder: Path) -> None:
        """Writes everything below `folder`, compared with its checksums once more."""
        for number, member in enumerate(self.contents.members):
            target = folder / member.path
            for place in reversed(Path(member.path).parents[:-1]):
                make_private_folder(folder / place)
            make_private(target)
            with target.open("wb") as stream:
                self._copy(number, stream)

    def _copy(self, number: int, target: IO[bytes] | None) -> None:
        member = self.contents.members[number]
        digest, size = hashlib.sha256(), 0
        with self._unpacking(member.path), self._zip.open(str(number + 1)) as source:
            while size <= member.size and (chunk := source.read(_CHUNK)):
                size += len(chunk)
                digest.update(chunk)
                if target is not None:
                    target.write(chunk)
        if size != member.size or digest.hexdigest() != member.sha256:
            raise _damaged(self._name, f"the checksum of {member.path} differs")

    def _contents(self) -> Contents:
        if not {MANIFEST, SEAL} <= set(self._zip.namelist()):
            raise _foreign(self._name)
        text, seal = self._small(MANIFEST), self._small(SEAL)
        if seal.strip() != hashlib.sha256(text).hexdigest().encode():
            raise _damaged(self._name, "its list of contents was altered")
        try:
            raw = json.loads(text)
            kind, form = raw["kind"], int(raw["format"])
        except (KeyError, ValueError, TypeError) as error:
            raise _foreign(self._name) from error
        if kind != KIND:
            raise _foreign(self._name)
        if form > FORMAT:
            raise IndexDataError(f"{self._name} was made by a newer version of Dateline; update Dateline")
        try:
            contents = Contents.model_validate_json(text)
        except ValidationError as error:
            raise _damaged(self._name, "its list of contents can't be read") from error
        _check_paths(self._name, [member.path for member in contents.members])
        return contents

    def _small(self, name: str) -> bytes:
        with self._unpacking(name), self._zip.open(name) as source:
            return source.read(_MOST_MANIFEST)

    @contextmanager
    def _unpacking(self, name: str) -> Iterator[None]:
        """Whatever a zip can be broken in is one line."""
        try:
            yield
        except KeyError as error:
            raise _damaged(self._name, f"{name} is missing in it") from error
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError) as error:
            raise _damaged(self._name, f"{name} can't be unpacked") from error
        except OSError as error:
            if error.errno != errno.EINVAL:  # a place before the beginning of the file
                raise
            raise _damaged(self._name, f"{name} can't be unpacked") from error


def _check_paths(name: str, paths: list[str]) -> None:
    """Raises `IndexDataError` for a path that leads anywhere but to what a backup may hold, or comes twice."""
    for path in paths:
        parts = path.split("/")
        if "\0" in path or PurePosixPath(path).is_absolute() or any(part in {"", ".", ".."} for part in parts):
            raise _damaged(name, "it names a file outside the data folder")
        if parts[0] not in RESTORABLE:
            raise IndexDataError(f"{name} holds {parts[0]!r}, which this version doesn't know; update Dateline")
        if (len(parts) > 1) != (parts[0] == DataFile.TRASH):
            raise _damaged(name, f"{parts[0]} is not what it should be in it")
    if len(set(paths)) < len(paths):
        raise _damaged(name, "it names a file twice")


def _foreign(name: str) -> IndexDataError:
    return IndexDataError(f"{name} is no backup of Dateline's, or is damaged; name one that dateline backup made")


def _damaged(name: str, why: str) -> IndexDataError:
    return IndexDataError(f"{name} is damaged ({why}), so nothing was restored; use another backup")
