"""Markup of Markdown in drafts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotations.markup import without_citations, without_code, without_emphasis


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a `“b”` c", "a       c"),
        ("```\n“a”\n```\nb", "   \n   \n   \nb"),
        ("~~~ py\n“a”\n~~~\nb", "      \n   \n   \nb"),
        ("a\n\n    “b”\n\nc", "a\n\n       \n\nc"),
        ("- a\n\n    “b”\n", "- a\n\n    “b”\n"),
        ("---\nx: “a”\n---\nb", "   \n      \n   \nb"),
        ("a ``` b", "a ``` b"),
    ],
)
def test_code_is_blanks(text: str, kept: str) -> None:
    """Inline, fenced and indented, and front matter; what goes on with a list is none."""
    assert without_code(text) == kept


@given(st.text("`~-> \n\ta“”*", max_size=80))
def test_places_stay_as_they_are(text: str) -> None:
    """Whatever is blanked, each line is as long."""
    assert [len(line) for line in without_code(text).split("\n")] == [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("a **b** *c* __d__ _e_ ~~f~~", "a b c d e f"),
        ("***a b***", "a b"),
        ("[a](http://x.example) ![b](y.png \"t\") [c][1]", "a b c"),
        ("a[^1] b", "a b"),
        (r"1\. a \* b", "1. a * b"),
        ("a_b_c and 2 * 3 * 4 [d]", "a_b_c and 2 * 3 * 4 [d]"),
    ],
)  # fmt: skip
def test_words_are_left_without_their_looks(words: str, plain: str) -> None:
    """Emphasis, links, notes and backslashes; brackets and stars that are none of these stay."""
    assert without_emphasis(words) == plain


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("a b [@dateline-k7f2q9xw].", "a b."),
        ("a b [see @dateline-k7f2q9xw, p. 3; @dateline-vj41gcsm].", "a b."),
        ("a b (passage k7f2q9xw).", "a b."),
        ("a b (passage of time).", "a b (passage of time)."),
        ("a [b] c", "a [b] c"),
    ],
)
def test_citations_of_ours_are_no_words(words: str, plain: str) -> None:
    """As our styles print them."""
    assert without_citations(words) == plain
