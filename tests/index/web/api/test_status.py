"""What is served, of what whoever asks may see."""

from __future__ import annotations

from pathlib import Path

from index import EVERYTHING, Scope
from index.web.visitors import Visitor
from tests.machine import told_of
from tests.makers.archives import MOON, Place
from tests.makers.serving import served


def test_counts_are_of_what_may_be_seen(tmp_path: Path) -> None:
    """Nothing of the machine is told, and only moderators are told what could not be read."""
    place = Place(tmp_path, {**MOON, "secret/a.txt": "date 2030-01-01 Later\n\nNobody may see it.\n"})
    place.file("secret/broken.pdf").write_bytes(b"%PDF-1.7 broken")
    place.file("broken.pdf").write_bytes(b"%PDF-1.7 broken")
    place.index()
    hidden = Scope(hidden=frozenset({"secret"}))
    for scope, moderates, failed in (
        (hidden, False, None),
        (hidden, True, ["broken.pdf"]),
        (EVERYTHING, True, ["broken.pdf", "secret/broken.pdf"]),
    ):
        with served(place, visitor=Visitor("somebody", scope, moderates=moderates)) as serving:
            answer = serving.client.get("/v1/status")
            found, told = answer.json(), serving.archive.holdings(scope)
            assert found["documents"] == told.documents
            assert found["latest"] == told.latest.isoformat() if told.latest else None
            assert failed == (found["failed"] and [one["path"] for one in found["failed"]])
            assert not told_of(answer.text.replace("http://127.0.0.1:8321", ""), place.archive, place.data)
