"""Quotations put together of parts of several places."""

from __future__ import annotations

from index.models.documents import Document
from index.quotations.candidates import Opened
from index.quotations.places import Text, Wanted
from index.quotations.stitched import pieces
from tests.makers.citations import document

ONE = "The miller carried nine sacks of grain down to the quay before it rained."
TWO = "A lantern burned above the door until the keeper came back from the market town."


def opened(text: str, number: int) -> tuple[Opened, Text]:
    made: Document = document(text, f"{number}.txt")
    return Opened(made, number, (), ((0, len(text)),)), Text.of(text, 0, len(text), "en")


def parts(said: str) -> list[tuple[int, str]]:
    texts = [opened(ONE, 1), opened(TWO, 2)]
    found = pieces(Wanted.of(said), texts)
    return [(one.source.number, one.source.document.text[one.start : one.stop]) for one in found]


def test_parts_are_the_longest_runs_in_order() -> None:
    """Each with the place where it stands."""
    said = "the miller carried nine sacks of grain until the keeper came back from the market town"
    assert parts(said) == [
        (1, "The miller carried nine sacks of grain"),
        (2, "until the keeper came back from the market town"),
    ]


def test_two_places_of_one_document_are_two_parts() -> None:
    """In another order than there."""
    said = "down to the quay before it rained the miller carried nine sacks of grain"
    assert parts(said) == [(1, "down to the quay before it rained"), (1, "The miller carried nine sacks of grain")]


def test_a_few_other_words_within_a_part_bridge_it() -> None:
    """A changed word does not make two parts of one."""
    said = "the miller carried ten sacks of grain down to the quay a lantern burned above the door until the keeper"
    assert [number for number, _ in parts(said)] == [1, 2]


def test_too_little_is_no_quotation_put_together() -> None:
    """One part, parts of three words, and parts that are not most of the words."""
    assert parts(ONE) == []
    assert parts("nine sacks of the keeper came the miller carried above the door") == []
    assert (
        parts("the miller carried nine sacks and some entirely different matter which nobody ever put on paper") == []
    )
