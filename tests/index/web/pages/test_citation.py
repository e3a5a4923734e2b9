"""A citation's page tells its true state, and programs what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

import index
from index import EVERYTHING, Eraser, Scope
from index.web.pages.citation import STYLE_NAMES, WHOLE
from tests.index.web.pages.documents import LIGHTS, MEMBER, first_passage, lights, page, select, text
from tests.makers.archives import Place
from tests.makers.serving import Served, served
from tests.stand_ins.in_process import InProcessReaders

PATHS = {
    "unchanged": "coast/first.txt",
    "moved": "inland/third.md",
    "changed": "coast/second.txt",
    "removed": "undated.txt",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, str]]]:
    """The lanterns, cited and then changed; the ids by what has become of them."""
    place = lights(tmp_path_factory.mktemp("cited"))
    with place.opened() as archive:
        ids = {state: first_passage(archive, path) for state, path in PATHS.items()}
        ids["hidden"] = first_passage(archive, "secret/hidden.txt")
        archive.cite(list(ids.values()), EVERYTHING)
    place.move("inland/third.md", "coast/moved.md")
    place.edit("coast/second.txt", "until dawn", "until dusk")
    place.remove("undated.txt")
    place.index()
    with served(place, visitor=MEMBER) as made:
        yield made, ids


def meta(tree: html.HtmlElement) -> dict[str, str]:
    return {one.get("name") or one.get("property"): one.get("content") for one in select(tree, "meta[content]")}


def test_the_passage_is_marked_in_its_document(site: tuple[Served, dict[str, str]]) -> None:
    """The whole document is there, with the passage's words marked and to be led to."""
    served_, ids = site
    shown = page(served_.client, f"/p/{ids['unchanged']}")
    said = LIGHTS["coast/first.txt"].split("\n\n")[1].strip()
    assert text(select(shown, "mark")[0]) == said
    assert select(shown, "mark")[0].get("id") == "passage"
    assert "date 1901-02-03 The first light" in text(select(shown, ".document")[0])
    assert text(select(shown, "h1")[0]) == "3 February 1901 The first light"
    assert "Dated by its head line, which says “1901-02-03”" in text(shown)
    assert "Unchanged: the source still has these words." in text(shown)


def test_each_state_is_what_became_of_the_words(site: tuple[Served, dict[str, str]]) -> None:
    """Moved words are where they are now, changed ones stand with both texts, and removed ones with their date."""
    served_, ids = site
    moved = page(served_.client, f"/p/{ids['moved']}")
    assert "Moved:" in text(moved)
    assert "coast/moved.md" in text(select(moved, ".facts")[0])
    changed = page(served_.client, f"/p/{ids['changed']}")
    texts = [text(one) for one in select(changed, "blockquote.whole")]
    assert "until dawn." in texts[1]
    assert "until dusk." in text(select(changed, "mark")[0])
    assert [text(one) for one in select(changed, ".whole del, .whole ins")] == ["dawn", "dusk"]
    removed = page(served_.client, f"/p/{ids['removed']}", 410)
    assert "This lantern has no date at all." in text(select(removed, "blockquote")[0])
    assert "Removed:" in text(removed)


def test_what_is_hidden_is_as_what_never_was(site: tuple[Served, dict[str, str]]) -> None:
    """A hidden id and one that nobody gave out have the same page, but for the id."""
    served_, ids = site
    hidden, unknown = (served_.client.get(f"/p/{one}") for one in (ids["hidden"], "zzzzzzzz"))
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text.replace(ids["hidden"], "zzzzzzzz") == unknown.text


def test_a_mistyped_id_is_told_similar_ones(site: tuple[Served, dict[str, str]]) -> None:
    """An id with one wrong letter leads to the right one."""
    served_, ids = site
    right = ids["unchanged"]
    wrong = right[:-1] + ("a" if right[-1] != "a" else "b")
    assert f"/p/{right}" in {one.get("href") for one in select(page(served_.client, f"/p/{wrong}", 404), "main a")}


def test_every_style_is_there_to_be_copied(site: tuple[Served, dict[str, str]]) -> None:
    """Each reference is text of the page, as the engine writes it, with a button that names it."""
    served_, ids = site
    shown = page(served_.client, f"/p/{ids['unchanged']}")
    (cited,) = served_.archive.cite([ids["unchanged"]], EVERYTHING)
    assert isinstance(cited, index.Cited)
    drawn = {text(select(one, "h3")[0]): one for one in select(shown, ".reference")}
    assert set(drawn) == set(STYLE_NAMES.values())
    for style, name in STYLE_NAMES.items():
        (pre,) = select(drawn[name], "pre")
        assert pre.text_content() == index.format_citations([cited.citation], style).strip()
        assert select(drawn[name], "button")[0].get("data-copy") == pre.get("id")


