"""Which files and documents an erasure is of. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Self

from index.models.erasures import Erasure, FileOfArchive
from index.read.source import file_of

_HALF_WRITTEN = re.compile(r"\.(.+)\.[0-9a-f]{8}")
"""What a file is called while it is copied into the archive or the trash."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file by its path, and every SHA-256 that it is known to have had.

    `parts`, if there are any, are the only documents of it that are meant, each with the SHA-256 of the whole file.
    """

    file: str
    digests: frozenset[str]
    parts: frozenset[FileOfArchive] = frozenset()

    @classmethod
    def of(cls, erasure: Erasure) -> Self:
        """What was asked to be erased, as recorded."""
        if erasure.part:
            return cls(file_of(erasure.path), erasure.digests, frozenset(erasure.files))
        return cls(erasure.path, erasure.digests)

    def names(self, path: str) -> bool:
        """Whether the document at `path` is the file, or in it."""
        return path == self.file or file_of(path) == self.file

    def is_document(self, path: str, sha256: str) -> bool:
        """Whether a document of an index, from a file with these bytes, is meant."""
        if self.parts:
            return FileOfArchive(path=path, sha256=sha256) in self.parts
        return sha256 in self.digests


def whole_name(path: str) -> str:
    """The path of a file that was half-written when its process was killed; of any other, its own."""
    pure = PurePosixPath(path)
    found = _HALF_WRITTEN.fullmatch(pure.name)
    return pure.with_name(found[1]).as_posix() if found else path
