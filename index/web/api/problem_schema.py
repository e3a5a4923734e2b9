"""Problems as the schema describes them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from index.web.api.citations import PassageAnswer
from index.web.problems import PROBLEM


class Fault(BaseModel):
    """What is wrong with one parameter, or one field of a body."""

    name: str
    detail: str


class Problem(BaseModel):
    """A request that was not fulfilled: problem details (RFC 9457)."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    type: str
    """The address of this kind of problem; `about:blank` where the status says all there is to say."""
    title: str
    """The same for all problems of the kind."""
    status: int
    detail: str
    """What is wrong with this request, and what to do, in a sentence."""
    errors: tuple[Fault, ...] = ()
    """Where parameters are wrong: each that is."""


class GoneProblem(Problem):
    """A citation whose words are gone, with all that is kept of it."""

    passage: PassageAnswer


class ProblemAbout(BaseModel):
    """A kind of problem."""

    type: str
    title: str
    detail: str


_ABOUT: Final[Mapping[int, str]] = {
    400: "The body can't be read.",
    401: "Who asks is not known; send a bearer token.",
    403: "The request comes from a page that is not of this server.",
    404: "There is no such thing, or none that you may see: both look alike.",
    408: "The body took too long to arrive.",
    409: "The cursor is of an earlier generation.",
    410: "The cited words were removed or erased.",
    413: "The body is larger than is read.",
    414: "The address is too long.",
    415: "The body is not JSON.",
    421: "The server is not known by this name.",
    422: "A parameter is wrong or unknown, or the query can't be understood.",
    429: "Too many requests; ask again after the seconds that Retry-After says.",
    500: "Something went wrong; the detail names an incident.",
    503: "Too many are asking at once, or the index can't be used now.",
}
_RETRY: Final = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
_HEADERS: Final[Mapping[int, dict[str, Any]]] = {
    401: {"WWW-Authenticate": {"description": "How to say who asks.", "schema": {"type": "string"}}},
    429: _RETRY,
    503: _RETRY,
}
_EVERYWHERE: Final = (401, 403, 414, 421, 422, 429, 500, 503)
_MODEL: Final[Mapping[int, type[Problem]]] = {410: GoneProblem}


def responses(*statuses: int, cached: bool = True) -> dict[int | str, dict[str, Any]]:
    """What a route may answer beside its answer: problems of these statuses and of those that every route has."""
    described: dict[int | str, dict[str, Any]] = {
        304: {"description": "The answer that If-None-Match names is the one that would be made."}
    }
    described |= {status: _described(status) for status in sorted({*_EVERYWHERE, *statuses})}
    if not cached:
        del described[304]
    return described


def _described(status: int) -> dict[str, Any]:
    name = _MODEL.get(status, Problem).__name__
    example = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _ABOUT[status],
    }
    content: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    described: dict[str, Any] = {
        "description": _ABOUT[status],
        "content": {PROBLEM: content if status in _MODEL else {**content, "example": example}},
    }
    return described | ({"headers": _HEADERS[status]} if status in _HEADERS else {})
