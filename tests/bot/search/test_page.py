"""A result page says what it must, and fits a message whatever the documents hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.search import custom_ids, page
from bot.ui import components, limits, passage_buttons, passages
from bot.ui.components import Control, Section
from tests.bot.fakes import Doc, FakeArchive, day, moon
from tests.bot.hostile import hostile
from tests.bot.reading import TEXT, walk
from tests.wire.limits import MESSAGE_COMPONENTS

SEARCH = custom_ids.Search(asker=2**63, text="moon")


def answer(docs: list[Doc], text: str = "", warnings: tuple[str, ...] = (), **options: Any) -> index.Answer:
    """The answer that holds every document, whatever was asked."""
    found = FakeArchive(docs, warnings=warnings).search(index.Query(text="x", limit=25, **options))
    every = FakeArchive([Doc(doc.path, "x", "x") for doc in docs]).search(index.Query(text="x", limit=25))
    hits = tuple(FakeArchive(docs).hit(rank, doc) for rank, doc in enumerate(docs[:25], 1))
    asked = index.Query(text=text or "moon")
    return found.model_copy(update={"query": asked, "hits": hits, "documents_found": every.documents_found})


def entry(doc: Doc) -> str:
    return page.compose(answer([doc]), 1).entries[0].drawn


def test_a_hit_shows_number_title_date_quotation_and_source() -> None:
    """The parts of a hit stand in their order, the file's name as it is."""
    doc = Doc("apollo/apollo-11.txt", "First people", "They landed. They walked.", day("1969-07-20"), page=4)
    assert entry(doc) == (
        "**1 · First people** · 20 July 1969\n"
        "> **They landed.** They walked.\n"
        f"-# apollo/apollo-11.txt p. 4 · {doc.passage}"
    )


def test_the_origin_of_a_date_is_told_unless_it_is_the_head_line() -> None:
    """A date by a file's name is weaker than one in the text, so the reader is told."""
    assert "dated by its file name" in entry(Doc("a.txt", "T", "x", day("1969", origin="file name")))
    assert "dated by" not in entry(Doc("a.txt", "T", "x", day("1969")))


def test_first_words_are_not_passed_off_as_a_title() -> None:
    """What the source doesn't call its title stands in quotation marks."""
    drawn = entry(Doc("a.txt", "Rain fell all night", "x", title_origin="first words"))
    assert drawn.startswith("**1 · “Rain fell all night…”** · undated")


def test_further_passages_and_duplicates_are_counted() -> None:
    """The reader learns how much more there is, in good grammar."""
    many = entry(Doc("a.txt", "T", "x", others=2, duplicates=("b.txt", "c.txt")))
    assert "2 more passages in this document · also in 2 other documents" in many
    one = entry(Doc("a.txt", "T", "x", others=1, duplicates=("b.txt",)))
    assert "1 more passage in this document · also in 1 other document" in one


def test_a_quotation_that_differs_from_its_source_is_called_so() -> None:
    """Words that are not verbatim are never shown without a warning."""
    assert passages.NOT_VERBATIM in entry(Doc("a.txt", "T", "x", verbatim=False))
    assert passages.NOT_VERBATIM not in entry(Doc("a.txt", "T", "x"))


def test_a_title_can_not_fake_another_hit() -> None:
    """A line break in a title or a path stays within its line."""
    drawn = entry(Doc("a\n**2 · Fake** · 1 May 2020\n> x.txt", "T\n**2 · Fake** · 1 May 2020\n> no", "Real words."))
    lines = drawn.split("\n")
    assert len(lines) == 3
    assert lines[0].startswith("**1 · T \\*\\*2 · Fake\\*\\*")
    assert lines[2].startswith("-# a \\*\\*2")


def test_a_document_without_a_title_shows_its_path() -> None:
    """A blank title leaves no hole."""
    assert entry(Doc("a.txt", " \u202e ", "x")).startswith("**1 · a.txt**")


def test_the_footer_counts_what_was_found_and_what_was_not_shown() -> None:
    """Passages, documents, undated ones, generation, the newest document and the archive's warnings are told."""
    found = answer(moon(3), warnings=("words only: the model is missing",)).model_copy(
        update={"undated_not_shown": 3, "documents_found": 1200, "passages_found": 3700}
    )
    assert page.footer(found) == (
        "-# 3,700 passages in 1,200 documents about it · the first 3 shown · 3 undated not shown · generation 7 · "
        "newest document 4 Jul 1969\n-# ⚠️ words only: the model is missing"
    )


def test_the_footer_says_where_there_are_more_and_where_nothing_is_about_it() -> None:
    """A count that has an end says so, and hits that are only the nearest there are aren't counted."""
    found = answer(moon(3))
    more = found.model_copy(update={"documents_found": 1200, "passages_found": 3700, "more_found": True})
    assert page.footer(more).startswith("-# 3,700 passages in more than 1,200 documents about it · ")
    none = found.model_copy(update={"documents_found": 0, "passages_found": 0})
    assert page.footer(none).startswith("-# no document about it; these are the nearest · ")


