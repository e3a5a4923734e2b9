"""What a reindex does to citations given out earlier, and which ids it must not give to other passages."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from index.cite.check import Sources, check_many
from index.cite.ledger import Ledger
from index.cite.models import Citation, Now, Record, State
from index.errors import IndexDataError
from index.models import Affected

Result = TypeVar("Result")

LEDGER_FILE = "citations.sqlite"
"""In the data folder: all of it that can't be built again."""


class GivenOut:
    """The ledger as a reindex needs it; where there is no ledger, nothing was given out.

    A ledger that fails does not keep an archive from being indexed: `fault` says what is wrong with it.
    """

    def __init__(self, data: Path) -> None:
        self._file = data / LEDGER_FILE
        self.fault: str | None = None

    def reserved(self) -> Mapping[str, tuple[str, str]]:
        """The path and words that each id was given out for."""
        return self._with_ledger(Ledger.owners) or {}

    def affected(
        self, before: Sources, previous: int, now: Sources, changed: Iterable[str], paths: Container[str]
    ) -> tuple[Affected, ...]:
        """The citations whose source is not where or what it was in generation `previous`.

        `changed` are the paths of documents that are new, have changed or have gone, `paths` holds those that are
        there. Citations whose words were there before are marked as seen then.
        """

        def compare(ledger: Ledger) -> tuple[Affected, ...]:
            elsewhere = [path for path in ledger.paths() if path not in paths]
            then = check_many(ledger.records_at({*changed, *elsewhere}), before)
            ledger.mark_seen(previous, [one.record.id for one in then if one.state != "removed"])
            after = check_many([_seen(one, previous) for one in then], now)
            return tuple(_affected(one) for past, one in zip(then, after, strict=True) if _place(past) != _place(one))

        return self._with_ledger(compare) or ()

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
