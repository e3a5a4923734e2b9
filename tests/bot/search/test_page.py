"""A result page says what it must, and fits a message whatever the documents hold."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.search import custom_ids, page
from bot.ui import components, limits, passage_buttons, passages, phone
from bot.ui.components import Control, Section
from bot.ui.links import Links
from tests.bot.drawing import fits
from tests.bot.fakes import Doc, FakeArchive, day, moon
from tests.bot.hostile import hostile

WORDS = "a the moon orbit lander mission reached surface of and its crew with telescope spacecraft observed"
SEARCH = custom_ids.Search(asker=2**63, text="moon")


def answer(docs: list[Doc], text: str = "", warnings: tuple[str, ...] = (), **options: Any) -> index.Answer:
    """The answer that holds every document, whatever was asked."""
    found = FakeArchive(docs, warnings=warnings).search(index.Query(text="x", limit=25, **options))
    every = FakeArchive([Doc(doc.path, "x", "x") for doc in docs]).search(index.Query(text="x", limit=25))
    hits = tuple(FakeArchive(docs).hit(rank, doc) for rank, doc in enumerate(docs[:25], 1))
    asked = index.Query(text=text or "moon")
    return found.model_copy(update={"query": asked, "hits": hits, "documents_found": every.documents_found})


def entry(doc: Doc) -> str:
    """A hit as it is drawn: its date, then what stands below."""
    (only,) = page.compose(answer([doc]), 1).entries
    return f"{only.head}\n{only.body}"


def test_a_hit_shows_date_number_title_quotation_and_source() -> None:
    """The date leads; the parts of a hit stand in their order."""
    doc = Doc("apollo/apollo-11.txt", "First people", "They landed. They walked.", day("1969-07-20"), page=4)
    assert entry(doc) == (
        "### 20 July 1969\n**1** · First people\n> **They landed.** They walked.\n-# apollo/apollo-11.txt p. 4"
    )


@pytest.mark.parametrize(
    ("written", "shown"), [("1969-07-20", "20 July 1969"), ("1969-07", "July 1969"), ("1969", "1969")]
)
def test_a_date_leads_at_its_own_precision(written: str, shown: str) -> None:
    """A month is no day, and a year no month."""
    assert entry(Doc("a.txt", "T", "x", day(written))).startswith(f"### {shown}\n")


def test_the_origin_of_a_date_is_told_unless_it_is_the_head_line() -> None:
    """A date by a file's name is weaker than one in the text, so the reader is told."""
    assert "dated by its file name" in entry(Doc("a.txt", "T", "x", day("1969", origin="file name")))
    assert "dated by" not in entry(Doc("a.txt", "T", "x", day("1969")))


def test_first_words_stand_nowhere_twice() -> None:
    """A document without a title is known by its file's name, since its first words are likely quoted below."""
    drawn = entry(Doc("moon/a.txt", "Rain fell all night", "Rain fell all night.", title_origin="first words"))
    assert drawn.startswith("### Undated\n**1** · a.txt\n> **Rain fell all night.**")
    assert drawn.count("Rain fell") == 1


def test_duplicates_are_counted() -> None:
    """The reader learns how many others tell the same, in good grammar."""
    assert "also in 2 other documents" in entry(Doc("a.txt", "T", "x", duplicates=("b.txt", "c.txt")))
    assert entry(Doc("a.txt", "T", "x", duplicates=("b.txt",))).endswith("also in 1 other document")


def test_a_page_has_no_ids_and_no_numbers_of_generations() -> None:
    """They belong to whoever reads on."""
    found = answer([Doc("a.txt", "T", "x", day("1969"))])
    texts = page.compose(found, 1)
    shown = "\n".join((texts.header, *(f"{one.head}\n{one.body}" for one in texts.entries)))
    assert found.hits[0].passage not in shown
    assert "generation" not in shown


def test_a_quotation_that_differs_from_its_source_is_called_so() -> None:
    """Words that are not verbatim are never shown without a warning."""
    assert passages.NOT_VERBATIM in entry(Doc("a.txt", "T", "x", verbatim=False))
    assert passages.NOT_VERBATIM not in entry(Doc("a.txt", "T", "x"))


def test_a_title_can_not_fake_another_hit() -> None:
    """A line break in a title or a path stays within its line."""
    drawn = entry(Doc("a\n### 1 May 2020\n> x.txt", "T\n### 1 May 2020\n> no", "Real words."))
    assert len(drawn.split("\n")) == 4


def test_a_document_with_a_blank_title_shows_its_file() -> None:
    """An invisible title leaves no hole."""
    assert entry(Doc("a.txt", " \u202e ", "x")).startswith("### Undated\n**1** · a.txt\n")


def test_the_header_counts_what_was_found_and_what_was_not_shown() -> None:
    """Documents, undated ones and the archive's notes are told above the hits."""
    found = answer(moon(3), warnings=("words only: the model is missing",)).model_copy(
        update={"undated_not_shown": 3, "documents_found": 1200}
    )
    assert page.header(found) == (
        "🔎 **moon**\n-# 1,200 documents about it · the first 3 shown · 3 undated not shown\n"
        "-# ⚠️ words only: the model is missing"
    )


def test_the_header_says_where_there_are_more_and_where_nothing_is_about_it() -> None:
    """A count that has an end says so, and hits that are only the nearest there are aren't counted."""
    found = answer(moon(3))
    more = found.model_copy(update={"documents_found": 1200, "more_found": True})
    assert "\n-# more than 1,200 documents about it · " in page.header(more)
    none = found.model_copy(update={"documents_found": 0})
    assert page.header(none).endswith("\n-# no document about it; these are the nearest")


