"""Making a bundle: the citations that were looked up, their documents, and what others read and check them by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from index.bundle.annotations import collection
from index.bundle.container import FIRST, LARGEST, Writer
from index.bundle.entries import Entry
from index.bundle.files import Documents
from index.bundle.layout import ANNOTATIONS, FORMAT, MOST_OWN, PAGE, README, STYLES
from index.bundle.page import page
from index.cite.models import Cited, Unknown
from index.cite.styles import format_citations
from index.errors import BundleError, CitationError
from index.files import check_place, os_reason, written_whole
from index.models.bundles import Bundled, LeftOut, Manifest
from index.models.scope import EVERYTHING, Scope
from index.program import installed_version
from index.read.pool import ReaderPool
from index.read.protocol import OpenReaders
from index.settings import Settings
from index.userdata.erasures import erased_on


def not_bundled(found: Sequence[Cited | Unknown]) -> tuple[LeftOut, ...]:
    """Those that no bundle takes: unknown ones, and erased ones, of which no word is left."""
    return tuple(reason for one in found if (reason := _refusal(one)))


def _refusal(one: Cited | Unknown) -> LeftOut | None:
    if isinstance(one, Unknown):
        return LeftOut(typed=one.typed, reason=one.reason)
    if one.record.erased is None:
        return None
    line = f"the words of {one.record.id} were {erased_on(one.record.erased)}; leave it out"
    return LeftOut(typed=one.record.id, reason=line)


def write_bundle(
    settings: Settings,
    found: Sequence[Cited | Unknown],
    file: Path,
    *,
    force: bool = False,
    readers: OpenReaders = ReaderPool,
) -> Bundled:
    """Writes a bundle of citations that were looked up to `file`, whole or not at all; raises `DatelineError`.

    A file that is there is replaced only with `force`.
    """
    check_place(file, settings.data, settings.archive, force=force, error=BundleError)
    try:
        with written_whole(file, 0o666) as stream:
            return bundle(found, stream, settings, readers=readers, as_cited=True)
    except OSError as error:
        raise BundleError(
            f"the bundle can't be written to {file} ({os_reason(error)}); make room or give access; nothing was written"
        ) from error


def bundle(
    found: Sequence[Cited | Unknown],
    stream: IO[bytes],
    settings: Settings,
    *,
    readers: OpenReaders = ReaderPool,
    scope: Scope = EVERYTHING,
    most: int = LARGEST,
    lenient: bool = False,
    as_cited: bool = False,
) -> Bundled:
    """Writes a bundle of at most `most` bytes to `stream`; raises `CitationError`, `BundleError`.

    What no bundle takes is an error or, where `lenient`, left out; documents outside `scope` are never put in. The
    texts of documents whose cited words are other ones or gone now are put in with `as_cited` alone.
    """
    left_out = not_bundled(found)
    if left_out and not lenient:
        raise CitationError("; ".join(one.reason for one in left_out), chat="some of these can't be put in a bundle")
    taken = {one.record.id: one for one in found if isinstance(one, Cited) and not one.record.erased}
    if not taken:
        raise CitationError("there is no citation to put in a bundle", shown=True)
    writer = Writer(stream, most)
    manifest = _fill(writer, list(taken.values()), settings, readers, scope, as_cited=as_cited)
    return Bundled(
        bytes=writer.size,
        sha256=writer.sha256,
        made=manifest.made,
        generation=manifest.generation,
        citations=manifest.citations,
        members=len(writer.members),
        left_out=left_out,
    )


def _fill(
    writer: Writer,
    cited: Sequence[Cited],
    settings: Settings,
    readers: OpenReaders,
    scope: Scope,
    *,
    as_cited: bool,
) -> Manifest:
    made = dt.datetime.now(dt.UTC).replace(microsecond=0)
    writer.add(FIRST, README.encode("ascii"))
    with readers(settings) as opened:
        entries = Documents(settings, opened, scope, writer, as_cited=as_cited).add(cited)
    for name, text in _own(entries, made).items():
        writer.add(name, _bounded(text.encode("utf-8", "replace")))
    manifest = Manifest(
        format=FORMAT,
        made=made,
        version=installed_version(),
        generation=cited[0].generation,
        citations=tuple(entry.listed for entry in entries),
        members=tuple(writer.members),
    )
    writer.finish(_bounded(manifest.model_dump_json(indent=1).encode("utf-8", "replace")))
    return manifest


def _own(entries: Sequence[Entry], made: dt.datetime) -> dict[str, str]:
    """The members that are no documents, by name."""
    citations = [entry.citation for entry in entries]
    texts = {PAGE: page(entries, made, installed_version()), ANNOTATIONS: collection(entries, made)}
    return texts | {name: format_citations(citations, style) for name, style in STYLES.items()}


def _bounded(data: bytes) -> bytes:
    if len(data) > MOST_OWN:
        raise BundleError("these are too many citations for one bundle; make several, of fewer citations each")
    return data
