"""What goes wrong, as an answer: problem details (RFC 9457) for programs, a page for people. Nothing of the machine."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Any, Final

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
from index.web import errors_page, logs, problem_types
from index.web.visitors import NotSignedInError

log = logging.getLogger(__name__)

RETRY_SECONDS: Final = 2
PROBLEM: Final = "application/problem+json"
_KINDS: Final[tuple[tuple[type[DatelineError], int, str], ...]] = (
    (QueryError, 422, "query"),
    (DraftError, 422, "draft"),
    (CitationError, 404, "unknown"),
    (QueueFullError, 503, "busy"),
    (IndexDataError, 503, "index"),
)
"""Status and kind of problem; the first that fits decides."""
_LONGEST: Final = 200
"""Characters of a parameter's name that are repeated."""
_PRIVATE: Final = {"Cache-Control": "private, no-store"}
_MAX_ERRORS: Final = 20
"""Faults of one request that are named."""


class ProblemError(Exception):
    """A request that can't be fulfilled, for a reason that `kind` names; `more` are members of the problem's own."""

    def __init__(self, status: int, kind: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.more = status, kind, detail, more


def install(app: FastAPI) -> None:
    """Has all faults of `app` answered."""
    app.add_exception_handler(DatelineError, fault)
    app.add_exception_handler(NotSignedInError, not_signed_in)
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def problem(
    request: Request,
    status: int,
    detail: str,
    headers: dict[str, str] | None = None,
    *,
    kind: str | None = None,
    **more: Any,
) -> Response:
    """The answer to a request that can't be fulfilled; `detail` is a sentence for whoever asked.

    `kind` names one of `problem_types`; None says no more than the status does. `more` are members of its own.
    """
    phrase = HTTPStatus(status).phrase
    if not for_programs(request):
        return errors_page.page(request, status, phrase, detail, headers)
    address = problem_types.address(request.app.state.services.base_url, kind) if kind else "about:blank"
    title = problem_types.TYPES[kind].title if kind else phrase
    body = {"type": address, "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, {**_PRIVATE, **(headers or {})}, media_type=PROBLEM)


def for_programs(request: Request) -> bool:
    """Whether an answer is read by a program."""
    return request.url.path.startswith(("/v1/", "/mcp", "/metrics", "/healthz"))


async def fault(request: Request, error: Exception) -> Response:
    """The answer to an error that Dateline raises on purpose."""
    assert isinstance(error, DatelineError)  # noqa: S101 (it is what this handles)
    status, name = next(((status, name) for kind, status, name in _KINDS if isinstance(error, kind)), (500, None))
    if not error.shown:  # what is shown as it is may be words of a search, which are not logged
        log.warning("%s: %s", type(error).__name__, error)
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return problem(request, status, sentence(error.in_chat), headers, kind=name)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 (it is what this handles)
    return problem(request, error.status, sentence(error.detail), kind=error.kind, **error.more)


async def not_signed_in(request: Request, error: Exception) -> Response:
    """The same whatever was asked for: how to become somebody who is known."""
    headers = {"WWW-Authenticate": "Bearer"}
    if for_programs(request) or "authorization" in request.headers:
        said = "Send a bearer token; whoever runs this makes one: dateline token add."
        return problem(request, 401, said, headers, kind="sign-in")
    return errors_page.sign_in(request, headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (it is what this handles)
    faults = error.errors()[:_MAX_ERRORS]
    named = [_named(fault) for fault in faults]
    what = "Field" if faults[0]["loc"][0] == "body" else "Parameter"
    detail = sentence(f"{what} {named[0]['name']}: {named[0]['detail']}")
    return problem(request, 422, detail, kind="parameters", errors=named)


def _named(fault: Any) -> dict[str, str]:
    """What is wrong with one parameter, or one field of a body; never its value."""
    whole = fault["type"] == "json_invalid"
    name = ".".join(str(part) for part in fault["loc"][1:] if not whole)
    said = "there is none of this name" if fault["type"] == "extra_forbidden" else fault["msg"]
    return {"name": one_line(name)[:_LONGEST] or "body", "detail": one_line(said.removeprefix("Value error, "))}


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
