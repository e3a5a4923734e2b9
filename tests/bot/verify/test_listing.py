"""A draft's quotations and ids on pages: the worst first, counted, and within a message."""

from __future__ import annotations

from hypothesis import given, settings

import index
from bot.ui.components import Section
from bot.verify import listing
from bot.verify.check import Check, Mentioned, Quoted
from bot.verify.findings import Findings
from tests.bot.drawing import fits
from tests.bot.fakes import FakeArchive, moon
from tests.bot.markdown import shown
from tests.bot.verify.drawing import checks, findings, place, verdict
from tests.bot.verify.test_card import OURS, text


@settings(max_examples=40, deadline=None)
@given(checks())
def test_every_page_fits_a_message(made: tuple[Check, Findings]) -> None:
    """With its buttons and selects, for its reader and for all; ids of buttons are told apart."""
    check, found = made
    for by in (None, 2**64 - 1):
        for number in (1, 2):
            page = listing.page(check, found, number)
            rows = listing.controls(page, "x" * 16, shares=by is None)
            fits(listing.view(check, found, page, rows, by=by))


@settings(max_examples=40, deadline=None)
@given(checks())
def test_nothing_on_a_page_acts(made: tuple[Check, Findings]) -> None:
    """By Discord's own parser there is nothing on it but what our frame is made of."""
    check, found = made
    for block in listing.draw(check, found, listing.page(check, found, 1)):
        for part in (block,) if isinstance(block, str) else (block.head, block.body):
            assert shown(part).kinds.keys() <= OURS | {"code"}, part


def test_the_worst_comes_first_and_all_are_counted() -> None:
    """Within a kind in the draft's order; the count begins with what is well."""
    words = ["exact", "near", "not in this archive", "typographic", "exact", "not in this archive"]
    verdicts = [verdict(f"quotation {at}", word, place=place("x")) for at, word in enumerate(words)]
    check = Check(1, tuple(Quoted(one.quotation.text, (), f"line {at}") for at, one in enumerate(verdicts)), (), "d.md")
    found = findings(*verdicts)
    first, second = listing.page(check, found, 1), listing.page(check, found, 99)
    assert [entry.number for entry in (*first.entries, *second.entries)] == [2, 5, 1, 3, 0, 4]
    assert "6 quotations: 2 exact, 1 typographic, 1 near, 2 not in this archive" in text(
        listing.draw(check, found, first)
    )


def test_ids_are_listed_with_their_state() -> None:
    """With **Read**, and what became of the source."""
    (doc,) = moon(1)
    found = findings(ids=FakeArchive([doc]).cite([doc.passage], index.EVERYTHING))
    check = Check(1, (), (Mentioned(doc.passage, "line 3"),), "d.md")
    (_, entry) = listing.draw(check, found, listing.page(check, found, 1))
    assert isinstance(entry, Section)
    assert entry.head == "✅ **Citation unchanged** · line 3"
    assert entry.control.label == "Read"
