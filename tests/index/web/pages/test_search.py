"""The search page shows what the archive answers, within what its reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import Query
from index.web.pages.asked import PER_PAGE
from tests.index.web.pages.documents import MEMBER, lights, page, select, text
from tests.makers.archives import Place
from tests.makers.serving import Served, served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The lanterns, served to somebody who doesn't see the secret ones."""
    with served(lights(tmp_path_factory.mktemp("lights")), visitor=MEMBER) as made:
        yield made


def _words(number: int) -> str:
    """Words that no other number has, so that nothing is a reprint."""
    return " ".join(f"w{number}x{place}" for place in range(9))


def titles(site: Served, **query: Any) -> list[str]:
    return [text(one) for one in select(page(site.client, "/", **query), ".hits h2 a")]


def test_hits_are_those_of_the_archive_in_its_order(site: Served) -> None:
    """Each has its date, title, marked sentence and source, and leads to its citation."""
    answer = site.archive.search(Query(text="lantern", scope=MEMBER.scope))
    shown = page(site.client, "/", q="lantern")
    hits = select(shown, ".hits li")
    assert len(hits) == len(answer.hits) == 4
    for drawn, hit in zip(hits, answer.hits, strict=True):
        assert select(drawn, "h2 a")[0].get("href") == f"/p/{hit.passage}#passage"
        if hit.best:
            assert text(select(drawn, "mark")[0]) == " ".join(hit.text[slice(*hit.best)].split())
        assert hit.document in text(select(drawn, ".source")[0])
    assert {one.get("datetime") for one in select(shown, ".hits time")} == {"1901-02-03", "1905-06-07", "1911-08"}
    assert "Undated" in text(select(shown, ".hits")[0])


def test_the_query_is_shown_as_it_was_read(site: Served) -> None:
    """The words as typed, the window in absolute days with the words it was read from, and the order."""
    shown = page(site.client, "/", q="lantern between 1901 and 1905", sort="newest")
    line = text(select(shown, ".query")[0])
    assert line == "lantern between 1901 and 1905 · 1901 – 1905 (read from “between 1901 and 1905”) · newest first"
    assert select(shown, "input[name=q]")[0].get("value") == "lantern between 1901 and 1905"


def test_a_strict_window_leaves_out_and_says_so(site: Served) -> None:
    """What is outside is not among the hits, and what is undated is counted."""
    assert titles(site, q="lantern", since="1905", until="1905") == ["The second light"]
    assert "1 undated not shown" in text(page(site.client, "/", q="lantern", since="1905"))


def test_bars_and_facets_lead_to_what_they_count(site: Served) -> None:
    """The page behind each bar, folder and kind has as many documents as stand beside its link."""
    shown = page(site.client, "/", q="lantern")
    counted = 0
    for link in select(shown, ".numbers a, .facet a"):
        number = int(text(select(link.getparent(), ".soft")[0]))
        assert len(select(page(site.client, link.get("href")), ".hits li")) == number
        counted += 1
    bars = {one.get("href") for one in select(shown, ".timeline svg a")}
    assert {one.get("href") for one in select(shown, ".numbers a")} <= bars
    assert counted == 3 + 3 + 2


def test_what_is_hidden_is_neither_found_nor_counted(site: Served) -> None:
    """No byte of a folder that may not be seen is on any page."""
    queries: list[dict[str, Any]] = [{"q": one} for one in ("lantern", "Zanzibar", "in:secret")]
    for query in [*queries, {"q": "x", "folder": "secret"}]:
        drawn = page(site.client, "/", **query)
        for own in select(drawn, "input, .query, aside, title"):
            own.drop_tree()
        assert "hidden light" not in text(drawn)
        assert "Zanzibar alone" not in text(drawn)
    assert "secret" not in text(page(site.client, "/", q="lantern"))


def test_nothing_found_says_so_and_what_one_filter_less_would_find(site: Served) -> None:
    """Without one of its filters a search leads to as many documents as the link says."""
    shown = page(site.client, "/", q="afar in:inland")
    assert "Nothing found." in text(shown)
    offered = {text(one): text(one.getparent()).split(": ")[1] for one in select(shown, ".found li a")}
    assert offered == {"Without the folder": "1 document"}
    for link in select(shown, ".found li a"):
        assert len(select(page(site.client, link.get("href")), ".hits li")) == 1
    assert "Try other words." in text(page(site.client, "/", q="qqqq"))


def test_bad_input_is_one_line_beside_the_form(site: Served) -> None:
    """A date that can't be read is said on the page, with the words still in the form."""
    shown = page(site.client, "/", 422, q="lantern", since="the day before")
    assert "can't be read; write it as" in text(select(shown, "[role=alert]")[0])
    typed = {one.get("name"): one.get("value") for one in select(shown, "form.search input")}
    assert typed == {"q": "lantern", "since": "the day before", "until": ""}


def test_without_a_query_there_is_what_can_be_searched(site: Served) -> None:
    """The start page counts what its reader may see."""
    assert "4 documents, dated from 3 February 1901 to 31 August 1911; 1 undated." in text(page(site.client, "/"))


def test_pages_follow_each_other(tmp_path: Path) -> None:
    """All hits are on some page, each once, and the pages name those before and after them."""
    place = Place(tmp_path, {f"{n}.txt": f"date {1900 + n}\n\n{_words(n)} by the harbour.\n" for n in range(25)})
    place.index()
    with served(place, visitor=MEMBER) as site:
        seen: list[str] = []
        address: str | None = "/?q=harbour&sort=oldest"
        before = None
        while address:
            shown = page(site.client, address)
            seen += [one.get("href") for one in select(shown, ".hits h2 a")]
            turning = select(shown, "head link[rel=prev], head link[rel=next]")
            links = {one.get("rel"): one.get("href") for one in turning}
            assert links.get("prev") == before
            before, address = address, links.get("next")
        found = site.archive.search(Query(text="harbour", sort="oldest", limit=100)).hits
        assert seen == [f"/p/{hit.passage}#passage" for hit in found]
        assert len(seen) == 25 > PER_PAGE
