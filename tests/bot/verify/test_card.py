"""The card of a verdict says what it is in its colour, and fits a message whatever the words."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given, settings

import index
from bot.ui.components import Block, Section
from bot.verify import card, wording
from tests.bot.drawing import fits
from tests.bot.hostile import hostile
from tests.bot.markdown import shown
from tests.bot.verify.drawing import WORDS, findings, place, verdict, verdicts
from tests.makers.citations import DAY

OURS = {"quote", "bold", "strikethrough", "heading", "small", "list"}
"""What the frame of a card is made of."""


def text(blocks: list[Block]) -> str:
    return "\n".join(block if isinstance(block, str) else f"{block.head}\n{block.body}" for block in blocks)


@settings(max_examples=60, deadline=None)
@given(verdicts(), hostile, hostile)
def test_every_verdict_fits_a_message(one: index.Verdict, note: str, where: str) -> None:
    """Words, differences, sources and notes together, for their reader and for all."""
    for by, rows in ((None, card.controls("x" * 16, 9999)), (2**64 - 1, card.delete(2**64 - 1))):
        fits(card.view(card.draw(findings(one), [note] * 4, where=where, by=by), rows, one.verdict))


def test_every_verdict_has_a_mark_and_a_colour_of_its_own() -> None:
    """Only those that judge nothing share theirs."""
    judged = [word for word in WORDS if word not in {"too short", "not compared"}]
    assert set(WORDS) == set(wording.MARKS) == set(wording.COLOURS)
    assert len({wording.MARKS[word] for word in judged}) == len({wording.COLOURS[word].value for word in judged}) == 6


def test_whatever_may_become_of_words_is_counted() -> None:
    """Every verdict and every state of a citation has its place among the others."""
    verdicts, states = (
        get_args(model.model_fields[field].annotation)
        for model, field in ((index.Verdict, "verdict"), (index.Citation, "state"))
    )
    assert set(verdicts) == set(WORDS)
    for word in (*verdicts, *states, index.NOT_COMPARED, wording.UNKNOWN):
        assert wording.tally([word]) == f"1 {word}"


def test_a_near_quotation_shows_what_differs_and_the_source() -> None:
    """Marked in the words, listed by its kind, and the words of the source below their date."""
    quotation = "there were 22 gulls on the roof"
    one = index.Difference(kind="number", said="22", is_="33", start=11, end=13)
    near = verdict(
        quotation,
        "near",
        differences=(one,),
        place=place("There were 33 gulls on the roof"),
        also_in=("a.txt", "b.txt"),
        reprints=("c.txt",),
    )
    drawn = card.draw(findings(near))
    assert "there were ~~22~~ **33** gulls" in text(drawn)
    assert "**number** “22”, in the source “33”" in text(drawn)
    (section,) = [block for block in drawn if isinstance(block, Section)]
    assert section.head == "### 20 July 1969"
    assert section.control.custom_id == "k:r:00000001:0"
    assert section.body.endswith("-# moon/luna.txt ¶7 · also in 2 other documents · 1 reprint")


def test_what_was_left_out_is_shown() -> None:
    """Also where the verdict is typographic."""
    gap = index.Difference(kind="mark", said="…", is_="the blurred", start=8, end=9, typographic=True)
    drawn = text(
        card.draw(findings(verdict("watched … pictures", "typographic", differences=(gap,), place=place("x"))))
    )
    assert "- **left out** the blurred" in drawn


def test_equal_numbers_are_said_to_be_equal() -> None:
    """In another writing."""
    one = index.Difference(kind="number", said="22", is_="twenty-two", start=0, end=2, same_value=True)
    assert "equal in value" in wording.difference("22 gulls", one)


def test_absence_is_told_with_the_span_of_the_dates() -> None:
    """And that it isn't forgery; an archive without dates has no span."""
    drawn = text(card.draw(findings(verdict("never written by anybody", "not in this archive"))))
    assert "does not make them false" in drawn
    assert "from 20 July 1969 to" in drawn
    assert "dated" not in wording.absence(None, None)
    day = dt.date(1969, 7, 20)
    assert "dated 20 July 1969." in wording.absence(day, day)


@pytest.mark.parametrize(
    ("documents", "line"), [(0, "No document has them"), (1, "1 document has them"), (12, "12 documents have them")]
)
def test_too_few_words_are_counted(documents: int, line: str) -> None:
    """How many documents have them."""
    assert line in text(card.draw(findings(verdict("the moon", "too short", documents=documents))))


def test_words_of_another_document_name_both() -> None:
    """The one that was named, and the one that has them."""
    one = index.Verdict(
        quotation=index.Quotation(text="four words stand here", sources=("vj41gcsm",)),
        verdict="elsewhere",
        elsewhere_as="exact",
        place=place("four words stand here"),
        said="",
    )
    drawn = text(card.draw(findings(one)))
    assert "These very words are another document's, not those of vj41gcsm." in drawn
    assert "moon/luna.txt" in drawn


def test_a_stitched_quotation_shows_each_part() -> None:
    """With a button each, also where both stand in one passage."""
    parts = tuple(index.Part(start=at, end=at + 9, place=place("x", date=DAY)) for at in (0, 10))
    drawn = card.draw(findings(verdict("one part, two parts", "stitched", parts=parts)))
    ids = [block.control.custom_id for block in drawn if isinstance(block, Section)]
    assert ids == ["k:r:00000001:0", "k:r:00000001:1"]
    assert "Put together from 2 parts of several places of one document." in text(drawn)


@settings(max_examples=60, deadline=None)
@given(verdicts(), hostile)
def test_nothing_in_a_card_acts(one: index.Verdict, note: str) -> None:
    """By Discord's own parser there is nothing in it but what our frame is made of."""
    for block in card.draw(findings(one), [note], where=note):
        for part in (block,) if isinstance(block, str) else (block.head, block.body):
            assert shown(part).kinds.keys() <= OURS, part
