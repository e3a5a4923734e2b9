"""Dating documents that state no date, or a wrong one: what a moderator sets counts more than anything in the file.

Nothing is written into the archive. What is set takes effect with the next reindex, and can be undone.
"""

from __future__ import annotations

import datetime as dt
import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from index.dates.assigned import ORIGIN, is_future, read_assigned, words_of
from index.errors import ArchiveError, IndexDataError
from index.generations.data_folder import DataFolder, refuse_inside
from index.models.documents import DateSpan, Document, Unreadable
from index.models.scope import EVERYTHING, Scope
from index.models.set_dates import Assigned, Dated, DatedMany, NotDated, SetDate, Undone
from index.read import OpenReaders, ReaderPool, Readers, SourceFile
from index.read.source import UNPRINTABLE, file_of, find
from index.read.version import READER_VERSION
from index.settings import Settings
from index.storage import ARCHIVE_FILE
from index.storage.documents import DocumentStore
from index.text.clean import one_line
from index.userdata.dates import SetDates, new_name

MAX_WHY = 300
"""Characters of a reason."""
MAX_NEAREST = 3
"""Paths proposed for one that is unknown."""
_MAX_PATH = 200
_CUTOFF = 0.6
_MAX_COMPARED = 20_000
"""Paths that one which is unknown is compared with; with more, only the same names elsewhere are proposed."""


class Dating:
    """Sets the dates of documents. Calls block; they raise `DatelineError` with one line for people.

    What lies outside `scope` is unknown. `who` sets a date: `discord:` and a person's id, or a user of the machine.
    """

    def __init__(self, settings: Settings, readers: OpenReaders = ReaderPool) -> None:
        self._settings = settings
        self._readers = readers
        self._store = SetDates(settings.data)

    def set(self, path: str, written: str, why: str, who: str, scope: Scope = EVERYTHING) -> Dated:
        """Sets the date of the document at `path`, at the precision that it is `written` with."""
        with self._looking(scope) as look:
            made = self._made(look, Assigned(path=path, written=written, why=why), who)
        self._record([made])
        return made.told

    def set_many(self, asked: Sequence[Assigned], who: str, scope: Scope = EVERYTHING) -> DatedMany:
        """Sets the dates of many documents; those that can be set are, the others are told by their place."""
        made: dict[str, _Made] = {}
        faults = []
        clashing = _clashing(asked)
        with self._looking(scope) as look:
            for place, one in enumerate(asked):
                try:
                    if one.path in clashing:
                        raise _fault(f"{_shown(one.path)} is given several dates here; leave one of them")
                    made[one.path] = made.get(one.path) or self._made(look, one, who)
                except ArchiveError as error:
                    faults.append(NotDated(place=place, reason=str(error)))
        self._record(made.values())
        return DatedMany(dated=tuple(one.told for one in made.values()), faults=tuple(faults))

    def undo(self, path: str, who: str, scope: Scope = EVERYTHING) -> Undone:
        """Takes back the date that was set last of the document at `path`; the one before stands again."""
        with self._looking(scope) as look:
            date = self._standing_at(look, path) if scope.sees(path) else None
            if date is None:
                raise look.unknown(path) if not look.knows(path) else _not_set(path)
        return self._undone(date, who)

    def undo_setting(self, token: str, who: str, scope: Scope = EVERYTHING) -> Undone:
        """Takes back the very date that has this token."""
        named = self._store.named(token)
        if named is None or not scope.sees(named[0]):
            raise _fault("that date is no longer known")
        if named[1]:
            raise _taken_back(named[0])
        date = next((date for date in self._store.standing() if date.token == token), None)
        if date is None:
            raise _fault(f"another date was set for {_shown(named[0])} since; undo that one first")
        return self._undone(date, who)

    def place(self, token: str) -> str | None:
        """The path of the document whose date has this token."""
        named = self._store.named(token)
        return None if named is None else named[0]

    def every(self, scope: Scope = EVERYTHING) -> tuple[SetDate, ...]:
        """The dates that stand, in order of path."""
        return tuple(sorted((date for date in self._store.standing() if scope.sees(date.path)), key=lambda it: it.path))

    def _undone(self, date: SetDate, who: str) -> Undone:
        if not self._store.undo(date.token, who):
            raise _taken_back(date.path)
        again = self._store.of_document(date.document)
        return Undone(path=date.path, undone=date.date, date=again.date if again else None)

    def _record(self, made: Iterable[_Made]) -> None:
        if new := [one.date for one in made if not one.told.already]:
            refuse_inside(self._settings.archive, self._settings.data)
            DataFolder(self._settings.data).make()
            self._store.add(new)

    def _made(self, look: _Looking, asked: Assigned, who: str) -> _Made:
        """What would be recorded; raises `ArchiveError` where it can't be."""
        why = one_line(asked.why).strip()[:MAX_WHY]
        if not why:
            raise _fault(f"say why {_shown(asked.path)} has that date; the reason is kept with it")
        date = self._read(asked)
        document, part = look.document(asked.path)
        stands = self._standing_at(look, asked.path)
        return _of(stands, document, date, why, who, part=part, own=look.own(document, stands))

    def _read(self, asked: Assigned) -> DateSpan:
        if not asked.written.strip():
            raise _fault(f"say the date of {_shown(asked.path)}, such as 2025-01-23, 2025-01 or 2025")
        try:
            return read_assigned(one_line(asked.written), self._settings.date_order)
        except ArchiveError as error:
            raise _fault(f"{_shown(asked.path)} was not dated: {error}") from error

    def _standing_at(self, look: _Looking, path: str) -> SetDate | None:
        """The date that stands of the document at `path`, also of one that was moved there since the last reindex."""
        sha256 = look.sha256(path)
        at = look.dates_at[path]
        same = next((date for date in at if sha256 is None or date.sha256 == sha256), None)
        came = (date for date in look.dates_of[sha256 or ""] if _same_part(date.path, path))
        moved = next((date for date in came if look.sha256(date.path) is None), None)
        return same or moved or next((date for date in at if not date.gone), None)

    @contextmanager
    def _looking(self, scope: Scope) -> Iterator[_Looking]:
        with ExitStack() as stack:
            yield _Looking(self._settings, scope, self._readers, tuple(self._store.standing()), stack)


