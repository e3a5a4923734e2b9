"""What a draft quotes and cites, checked: one quotation after the other, as much of a draft as a chat checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

import index
from index.web import drafts
from index.web.services import Services

MAX_QUOTATIONS: Final = 200
MAX_IDS: Final = 100
"""Most that are checked of one draft; the command line checks them all."""
MAX_TEXT: Final = 200_000
"""Characters of its quotations together."""
MAX_SECONDS: Final = 40.0
"""After which no further quotation of a draft is compared: a page has to be answered."""
_UNKNOWN: Final = "unknown id"
_WORST_FIRST: Final = (
    *("not in this archive", "stitched", "elsewhere", "near", _UNKNOWN, "removed", "changed", "erased"),
    *(index.NOT_COMPARED, "not compared", "too short", "typographic", "exact", "moved", "unchanged"),
)
"""Verdicts, and states of citations."""

Found = index.Verdict | index.Cited | index.Unknown


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a quotation or an id of a draft, and its place there; `number` counts from 1 in its order."""

    number: int
    place: index.InDraft
    found: Found

    @property
    def word(self) -> str:
        """The verdict, or what became of the citation."""
        if isinstance(self.found, index.Verdict):
            return self.found.verdict
        if isinstance(self.found, index.Unknown):
            return _UNKNOWN
        return index.NOT_COMPARED if self.found.chat_not_compared else self.found.citation.state


def whole(draft: index.Draft) -> index.Draft:
    """The draft or, where it marks no quotation and is short enough to be one, itself as a quotation."""
    text = draft.text
    if draft.quotations or draft.mentions or len(text) > index.MAX_QUOTATION or not any(map(str.isalnum, text)):
        return draft
    start = len(text) - len(text.lstrip())
    quotation = index.DraftQuotation(
        start=start,
        end=len(text.rstrip()),
        line=1,
        paragraph=1,
        quotation=index.Quotation(text=text.strip()),
    )
    return draft.model_copy(update={"quotations": (quotation,)})


async def check(services: Services, draft: index.Draft, scope: index.Scope) -> list[Checked]:
    """What became of all that is checked of a draft, in its order."""
    quotations = _quotations(draft)
    mentions = await drafts.mentions(services, draft, scope, MAX_IDS)
    found: dict[index.InDraft, Found] = {}
    known: dict[index.Quotation, index.Verdict] = {}
    end = services.clock() + MAX_SECONDS
    for one in quotations:
        if known and one.quotation not in known and services.clock() > end:
            break
        if one.quotation not in known:
            known[one.quotation] = await services.checks.run(partial(drafts.verdict, services, one.quotation, scope))
        found[one] = known[one.quotation]
    ids = [one.id for one in mentions]
    cited = await services.cites.run(lambda: services.archive.cite(ids, scope)) if ids else ()
    found |= dict(zip(mentions, cited, strict=True))
    ordered = sorted(found, key=lambda place: (place.start, place.end))
    return [Checked(number, place, found[place]) for number, place in enumerate(ordered, 1)]


def _quotations(draft: index.Draft) -> list[index.DraftQuotation]:
    room, taken = MAX_TEXT, list[index.DraftQuotation]()
    for one in draft.quotations[:MAX_QUOTATIONS]:
        room -= len(one.quotation.text)
        if room < 0:
            break
        taken.append(one)
    return taken


def notes(draft: index.Draft, checked: int) -> list[str]:
    """What else there is to say of a draft of which so many quotations were checked, a sentence each."""
    said = []
    if checked < len(draft.quotations):
        said.append(f"Only the first {checked:,} of {len(draft.quotations):,} quotations were checked.")
    for mark in draft.unclosed[:3]:
        where = f"Line {mark.line}" if draft.lined else f"Paragraph {mark.paragraph}"
        said.append(f"{where}: nothing closes this quotation mark, so what it quotes isn’t checked.")
    if len(draft.unclosed) > 3:
        said.append(f"{len(draft.unclosed) - 3:,} more quotation marks are not closed.")
    return said


def tally(checked: Iterable[Checked]) -> str:
    """4 exact, 1 near, 2 not in this archive: the worst first."""
    words = [one.word for one in checked]
    return ", ".join(f"{words.count(one):,} {one}" for one in _WORST_FIRST if one in words)
