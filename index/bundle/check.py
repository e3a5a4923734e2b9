"""Checking a bundle by itself, where there is no archive: its container, its manifest, its members, what they say."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from pydantic import ValidationError

from index.bundle import container, contents
from index.bundle.container import ENDS, FIRST, LARGEST, MANIFEST, SEAL, Stored, chunks
from index.bundle.layout import ANNOTATIONS, FORMAT, MOST_OWN, PAGE, STYLES
from index.errors import BundleError
from index.files import os_reason
from index.models.bundles import KIND, BundleCheck, Manifest

_OWN: Final = frozenset({FIRST, PAGE, ANNOTATIONS, *STYLES})
_DOCUMENT: Final = re.compile(r"(documents|texts|cited)/[0-9.]{3,20}-[A-Za-z0-9._-]{1,100}")
"""Names that lead out of a folder, where somebody unpacks them, are none."""


def check_bundle(file: Path, sha256: str | None = None) -> BundleCheck:
    """What is wrong with the bundle at `file`, if anything; raises `BundleError` where it is none or can't be read.

    `sha256` is what its own SHA-256 has to be, in hex, as it was noted when it was made.
    """
    try:
        if file.exists() and not (file.is_file() or file.is_dir()):  # opening a pipe would wait for a writer
            raise BundleError(f"{file} is no regular file; name a file that dateline bundle made")
        with file.open("rb") as stream:
            checked = check(stream, str(file))
    except (OSError, ValueError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        raise BundleError(f"{file} can't be read ({reason}); name a bundle that can") from error
    if sha256 is None or checked.sha256 == sha256.lower():
        return checked
    line = f"its SHA-256 is {checked.sha256}, and not {sha256.lower()}: it is another file"
    return checked.model_copy(update={"faults": (line, *checked.faults)})


def check(stream: IO[bytes], name: str) -> BundleCheck:
    """The same of a stream; `name` is said of one that is no bundle."""
    size = _size(stream, name)
    faults: list[str] = []
    members = list(container.members(stream, size, faults))
    manifest = _manifest(stream, members, faults)
    if manifest is not None:
        faults += _compared(manifest, members)
        if not faults:
            faults += contents.faults(stream, manifest, {member.name: member for member in members})
    return BundleCheck(
        bytes=size,
        sha256=_digest(stream, size),
        faults=tuple(faults),
        made=manifest.made if manifest else None,
        version=manifest.version if manifest else None,
        citations=len(manifest.citations) if manifest else None,
        members=len(members) if manifest else None,
    )


def _size(stream: IO[bytes], name: str) -> int:
    """The size of what is a bundle by its looks."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    head = stream.read(ENDS)
    stream.seek(max(0, size - ENDS))
    if not container.recognised(head, stream.read(ENDS)):
        raise BundleError(f"{name} is no evidence bundle; name a file that dateline bundle made")
    if size > LARGEST:
        raise BundleError(f"{name} is larger than a bundle can be; name a file that dateline bundle made")
    return size


def _digest(stream: IO[bytes], size: int) -> str:
    digest = hashlib.sha256()
    for chunk in chunks(stream, 0, size):
        digest.update(chunk)
    return digest.hexdigest()


def _manifest(stream: IO[bytes], members: Sequence[Stored], faults: list[str]) -> Manifest | None:
    """The manifest, if its seal says that it is what was written."""
    if [member.name for member in members[-2:]] != [MANIFEST, SEAL]:
        faults.append("its manifest and the seal of it are not where they belong")
        return None
    text, sealed = (_small(stream, member) for member in members[-2:])
    if container.seal(text) != sealed:
        faults.append(f"{MANIFEST} was changed, or {SEAL} was")
        return None
    try:
        raw = json.loads(text)
        if raw["kind"] == KIND and isinstance(raw["format"], int) and raw["format"] > FORMAT:
            raise BundleError("the bundle was made by a newer version of Dateline; update Dateline")
        return Manifest.model_validate_json(text)
    except (KeyError, TypeError, ValueError, RecursionError, ValidationError):
        faults.append(f"{MANIFEST} can't be read")
        return None


def _small(stream: IO[bytes], member: Stored) -> bytes:
    return b"".join(chunks(stream, member.begin, min(member.size, MOST_OWN + 1)))


def _compared(manifest: Manifest, members: Sequence[Stored]) -> Iterator[str]:
    """What of the members isn't as the manifest lists it."""
    listed = {member.path: member for member in manifest.members}
    found = {member.name: member for member in members[:-2]}
    yield from (f"{name} is missing" for name in sorted(_OWN | listed.keys()) if name not in found)
    yield from (f"{name!r} is no name of a file in a bundle" for name in found if not _is_name(name))
    yield from (f"{name} is not in the manifest" for name in found if name not in listed)
    for name in sorted(found.keys() & listed.keys()):
        if (found[name].size, found[name].sha256) != (listed[name].size, listed[name].sha256):
            yield f"{name} was changed: its SHA-256 is not the manifest's"
    if not _in_order(manifest, members):
        yield "its files are not in the order of the manifest, or come twice"


def _is_name(name: str) -> bool:
    return name in _OWN or _DOCUMENT.fullmatch(name) is not None


def _in_order(manifest: Manifest, members: Sequence[Stored]) -> bool:
    return [member.name for member in members[:-2]] == [member.path for member in manifest.members]
