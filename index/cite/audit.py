"""What a reindex does to citations given out earlier, and which ids it must not give to other passages."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from index.cite.check import Sources, check_many
from index.cite.ledger import Ledger
from index.cite.models import Citation, Now, Record, State
from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.models.reports import Affected

Result = TypeVar("Result")
Progress = Callable[[int, int], None]
"""Called with how many of the cited documents are done, and how many there are."""

AT_ONCE = 500
"""Documents whose citations are compared at a time, so that a long ledger takes no more memory than a short one."""


class Compared(NamedTuple):
    """A generation that citations are looked up in."""

    generation: int
    sources: Sources


class GivenOut:
    """The ledger as a reindex needs it; where there is no ledger, nothing was given out.

    A ledger that fails does not keep an archive from being indexed: `fault` says what is wrong with it.
    """

    def __init__(self, data: Path) -> None:
        self._file = data / DataFile.CITATIONS
        self.fault: str | None = None

    def reserved(self) -> Mapping[str, tuple[str, str]]:
        """The path and words that each id was given out for."""
        return self._with_ledger(Ledger.owners) or {}

    def affected(
        self, before: Compared | None, now: Compared, same: Container[str], progress: Progress
    ) -> tuple[Affected, ...]:
        """Follows every citation ever given out from one generation into the next one, in the order of ids.

        Returns those whose source is not where or what it was; where there was no generation `before`, those whose
        source is not as they quote it. Raises `IndexDataError` for a citation of a document in `same`, taken over as
        it was, that is not found as it was: such a generation is broken. Words that are found otherwise now are
        marked as seen before.
        """
        paths = self._with_ledger(Ledger.paths) or []
        found: list[Affected] = []
        for begin in range(0, len(paths), AT_ONCE):
            progress(begin, len(paths))
            records = self._with_ledger(partial(Ledger.records_at, paths=paths[begin : begin + AT_ONCE])) or []
            found += self._followed(records, before, now, same)
        progress(len(paths), len(paths))
        return tuple(sorted(found, key=lambda one: one.passage))

    def _followed(
        self, records: Sequence[Record], before: Compared | None, now: Compared, same: Container[str]
    ) -> list[Affected]:
        if before is None:
            return [_affected(one) for one in check_many(records, now.sources) if one.state != "unchanged"]
        then = check_many(records, before.sources)
        after = check_many([_seen(one, before.generation) for one in then], now.sources)
        otherwise = [(past, one) for past, one in zip(then, after, strict=True) if _place(past) != _place(one)]
        _refuse_lost(otherwise, same)
        seen = [past.record.id for past, _ in otherwise if past.state != "removed"]
        if seen:
            self._with_ledger(partial(Ledger.mark_seen, generation=before.generation, ids=seen))
        return [_affected(one) for _, one in otherwise]

    def _with_ledger(self, work: Callable[[Ledger], Result]) -> Result | None:
        """What `work` returns; None where there is no ledger, or a fault in it, which is kept."""
        if not self._file.exists() or self.fault:
            return None
        try:
            with closing(Ledger(self._file)) as ledger:
                return work(ledger)
        except IndexDataError as error:
            self.fault = str(error)
            return None


def _refuse_lost(otherwise: Iterable[tuple[Citation, Citation]], same: Container[str]) -> None:
    for past, one in otherwise:
        path = one.record.path
        if path in same and past.now is not None and past.now.path == path:
            raise IndexDataError(
                f"the citation {one.record.id} no longer resolves as it did, though its document {path} is what it "
                f"was ({one.reason}); nothing was published"
            )


def _seen(citation: Citation, generation: int) -> Record:
    record = citation.record
    if citation.state == "removed":
        return record
    return record.model_copy(update={"generation_last": max(record.generation_last, generation)})


def _place(citation: Citation) -> tuple[State, Now | None]:
    return citation.state, citation.now


def _affected(citation: Citation) -> Affected:
    record = citation.record
    return Affected(passage=record.id, document=record.path, state=citation.state, reason=citation.reason)
