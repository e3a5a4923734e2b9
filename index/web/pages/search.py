"""The search page: what was asked, as it was read, a page of hits, a timeline and what else narrows the search."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

import index
from index.web.pages import asked as addresses
from index.web.pages import drawing, offers
from index.web.pages.asked import MAX_PAGE, PER_PAGE, Asked
from index.web.pages.chart import chart
from index.web.pages.excerpt import excerpt
from index.web.pages.offers import Offer
from index.web.pages.pieces import Piece
from index.web.services import Services, Serving
from index.web.visitors import Visiting, Visitor
from index.web.words import counted, sentence

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit, and what of its passage is shown."""

    hit: index.Hit
    pieces: tuple[Piece, ...]
    outside: str
    """What marks it as outside a window said in words, which hides nothing."""


@router.get("/")
async def search(request: Request, services: Serving, visitor: Visiting) -> HTMLResponse:
    """The form, and what it found: `/?q=…` is a link to send."""
    try:
        asked = addresses.read(request.query_params)
        if not asked.asks:
            return await _start(request, services, visitor, asked)
        return await _found(request, services, visitor, asked)
    except index.QueryError as error:
        asked = addresses.as_typed(request.query_params)
        typed = {name: request.query_params.get(name, "") for name in ("since", "until")}
        return _page(request, visitor, asked, {"fault": sentence(error.in_chat), **typed}, status=422)


def _page(
    request: Request, visitor: Visitor, asked: Asked, values: dict[str, object], status: int = 200
) -> HTMLResponse:
    dates = {"since": asked.since or "", "until": asked.until or ""}
    given = {"asked": asked, "answer": None, "holdings": None, "fault": "", **dates, **values}
    return drawing.page(request, visitor, "search.html", given, status=status)


async def _start(request: Request, services: Services, visitor: Visitor, asked: Asked) -> HTMLResponse:
    """The form alone, and what there is to be searched."""
    held = await services.look_ups.run(lambda: services.archive.holdings(visitor.scope))
    return _page(request, visitor, asked, {"holdings": held})


async def _found(request: Request, services: Services, visitor: Visitor, asked: Asked) -> HTMLResponse:
    archive, first = services.archive, (asked.page - 1) * PER_PAGE
    query = asked.query(visitor.scope, first + PER_PAGE)
    answer, overview = await services.searches.run(lambda: archive.search_with_overview(query))
    log.info("a search found %d documents in %.0f ms", answer.documents_found, answer.elapsed_ms)
    hits = answer.hits[first:]
    more = answer.more_hits and asked.page < MAX_PAGE
    values = {
        "answer": answer,
        "reading": _reading(answer.reading),
        "count": _count(answer),
        "hits": [_shown(hit, answer.reading) for hit in hits],
        "earlier": asked.but(page=asked.page - 1) if asked.page > 1 else None,
        "later": asked.but(page=asked.page + 1) if more else None,
        "overview": overview,
        "chart": chart(overview.timeline, asked),
        "orders": offers.orders(asked, answer.reading),
        "dates": list(offers.other_dates(asked, answer)),
        "wider": [] if answer.hits else await _wider(services, visitor, asked, answer),
    }
    return _page(request, visitor, asked, values)


def _shown(hit: index.Hit, reading: index.Reading) -> Shown:
    outside = "" if hit.in_window or hit.date is None else index.outside(reading.since, reading.until)
    return Shown(hit, excerpt(hit.text, hit.best, hit.words), outside)


def _reading(reading: index.Reading) -> dict[str, str]:
    """How a query was read, as far as its words don't say so themselves."""
    return {
        "window": index.days_span(reading.since, reading.until),
        "order": {"relevance": "", "newest": "newest first", "oldest": "oldest first"}[reading.sort],
    }


def _count(answer: index.Answer) -> str:
    """How much is about the query; of what is neither, the nearest is shown all the same."""
    if answer.hits and not answer.documents_found:
        return "No document about it; these are the nearest"
    more = "More than " if answer.more_found else ""
    return f"{more}{counted(answer.documents_found, 'document')}{'' if answer.reading.lists else ' about it'}"


async def _wider(services: Services, visitor: Visitor, asked: Asked, answer: index.Answer) -> list[tuple[Offer, int]]:
    """What would be found with one filter less, as far as anything would be."""
    wider = offers.wider(asked, answer)
    queries = [offer.asked.query(visitor.scope, 1) for offer in wider]
    counts = await services.searches.run(
        lambda: [services.archive.search(query, shown=False).documents_found for query in queries]
    )
    return [(offer, count) for offer, count in zip(wider, counts, strict=True) if count]
