"""Untrusted text can't act in Discord, whatever it holds."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import index
from bot.ui import limits, text
from tests.bot.hostile import alive, bare, blocks, hostile, unescaped

_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@given(hostile)
def test_escaped_text_is_shown_word_for_word(raw: str) -> None:
    """Escaping changes nothing a reader sees: undone by Discord's rule it is the cleaned text again."""
    assert unescaped(text.escape(raw)) == index.clean(raw)


@given(hostile)
def test_escaped_text_holds_nothing_that_acts(raw: str) -> None:
    """By a reading stricter than Discord's, too: any scheme, invitations and mentions in any case, any :name:."""
    assert alive(text.escape(raw)) == []


@given(hostile)
def test_no_line_of_escaped_text_begins_a_block(raw: str) -> None:
    """No line begins a heading, small text, a list or a quotation, not even with a sign of other Markdown."""
    assert blocks(text.escape(raw)) == []


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


PROSE = (
    "It rained, then it stopped. 3.5 mm fell (as usual).",
    "at 12:30: well-known",
    "18:45",
    "18:45:30 and 18:45–19:15",
    "1969-07-20T20:17:40+00:00",
    "open 18:30-19:45:30",
    "luna-9.txt",
    "moon/apollo-11.txt",
    "foo_bar.txt",
    "board/2019_05_minutes (1).docx",
    "C:\\Users\\hale\\minutes.txt",
    "A.D. 1969",
    "e.g. 1.5, i.e. one and a half",
    "C# 5",
    "item #5",
    "#5",
    "3 < 4 > 2",
    "p <0.05 in all, >0.5 in none",
    "a <= b",
    "x > y",
    "[1]",
    "as shown [1], [2] and [3]",
    "(see: here)",
    "Fig. 2 [left] (the pier)",
    "R&D",
    "AT&T: 5",
    "user@example.org",
    "@harbour, a name",
    "10:1 against",
    "Luke 2:14",
    "std::vector is a class",
    "To: the board; From: the mayor",
    "They were:",
    "about ~5 km",
    "a | b | c",
    "| a table | of cells",
    "-5 °C, +3 °C",
    "well-known -- and loved",
    "1.5 litres",
    "1) first, 2) second",
    "In 1969. A year later",
    "page 3. ",
    "“Quoted,” she said…",
    "50% of $3.50 = $1.75",
    "100 + 1 - 2 / 3 ^ 4",
    "Is it? It is! Isn't it; no.",
    "http, https and discord are words",
    "Ministère de l'Éducation: décret n° 5",
    "Дума: 5.12.1993",
    "東京：２０２０年",
    "🌊 tide 👩‍👩‍👧",
)


@pytest.mark.parametrize("raw", PROSE)
def test_plain_prose_has_no_backslash(raw: str) -> None:
    """What is copied from a message are the words."""
    assert text.escape(raw) == raw


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("1969. A year", r"1969\. A year"),
        ("3 * 4", r"3 \* 4"),
        ("a _word_ and a_word", r"a \_word\_ and a_word"),
        ("~~gone~~", r"\~\~gone\~\~"),
        ("a || b | c", r"a \|\| b | c"),
        ("see discord.gg/abc", r"see discord\.gg/abc"),
        ("at https://a.b/c?d=e:f#g", r"at https\://a.b/c?d=e:f#g"),
        ("[here](https://a.b)", r"[here]\(https\://a.b)"),
        ("<@1>, @here and a@b", r"\<@1>, \@here and a\@b"),
        ("<t:5:R> :smile: 4:100:", r"\<t:5:R> \:smile: 4\:100:"),
        ("# One\n## Two\n-# three\n- four\n  * five\n6. six\n> seven", None),
        (r"\* \a \é", r"\\\* \a \\é"),
    ],
)
def test_only_what_acts_gets_a_backslash(raw: str, shown: str | None) -> None:
    """One for each construct, at what begins it; each line's block is broken at its first mark."""
    blocks_broken = "\\# One\n\\## Two\n\\-# three\n\\- four\n  \\* five\n6\\. six\n\\> seven"
    assert text.escape(raw) == (shown or blocks_broken)


@pytest.mark.parametrize("unit", ["#", " ", "\t-", ":a", "<1", "1", "~ ", "@a"])
def test_a_long_text_of_marks_is_escaped_at_once(unit: str) -> None:
    """A rule that read a run anew for each of its characters would take many minutes here."""
    raw = f"\n{unit * (1_000_000 // len(unit))}. "
    assert unescaped(text.escape(raw)) == raw


def test_a_cut_prefers_the_end_of_a_word() -> None:
    """Words are kept whole where that doesn't cost half of the room."""
    assert text.fit("The quick brown fox", 12) == "The quick…"