@dataclass(frozen=True)
class _Made:
    """What is to be recorded, and what is told of it."""

    date: SetDate
    told: Dated


@dataclass(frozen=True)
class _Looking:
    """Documents as they are now, looked up while one command runs: in the index where their files are the same."""

    settings: Settings
    scope: Scope
    open_readers: OpenReaders
    dates: tuple[SetDate, ...]
    stack: ExitStack
    sources: dict[str, SourceFile | Unreadable | None] = field(default_factory=dict)

    def document(self, path: str) -> tuple[Document, bool]:
        """The document at `path`, and whether it is one of several in its file; raises `ArchiveError`."""
        source = self._source(path) if self.scope.sees(path) else None
        if source is None:
            raise self.unknown(path)
        if isinstance(source, Unreadable):
            raise _unreadable(path, source)
        found = self._documents(source)
        for document in found:
            if document.path == path:
                return document, path != source.path
        if path == source.path:
            first = min(other.path for other in found)
            raise _fault(f"{_shown(path)} holds several documents; name one of them, such as {_shown(first)}")
        raise self.unknown(path)

    def own(self, document: Document, stands: SetDate | None) -> DateSpan | None:
        """The date that a document states itself."""
        if document.date is None or document.date.origin != ORIGIN:
            return document.date
        if stands is not None and stands.dated_sha256 == document.sha256:
            return stands.own
        source = self._source(document.path)
        read = self._read(source) if isinstance(source, SourceFile) else []
        return next((other.date for other in read if other.path == document.path), None)

    def sha256(self, path: str) -> str | None:
        """Of the file of the document at `path` as it is now; None where there is none."""
        source = self._source(path)
        return source.sha256 if isinstance(source, SourceFile) else None

    def knows(self, path: str) -> bool:
        """Whether there is such a document for who asks."""
        return self.scope.sees(path) and (path in self._names or self._source(path) is not None)

    def unknown(self, path: str) -> ArchiveError:
        """The error for a path of no document; it proposes others that are like it."""
        names = [name for name in self._names if self.scope.sees(name)]
        last = path.rpartition("/")[2]
        named = [name for name in names if last and name.rpartition("/")[2] == last]
        close = difflib.get_close_matches(path, names, MAX_NEAREST, _CUTOFF) if len(names) <= _MAX_COMPARED else []
        near = list(dict.fromkeys([*named, *close]))[:MAX_NEAREST]
        advice = f"did you mean {' or '.join(map(_shown, near))}?" if near else "name it by its path in the archive"
        return _fault(f"there is no document {_shown(path)} in the archive; {advice}")

    def _source(self, path: str) -> SourceFile | Unreadable | None:
        """The file that the document at `path` is, or is a part of."""
        if path not in self.sources:
            printable = not any(unicodedata.category(character) in UNPRINTABLE for character in path)
            names = dict.fromkeys((path, file_of(path))) if printable else ()
            results = [find(self.settings.archive, name, self.settings) for name in names]
            files = [result for result in results if isinstance(result, SourceFile)]
            self.sources[path] = files[0] if files else next((result for result in results if result is not None), None)
        return self.sources[path]

    def _documents(self, source: SourceFile) -> list[Document]:
        stored = self._index.read_from(source.path, source.sha256) if self._index else []
        return stored or self._read(source)

    def _read(self, source: SourceFile) -> list[Document]:
        results = self._pool.read(source)
        found = [result for result in results if isinstance(result, Document)]
        if not found:
            raise _unreadable(source.path, next(result for result in results if isinstance(result, Unreadable)))
        return found

    @cached_property
    def dates_at(self) -> Mapping[str, list[SetDate]]:
        """By path, the date that was set last first."""
        return _grouped((date.path, date) for date in self.dates)

    @cached_property
    def dates_of(self) -> Mapping[str, list[SetDate]]:
        """Likewise by the SHA-256 of the file."""
        return _grouped((date.sha256, date) for date in self.dates)

    @cached_property
    def _names(self) -> list[str]:
        return sorted(self._index.digests()) if self._index else []

    @cached_property
    def _pool(self) -> Readers:
        return self.stack.enter_context(self.open_readers(self.settings))

    @cached_property
    def _index(self) -> DocumentStore | None:
        """The documents of the serving generation; None where there is none, or one of another reader."""
        data = DataFolder(self.settings.data)
        try:
            number = data.current()
            recipe = data.manifest(number).recipe
            if (recipe.reader, recipe.date_order) != (READER_VERSION, self.settings.date_order):
                return None
            self.stack.enter_context(data.reading(number))
            return self.stack.enter_context(closing(DocumentStore(data.folder(number) / ARCHIVE_FILE)))
        except IndexDataError:
            return None


