"""Untrusted text can't act in Discord, whatever it holds."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import index
from bot.ui import limits, text
from tests.bot.hostile import bare, hostile, unescaped

_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@given(hostile)
def test_escaped_text_is_shown_word_for_word(raw: str) -> None:
    """Escaping changes nothing a reader sees: undone by Discord's rule it is the cleaned text again."""
    assert unescaped(text.escape(raw)) == index.clean(raw)


@given(hostile)
def test_escaped_text_holds_nothing_that_formats(raw: str) -> None:
    """No character that opens formatting, a mention, a link, a quote or a code block is left without a backslash."""
    assert not re.search(r"[*_~|`<>\[\]#@\\]", bare(text.escape(raw)))


@given(hostile)
def test_escaped_text_holds_no_address_and_no_emoji(raw: str) -> None:
    """Neither an address with a scheme, an invitation without one, nor a :name: of an emoji survives."""
    shown = bare(text.escape(raw))
    assert not re.search(r"\w:\S|:\w+:|(?i:discord(?:app)?\.(?:gg|com))", shown)


@given(hostile)
def test_no_line_of_escaped_text_begins_a_block(raw: str) -> None:
    """No line begins a heading, small text, a list or a quotation."""
    for line in bare(text.escape(raw)).split("\n"):
        assert not re.match(r"[ \t]*(?:#{1,3}\s|-#|[-*+](?:\s|$)|\d+[.)](?:\s|$)|>)", line)


@given(hostile, st.integers(min_value=0, max_value=60))
def test_fitted_text_is_short_enough_and_cut_between_graphemes(raw: str, most: int) -> None:
    """What is cut is marked, within its length, a beginning of the text, and ends where a grapheme ends."""
    shown = text.fit(raw, most)
    assert limits.length(shown) <= most
    if unescaped(shown) == index.clean(raw):
        return
    kept = unescaped(shown).removesuffix(text.MARK)
    whole = index.clean(raw)
    assert whole.startswith(kept)
    ends = {0} | {match.end() for match in regex.finditer(r"\X", whole)}
    assert len(kept) in ends or whole[len(kept) :][:1].isspace()


@given(hostile, st.integers(min_value=4, max_value=80))
def test_a_label_is_one_line_and_keeps_its_direction_to_itself(raw: str, most: int) -> None:
    """A title or a path can't break its line, and right-to-left writing is closed off from what follows it."""
    shown = text.label(raw, most)
    assert "\n" not in shown
    assert limits.length(shown) <= most
    inner = shown
    if shown.startswith("\u2068"):
        assert shown.endswith("\u2069")
        inner = shown[1:-1]
    else:
        assert not regex.search(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]", shown)
    assert not re.search(r"[\u2066-\u2069]", inner)


@given(hostile)
def test_bold_begins_and_ends_on_each_line(raw: str) -> None:
    """No bold outlives its line, so that a cut or a line break can't make it leak."""
    for line in text.bold(text.escape(raw)).split("\n"):
        assert bare(line).count("**") in (0, 2)


@given(hostile)
def test_every_line_of_a_quotation_carries_the_mark(raw: str) -> None:
    """No line of a quotation stands outside of it."""
    assert all(line.startswith("> ") for line in text.quoted(text.escape(raw)).split("\n"))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("It rained, then it stopped. 3.5 mm fell (as usual).", "It rained, then it stopped. 3.5 mm fell (as usual)."),
        ("at 12:30: well-known", r"at 12\:30: well-known"),
        ("1969. A year", r"1969\. A year"),
        ("see discord.gg/abc", r"see discord\.gg/abc"),
    ],
)
def test_plain_prose_stays_readable(raw: str, shown: str) -> None:
    """Only what could act gets a backslash, so that a copied text is still pleasant."""
    assert text.escape(raw) == shown


def test_a_cut_prefers_the_end_of_a_word() -> None:
    """Words are kept whole where that doesn't cost half of the room."""
    assert text.fit("The quick brown fox", 12) == "The quick…"
