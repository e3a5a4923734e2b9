"""Verdicts as values."""

from __future__ import annotations

import pytest

from index.quotations.models import KINDS, Difference, Part, Place, Quotation, Verdict


def place(document: str) -> Place:
    return Place(
        document=document, title="A title", title_origin="source", date=None, passage=None, start=0, end=4, text="mill"
    )


@pytest.mark.parametrize(
    ("word", "holds"),
    [
        ("exact", True),
        ("typographic", True),
        ("too short", True),
        ("near", False),
        ("stitched", False),
        ("elsewhere", False),
        ("not in this archive", False),
        ("not compared", False),
    ],
)
def test_what_holds(word: str, holds: bool) -> None:
    """The very words do, and what is too short to be judged is not wrong."""
    verdict = Verdict.model_validate({"quotation": Quotation(text="x"), "verdict": word, "said": "so"})
    assert verdict.holds is holds


def test_places_are_those_of_the_parts_where_there_are_any() -> None:
    """Or the one place, or none."""
    quotation = Quotation(text="mill mill")
    one = Verdict(quotation=quotation, verdict="exact", said="so", place=place("a.txt"))
    parts = (Part(start=0, end=4, place=place("a.txt")), Part(start=5, end=9, place=place("b.txt")))
    both = one.model_copy(update={"verdict": "stitched", "parts": parts})
    none = Verdict(quotation=quotation, verdict="not in this archive", said="so")
    assert [[place.document for place in verdict.places] for verdict in (one, both, none)] == [
        ["a.txt"],
        ["a.txt", "b.txt"],
        [],
    ]


def test_a_difference_is_called_is_in_json() -> None:
    """The field of the source's words has the name that the documentation gives."""
    found = Difference(kind="number", said="22", is_="23", start=0, end=2).model_dump(by_alias=True)
    assert (found["said"], found["is"], found["typographic"]) == ("22", "23", False)


def test_what_changes_the_sense_most_comes_first() -> None:
    """Numbers, names and negations before words, and marks last."""
    assert KINDS == ("number", "name", "negation", "word", "mark")
