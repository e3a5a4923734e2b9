"""Words of documents never act on a page, whatever they are and wherever they stand."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from index import Scope
from index.web.visitors import Visitor
from index.web.words import document_address
from tests.index.web.pages.documents import HOSTILE, first_passage, select
from tests.makers.archives import Place
from tests.makers.serving import Served, served

PATH = "<b>&\"' \u202efolder/<svg onload=x>\u202e.txt"
FOLDER = PATH.partition("/")[0]
OURS = {"text/javascript", "application/ld+json"}


def pages(site: Served) -> dict[str, html.HtmlElement]:
    """Every page on which words of the document, of its name or of what was typed stand."""
    identifier = first_passage(site.archive, PATH)
    addresses = [
        f"/p/{identifier}",
        document_address(PATH),
        "/status",
        f"/p/{HOSTILE.replace('/', '')}",
        f"/d/{HOSTILE}",
    ]
    found = {address: site.client.get(address) for address in addresses}
    found["search"] = site.client.get("/", params={"q": f"words {HOSTILE}", "folder": [HOSTILE, FOLDER]})
    found["fault"] = site.client.get("/", params={"q": HOSTILE, "since": HOSTILE})
    form = html.document_fromstring(site.client.get("/verify").text)
    token = select(form, "input[name=csrf]")[0].get("value")
    quoting = f"“words {HOSTILE.replace('“', '')} of a document” “words {HOSTILE}”\n\n{HOSTILE}"
    found["verify"] = site.client.post("/verify", data={"csrf": token, "text": quoting})
    name = f"{HOSTILE}.txt".replace("\r", "")
    found["file"] = site.client.post("/verify", data={"csrf": token}, files={"draft": (name, quoting.encode())})
    return {address: html.document_fromstring(answer.text) for address, answer in found.items()}


def test_nothing_acts(tmp_path: Path) -> None:
    """No page has an element, a script or an attribute that isn't its own, nor a character that turns a line around."""
    place = Place(tmp_path, {PATH: f"date 1999-09-09 {HOSTILE}\n\n{HOSTILE} words of a document. {HOSTILE}\n"})
    place.file("\u202ebroken<img src=x>.pdf").write_bytes(b"%PDF-1.4 nothing")
    place.index()
    with served(place, visitor=Visitor("local", Scope(), moderates=True, name=HOSTILE)) as site:
        for address, shown in pages(site).items():
            for script in select(shown, "script"):
                assert script.get("src", "").startswith("/static/site.js?v=") or script.get("type") in OURS, address
            assert not select(shown, "img, iframe, object, style, svg[onload]"), address
            for element in shown.iter("*"):
                assert not [name for name in element.attrib if name.startswith("on") or name == "style"], address
                assert not element.get("href", "").startswith(("javascript:", "//")), address
            assert not set("\u202e\u202d\u2067") & set(shown.text_content()), address
            assert "alert(1)" in shown.text_content() or address == "/status", address
