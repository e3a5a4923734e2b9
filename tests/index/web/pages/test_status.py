"""The status page counts what its reader may see; what couldn't be read is for moderators, within their scope."""

from __future__ import annotations

import pytest

from index import Scope
from index.web.visitors import Visitor
from tests.index.web.pages.documents import MEMBER, lights, page, select, text
from tests.makers.archives import Place
from tests.makers.serving import served


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The lanterns with two files that can't be read, of which one is hidden."""
    made = lights(tmp_path_factory.mktemp("lights"))
    for path in ("coast/broken.pdf", "secret/broken.pdf"):
        made.file(path).write_bytes(b"%PDF-1.4 nothing")
    made.index()
    return made


def status(place: Place, visitor: Visitor) -> str:
    with served(place, visitor=visitor) as site:
        return text(select(page(site.client, "/status"), "main")[0])


def test_members_see_what_is_served(place: Place) -> None:
    """Counts and dates are those within scope, and nothing is said of what couldn't be read."""
    said = status(place, MEMBER)
    assert "Documents4, 1 of them undated" in said
    assert "Dated3 February 1901 – 31 August 1911" in said
    assert "Generation2" in said
    assert "hashing" in said
    assert "broken" not in said


def test_moderators_see_what_could_not_be_read_and_what_helps(place: Place) -> None:
    """Each file has its reason and each undated document its cure, as far as the moderator may see them."""
    said = status(place, Visitor("local", Scope(), moderates=True))
    assert "Not read (2)" in said
    assert "secret/broken.pdf" in said
    assert "Undated (1)" in said
    assert "undated.txt: no date is stated in it or in its nameBegin its first line with date" in said
    narrow = status(place, Visitor("local", MEMBER.scope, moderates=True))
    assert "Not read (1)" in narrow
    assert "secret" not in narrow


def test_the_machine_is_not_told(place: Place) -> None:
    """No path of the machine is on the page."""
    assert str(place.archive.parent) not in status(place, Visitor("local", Scope(), moderates=True))
