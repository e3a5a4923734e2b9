"""Pages from templates: the one home of Jinja2. Whatever a template is given is cleaned and escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from index.web import words

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"


@cache
def environment() -> Environment:
    """Where templates are found, and the functions that all of them have."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=words.cleaned,
    )
    made.filters.update(words.FILTERS)
    made.globals.update(words.GLOBALS, asset=asset, not_verbatim=words.NOT_VERBATIM)
    return made


@cache
def asset(name: str) -> str:
    """The address of a file in `static`, which changes with the file, so that browsers may keep it."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def page(
    template: str, values: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A page made of a template."""
    return HTMLResponse(environment().get_template(template).render(values), status, headers)
