"""What a quotation marks as left out, put in or changed."""

from __future__ import annotations

import pytest

from index.quotations.marked import brackets, is_mark_of_omission, literal, marked, unquoted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the eagle has landed", [["the", "eagle", "has", "landed"]]),
        ("the eagle … landed", [["the", "eagle"], ["landed"]]),
        ("the eagle [...] landed", [["the", "eagle"], ["landed"]]),
        ("the eagle . . . landed", [["the", "eagle"], ["landed"]]),
        ("the eagle [safely] landed", [["the", "eagle"], ["landed"]]),
        ("the eagel [sic] landed", [["the", "eagel", "landed"]]),
        ("the eagel (sic!) landed", [["the", "eagel", "landed"]]),
        ("the eagle [!] landed", [["the", "eagle", "landed"]]),
        ("[t]he eagle land[ed]", [["the", "eagle", "landed"]]),
        ("the eagle (it was) landed", [["the", "eagle", "it", "was", "landed"]]),
        ("… the eagle …", [["the", "eagle"]]),
        ("the eagle [has landed", [["the", "eagle", "has", "landed"]]),
    ],
)
def test_segments_are_what_should_be_in_the_source(text: str, words: list[list[str]]) -> None:
    """Dots part them, and words in brackets are none of the source's."""
    assert marked(text).words() == words


@pytest.mark.parametrize(
    ("text", "plain"),
    [("the eagle", True), ("[t]he eagle", False), ("eagel [sic]", False), ("a … b", False), ("walk[ed] far", False)],
)
def test_a_mark_of_a_change_is_told(text: str, plain: bool) -> None:
    """Also where it leaves the words as they are."""
    assert marked(text).plain is plain


def test_gaps_are_where_the_quotation_marks_them() -> None:
    """A span of its text, with what was put in there."""
    text = "the eagle [safely …] landed"
    (gap,) = marked(text).gaps.values()
    assert text[gap.start : gap.end] == "[safely …]"
    assert [token.form for token in gap.inserted] == ["safely", "…"]


def test_of_brackets_that_are_kept_the_source_has_the_words_in_them() -> None:
    """Dots are read as ever, and so is “sic”; each of the brackets is so by itself."""
    text = "the [old] eagle … has [sic] [too] landed"
    assert brackets(text) == 2
    assert marked(text, kept={0, 1}).words() == [["the", "old", "eagle"], ["has", "too", "landed"]]
    assert marked(text, kept={0}).words() == [["the", "old", "eagle"], ["has"], ["landed"]]
    assert marked("walk[ed] off", kept={0}).words() == [["walk", "ed", "off"]]


def test_words_parted_by_a_line_are_joined() -> None:
    """In both readings."""
    assert literal("a big ea-\ngle came", joined=True).words() == [["a", "big", "eagle", "came"]]
    assert marked("a big … ea-\ngle came", joined=True).words() == [["a", "big"], ["eagle", "came"]]


def test_first_letters_may_change_at_the_beginning_and_behind_dots() -> None:
    """And where brackets say so."""
    read = marked("the eagle … has [l]anded [so] well")
    assert [read.tokens[at].form for at in sorted(read.cased)] == ["the", "has", "landed"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" “the eagle” ", "the eagle"),
        ("«“the eagle”»", "the eagle"),
        ("“the” eagle", "“the” eagle"),
        ("«a» b «c»",) * 2,
    ],
)
def test_marks_around_all_of_it_are_no_part_of_it(text: str, words: str) -> None:
    """Marks around some of its words are."""
    assert unquoted(text) == words


@pytest.mark.parametrize(
    ("said", "is_mark"), [("…", True), ("[…]", True), ("[so]", True), ("(...)", True), ("...", True), ("so", False)]
)
def test_marks_of_omission(said: str, is_mark: bool) -> None:
    """Dots and brackets."""
    assert is_mark_of_omission(said) is is_mark
