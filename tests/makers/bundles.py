"""Evidence bundles of small archives, and the same with something changed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index import EVERYTHING, Bundled, Scope
from index.bundle.check import check
from index.bundle.container import FIRST, MANIFEST, SEAL, Writer
from index.errors import BundleError
from index.models.bundles import Manifest
from tests.makers.archives import Place

HARBOUR = {
    "harbour.txt": "date 1921-03-04 The harbour\n\nThe lantern of the harbour burned all night. Nobody slept.\n",
    "letters/Żółw & Söhne.txt": "date 1931 A letter\n\nThe keeper sold “nine” ropes, and a goat. He was paid.\n",
    "gull.html": "<html><head><title>Gulls</title></head><body><p>A gull stole the bread of the ferry. It flew "
    "off.</p></body></html>",
}
"""Three documents, of which the last has a text that its file is not."""


def harbour(folder: Path) -> tuple[Place, dict[str, str]]:
    """The archive, indexed, and the id of the first passage of each document by its path."""
    place = Place(folder, HARBOUR)
    place.index()
    return place, {path: place.first(word).passage for path, word in zip(HARBOUR, WORDS, strict=True)}


WORDS = ("lantern", "keeper", "gull")


def bundled(place: Place, *ids: str, scope: Scope = EVERYTHING, **options: Any) -> tuple[bytes, Bundled]:
    """A bundle of these citations, and what making it told."""
    stream = io.BytesIO()
    with place.opened() as archive:
        done = archive.bundle(ids, stream, scope, **options)
    return stream.getvalue(), done


def faults(data: bytes) -> tuple[str, ...]:
    """What a check finds; that it is no bundle at all is a finding, too."""
    try:
        return check(io.BytesIO(data), "x.zip").faults
    except BundleError as error:
        return (str(error),)


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members as Python's own reader has them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def forged(data: bytes, changed: Mapping[str, bytes], **manifest: Any) -> bytes:
    """A whole new bundle with other members, which its manifest lists; `manifest` changes what else that says."""
    members = {**unpacked(data), **changed}
    said = {**json.loads(members[MANIFEST]), **manifest}
    stream = io.BytesIO()
    writer = Writer(stream)
    for name in [FIRST, *(name for name in members if name not in {FIRST, MANIFEST, SEAL})]:
        writer.add(name, members[name])
    said["members"] = [member.model_dump() for member in writer.members]
    writer.finish(Manifest.model_validate_json(json.dumps(said)).model_dump_json(indent=1).encode())
    return stream.getvalue()
