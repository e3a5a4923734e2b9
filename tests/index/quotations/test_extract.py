"""What a draft quotes and cites: marks of many languages, block quotes, and ids of ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotations.drafts import draft_of
from index.quotations.extract import extract


def quoted(text: str, form: str = "text") -> list[str]:
    return [one.quotation.text for one in draft_of(text, "draft", form).quotations]


@pytest.mark.parametrize(
    "text",
    [
        "He wrote “the well is dug behind the school” in May.",
        'He wrote "the well is dug behind the school" in May.',
        "Er schrieb: „the well is dug behind the school“ im Mai.",
        "Il écrit « the well is dug behind the school » en mai.",
        "Er schrieb »the well is dug behind the school« im Mai.",
        "彼は「the well is dug behind the school」と書いた。",
    ],
)
def test_marks_of_many_languages_quote(text: str) -> None:
    """Whichever marks stand around the words, the words alone are the quotation."""
    assert [one.strip() for one in quoted(text)] == ["the well is dug behind the school"]


def test_lines_of_a_block_quote_are_one_quotation() -> None:
    """As mail and Markdown mark them."""
    assert quoted("She said:\n\n> The well is dug\n> behind the school.\n\nSo it was.", "markdown") == [
        "The well is dug\nbehind the school."
    ]


def test_a_mark_that_never_closes_is_told_and_quotes_nothing() -> None:
    """Its place is named; what stands in other paragraphs is read all the same."""
    draft = draft_of("He wrote “the well is dug.\n\nShe wrote “the mill is closed for good”.", "draft")
    assert [one.quotation.text for one in draft.quotations] == ["the mill is closed for good"]
    assert [(one.line, one.paragraph) for one in draft.unclosed] == [(1, 1)]


def test_an_id_right_behind_a_quotation_names_its_source() -> None:
    """As our styles print it, for a person and for a program."""
    for cited in ("[@dateline-k7f2q9xw]", "(passage k7f2q9xw)"):
        (only,) = draft_of(f"He wrote “the well is dug behind the school” {cited}.", "draft").quotations
        assert only.quotation.sources == ("k7f2q9xw",)


def test_places_are_lines_and_paragraphs_of_the_draft() -> None:
    """What its writer looks for."""
    (only,) = draft_of("A line.\nAnother.\n\nHe wrote “the well is dug behind the school”.", "draft").quotations
    assert (only.line, only.paragraph) == (4, 2)


@given(st.text(alphabet="ab“”„\"'«»‹›「」>\n .[]@-k7f2q9xw", max_size=200), st.booleans())
def test_any_draft_is_read_and_quotes_its_own_words(text: str, markdown: bool) -> None:
    """Marks in any order cost nothing but what they don't quote, and every place is a place of the draft."""
    found = extract(text, markdown=markdown)
    for one in found.quotations:
        assert 0 <= one.start < one.end <= len(text)
    draft = draft_of(text, "draft", "markdown" if markdown else "text")
    assert all(1 <= one.line <= text.count("\n") + 1 for one in (*draft.quotations, *draft.unclosed))


@pytest.mark.parametrize("text", ["“" * 50_000, "“a” " * 20_000, '"' * 99_999, "> " * 40_000, "‘a’ „b“ " * 10_000])
def test_a_draft_of_marks_is_read_in_time_as_its_length(text: str) -> None:
    """It ends: nothing is looked through again for every mark."""
    assert draft_of(text, "draft") is not None
