"""The file of a bundle: a zip that can be written in one way only, so that no byte of it can change unseen.

Members are stored and not compressed, since compressors differ; they follow each other without a gap, at one fixed
time, with ASCII names, without extra fields and comments (PKWARE's APPNOTE, 4.3). A reader that writes every header
anew, and compares, so knows each byte that is no member's.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from index.errors import BundleError
from index.models.members import Member

FIRST: Final = "README.txt"
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.sha256"
LARGEST: Final = 0xFFFF_FFFF
"""Bytes that a zip can have without extensions; and the most that we read."""
MOST_MEMBERS: Final = 0xFFFF
MOST_NAME: Final = 200
_CHUNK: Final = 1024 * 1024
_MEBIBYTE: Final = 1024 * 1024

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_VERSION: Final = 10
_UNIX: Final = 3 << 8
_FIRST_OF_1980: Final = 0x21
_REGULAR_FILE: Final = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Header:
    """What the container says of a member."""

    name: bytes
    size: int
    crc: int
    offset: int
    """Where its local header begins."""

    @property
    def local(self) -> bytes:
        fields = (0, 0, 0, _FIRST_OF_1980, self.crc, self.size, self.size, len(self.name), 0)
        return _LOCAL.pack(b"PK\3\4", _VERSION, *fields) + self.name

    @property
    def central(self) -> bytes:
        fields = (0, 0, 0, _FIRST_OF_1980, self.crc, self.size, self.size, len(self.name), 0, 0, 0, 0)
        return _CENTRAL.pack(b"PK\1\2", _VERSION | _UNIX, _VERSION, *fields, _REGULAR_FILE, self.offset) + self.name

    @property
    def data(self) -> int:
        """Where the member's bytes begin."""
        return self.offset + _LOCAL.size + len(self.name)


def directory(headers: list[Header]) -> bytes:
    """All that follows the members; the last of them ends where it begins."""
    central = b"".join(header.central for header in headers)
    begin = headers[-1].data + headers[-1].size if headers else 0
    return central + _END.pack(b"PK\5\6", 0, 0, len(headers), len(headers), len(central), begin, 0)


class Writer:
    """Writes a bundle of at most `most` bytes; raises `BundleError` where it would become larger."""

    def __init__(self, stream: IO[bytes], most: int = LARGEST) -> None:
        self._stream = stream
        self._most = most
        self._headers: list[Header] = []
        self._digest = hashlib.sha256()
        self._after = 0
        """Bytes that the directory will have."""
        self.size = 0
        self.members: list[Member] = []

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def add(self, name: str, data: bytes) -> Member:
        """Adds a member; `name` is ASCII and new."""
        header = Header(name.encode("ascii"), len(data), zlib.crc32(data), self.size)
        self._after += len(header.central)
        needed = header.data + len(data) + self._after + _END.size
        if needed > self._most or len(self._headers) == MOST_MEMBERS:
            raise too_large(self._most)
        self._headers.append(header)
        self._write(header.local)
        self._write(data)
        self.members.append(Member(path=name, size=len(data), sha256=hashlib.sha256(data).hexdigest()))
        return self.members[-1]

    def finish(self, manifest: bytes) -> None:
        """Adds the manifest and its seal, and ends the file."""
        self.add(MANIFEST, manifest)
        self.add(SEAL, seal(manifest))
        self._write(directory(self._headers))

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._digest.update(data)
        self.size += len(data)


def seal(manifest: bytes) -> bytes:
    """What the member beside the manifest holds: a line that `sha256sum -c` reads, too."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode("ascii")


def too_large(most: int) -> BundleError:
    size = f"{most // _MEBIBYTE:,} MiB"
    return BundleError(
        f"the bundle would be larger than {size}; make several, of fewer citations each",
        chat="that bundle is larger than a file may be here; remove some citations, or ask whoever runs me to make it",
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """A member of a bundle that is read: where its bytes are, and what they are."""

    name: str
    begin: int
    size: int
    sha256: str


def recognised(head: bytes, tail: bytes) -> bool:
    """Whether a file that begins and ends so is a bundle, whole or damaged: either end is enough."""
    begins = head[:4] == b"PK\3\4" and head[_LOCAL.size :].startswith(FIRST.encode())
    return begins or (b"PK\5\6" in tail and SEAL.encode() in tail)


ENDS: Final = 256
"""Bytes of either end that tell."""


def members(stream: IO[bytes], size: int, faults: list[str]) -> Iterator[Stored]:
    """The members of a bundle of `size` bytes, in order; what of the container is not as it is written is a fault.

    Where the headers lead nowhere, that is the last fault, and the rest isn't read.
    """
    headers: list[Header] = []
    place = 0
    while (begin := _at(stream, place, 4)) == b"PK\3\4":
        header = _header(_at(stream, place, _LOCAL.size + MOST_NAME), place)
        if header is None or header.data + header.size > size or len(headers) == MOST_MEMBERS:
            faults.append(f"the container is damaged at byte {place:,}: no member begins there")
            return
        headers.append(header)
        if (written := _at(stream, place, len(header.local))) != header.local:
            faults.append(f"the container is damaged at byte {place + _differs(written, header.local):,}")
        stored, crc = _stored(stream, header)
        if crc != header.crc:
            faults.append(f"{stored.name} differs from the checksum before it, or that was changed")
        yield stored
        place = header.data + header.size
    expected = directory(headers)
    found = _at(stream, place, len(expected) + 1)
    if found != expected:
        where = place + _differs(found, expected)
        what = "the container is damaged" if where < size else "the file ends too early,"
        faults.append(f"{what} at byte {where:,}" + ("" if begin else "; it ends there"))


def _header(raw: bytes, place: int) -> Header | None:
    """What a local header says, whatever else is in it; None for a name that is none of ours."""
    if len(raw) < _LOCAL.size:
        return None
    crc, size, _, length, _ = _LOCAL.unpack_from(raw)[6:]
    name = raw[_LOCAL.size : _LOCAL.size + length]
    sound = 0 < length <= MOST_NAME and len(name) == length and name.isascii() and name.decode("ascii").isprintable()
    return Header(name, size, crc, place) if sound else None


def _stored(stream: IO[bytes], header: Header) -> tuple[Stored, int]:
    digest, crc = hashlib.sha256(), 0
    for chunk in chunks(stream, header.data, header.size):
        digest.update(chunk)
        crc = zlib.crc32(chunk, crc)
    return Stored(header.name.decode("ascii"), header.data, header.size, digest.hexdigest()), crc


def chunks(stream: IO[bytes], begin: int, size: int) -> Iterator[bytes]:
    """So many bytes from a place on, in parts that fit memory."""
    stream.seek(begin)
    while size and (chunk := stream.read(min(_CHUNK, size))):
        size -= len(chunk)
        yield chunk


def _at(stream: IO[bytes], place: int, size: int) -> bytes:
    stream.seek(place)
    return stream.read(size)


def _differs(found: bytes, expected: bytes) -> int:
    """The first place at which they differ."""
    pairs = zip(found, expected, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(found), len(expected)))
