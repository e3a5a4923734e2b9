"""A document's page has all of its words, in passages and parts, and its file comes as a download."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Scope
from index.web.pages.document import disposition
from index.web.words import document_address
from tests.index.web.pages.documents import MEMBER, lights, page, select, text
from tests.makers.archives import Place
from tests.makers.serving import Served, served

STRANGE = "é è/Größe & “quotes” <b>#1%?.txt"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(lights(tmp_path_factory.mktemp("lights")), visitor=MEMBER) as made:
        yield made


def test_passages_have_their_words_and_their_links(site: Served) -> None:
    """Each passage stands under its id and leads to its citation, and the head is there, too."""
    shown = page(site.client, "/d/coast/first.txt")
    found = site.archive.document("coast/first.txt", Scope())
    assert [one.get("id") for one in select(shown, "section.passage")] == [one.id for one in found.passages]
    assert text(select(shown, ".document .head")[0]) == "date 1901-02-03 The first light"
    for drawn, one in zip(select(shown, "section.passage"), found.passages, strict=True):
        assert text(select(drawn, "p")[1]) == found.text[one.start : one.end]
        assert select(drawn, ".anchor a")[0].get("href") == f"/p/{one.id}#passage"
    facts = text(select(shown, ".facts")[0])
    assert "coast/first.txt" in facts
    assert site.archive.facts("coast/first.txt", Scope()).sha256 in facts


def test_parts_have_all_of_a_long_document(tmp_path: Path) -> None:
    """Parts follow each other, each is light, and together they have every passage once."""
    lines = [f"Paragraph {number} counts gulls above the harbour of {number} boats." for number in range(1000)]
    place = Place(tmp_path, {"book.txt": "date 1950-01-01 A book\n\n" + "\n\n".join(lines)})
    place.index()
    with served(place, visitor=MEMBER) as made:
        passages = [one.id for one in made.archive.document("book.txt", Scope()).passages]
        seen, address = [], "/d/book.txt"
        while address:
            shown = page(made.client, address)
            seen += [one.get("id") for one in select(shown, "section.passage")]
            assert len(text(shown)) < 40_000
            following = [one.get("href") for one in select(shown, "head link[rel=next]")]
            address = following[0] if following else ""
        assert seen == passages
        assert select(page(made.client, "/d/book.txt", passage=passages[-1]), f"section[id={passages[-1]}]")


def test_the_file_comes_as_it_is_and_is_never_shown(tmp_path: Path) -> None:
    """Under whatever name, its bytes are a download of no kind that a browser would run."""
    place = Place(tmp_path, {STRANGE: "date 1950-01-01 A name\n\n<script>alert(1)</script> and words.\n"})
    place.index()
    with served(place, visitor=MEMBER) as made:
        answer = made.client.get(f"{document_address(STRANGE)}?original=1")
        assert answer.content == place.file(STRANGE).read_bytes()
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"] == disposition(STRANGE)
        assert "Größe" in text(page(made.client, document_address(STRANGE)))
        place.remove(STRANGE)
        assert "is gone" in text(page(made.client, document_address(STRANGE), 404, original=1))


@given(st.text(max_size=20))
def test_a_name_never_leaves_its_header(name: str) -> None:
    """Whatever a file is called, its header is ASCII in one line, and the name is told to the letter."""
    line = disposition(f"folder/{name}")
    assert line.isascii()
    assert line.isprintable()
    assert line.count('"') == 2
    assert unquote(line.partition("UTF-8''")[2])


@pytest.mark.parametrize("query", ["", "?original=1", "?part=2"])
def test_hidden_documents_are_as_if_they_never_were(site: Served, query: str) -> None:
    """A hidden path and one that never was have the same page, but for the path; so has a file that is none."""
    hidden, unknown = (site.client.get(f"/d/{path}{query}") for path in ("secret/hidden.txt", "secret/nothing.txt"))
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text.replace("hidden.txt", "nothing.txt") == unknown.text


@pytest.mark.parametrize("path", ["../data/citations.sqlite", "coast", "coast/first.txt/", "/etc/passwd", "%00"])
def test_nothing_but_documents_is_read(site: Served, path: str) -> None:
    """Neither a folder nor a file outside the archive is a document, and its bytes are not sent."""
    assert site.client.get(f"/d/{path}?original=1").status_code == 404
