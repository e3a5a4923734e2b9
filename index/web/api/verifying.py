"""`/v1/verify`: whether quotations stand in the archive.

It is posted, since drafts are long, and changes nothing but that the passages named are citations from then on. A page
of another site can't have a browser post it with somebody's cookies: only JSON is read, which needs a preflight that
nothing here answers, and so there is no token to send along.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

import index
from index import Draft, Quotation, Scope
from index.web import drafts
from index.web.api import etags, examples, verdicts
from index.web.api.parameters import Nothing
from index.web.api.problem_schema import responses
from index.web.api.verdicts import CheckedCitation, CheckedQuotation, VerifyAnswer, VerifyBody
from index.web.problems import ProblemError
from index.web.services import Services, Serving
from index.web.visitors import Visiting

router = APIRouter(tags=["quotations"])

MAX_QUOTATIONS: Final = 200
"""Of a draft, and as many ids of passages; the command line checks them all."""


async def only_json(request: Request) -> None:
    """Raises a 415 for a body that is not declared as JSON."""
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != etags.JSON:
        raise ProblemError(415, "media-type", "send JSON, with the header Content-Type: application/json")


@router.post(
    "/verify",
    response_model=VerifyAnswer,
    responses=examples.answers("verify", responses(400, 408, 413, 415, cached=False)),
    dependencies=[Depends(only_json)],
    summary="Check quotations",
)
async def verify(body: VerifyBody, nothing: Nothing, services: Serving, visitor: Visiting) -> Response:
    """Whether a quotation, or each that a draft has, stands in the archive; and what became of what a draft cites."""
    answer = await (_draft if body.draft else _text)(body, services, visitor.scope)
    return Response(answer.model_dump_json(by_alias=True), headers=etags.HEADERS, media_type=etags.JSON)


async def _text(body: VerifyBody, services: Services, scope: Scope) -> VerifyAnswer:
    quotation = Quotation(text=body.text, sources=body.sources)
    found = await services.checks.run(lambda: services.archive.verify(quotation, scope))
    return _answer([verdicts.quotation(found, services.base_url)], notes=found.chat_warnings)


async def _draft(body: VerifyBody, services: Services, scope: Scope) -> VerifyAnswer:
    form = "markdown" if body.markdown else "text"
    draft = await services.drafts.run(lambda: index.draft_of(body.draft, "draft", form))
    findings, notes = await _citations(draft, services, scope), list[str]()
    for one in draft.quotations[:MAX_QUOTATIONS]:
        found = await services.checks.run(partial(drafts.verdict, services, one.quotation, scope))
        findings.append((one.start, verdicts.quotation(found, services.base_url, one)))
        notes += [note for note in found.chat_warnings if note not in notes]
    if (quoted := len(draft.quotations)) > MAX_QUOTATIONS:
        notes.append(f"only the first {MAX_QUOTATIONS:,} of {quoted:,} quotations were checked")
    ordered = [finding for _, finding in sorted(findings, key=lambda found: found[0])]
    return _answer(ordered, draft, tuple(notes))


async def _citations(draft: Draft, services: Services, scope: Scope) -> list[tuple[int, Finding]]:
    """What became of the ids in a draft, each where it stands first; of words that may be ids, those that are."""
    asked = await drafts.mentions(services, draft, scope, MAX_QUOTATIONS)
    cited = await services.cites.run(lambda: services.archive.cite([one.id for one in asked], scope))
    both = zip(asked, cited, strict=True)
    return [(at.start, verdicts.citation(found, services.base_url, at)) for at, found in both]


Finding = CheckedQuotation | CheckedCitation


def _answer(findings: list[Finding], draft: Draft | None = None, notes: tuple[str, ...] = ()) -> VerifyAnswer:
    return VerifyAnswer(
        holds=all(finding.holds for finding in findings),
        findings=tuple(findings),
        unclosed=tuple(map(verdicts.in_text, draft.unclosed)) if draft else (),
        notes=notes,
    )
