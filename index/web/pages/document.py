"""A document's page: its text in passages, each with its link, and what is known of it; its file as a download."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

import index
from index.web import errors_page
from index.web.pages import drawing
from index.web.pages.pieces import Paragraph, paragraphs
from index.web.services import Serving
from index.web.visitors import Visiting

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

PART: Final = 24_000
"""Characters of a document that a page shows, so that pages of books stay light; at least one passage."""
_GONE: Final = "The original file is gone, has moved, or is too large to be sent."


@dataclass(frozen=True, slots=True)
class Read:
    """A passage and its paragraphs."""

    passage: index.Passage
    drawn: list[Paragraph]


@dataclass(frozen=True, slots=True)
class Part:
    """Passages that are shown together; `head` is what stands before the document's first one."""

    number: int
    parts: int
    head: list[Paragraph]
    passages: list[Read]


@router.get("/d/{path:path}")
async def document(path: str, request: Request, services: Serving, visitor: Visiting) -> Response:
    """The document at this path, or with `original=1` its file."""
    archive, scope = services.archive, visitor.scope
    if request.query_params.get("original"):
        most = services.engine_settings.max_file_bytes
        data = await services.cites.run(lambda: _original(archive, path, most, scope))
        if data is None:
            return errors_page.page(request, HTTPStatus.NOT_FOUND, "Not there", _GONE)
        return download(data, path)
    wanted = [request.query_params.get(name, "") for name in ("part", "passage")]
    found, part = await services.cites.run(lambda: _read(archive, path, scope, *wanted))
    facts, history = await services.cites.run(lambda: (archive.facts(path, scope), archive.history(path, scope)))
    values = {"document": found, "facts": facts, "history": history, "part": part}
    return drawing.page(request, visitor, "document.html", values)


def _read(
    archive: index.Archive, path: str, scope: index.Scope, part: str, passage: str
) -> tuple[index.DocumentText, Part]:
    found = archive.document(path, scope)
    return found, part_of(found, part, passage)


def _original(archive: index.Archive, path: str, most: int, scope: index.Scope) -> bytes | None:
    archive.facts(path, scope)  # what is not in the index is no document, whatever files there are
    return archive.original(path, most, scope)


def part_of(document: index.DocumentText, typed: str, passage: str) -> Part:
    """The part with this number or with this passage; the first where there is no such part."""
    groups = _grouped(document.passages)
    number = next((at for at, group in enumerate(groups) if passage in {one.id for one in group}), None)
    if number is None:
        number = int(typed) - 1 if typed.isascii() and typed.isdecimal() and 0 < int(typed[:6]) <= len(groups) else 0
    shown = groups[number] if groups else []
    body = document.passages[0].start if document.passages else len(document.text)
    return Part(
        number=number + 1,
        parts=max(1, len(groups)),
        head=paragraphs(document.text, 0, body) if number == 0 else [],
        passages=[Read(one, paragraphs(document.text, one.start, one.end)) for one in shown],
    )


def _grouped(passages: tuple[index.Passage, ...]) -> list[list[index.Passage]]:
    """Passages in their order, as many together as a page shows."""
    groups: list[list[index.Passage]] = []
    for one in passages:
        if not groups or one.end - groups[-1][0].start > PART:
            groups.append([])
        groups[-1].append(one)
    return groups


def download(data: bytes, path: str) -> Response:
    """A file that browsers save and never show, under its own name."""
    headers = {
        "Content-Disposition": disposition(path),
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)


def disposition(path: str) -> str:
    """The name of the file that has the document at `path`, in ASCII and as it is (RFC 6266, RFC 8187)."""
    stem = path.partition("#")[0] or path
    name = index.one_line(stem.rpartition("/")[2]) or "document"
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "._- ") else "_" for one in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