def test_a_hit_that_is_near_in_meaning_only_is_marked() -> None:
    """The mark stands before the place; one that has the words has none."""
    found = answer([Doc("a.txt", "T", "x"), Doc("b.txt", "T", "x")])
    near, said = found.hits[0].model_copy(update={"near_only": True}), found.hits[1]
    first, second = page.compose(found.model_copy(update={"hits": (near, said)}), 1).entries
    assert "\n-# near in meaning only · a.txt ¶1 · " in first.drawn
    assert "near in meaning" not in second.drawn


def test_a_hit_outside_a_window_said_in_words_is_marked() -> None:
    """The mark stands before the place, with the time that was preferred; an undated hit is marked by its date."""
    dated, undated = Doc("a.txt", "T", "x", day("1969-07-20")), Doc("b.txt", "T", "x")
    found = answer([dated, undated])
    outside = tuple(hit.model_copy(update={"in_window": False}) for hit in found.hits)
    reading = index.Reading(
        words="moon", since=dt.date(2014, 3, 1), until=dt.date(2014, 3, 31), window_from="in March 2014"
    )
    first, second = page.compose(found.model_copy(update={"hits": outside, "reading": reading}), 1).entries
    assert "\n-# outside March 2014 · a" in first.drawn
    assert "undated" in second.drawn
    assert "outside" not in second.drawn


def test_the_header_shows_window_and_order() -> None:
    """The window is shown in absolute days and an order other than the usual is named."""
    query = index.Query(text="moon", since=index.read_days("1969").first, sort="newest")
    reading = FakeArchive([]).search(query).reading
    assert page.header("moon", reading) == "🔎 **moon** · since 1 Jan 1969 · newest first"


@pytest.mark.parametrize(("asked", "shown"), [(-3, 1), (1, 1), (2, 2), (3, 3), (99, 3)])
def test_a_page_out_of_range_is_the_nearest(asked: int, shown: int) -> None:
    """No number a button may carry fails."""
    sheet = page.compose(answer(moon(12)), asked)
    assert (sheet.page, sheet.pages) == (shown, 3)


def test_numbers_go_on_over_the_pages() -> None:
    """The first hit of the third page is the eleventh."""
    sheet = page.compose(answer(moon(12)), 3)
    assert [entry.drawn.split(" · ")[0] for entry in sheet.entries] == ["**11", "**12"]


def test_room_goes_to_who_needs_it() -> None:
    """Short quotations leave their room to long ones."""
    assert passages.shares([10, 500, 500], 410) == [10, 200, 200]
    assert passages.shares([10, 20], 100) == [10, 20]
    assert passages.shares([50, 50], 0) == [0, 0]


_docs = st.builds(
    Doc,
    path=hostile.filter(str.strip),
    title=hostile,
    text=st.one_of(hostile, st.sampled_from(["x" * 50_000, "Word. " * 9_000, "\n" * 5_000 + "x", "👩‍👩‍👧" * 3_000])),
    date=st.sampled_from([None, day("1969-07-20"), day("1969", origin="creation metadata")]),
    title_origin=st.sampled_from(["source", "first words"]),
    verbatim=st.booleans(),
    others=st.integers(0, 10**6),
    duplicates=st.just(("x",) * 500),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_docs, min_size=1, max_size=7), hostile, st.lists(hostile, max_size=9), st.integers(1, 2))
def test_any_page_fits_a_message(docs: list[Doc], query: str, warnings: list[str], number: int) -> None:
    """Texts of any length and kind stay within Discord's limits of text, components and ids."""
    found = answer(docs, query * 20, tuple(warnings))
    sheet = page.compose(found, number)
    controls = [
        [Control(custom_ids.custom_id(action, 1, SEARCH), action) for action in row] for row in ("abcde", "fghij")
    ]
    hits = [Section(entry.drawn, tuple(passage_buttons.below(entry.passage))) for entry in sheet.entries]
    view = components.results(sheet.header, hits, sheet.footer, controls)
    parts = list(walk(view.to_components()))  # type: ignore[no-untyped-call]  # discord.py leaves it untyped
    assert len(parts) <= MESSAGE_COMPONENTS
    assert sum(limits.length(part["content"]) for part in parts if part["type"] == TEXT) <= limits.MESSAGE_TEXT
    assert all(part["content"].strip() for part in parts if part["type"] == TEXT)


def test_the_header_says_which_words_the_dates_were_read_from() -> None:
    """Whoever meant the words otherwise sees it, with the absolute days beside them."""
    reading = index.Reading(
        words="moon", since=dt.date(1969, 1, 1), until=dt.date(1972, 12, 31), window_from="between 1969 and *1972*"
    )
    shown = page.header("moon", reading)
    assert shown == ("🔎 **moon** · 1 Jan 1969 – 31 Dec 1972 (read from “between 1969 and \\*1972\\*”)")
    assert "newest first (read from “latest on”)" in page.header(
        "moon", reading.model_copy(update={"sort": "newest", "sort_from": "latest on"})
    )
