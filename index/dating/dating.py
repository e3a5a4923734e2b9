"""Dating documents that state no date, or a wrong one: what a moderator sets counts more than anything in the file.

Nothing is written into the archive. What is set takes effect with the next reindex, and can be undone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from index.dates.assigned import is_future, read_assigned, words_of
from index.dating.looking import Looking, fault, shown
from index.errors import ArchiveError
from index.generations.data_folder import DataFolder, refuse_inside
from index.models.documents import DateSpan, Document
from index.models.scope import EVERYTHING, Scope
from index.models.set_dates import Assigned, Dated, DatedMany, NotDated, SetDate, Undone
from index.read import OpenReaders, ReaderPool
from index.read.source import file_of
from index.settings import Settings
from index.text.clean import one_line
from index.userdata.dates import SetDates, new_name

MAX_WHY = 300
"""Characters of a reason."""


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
                        raise fault(f"{shown(one.path)} is given several dates here; leave one of them")
                    made[one.path] = made.get(one.path) or self._made(look, one, who)
                except ArchiveError as error:
                    if not (error.shown or error.chat):  # not of this document: the archive can't be looked into
                        raise
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
            raise fault("that date is no longer known")
        if named[1]:
            raise _taken_back(named[0])
        date = next((date for date in self._store.standing() if date.token == token), None)
        if date is None:
            raise fault(f"another date was set for {shown(named[0])} since; undo that one first")
        return self._undone(date, who)

    def set_again(self, token: str, who: str, scope: Scope = EVERYTHING) -> Dated:
        """Sets the date that has this token anew, once it was taken back, for the same reason."""
        undone = self._store.undone(token)
        if undone is None or not scope.sees(undone[0]):
            raise fault("that date is no longer known")
        return self.set(*undone, who, scope)

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
        return Undone(path=date.path, undone=date.date, date=again.date if again else None, token=date.token)

    def _record(self, made: Iterable[_Made]) -> None:
        if new := [one.date for one in made if not one.told.already]:
            refuse_inside(self._settings.archive, self._settings.data)
            DataFolder(self._settings.data).make()
            self._store.add(new)

    def _made(self, look: Looking, asked: Assigned, who: str) -> _Made:
        """What would be recorded; raises `ArchiveError` where it can't be."""
        why = one_line(asked.why).strip()[:MAX_WHY]
        if not why:
            raise fault(f"say why {shown(asked.path)} has that date; the reason is kept with it")
        date = self._read(asked)
        document, part = look.document(asked.path)
        stands = self._standing_at(look, asked.path)
        return _of(stands, document, date, why, who, part=part, own=look.own(document, stands))

    def _read(self, asked: Assigned) -> DateSpan:
        if not asked.written.strip():
            raise fault(f"say the date of {shown(asked.path)}, such as 2025-01-23, 2025-01 or 2025")
        try:
            return read_assigned(one_line(asked.written), self._settings.date_order)
        except ArchiveError as error:
            raise fault(f"{shown(asked.path)} was not dated: {error}") from error

    def _standing_at(self, look: Looking, path: str) -> SetDate | None:
        """The date that stands of the document at `path`, also of one that was moved there since the last reindex."""
        sha256 = look.sha256(path)
        at = look.dates_at[path]
        same = next((date for date in at if sha256 is None or date.sha256 == sha256), None)
        came = (date for date in look.dates_of[sha256 or ""] if _same_part(date.path, path))
        moved = next((date for date in came if look.sha256(date.path) is None), None)
        return same or moved or next((date for date in at if not date.gone), None)

    @contextmanager
    def _looking(self, scope: Scope) -> Iterator[Looking]:
        with ExitStack() as stack:
            yield Looking(self._settings, scope, self._readers, tuple(self._store.standing()), stack)


@dataclass(frozen=True)
class _Made:
    """What is to be recorded, and what is told of it."""

    date: SetDate
    told: Dated


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


def _clashing(asked: Iterable[Assigned]) -> set[str]:
    """The paths that are given more than one date."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in asked:
        found[one.path].add(one.written.strip())
    return {path for path, written in found.items() if len(written) > 1}


def _same_part(one: str, other: str) -> bool:
    return one.removeprefix(file_of(one)) == other.removeprefix(file_of(other))


def _not_set(path: str) -> ArchiveError:
    return fault(f"no date was set for {shown(path)}, so that there is nothing to undo")


def _taken_back(path: str) -> ArchiveError:
    return fault(f"the date of {shown(path)} was taken back already")
