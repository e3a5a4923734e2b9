"""Documents: all that may be seen, page by page, and each as it was indexed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index import EVERYTHING, Scope
from index.web.visitors import Visitor
from tests.makers.archives import Place, note
from tests.makers.serving import served


def test_pages_list_each_document_once(tmp_path: Path) -> None:
    """In the order of their paths, within what may be seen; the last page has no cursor."""
    paths = [f"{folder}/{number}#ä.txt" for folder in ("a", "b", "c") for number in range(3)]
    place = Place(tmp_path, {path: note(number) for number, path in enumerate(paths)})
    place.index()
    with served(place, visitor=Visitor("somebody", Scope(hidden=frozenset({"b"})))) as serving:
        found, cursor = list[Any](), dict[str, str]()
        while True:
            page = serving.client.get("/v1/documents", params={"limit": 2, **cursor}).json()
            found += page["documents"]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        assert [one["path"] for one in found] == [path for path in paths if not path.startswith("b/")]
        assert found[0]["url"] == "http://127.0.0.1:8321/d/a/0%23%C3%A4.txt"


def test_a_document_has_its_text_and_passages(tmp_path: Path) -> None:
    """Each passage is its slice of the text; a path may hold whatever a file's name may."""
    place = Place(tmp_path, {"a b/ä#1?.txt": note(1)})
    place.index()
    with served(place) as serving:
        found = serving.client.get("/v1/documents/a%20b/%C3%A4%231%3F.txt").json()
        told = serving.archive.document("a b/ä#1?.txt", EVERYTHING)
        assert found["text"] == told.text
        assert [one["id"] for one in found["passages"]] == [passage.id for passage in told.passages]
        assert found["generation"] == 1


def test_hidden_and_unknown_paths_look_alike(tmp_path: Path) -> None:
    """The answers differ in nothing but the path that was typed."""
    place = Place(tmp_path, {"a/1.txt": note(1), "b/1.txt": note(2)})
    place.index()
    with served(place, visitor=Visitor("somebody", Scope(only=frozenset({"a"})))) as serving:
        hidden, unknown = (serving.client.get(f"/v1/documents/{path}") for path in ("b/1.txt", "b/2.txt"))
        assert hidden.status_code == unknown.status_code == 404
        assert hidden.text.replace("1.txt", "2.txt") == unknown.text
