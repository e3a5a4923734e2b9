"""`/v1/openapi.json`, the description of the API in OpenAPI 3.1, and `/v1/problems/{name}`, that of its problems."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, FastAPI, Path, Request
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from index.web import problem_types
from index.web.api import etags, examples
from index.web.api.parameters import Nothing
from index.web.api.problem_schema import GoneProblem, Problem, ProblemAbout, responses
from index.web.services import Services, Serving
from index.web.visitors import Visiting

router = APIRouter()

PATH: Final = "/v1/openapi.json"
_REFERENCE: Final = "#/components/schemas/{model}"
_ABOUT: Final = (
    "Verbatim passages from an archive of dated documents, with citations that can be checked. All is read, nothing is "
    "changed; every answer is of what whoever asks may see. Fields are added, never renamed."
)
_TAGS: Final = (
    ("searching", "What documents say, and when."),
    ("citations", "What became of the words that were given out."),
    ("documents", "Documents as they were indexed."),
    ("quotations", "Whether words that somebody quotes stand in the archive."),
    ("status", "What is served."),
)


@router.get("/openapi.json", include_in_schema=False)
async def openapi(nothing: Nothing, request: Request, visitor: Visiting) -> Response:
    """The description of the API."""
    return JSONResponse(request.app.openapi(), headers=etags.HEADERS)


@router.get(
    "/problems/{name}",
    response_model=ProblemAbout,
    responses=responses(404),
    tags=["status"],
    summary="What a kind of problem is",
)
async def about(
    name: Annotated[str, Path(max_length=40, description="The last part of its address.", examples=["query"])],
    nothing: Nothing,
    request: Request,
    services: Serving,
    visitor: Visiting,
) -> Response:
    """The address of each kind of problem leads here."""
    if (found := problem_types.TYPES.get(name)) is None:
        raise HTTPException(404, "There is no such kind of problem.")
    address = problem_types.address(services.base_url, name)
    return etags.by_content(request, ProblemAbout(type=address, title=found.title, detail=found.about))


def describe(app: FastAPI, services: Services) -> None:
    """Has `app` describe its API."""
    made: dict[str, Any] = {}

    def description() -> dict[str, Any]:
        if not made:
            made.update(_described(app, services))
        return made

    app.openapi = description  # type: ignore[method-assign]


def _described(app: FastAPI, services: Services) -> dict[str, Any]:
    whole = get_openapi(
        title=app.title,
        version="1",
        description=_ABOUT,
        routes=app.routes,
        separate_input_output_schemas=True,
        servers=[{"url": services.base_url}],
        tags=[{"name": name, "description": about} for name, about in _TAGS],
    )
    whole["paths"] = {path: found for path, found in whole["paths"].items() if path.startswith("/v1/")}
    for operations in whole["paths"].values():
        for operation in operations.values():
            examples.put(operation)
    components = whole.setdefault("components", {})
    _, defined = models_json_schema(
        [(Problem, "serialization"), (GoneProblem, "serialization")], ref_template=_REFERENCE
    )
    components["schemas"] = {**defined["$defs"], **components["schemas"]}
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    whole["security"] = [{"token": []}] if services.public else [{}, {"token": []}]
    return whole
