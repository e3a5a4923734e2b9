"""The page on which drafts are checked: paste or drop one, and each verdict stands beside its words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData, UploadFile

import index
from index.web import csrf
from index.web.pages import checking, draft, drawing
from index.web.services import Services, Serving
from index.web.visitors import Visiting, Visitor
from index.web.words import counted, sentence, size

PASTED: Final = "What you pasted"
MOST_TEXT: Final = 400_000
"""Characters that may be pasted; longer drafts are files."""
_NOTHING: Final = "Paste a text, or choose a file."
_QUOTES_NOTHING: Final = "quotes nothing: it has no quotation marks, no block quotes and no passage ids."
_STILL: Final = "What you gave last is still being checked. Please wait until that is done."


class _RefusedError(Exception):
    """What was sent is not checked; the message says why."""


@dataclass
class _Running:
    """Who has a draft that is being checked: nobody has two at a time."""

    keys: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def one(self, key: str) -> AsyncIterator[None]:
        if key in self.keys:
            raise _RefusedError(_STILL)
        self.keys.add(key)
        try:
            yield
        finally:
            self.keys.discard(key)


def router() -> APIRouter:
    """The form, and what was found of a draft."""
    made = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    running = _Running()

    @made.get("/verify")
    async def form(request: Request, visitor: Visiting) -> HTMLResponse:
        return _page(request, visitor, {})

    @made.post("/verify")
    async def verify(request: Request, services: Serving, visitor: Visiting) -> HTMLResponse:
        most = max(services.engine_settings.max_file_bytes, MOST_TEXT)
        async with request.form(max_files=1, max_fields=4, max_part_size=most) as sent:
            await csrf.check(request, _text(sent, "csrf"))
            try:
                async with running.one(visitor.key):
                    return await _checked(request, services, visitor, sent)
            except (_RefusedError, index.DraftError) as error:
                said = error.in_chat if isinstance(error, index.DraftError) else str(error)
                values = {"fault": sentence(said), "text": _text(sent, "text")}
                return _page(request, visitor, values, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    return made


def _page(request: Request, visitor: Visitor, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    given = {"title": "Check quotations", "fault": "", "text": "", "rows": None, **values}
    return drawing.page(request, visitor, "verify.html", given, status=status)


async def _checked(request: Request, services: Services, visitor: Visitor, sent: FormData) -> HTMLResponse:
    read = await _read(services, sent)
    checked = await checking.check(services, read, visitor.scope)
    if not checked:
        named = PASTED if read.name == PASTED else f"“{read.name}”"
        raise _RefusedError(f"{named} {_QUOTES_NOTHING}")
    held = await services.look_ups.run(lambda: services.archive.holdings(visitor.scope))
    rows = await services.drafts.run(lambda: draft.rows(read.text, checked))
    verdicts = [one for one in checked if isinstance(one.found, index.Verdict)]
    values = {
        "name": read.name,
        "lined": read.lined,
        "rows": rows,
        "notes": checking.notes(read, len(verdicts)),
        "tally": [
            (counted(len(group), noun), checking.tally(group))
            for noun, group in (
                ("quotation", verdicts),
                ("passage id", [one for one in checked if one not in verdicts]),
            )
            if group
        ],
        "warnings": dict.fromkeys(warning for one in checked for warning in _warnings(one.found)),
        "held": held,
        "marked": draft.marked,
        "text": _text(sent, "text"),
    }
    return _page(request, visitor, values)


async def _read(services: Services, sent: FormData) -> index.Draft:
    """The draft that was sent, a file before what was pasted; raises `_RefusedError` and `DraftError`."""
    file = sent.get("draft")
    if isinstance(file, UploadFile) and file.filename:
        most = services.engine_settings.max_file_bytes
        data, name = await file.read(most + 1), index.one_line(file.filename) or "draft"
        if len(data) > most:
            raise _RefusedError(f"“{name}” is too large to be checked; it may have {size(most)}.")
        return await services.drafts.run(lambda: index.read_draft(data, name, services.engine_settings))
    text = _text(sent, "text").replace("\r\n", "\n")
    if not text.strip():
        raise _RefusedError(_NOTHING)
    if len(text) > MOST_TEXT:
        raise _RefusedError(f"That text has more than {MOST_TEXT:,} characters; choose it as a file instead.")
    return await services.drafts.run(lambda: checking.whole(index.draft_of(text, PASTED)))


def _text(sent: FormData, name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _warnings(found: checking.Found) -> tuple[str, ...]:
    return () if isinstance(found, index.Unknown) else found.chat_warnings
