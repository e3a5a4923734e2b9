"""What goes wrong, as an answer: problem details (RFC 9457) for programs, a page for people. Nothing of the machine."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from index import (
    CitationError,
    DatelineError,
    DraftError,
    IndexDataError,
    QueryError,
    QueueFullError,
    one_line,
)
from index.web import errors_page, logs
from index.web.visitors import NotSignedInError

log = logging.getLogger(__name__)

RETRY_SECONDS: Final = 2
PROBLEM: Final = "application/problem+json"
_STATUS: Final[tuple[tuple[type[DatelineError], int], ...]] = (
    (QueryError, 422),
    (DraftError, 422),
    (CitationError, 404),
    (QueueFullError, 503),
    (IndexDataError, 503),
)
"""The first that fits decides."""


def install(app: FastAPI) -> None:
    """Has all faults of `app` answered."""
    app.add_exception_handler(DatelineError, fault)
    app.add_exception_handler(NotSignedInError, not_signed_in)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def problem(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that can't be fulfilled; `detail` is a sentence for whoever asked."""
    title = HTTPStatus(status).phrase
    if for_programs(request):
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(body, status, headers, media_type=PROBLEM)
    return errors_page.page(request, status, title, detail, headers)


def for_programs(request: Request) -> bool:
    """Whether an answer is read by a program."""
    return request.url.path.startswith(("/v1/", "/mcp", "/metrics", "/healthz"))


async def fault(request: Request, error: Exception) -> Response:
    """The answer to an error that Dateline raises on purpose."""
    assert isinstance(error, DatelineError)  # noqa: S101 (it is what this handles)
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if not error.shown:  # what is shown as it is may be words of a search, which are not logged
        log.warning("%s: %s", type(error).__name__, error)
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return problem(request, status, sentence(error.in_chat), headers)


async def not_signed_in(request: Request, error: Exception) -> Response:
    """The same whatever was asked for: how to become somebody who is known."""
    headers = {"WWW-Authenticate": "Bearer"}
    if for_programs(request) or "authorization" in request.headers:
        return problem(request, 401, "Send a bearer token; whoever runs this makes one: dateline token add.", headers)
    return errors_page.sign_in(request, headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (it is what this handles)
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"][1:])
    said = "there is no such parameter" if fault["type"] == "extra_forbidden" else fault["msg"]
    return problem(request, 422, sentence(one_line(f"{name}: {said}")))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (it is what this handles)
    detail = "There is nothing at this address." if error.status_code == HTTPStatus.NOT_FOUND else str(error.detail)
    return problem(request, error.status_code, detail, dict(error.headers or {}))


async def _unforeseen(request: Request, error: Exception) -> Response:
    incident = secrets.token_hex(4)
    log.error("incident %s: %s", incident, logs.trace(error))
    return problem(request, 500, f"Something went wrong here. If you report it, mention incident {incident}.")


def sentence(line: str) -> str:
    """A line with a capital letter and a full stop."""
    line = line[:1].upper() + line[1:]
    return line if line.endswith((".", "?", "!")) else f"{line}."
