"""`/v1/passages/{id}` and `/v1/cite/{id}`: they look at the archive's files as they are now."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from index import CitationError, Cited, Scope, Unknown
from index.web.api import etags, examples
from index.web.api.citations import CiteAnswer, PassageAnswer, cite_answer, passage_answer
from index.web.api.parameters import CiteParameters, Nothing
from index.web.api.problem_schema import responses
from index.web.problems import ProblemError
from index.web.services import Services, Serving
from index.web.visitors import Visiting

router = APIRouter(tags=["citations"])

MAX_ID: Final = 100
Identifier = Annotated[
    str,
    Path(alias="id", max_length=MAX_ID, description="The id of a passage, as searches give it.", examples=["k7f2q9xw"]),
]


@router.get(
    "/passages/{id}",
    response_model=PassageAnswer,
    responses=examples.answers("passage", responses(404, 410)),
    summary="What became of a citation",
)
async def passage(
    identifier: Identifier, nothing: Nothing, request: Request, services: Serving, visitor: Visiting
) -> Response:
    """The quotation as it was given out, and what became of its words since; both texts where they changed.

    A citation whose words are gone is a problem with status 410, whose `passage` has all that is kept of it.
    """
    cited = await _cited(identifier, services, visitor.scope)
    answer = passage_answer(cited, services.base_url)
    if answer.outcome in {"removed", "erased"}:
        raise ProblemError(410, answer.outcome, answer.said, passage=answer.model_dump(mode="json"))
    return etags.by_content(request, answer)


@router.get(
    "/cite/{id}",
    response_model=CiteAnswer,
    responses=examples.answers("cite", responses(404, 410)),
    summary="A citation in a style",
)
async def cite(
    identifier: Identifier,
    asked: Annotated[CiteParameters, Query()],
    request: Request,
    services: Serving,
    visitor: Visiting,
) -> Response:
    """A citation, ready to be put below a quotation; `said` tells what became of its words."""
    cited = await _cited(identifier, services, visitor.scope)
    if cited.record.erased:
        gone = passage_answer(cited, services.base_url)
        raise ProblemError(410, "erased", gone.said, passage=gone.model_dump(mode="json"))
    return etags.by_content(request, cite_answer(cited, asked.style, services.base_url))


async def _cited(identifier: str, services: Services, scope: Scope) -> Cited:
    """What became of a citation; raises `CitationError` where it is unknown or may not be seen."""
    (found,) = await services.cites.run(lambda: services.archive.cite([identifier], scope))
    match found:
        case Unknown() as unknown:
            raise CitationError(unknown.reason, unknown.nearest, shown=True)
        case cited:
            return cited
