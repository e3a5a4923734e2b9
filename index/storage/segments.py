"""Which segments a generation is made of, and what in them is gone.

A segment has documents with their passages, vectors and words in files of its own, which never change once written: the
generations that have it share its files by hard links. Of a document that changed or went, the segment says nothing;
the generation's own list says which of its documents are gone. Rows of a segment are in the order of `row_order`.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from index.errors import IndexDataError
from index.models.values import Value

SEGMENTS_FOLDER: Final = "segments"
LAYOUT_FILE: Final = "segments.json"
_NO_LINKS: Final = frozenset({errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""What file systems say that have no hard links, or no more of them for a file."""


class Gone(Value):
    """The documents of a segment that a generation no longer has: their numbers in the segment, ascending."""

    numbers: tuple[int, ...] = ()
    rows: int = 0
    tokens: Mapping[str, int] = {}
    """How many terms they have in each field of the word index."""
    words: tuple[str, ...] = ()
    """The parts of the generation's index of gone words that have theirs."""


class Segment(Value):
    """A segment as a generation has it. Word indexes know its row r as `first_serial + r`, in every generation."""

    name: str
    """Its folder in `SEGMENTS_FOLDER`; empty where the generation's own folder is its only segment."""
    first_serial: int
    documents: int
    rows: int
    tokens: Mapping[str, int] = {}
    """How many terms it has in each field of the word index."""
    words: tuple[str, ...] = ()
    """The parts of the generation's word index that are its own."""
    gone: Gone = Gone()

    @property
    def live_rows(self) -> int:
        """How many of its passages the generation has."""
        return self.rows - self.gone.rows

    @property
    def end_serial(self) -> int:
        return self.first_serial + self.rows

    def folder(self, generation: Path) -> Path:
        """Where its files are in the folder of a generation."""
        return generation / SEGMENTS_FOLDER / self.name if self.name else generation


class Layout(Value):
    """What a generation is made of, and what of the archive could not be read."""

    segments: tuple[Segment, ...]
    failures: tuple[tuple[str, str], ...] = ()
    """Path and reason, in order of path."""


def read_layout(generation: Path) -> Layout | None:
    """What the generation in this folder is made of; None where it is all one, as earlier versions wrote it."""
    try:
        return Layout.model_validate_json((generation / LAYOUT_FILE).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise IndexDataError(f"{generation / LAYOUT_FILE} can't be read; run: dateline index") from error


def write_layout(generation: Path, layout: Layout) -> None:
    (generation / LAYOUT_FILE).write_text(layout.model_dump_json() + "\n", "utf-8")


def share(file: Path, to: Path) -> None:
    """Makes `to` the same file, or a copy of it where the file system can't; raises `OSError`."""
    try:
        os.link(file, to)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(file, to)


def share_folder(folder: Path, to: Path) -> None:
    """Makes `to`, which must not be there, a folder of the same files."""
    to.mkdir(parents=True)
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            share_folder(entry, to / entry.name)
        else:
            share(entry, to / entry.name)
