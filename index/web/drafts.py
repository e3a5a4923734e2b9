"""What of a draft is looked up, and how: for the page on which drafts are checked, and for programs."""

from __future__ import annotations

from index import Draft, DraftMention, QueryError, Quotation, Scope, Verdict
from index.web.services import Services


def verdict(services: Services, quotation: Quotation, scope: Scope) -> Verdict:
    """The verdict; of what can't be compared, such as a quotation of many pages, one that says so."""
    try:
        return services.archive.verify(quotation, scope)
    except QueryError as error:
        return Verdict(quotation=quotation, verdict="not compared", said=error.in_chat)


async def mentions(services: Services, draft: Draft, scope: Scope, most: int) -> list[DraftMention]:
    """Each id where it stands first, of the first `most`: those that are certain, and of the others those that are."""
    first = {one.id: one for one in reversed(draft.mentions)}
    named = sorted(first.values(), key=lambda one: one.start)[:most]
    words = [one.id for one in named if not one.certain]
    records = await services.look_ups.run(lambda: services.archive.records(words, scope)) if words else ()
    known = {record.id for record in records}
    return [one for one in named if one.certain or one.id in known]
