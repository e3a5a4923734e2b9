"""Zip archives that are documents: what they may unpack to, and their entries one by one."""

from __future__ import annotations

import io
import zipfile

from index.read.packed import FAULTS
from index.read.protocol import ENCRYPTED, UnreadableError

MAX_ENTRIES = 10_000
MAX_INFLATION = 8
"""Unpacked size of all entries, as a multiple of the largest file allowed."""
MAX_XML_INFLATION = 1
"""Likewise of each XML part, whose tree takes many times its size in memory."""
ENCRYPTED_FLAG = 0x1
"""The bit that marks an encrypted entry (PKWARE's APPNOTE.TXT, 4.4.4)."""

_TREES = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm")
"""How entries are called of which a tree is made."""


def check_sizes(data: bytes, max_bytes: int, damaged: str) -> None:
    """Raises `UnreadableError` before anything is unpacked; `damaged` is the reason where it is no zip archive."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except FAULTS as error:
        raise UnreadableError(damaged) from error
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise UnreadableError(ENCRYPTED)
    total = sum(entry.file_size for entry in entries)
    trees = (entry.file_size for entry in entries if entry.filename.lower().endswith(_TREES))
    if (
        len(entries) > MAX_ENTRIES
        or total > MAX_INFLATION * max_bytes
        or max(trees, default=0) > MAX_XML_INFLATION * max_bytes
    ):
        raise UnreadableError("it would unpack to far more than the setting max_file_mib allows; split it")


class Entries:
    """The entries of an archive whose sizes were checked; `damaged` is the reason where one can't be unpacked."""

    def __init__(self, data: bytes, max_bytes: int, damaged: str) -> None:
        check_sizes(data, max_bytes, damaged)
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = frozenset(self._archive.namelist())
        self._most = MAX_XML_INFLATION * max_bytes
        self.damaged = damaged

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes | None:
        """An entry's bytes; None if there is no such entry. Raises `UnreadableError` if it is damaged or too large."""
        if name not in self._names:
            return None
        if self._archive.getinfo(name).file_size > self._most:
            raise UnreadableError("it would unpack to far more than the setting max_file_mib allows; split it")
        try:
            return self._archive.read(name)
        except FAULTS as error:
            raise UnreadableError(self.damaged) from error