def test_a_hit_that_is_near_in_meaning_only_is_marked() -> None:
    """The mark stands before the place; one that has the words has none."""
    found = answer([Doc("a.txt", "T", "x"), Doc("b.txt", "T", "x")])
    near, said = found.hits[0].model_copy(update={"near_only": True}), found.hits[1]
    first, second = page.compose(found.model_copy(update={"hits": (near, said)}), 1).entries
    assert "\n-# near in meaning only · a" in first.body
    assert "near in meaning" not in second.body


def test_a_hit_outside_a_window_said_in_words_is_marked() -> None:
    """The mark stands before the place, with the time that was preferred; an undated hit is marked by its date."""
    dated, undated = Doc("a.txt", "T", "x", day("1969-07-20")), Doc("b.txt", "T", "x")
    found = answer([dated, undated])
    outside = tuple(hit.model_copy(update={"in_window": False}) for hit in found.hits)
    reading = index.Reading(
        words="moon", since=dt.date(2014, 3, 1), until=dt.date(2014, 3, 31), window_from="in March 2014"
    )
    first, second = page.compose(found.model_copy(update={"hits": outside, "reading": reading}), 1).entries
    assert "\n-# outside March 2014 · a" in first.body
    assert "Undated" in second.head
    assert "outside" not in second.body


def test_the_header_shows_window_and_order() -> None:
    """The window is shown in absolute days and an order other than the usual is named."""
    query = index.Query(text="moon", since=index.read_days("1969").first, sort="newest")
    reading = FakeArchive([]).search(query).reading
    assert page.asked("moon", reading) == "🔎 **moon** · since 1 Jan 1969 · newest first"


@pytest.mark.parametrize(("asked", "shown"), [(-3, 1), (1, 1), (2, 2), (3, 3), (99, 3)])
def test_a_page_out_of_range_is_the_nearest(asked: int, shown: int) -> None:
    """No number a button may carry fails."""
    sheet = page.compose(answer(moon(12)), asked)
    assert (sheet.page, sheet.pages) == (shown, 3)


def test_numbers_go_on_over_the_pages() -> None:
    """The first hit of the third page is the eleventh."""
    sheet = page.compose(answer(moon(12)), 3)
    assert [entry.body.split(" · ")[0] for entry in sheet.entries] == ["**11**", "**12**"]


def test_room_goes_to_who_needs_it() -> None:
    """Short quotations leave their room to long ones."""
    assert passages.shares([10, 500, 500], 410) == [10, 200, 200]
    assert passages.shares([10, 20], 100) == [10, 20]
    assert passages.shares([50, 50], 0) == [0, 0]


LINKS = Links(f"https://{'a' * 192}")
"""As long as they may be."""

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
    """Texts of any length and kind stay within Discord's limits of text, components and ids, and a page's own."""
    sheet = page.compose(answer(docs, query * 20, tuple(warnings)), number)
    ids = [custom_ids.custom_id(action, number, SEARCH) for action in "pwfd" for number in (1, 2)]
    rows = [[Control(custom_id, "x") for custom_id in ids[:4]], [Control(custom_id, "x") for custom_id in ids[4:]]]
    _, jump = components.paging(str, "jump", 1, 5)
    assert jump is not None
    linked = page.compose(answer(docs, query * 20, tuple(warnings)), number, links=LINKS)
    for one in (sheet, linked):
        hits = [Section(hit.head, passage_buttons.read(f"{place}"), hit.body) for place, hit in enumerate(one.entries)]
        fits(components.page([one.header, *hits], [*rows, jump]))
    shown = [sheet.header, *(text for one in sheet.entries for text in (one.head, one.body))]
    assert sum(map(limits.length, shown)) <= page.MAX_TEXT


def prose(seed: int) -> Doc:
    """A document of sentences of 60 to 230 characters, with a title and a path as documents have."""
    dice, words = random.Random(seed), WORDS.split()
    sentences = [" ".join(dice.choices(words, k=dice.randint(10, 38))).capitalize() + "." for _ in range(9)]
    title = " ".join(dice.choices(words, k=dice.randint(2, 9))).capitalize()
    return Doc(
        f"{dice.choice(words)}/{'-'.join(dice.choices(words, k=4))}.txt", title, " ".join(sentences), day("1969")
    )


@pytest.mark.parametrize("seed", range(20))
def test_five_hits_fill_little_more_than_two_screens_of_a_phone(seed: int) -> None:
    """Whatever the length of titles, paths and sentences, what stands around the quotations leaves them their room."""
    sheet = page.compose(answer([prose(100 * seed + number) for number in range(25)]), 1)
    height = phone.FRAME + phone.text(sheet.header) + phone.buttons(page.BUTTONS) + phone.SELECT + phone.GAP
    height += sum(phone.SECTION + 2 * phone.GAP + phone.text(one.body) for one in sheet.entries)
    assert height <= 2.2 * phone.SCREEN
    assert all("\n> " in one.body for one in sheet.entries)


def test_the_header_says_which_words_the_dates_were_read_from() -> None:
    """Whoever meant the words otherwise sees it, with the absolute days beside them."""
    reading = index.Reading(
        words="moon", since=dt.date(1969, 1, 1), until=dt.date(1972, 12, 31), window_from="between 1969 and *1972*"
    )
    shown = page.asked("moon", reading)
    assert shown == ("🔎 **moon** · 1 Jan 1969 – 31 Dec 1972 (read from “between 1969 and \\*1972\\*”)")
    assert "newest first (read from “latest on”)" in page.asked(
        "moon", reading.model_copy(update={"sort": "newest", "sort_from": "latest on"})
    )
