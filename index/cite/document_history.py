"""Which versions of a document were indexed or cited, what changed between them, and which citations that touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from index.cite.diff import region_between
from index.cite.document_facts import named, unknown_document
from index.cite.follow import edited, follow
from index.cite.ledger import Ledger
from index.cite.models import Named, Record
from index.cite.places import Place
from index.cite.then import AsCited
from index.cite.versions import Change, DocumentHistory, Edit, Touched, Version
from index.errors import CitationError
from index.generations.data_folder import DataFolder
from index.generations.fitness import check_archive
from index.generations.opened import Generation
from index.generations.serving import of_sound
from index.models.data_files import DataFile
from index.models.scope import Scope
from index.models.versions import Replaced
from index.settings import Settings
from index.shared.synced import is_there
from index.storage import history
from index.text.clean import one_line
from index.userdata.cited_texts import CitedTexts
from index.userdata.erasures import erased_on

MAX_NAMED = 5
"""Documents that are named where words mean several."""
MAX_EDITS = 20
"""Edits of one version that are shown; what changed more says how much."""


class _Known(NamedTuple):
    """A version with its text, where that is known, and the records of what was cited of it."""

    version: Version
    text: str | None
    records: Sequence[Record]


def document_history(data: DataFolder, generation: Generation, path: str, scope: Scope) -> DocumentHistory:
    """The history of the document at `path`, be it served or not.

    Raises `CitationError` where nothing is known of one within `scope`, and `IndexDataError`.
    """
    if not scope.sees(path):
        raise unknown_document(path)
    known = list(_with_citations(data, generation, path, scope))
    if not known:
        raise _erased(data, path) or unknown_document(path)
    served = path in generation.documents.origins([path])
    sure = [record.confidence for one in known for record in one.records]
    document = generation.documents.document(path) if served else None
    sure += [document.least_confidence] if document else []
    lowest = min((one for one in sure if one is not None), default=None)
    return DocumentHistory(path=path, served=served, versions=tuple(_changed(known)), confidence=lowest)


def history_of(settings: Settings, path: str, scope: Scope) -> DocumentHistory:
    """`document_history`, without the model that searches need; raises `DatelineError`.

    A path that is none may be words of the path or the title of the one document that has them.
    """
    data = DataFolder(settings.data)

    def look(generation: Generation) -> DocumentHistory:
        try:
            return document_history(data, generation, path, scope)
        except CitationError as error:
            found = named(generation, path, scope)
            if len(found) == 1:
                return document_history(data, generation, found[0].path, scope)
            raise _which(path, found) or error from error

    return of_sound(data, lambda manifest: check_archive(manifest, settings), lambda sound: look(sound.generation))


def _which(typed: str, found: Sequence[Named]) -> CitationError | None:
    if not found:
        return None
    names = ", ".join(one_line(document.path) for document in found[:MAX_NAMED])
    more = f" and {len(found) - MAX_NAMED:,} more" if len(found) > MAX_NAMED else ""
    return CitationError(f"“{one_line(typed)[:200]}” may be {names}{more}; give the path of one")


def _with_citations(data: DataFolder, generation: Generation, path: str, scope: Scope) -> Iterator[_Known]:
    """Every version with its text and records, the oldest first."""
    versions = [*_replaced(CitedTexts(data.path), path, scope), *_served(data, generation, path)]
    paths = {path, *(version.path for version in versions)}
    records = [record for record in _records(data, paths) if record.erased is None]
    listed = {(version.path, version.sha256) for version in versions}
    for record in sorted(records, key=lambda record: record.generation_first):
        if (record.path, record.document_sha256) not in listed and record.path == path:
            listed.add((record.path, record.document_sha256))
            versions.insert(0, _cited(record))
    then = AsCited(data, generation.number, generation.documents)
    seen: set[str] = set()
    for version in versions:
        own = [one for one in records if (one.path, one.document_sha256) == (version.path, version.sha256)]
        own = [record for record in own if record.id not in seen]
        seen.update(record.id for record in own)
        text = next(then.texts(version.path, version.sha256), None)
        ids = tuple(record.id for record in own)
        yield _Known(version.model_copy(update={"citations": ids, "kept": text is not None}), text, own)


def _replaced(texts: CitedTexts, path: str, scope: Scope) -> list[Version]:
    """The versions that were replaced, those under earlier paths too, as far as `scope` sees those."""
    found: list[Replaced] = []
    paths, asked = [path], set[str]()
    while paths:
        name = paths.pop()
        if name in asked or not scope.sees(name):
            continue
        asked.add(name)
        found += texts.replaced(name)
        paths += [one.path for one in texts.moved_to(name)]
    return [_was(one, scope) for one in sorted(found, key=lambda one: (one.until, one.generation))]


def _was(replaced: Replaced, scope: Scope) -> Version:
    seen = replaced.moved_to is not None and scope.sees(replaced.moved_to)
    return Version(
        path=replaced.path,
        sha256=replaced.sha256,
        since=replaced.since,
        until=replaced.until,
        generation=replaced.generation,
        moved_to=replaced.moved_to if seen else None,
    )


def _cited(record: Record) -> Version:
    """A version of which only its citations tell, such as one of before its replacement was noted."""
    return Version(
        path=record.path,
        sha256=record.document_sha256,
        since=None,
        until=None,
        generation=record.generation_first,
    )


def _served(data: DataFolder, generation: Generation, path: str) -> list[Version]:
    origin = generation.documents.origins([path]).get(path)
    if origin is None:
        return []
    known = history.read(data.folder(generation.number), [path]).get(path)
    return [
        Version(
            path=path,
            sha256=origin[0],
            since=known.since if known and known.sha256 == origin[0] else None,
            until=None,
            generation=generation.number,
        )
    ]


def _records(data: DataFolder, paths: set[str]) -> list[Record]:
    """Every record of a citation given out of the documents at `paths`."""
    file = data.path / DataFile.CITATIONS
    if not is_there(file):
        return []
    with closing(Ledger(file)) as ledger:
        return ledger.records_at(paths)


def _erased(data: DataFolder, path: str) -> CitationError | None:
    """What to say of a document of which nothing is left but that it was erased."""
    erased = next((record.erased for record in _records(data, {path}) if record.erased), None)
    return None if erased is None else CitationError(f"that document was {erased_on(erased)}", shown=True)


def _changed(known: Sequence[_Known]) -> Iterator[Version]:
    """The versions with what the next one changed."""
    outcomes: dict[str, tuple[str, str]] = {}
    for at, (version, text, _) in enumerate(known):
        after = "" if at + 1 == len(known) else known[at + 1].text
        if version.until is None or version.moved_to or text is None or after is None:
            yield version
            continue
        cited = [(record, one.text) for one in known[: at + 1] for record in one.records if one.text is not None]
        touched = tuple(_touched(cited, after, outcomes))
        change = _change(text, after) if at + 1 < len(known) else None
        yield version.model_copy(update={"change": change, "touched": touched})


def _touched(cited: Sequence[tuple[Record, str]], now: str, outcomes: dict[str, tuple[str, str]]) -> Iterator[Touched]:
    """The citations of which something else has become than in the version before; `outcomes` is what that was."""
    for record, text in cited:
        state, words = _outcome(record, text, now)
        before = outcomes.get(record.id, ("unchanged", record.quotation))
        outcomes[record.id] = (state, words)
        if (state, words) != before:
            yield Touched.model_validate({"passage": record.id, "state": state})


def _outcome(record: Record, text: str, now: str) -> tuple[str, str]:
    """What became of the words in the text `now`, and what stands there."""
    found = follow(text, record.start, record.end, now)
    if found.place:
        return "unchanged", record.quotation
    return ("changed", now[found.region.start : found.region.end]) if found.region else ("removed", "")


def _change(text: str, following: str) -> Change:
    places = [(_trimmed(text, *old), _trimmed(following, *new)) for old, new in edited(text, following)]
    regions = [region_between(text[slice(*old)], following, *new) for old, new in places]
    return Change(
        removed=sum(region.count("removed") for region in regions),
        added=sum(region.count("added") for region in regions),
        count=len(regions),
        edits=tuple(Edit(segments=region.segments) for region in regions[:MAX_EDITS]),
    )


def _trimmed(text: str, start: int, end: int) -> Place:
    """The place without the white space at its end."""
    return start, start + len(text[start:end].rstrip())
