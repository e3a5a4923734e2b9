"""Quotation marks within quotation marks still pair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cite.nested import nested


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("„Łódź“ und „Köln“", "‚Łódź‘ und ‚Köln‘"),
        ("Miasto „Łódź”", "Miasto ‚Łódź’"),
        ("”Łódź” är en stad", "’Łódź’ är en stad"),
        ("The city of “Łódź”", "The city of ‘Łódź’"),
        ('The "city"', "The 'city'"),
        ("Er sagte: „Sie sagte ‚nein‘.“", "Er sagte: ‚Sie sagte „nein“.‘"),
        ("“She said ‘no’ again”", "‘She said “no” again’"),
        ("(„Łódź“)", "(‚Łódź‘)"),
        ("„Was ist das?“", "‚Was ist das?‘"),
        ("« Łódź », »Łódź«, 「Łódź」", "« Łódź », »Łódź«, 「Łódź」"),
        ('A 12" single', 'A 12" single'),
        ('A 12" "single"', "A 12\" 'single'"),
        ("O’Neil’s “rock ’n’ roll”", "O’Neil’s ‘rock ’n’ roll’"),
        ("the dogs’ “home” of the ’90s", "the dogs’ ‘home’ of the ’90s"),
        ("an “open end", "an ‘open end"),
        ("", ""),
    ],
)
def test_marks_change_pair_by_pair(text: str, right: str) -> None:
    """Each to the single or double mark of its own language; apostrophes and inches are none."""
    assert nested(text) == right


@given(st.text("„“”‟\"‘’‚'«» abz.Ł", max_size=30))
def test_nothing_but_marks_changes(text: str) -> None:
    """Whatever the marks, words keep their places and no curly double mark is left unless it was a single one."""
    found = nested(text)
    assert len(found) == len(text)
    assert all(new == old or old in "„“”‟\"‘’‚'" for old, new in zip(text, found, strict=True))
    if not set("‘‚‛") & set(text):
        assert not set("„“”‟") & set(found)
