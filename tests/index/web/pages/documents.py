"""Archives that pages are made of, and pages as their readers and programs see them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import html
from starlette.testclient import TestClient

from index import Archive, Scope
from index.web.visitors import Visitor
from tests.makers.archives import Place

HOSTILE = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)> \u202eesrever &amp; \"'"
"""What would act on a page, or turn its line around."""
LIGHTS = {
    "coast/first.txt": "date 1901-02-03 The first light\n\nA lantern was lit above the harbour. Nobody had asked.\n",
    "coast/second.txt": "date 1905-06-07 The second light\n\nAnother lantern burned until dawn. It was seen afar.\n",
    "inland/third.md": "---\ndate: 1911-08\n---\n# The third light\n\nA lantern hung in the mill. The miller slept.\n",
    "undated.txt": "A lantern with no day\n\nThis lantern has no date at all. It burned all the same.\n",
    "secret/hidden.txt": "date 1903-03-03 The hidden light\n\nThis lantern is for the keepers alone. Zanzibar.\n",
}
"""Five documents with a lantern: in three folders, of two kinds, one of them undated."""
MEMBER = Visitor("local", Scope(hidden=frozenset({"secret"})))
MODERATOR = Visitor("user:4", Scope(), moderates=True, name="A moderator")


def lights(folder: Path, **options: Any) -> Place:
    """The lanterns, indexed."""
    place = Place(folder, LIGHTS, **options)
    place.index()
    return place


def page(client: TestClient, address: str, status: int = 200, **query: Any) -> html.HtmlElement:
    """A page as a tree."""
    answer = client.get(address, params=query or None)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.text)


_STEP = re.compile(r"([a-z0-9]*)((?:\.[\w-]+|\[[\w-]+(?:=[\w-]+)?\])*)")
_PART = re.compile(r"\.([\w-]+)|\[([\w-]+)(?:=([\w-]+))?\]")


def select(tree: html.HtmlElement, wanted: str) -> list[html.HtmlElement]:
    """The elements for simple selectors of CSS: tags, classes and attributes, one within another, or several."""
    paths = ["".join(f"//{_step(step)}" for step in one.split()) for one in wanted.split(",")]
    return list(tree.xpath(" | ".join(f".{path}" for path in paths)))


def _step(step: str) -> str:
    tag, rest = _STEP.fullmatch(step).groups()  # type: ignore[union-attr]
    tests = []
    for name, attribute, value in _PART.findall(rest):
        if name:
            tests.append(f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")
        else:
            tests.append(f"[@{attribute}='{value}']" if value else f"[@{attribute}]")
    return f"{tag or '*'}{''.join(tests)}"


def text(of: html.HtmlElement) -> str:
    """What stands in an element, in one line."""
    return " ".join(of.text_content().split())


def first_passage(archive: Archive, path: str) -> str:
    """The id of a document's first passage."""
    return archive.document(path, Scope()).passages[0].id
