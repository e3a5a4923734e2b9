"""What became of everything that was checked, within what somebody may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import index
from bot.ports import Archive
from bot.services import Services
from bot.verify.check import Check, Mentioned, Quoted
from bot.verify.wording import Found, Word, word


@dataclass(frozen=True, slots=True)
class Findings:
    """Verdicts on the quotations of a check and what became of its ids, each in its order.

    `earliest` and `latest` are the days of the documents among which was looked; `erasures` counts those up to then.
    """

    verdicts: tuple[index.Verdict, ...]
    ids: tuple[index.Cited | index.Unknown, ...]
    earliest: dt.date | None
    latest: dt.date | None
    erasures: int

    @property
    def words(self) -> list[Word]:
        """Every outcome in a word."""
        return [word(found) for found in (*self.verdicts, *self.ids)]

    @property
    def everything(self) -> tuple[Found, ...]:
        return (*self.verdicts, *self.ids)


async def find(services: Services, check: Check, scope: index.Scope) -> Findings:
    """Compares one quotation after the other, so that whoever has one to check waits for one at most.

    Raises `index.QueryError` for a quotation alone that can't be compared; in a draft there is a verdict that says so.
    """
    archive = services.archive
    erasures = await services.look_ups.run(archive.erasures)
    strict = check.is_alone
    known: dict[tuple[str, tuple[str, ...]], index.Verdict] = {}
    for one in check.quotations:
        if (one.text, one.sources) not in known:
            found = await services.checks.run(partial(_verified, archive, one, scope, strict=strict))
            known[one.text, one.sources] = within(found, scope)
    ids = [one.id for one in check.ids]
    cited = await services.cites.run(lambda: archive.cite(ids, scope)) if ids else ()
    held = await services.look_ups.run(lambda: archive.holdings(scope))
    verdicts = tuple(known[one.text, one.sources] for one in check.quotations)
    return Findings(verdicts, cited, held.earliest, held.latest, erasures)


async def known_ids(services: Services, ids: Iterable[Mentioned], scope: index.Scope) -> list[Mentioned]:
    """Those that are ids for certain, and of the other words those that passages have which may be seen."""
    wanted = list(ids)
    words = [one.id for one in wanted if not one.certain]
    archive = services.archive
    records = await services.look_ups.run(lambda: archive.records(words, scope)) if words else ()
    known = {record.id for record in records}
    return [one for one in wanted if one.certain or one.id in known]


def _verified(archive: Archive, one: Quoted, scope: index.Scope, *, strict: bool) -> index.Verdict:
    quotation = index.Quotation(text=one.text, sources=one.sources)
    try:
        return archive.verify(quotation, scope)
    except index.QueryError as error:
        if strict:
            raise
        return index.Verdict(quotation=quotation, verdict="not compared", said=error.in_chat)


def within(verdict: index.Verdict, scope: index.Scope) -> index.Verdict:
    """The verdict without documents that `scope` doesn't see: the second lock, at the door where texts leave."""
    if scope.everything:
        return verdict
    if not all(scope.sees(place.document) for place in verdict.places):
        return index.Verdict(quotation=verdict.quotation, verdict="not in this archive", said="")
    also, reprints = (tuple(filter(scope.sees, paths)) for paths in (verdict.also_in, verdict.reprints))
    return verdict.model_copy(update={"also_in": also, "reprints": reprints})
