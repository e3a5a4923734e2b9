"""Web archives in one package (WACZ): a zip archive of WARC files, with a list of the pages that were visited."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Final

from index.read.captures import Captures, same_address
from index.read.gzip_members import MAX_INFLATION, Room
from index.read.packed import FAULTS
from index.read.protocol import ENCRYPTED, Parts, UnreadableError
from index.read.warc import read_pages
from index.read.warc_records import SUFFIXES, records

DAMAGED: Final = "it is a damaged web archive (WACZ); save it again"
MAX_ENTRIES: Final = 10_000
_ENCRYPTED_FLAG: Final = 0x1
_ARCHIVES: Final = "archive/"
_PAGE_LISTS: Final = ("pages/extraPages.jsonl", "pages/pages.jsonl")
MAX_TITLE: Final = 1000


def is_wacz(data: bytes) -> bool:
    """Whether a zip archive is a web archive."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except FAULTS:
        return False
    return any(map(_is_warc, names))


def read_wacz(data: bytes, max_characters: int) -> Parts:
    """One document a page of all the WARC files in it."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except FAULTS as error:
        raise UnreadableError(DAMAGED) from error
    entries = package.infolist()
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise UnreadableError(ENCRYPTED)
    if len(entries) > MAX_ENTRIES:
        raise UnreadableError(f"it holds more than {MAX_ENTRIES:,} files; split it")
    room, captures = Room(MAX_INFLATION * max_characters), Captures()
    damaged = 0
    for entry in entries:
        if _is_warc(entry.filename):
            found = _unpacked(package, entry, room)
            damaged += found is None
            captures.add(records(found, room) if found else ())
    if damaged and not captures.pages:
        raise UnreadableError(DAMAGED)
    return read_pages(captures, _titles(package, room), max_characters)


def _is_warc(name: str) -> bool:
    return name.startswith(_ARCHIVES) and name.lower().endswith(SUFFIXES)


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, room: Room) -> bytes | None:
    """What an entry holds; None where it is damaged."""
    room.take(entry.file_size)
    try:
        with package.open(entry) as stream:
            return stream.read(entry.file_size)
    except FAULTS:
        return None


def _titles(package: zipfile.ZipFile, room: Room) -> dict[str, str]:
    """The titles of pages by address, as whoever captured them has noted them; `pages.jsonl` comes last and counts."""
    found: dict[str, str] = {}
    names = set(package.namelist())
    for name in _PAGE_LISTS:
        listed = _unpacked(package, package.getinfo(name), room) if name in names else None
        for line in (listed or b"").splitlines():
            if noted := _noted(line):
                found[same_address(noted[0])] = noted[1]
    return found


def _noted(line: bytes) -> tuple[str, str] | None:
    """The address and title in a line of a list of pages."""
    try:
        page = json.loads(line)
    except (ValueError, RecursionError):
        return None
    address, title = (page.get("url"), page.get("title")) if isinstance(page, dict) else (None, None)
    if not isinstance(address, str) or not isinstance(title, str) or not title.strip() or title.strip() == address:
        return None
    return address, title[:MAX_TITLE]