def _of(
    stands: SetDate | None, document: Document, date: DateSpan, why: str, who: str, *, part: bool, own: DateSpan | None
) -> _Made:
    """What is recorded of a date of this document, of which another one may stand."""
    new = SetDate(
        token=new_name(),
        document=stands.document if stands else new_name(),
        path=document.path,
        sha256=document.sha256,
        words=words_of(document),
        part=part,
        gone=False,
        dated_sha256=document.sha256,
        date=date,
        own=own,
        why=why,
        who=who,
        at=dt.datetime.now(dt.UTC).replace(microsecond=0),
    )
    same = stands is not None and all(
        getattr(stands, name) == getattr(new, name) for name in ("path", "dated_sha256", "date", "why")
    )
    kept = stands if stands is not None and same else new
    told = Dated(
        **{name: getattr(kept, name) for name in ("path", "date", "why", "who", "at", "token")},
        instead=stands.date if stands and not same else own,
        already=same,
        future=is_future(date),
    )
    return _Made(kept, told)


def _grouped(pairs: Iterable[tuple[str, SetDate]]) -> Mapping[str, list[SetDate]]:
    found: defaultdict[str, list[SetDate]] = defaultdict(list)
    for name, date in pairs:
        found[name].append(date)
    return found


def _clashing(asked: Iterable[Assigned]) -> set[str]:
    """The paths that are given more than one date."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in asked:
        found[one.path].add(one.written.strip())
    return {path for path, written in found.items() if len(written) > 1}


def _same_part(one: str, other: str) -> bool:
    return one.removeprefix(file_of(one)) == other.removeprefix(file_of(other))


def _fault(line: str) -> ArchiveError:
    """An error that says nothing but what the asker typed and may see."""
    return ArchiveError(line, shown=True)


def _not_set(path: str) -> ArchiveError:
    return _fault(f"no date was set for {_shown(path)}, so that there is nothing to undo")


def _taken_back(path: str) -> ArchiveError:
    return _fault(f"the date of {_shown(path)} was taken back already")


def _unreadable(path: str, refused: Unreadable) -> ArchiveError:
    said = f"{_shown(path)} can't be read, and so not be dated: "
    return ArchiveError(said + refused.reason, chat=said + (refused.chat or refused.reason))


def _shown(path: str) -> str:
    return one_line(path)[:_MAX_PATH]