def test_programs_are_told_what_it_is(site: tuple[Served, dict[str, str]]) -> None:
    """Link unfolders, reference managers and readers of annotations find what they look for."""
    served_, ids = site
    answer = served_.client.get(f"/p/{ids['unchanged']}")
    address = f"{served_.services.base_url}/p/{ids['unchanged']}"
    assert answer.headers["link"] == f'<{address}>; rel="canonical"'
    shown = html.document_fromstring(answer.text)
    assert select(shown, "link[rel=canonical]")[0].get("href") == address
    told = meta(shown)
    assert told["og:title"] == told["citation_title"] == "The first light"
    assert told["og:description"].startswith("3 February 1901: “A lantern was lit above the harbour.")
    assert told["citation_publication_date"] == "1901/02/03"
    assert told["citation_public_url"] == told["og:url"] == address
    assert meta(page(served_.client, f"/p/{ids['moved']}"))["citation_publication_date"] == "1911/08"
    (data,) = select(shown, "script[type]")
    target = json.loads(data.text)["target"]
    words = served_.archive.document("coast/first.txt", EVERYTHING).text
    quote, position = target["selector"]
    span = slice(position["start"], position["end"])
    assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    assert words[span] == quote["exact"]
    assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in words
    assert target["source"] == f"{served_.services.base_url}/d/coast/first.txt"


def test_the_link_to_the_words_names_them(site: tuple[Served, dict[str, str]]) -> None:
    """Its text fragment has the first and the last words, and its anchor is on the document's page."""
    served_, ids = site
    shown = page(served_.client, f"/p/{ids['unchanged']}")
    (link,) = [one.get("href") for one in select(shown, "dd a") if text(one) == "Link to these words"]
    target = urlsplit(link)
    anchor, _, directive = target.fragment.partition(":~:text=")
    first, _, last = unquote(directive).partition(",")
    assert text(select(shown, "mark")[0]).startswith(first)
    assert not last or text(select(shown, "mark")[0]).endswith(last)
    assert select(page(served_.client, f"{target.path}?{target.query}"), f"section[id={anchor}]")


def test_where_people_sign_in_no_description_has_words(tmp_path: Path) -> None:
    """Behind sign-in the text that unfolds with a link says nothing of the archive."""
    place = lights(tmp_path)
    with served(place, visitor=MEMBER, public_url="https://archive.example") as site:
        identifier = first_passage(site.archive, "coast/first.txt")
        told = meta(page(site.client, f"/p/{identifier}"))
        for name in ("description", "og:description"):
            assert told[name] == f"Passage {identifier} of an archive of dated documents, for those who may see it."
        assert told["og:url"] == f"https://archive.example/p/{identifier}"


def test_a_link_unfolds_for_who_has_not_signed_in_and_says_nothing(tmp_path: Path) -> None:
    """What unfolds with a link that somebody posts is the same whatever it leads to."""
    place = lights(tmp_path)
    with served(place, public_url="https://archive.example") as site:
        identifier = first_passage(site.archive, "coast/first.txt")
        answers = [page(site.client, f"/p/{one}", 401) for one in (identifier, "zzzzzzzz")]
        assert meta(answers[0]) == meta(answers[1])
        assert meta(answers[0])["og:description"] == "An archive for the members of a Discord server."


def test_of_what_was_erased_nothing_is_left(tmp_path: Path) -> None:
    """The page of an erased passage is gone, and has no word, title or date of it."""
    place = lights(tmp_path)
    with place.opened() as archive:
        identifier = first_passage(archive, "coast/first.txt")
        archive.cite([identifier], EVERYTHING)
    Eraser(place.settings, InProcessReaders).begin("coast/first.txt", "the keeper asked")
    with served(place, visitor=MEMBER) as site:
        said = text(page(site.client, f"/p/{identifier}", 410))
        assert "Erased: its document was erased for good" in said
        assert not any(word in said for word in ("lantern", "first light", "1901"))


def test_a_long_document_is_shown_around_the_passage(tmp_path: Path) -> None:
    """Of a book the page has the passage and what is around it, and leads to the rest; its neighbours are linked."""
    lines = [f"Paragraph {number} counts gulls above the harbour of {number} boats." for number in range(500)]
    place = Place(tmp_path, {"book.txt": "date 1950-01-01 A book\n\n" + "\n\n".join(lines)})
    place.index()
    with served(place, visitor=MEMBER) as site:
        passages = site.archive.document("book.txt", Scope()).passages
        middle = len(passages) // 2
        shown = page(site.client, f"/p/{passages[middle].id}")
        words = text(select(shown, ".document")[0])
        assert len(words) < WHOLE
        assert words.startswith("[…] from the beginning")
        assert words.endswith("[…] the whole document")
        turning = {one.get("rel"): one.get("href") for one in select(shown, ".turning a")}
        assert turning == {
            "prev": f"/p/{passages[middle - 1].id}#passage",
            "next": f"/p/{passages[middle + 1].id}#passage",
        }
