"""A citation's page: its words where they stand, what became of them, references, and what else is known."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

import index
from index.web import words
from index.web.pages import drawing, unfolding
from index.web.pages.pieces import Paragraph, paragraphs
from index.web.pages.selectors import Selectors, selectors
from index.web.services import Services, Serving
from index.web.visitors import Visiting, Visitor

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

WHOLE: Final = 16_000
"""Characters of a document that is shown whole around a passage."""
AROUND: Final = 4_000
"""Characters shown on each side of it, at least, where the document is longer."""
PROSE: Final[tuple[index.StyleName, ...]] = ("apa", "chicago", "mla", "text")
STYLE_NAMES: Final[dict[index.StyleName, str]] = {
    "apa": "APA",
    "chicago": "Chicago",
    "mla": "MLA",
    "text": "Text",
    "markdown": "Markdown",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
}


@dataclass(frozen=True, slots=True)
class Around:
    """The document of a passage, as much of it as is shown, and whether there is more before and after."""

    document: index.DocumentText
    head: list[Paragraph]
    """What stands before its first passage, where its beginning is shown."""
    drawn: list[Paragraph]
    before: bool
    after: bool
    selectors: Selectors


@dataclass(frozen=True, slots=True)
class Looked:
    """What the archive says of a citation; `around` and `context` are None where the index has the words no more."""

    cited: index.Cited
    around: Around | None
    context: index.Context | None
    history: index.DocumentHistory | None


@router.get("/p/{identifier}")
async def citation(identifier: str, request: Request, services: Serving, visitor: Visiting) -> HTMLResponse:
    """The citation of this id: 200, 410 where its words are gone, 404 with similar ids where there is none."""
    found = await services.cites.run(lambda: _look(services.archive, identifier, visitor.scope))
    if isinstance(found, index.Unknown):
        values = {"title": "No such passage", "unknown": found}
        return drawing.page(request, visitor, "unknown.html", values, status=HTTPStatus.NOT_FOUND)
    return _page(request, services, visitor, found)


def _look(archive: index.Archive, identifier: str, scope: index.Scope) -> Looked | index.Unknown:
    (cited,) = archive.cite([identifier], scope)
    if isinstance(cited, index.Unknown):
        return cited
    if gone(cited):
        return Looked(cited, None, None, None if cited.record.erased else _history(archive, cited.record.path, scope))
    now = cited.stored.now
    try:
        document = archive.document(now.path, scope) if now else None
        context = archive.context(cited.record.id, scope)
    except index.CitationError:
        document = context = None
    around = _around(document, now) if document and now else None
    return Looked(cited, around, context, _history(archive, now.path if now else cited.record.path, scope))


def gone(cited: index.Cited) -> bool:
    """Whether there is nothing to show in the words' place."""
    return cited.citation.state in {"removed", "erased"}


def _history(archive: index.Archive, path: str, scope: index.Scope) -> index.DocumentHistory | None:
    try:
        return archive.history(path, scope)
    except index.CitationError:
        return None


def _around(document: index.DocumentText, now: index.Now) -> Around:
    text = document.text
    start, end = 0, len(text)
    if end > WHOLE:
        start = max((one.start for one in document.passages if one.start <= now.start - AROUND), default=0)
        end = min((one.end for one in document.passages if one.end >= now.end + AROUND), default=end)
    body = min([one.start for one in document.passages] + [now.start]) if start == 0 else start
    drawn = paragraphs(text, body, end, (now.start, now.end))
    return Around(
        document, paragraphs(text, start, body), drawn, start > 0, end < len(text), selectors(text, now.start, now.end)
    )


def _page(request: Request, services: Services, visitor: Visitor, looked: Looked) -> HTMLResponse:
    cited, record = looked.cited, looked.cited.record
    address = f"{services.base_url}{words.passage_address(record.id)}"
    document = words.document_address(looked.around.document.path) if looked.around else ""
    source = f"{services.base_url}{document}"
    values = {
        "looked": looked,
        "cited": cited,
        "record": record,
        "address": address,
        "state": index.NOT_COMPARED if cited.chat_not_compared else cited.citation.state,
        "warnings": dict.fromkeys((*cited.chat_warnings, *(looked.context.chat_warnings if looked.context else ()))),
        "references": [] if record.erased else _references(cited.citation),
        "in_text": _in_text(looked),
        "meta": None if record.erased else unfolding.of(cited, address, hides_words=services.public),
        "annotation": unfolding.annotation(cited, looked.around.selectors, address, source) if looked.around else "",
    }
    status = HTTPStatus.GONE if gone(cited) else HTTPStatus.OK
    template = "erased.html" if record.erased else "citation.html"
    return drawing.page(
        request, visitor, template, values, status=status, headers={"Link": f'<{address}>; rel="canonical"'}
    )


def _in_text(looked: Looked) -> str:
    """A link to the very words in the document, which browsers mark; empty where they are not in the index."""
    if looked.around is None or looked.context is None:
        return ""
    passage = looked.context.passages[looked.context.at].passage.id
    address = words.document_address(looked.around.document.path)
    return f"{address}?passage={passage}#{passage}{looked.around.selectors.fragment}"


def _references(citation: index.Citation) -> list[tuple[str, str, bool]]:
    """Each style's name and the reference in it, and whether it is prose."""
    return [
        (name, index.format_citations([citation], style).strip(), style in PROSE) for style, name in STYLE_NAMES.items()
    ]
