"""What would be gone if a document were erased, looked at before anything is."""

from __future__ import annotations

from contextlib import closing

from index.cite.ledger import Ledger
from index.cite.sources import StoredSources
from index.erasing import held, parts
from index.erasing.known import Known
from index.erasing.target import Target
from index.erasing.words import citations, ledgers, who_holds
from index.errors import ArchiveError, NoIndexError
from index.generations.data_folder import DataFolder
from index.models.data_files import DataFile
from index.models.documents import Document
from index.models.erasures import Erasable, Erasure, FileOfArchive
from index.models.reports import Trashed
from index.models.scope import Scope
from index.read.protocol import OpenReaders
from index.settings import Settings
from index.storage.opening import open_documents
from index.text import near_duplicates
from index.text.clean import one_line
from index.userdata.erasures import Erasures, erased_on

PIECE_WORDS = 100
MAX_PIECES = 40
"""Pieces of a document, so many words each, by whose first, middle and last words others like it are found."""
ELSEWHERE = "this document can't be erased from here; whoever runs Dateline can, on the command line"
"""Says nothing of a copy in a folder that the asker may not see."""


def look(settings: Settings, path: str, scope: Scope, readers: OpenReaders) -> Erasable:
    """What erasing the document at `path` would take away; raises `ArchiveError` where that can't be done."""
    known = Known.of(settings, path)
    begun = next((erasure for erasure in Erasures(settings.data).pending() if erasure.path == path), None)
    if not scope.sees(path) or not (known.knows(path) or begun):
        raise _unknown(settings, known, path, scope)
    part = begun.part if begun else known.is_part(path)
    target = parts.target(settings, known, path, readers) if part and not begun else _target(known, path, begun)
    concerned = {origin[0] for origin in known.everywhere() if origin[1] in target.digests}
    if not all(map(scope.sees, concerned)):
        raise ArchiveError(ELSEWHERE)
    return _described(settings, known, path, target, begun, part=part)


def _unknown(settings: Settings, known: Known, path: str, scope: Scope) -> ArchiveError:
    done = [erasure for erasure in Erasures(settings.data).every() if erasure.path == path]
    name = one_line(path)[:200]
    if done and scope.sees(path):
        return ArchiveError(f"{name} was {erased_on(done[-1].erased)} already, and nothing of it is left")
    nearest = known.nearest(path, scope)
    advice = f"did you mean {' or '.join(map(one_line, nearest))}?" if nearest else "name it by its path in the archive"
    return ArchiveError(f"no document {name} is or was in the archive; {advice}")


def _target(known: Known, path: str, begun: Erasure | None) -> Target:
    """A whole file, with the bytes that any of its versions had; what was recorded before counts too."""
    if begun and begun.part:
        return Target.of(begun)
    named = Target(path, frozenset())
    digests = {sha256 for name, sha256 in known.everywhere() if named.names(name)}
    return Target(path, frozenset(digests | (begun.digests if begun else frozenset())))


def _described(
    settings: Settings, known: Known, path: str, target: Target, begun: Erasure | None, *, part: bool
) -> Erasable:
    data = DataFolder(settings.data)
    texts = list(held.documents(settings.data, target))
    first = next((text for text in texts if text.path == path), texts[0] if texts else None)
    held_by = [index for index, digests in known.indexed if not target.digests.isdisjoint(digests.values())]
    in_archive = [FileOfArchive(path=name, sha256=sha) for name, sha in known.archive.items() if sha in target.digests]
    return Erasable(
        path=path,
        part=part,
        title=first.title if first else None,
        date=first.date if first else None,
        files=tuple(sorted(target.parts if part else in_archive, key=lambda file: (file.path != path, file.path))),
        trashed=tuple(_trashed(file.token, file.path) for file in known.trash if file.sha256 in target.digests),
        generations=tuple(sorted(int(index.name) for index in held_by if index.parent.name == DataFile.GENERATIONS)),
        citations=_cited(data, target) if begun is None else max(len(begun.citations), _cited(data, target)),
        alike=_alike(data, texts, target),
        digests=target.digests,
        begun=begun is not None,
    )


def _trashed(token: str, path: str) -> Trashed:
    return Trashed(token=token, path=path, at=held.trashed_at(token))


def _cited(data: DataFolder, target: Target) -> int:
    found: set[str] = set()
    for file in ledgers(data.path):
        with closing(Ledger(file)) as ledger:
            found |= citations(data, ledger, target).keys()
    return len(found)


def _alike(data: DataFolder, texts: list[Document], target: Target) -> tuple[str, ...]:
    """The documents of the current generation with nearly the same text."""
    try:
        folder = data.folder(data.current())
    except NoIndexError:
        return ()
    with closing(open_documents(folder)) as store:
        sources = StoredSources(0, store, who_holds(store))
        found: dict[str, Document] = {}
        for text in texts:
            for piece in _pieces(text.text[text.body :].split()):
                found |= {other.path: other for other in sources.documents_containing(piece)}
    sketches = [near_duplicates.sketch(text.text) for text in texts]
    others = {path: other for path, other in found.items() if other.sha256 not in target.digests}
    return tuple(sorted(path for path, other in others.items() if _near(other, sketches)))


def _pieces(words: list[str]) -> list[str]:
    return [" ".join(words[at : at + PIECE_WORDS]) for at in range(0, len(words), PIECE_WORDS)][:MAX_PIECES]


def _near(other: Document, sketches: list[bytes]) -> bool:
    mine = near_duplicates.sketch(other.text)
    return any(near_duplicates.overlap(mine, sketch) >= near_duplicates.MIN_OVERLAP for sketch in sketches)
