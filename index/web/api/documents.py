"""`/v1/documents` and `/v1/documents/{path}`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from index import DateSpan, DocumentEntry, Passage, Scope, TitleOrigin
from index.web import links
from index.web.api import cursors, examples
from index.web.api.answers import ApiModel
from index.web.api.etags import Held, Holding
from index.web.api.parameters import MAX_NAME, ListParameters, Nothing
from index.web.api.problem_schema import responses
from index.web.services import Services, Serving
from index.web.visitors import Visiting

router = APIRouter(tags=["documents"])


class ListedDocument(ApiModel):
    """A document without its text."""

    path: str
    url: str
    """Its page."""
    title: str
    date: DateSpan | None
    format: str
    passages: int
    """How many it has."""


class DocumentsAnswer(ApiModel):
    """Documents by path, ascending."""

    generation: int
    documents: tuple[ListedDocument, ...]
    next: str | None
    """The cursor of the next page; None on the last."""


class DocumentAnswer(ApiModel):
    """A document as it was indexed."""

    path: str
    url: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    format: str
    language: str | None
    """ISO 639-1."""
    text: str
    passages: tuple[Passage, ...]
    """Each is `text[start:end]`, in order."""
    confidence: int | None
    """Of a scan, the lowest of the confidences in percent with which its pages were recognised."""
    generation: int


_LIST = cursors.digest("documents")


@router.get(
    "/documents",
    response_model=DocumentsAnswer,
    responses=examples.answers("documents", responses(409)),
    summary="List the documents",
)
async def documents(
    asked: Annotated[ListParameters, Query()], services: Serving, visitor: Visiting, held: Holding
) -> Response:
    """All documents that may be seen, by path."""
    if held.fresh:
        return held.not_modified()
    return held.answer(await services.cites.run(lambda: _listed(asked, visitor.scope, services, held)))


def _listed(asked: ListParameters, scope: Scope, services: Services, held: Held) -> DocumentsAnswer:
    begins = cursors.read(asked.cursor, _LIST, held.generation, held.today) if asked.cursor else None
    after = begins.path if begins else ""
    found = services.archive.documents(scope, after=after, limit=asked.limit + 1)
    shown = found[: asked.limit]
    more = len(found) > asked.limit
    place = cursors.Cursor(_LIST, held.generation, held.today, path=shown[-1].path) if more else None
    return DocumentsAnswer(
        generation=services.archive.generation(),
        documents=tuple(_entry(one, services.base_url) for one in shown),
        next=cursors.written(place) if place else None,
    )


def _entry(found: DocumentEntry, base_url: str) -> ListedDocument:
    fields = {name: getattr(found, name) for name in ListedDocument.model_fields.keys() - {"url"}}
    return ListedDocument(**fields, url=links.document(base_url, found.path))


@router.get(
    "/documents/{path:path}",
    response_model=DocumentAnswer,
    responses=examples.answers("document", responses(404)),
    summary="Read a document",
)
async def document(
    path: Annotated[str, Path(max_length=MAX_NAME, description="Its path in the archive.", examples=["moon/a.txt"])],
    nothing: Nothing,
    services: Serving,
    visitor: Visiting,
    held: Holding,
) -> Response:
    """A document as it was indexed, with its passages."""
    if held.fresh:
        return held.not_modified()
    return held.answer(await services.cites.run(lambda: _read(path, visitor.scope, services)))


def _read(path: str, scope: Scope, services: Services) -> DocumentAnswer:
    generation = services.archive.generation()
    found = services.archive.document(path, scope)
    fields = {name: getattr(found, name) for name in DocumentAnswer.model_fields.keys() - {"url", "generation"}}
    return DocumentAnswer(**fields, url=links.document(services.base_url, path), generation=generation)
