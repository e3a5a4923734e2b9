"""By Discord's own parser no text of a document acts, in any frame that the bot puts it into."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import index
from bot.ui import excerpt, text
from tests.bot.hostile import ACTING, hostile
from tests.bot.markdown import shown

FRAMES = (
    "{}",
    "**{}**",
    "~~{}~~",
    "“{}”",
    "- {}",
    "  - 3 × {}: {}, {}",
    "-# {}",
    "-# ⚠️ {}",
    "> {}",
    "> **{}**",
    "APA: {}",
    "🔎 **{}** · 12 documents (read from “{}”)",
    "**1 · {}** · 20 July 1969\n> {} **{}** {}\n-# {} p. 4 · p1",
    "> {} ~~{}~~**{}** {}",
)
"""One line of text, as `label` makes it, in each {}."""
ROOM = 10**6
EDGES = st.sampled_from([*ACTING, *"\\*_~|`<>[]()#-+.:@/1 a"])
edgy = st.tuples(EDGES, hostile, EDGES).map("".join)
"""Hostile text that also begins and ends with what may act together with a frame."""


def words(raw: str) -> str:
    return "".join(index.clean(raw).split())


def label(raw: str) -> str:
    """A label without what isolates it: a mark of direction would keep it apart from its frame."""
    return text.label(raw, ROOM).strip("\u2068\u2069")


@pytest.mark.parametrize("raw", ACTING)
def test_the_parser_sees_what_acts(raw: str) -> None:
    """Each construct acts when nothing escapes it: the parser changes its words or finds a node in it."""
    found = shown(raw)
    assert found.kinds or found.words != words(raw)


@pytest.mark.parametrize("frame", FRAMES)
@settings(max_examples=300)
@given(edgy.filter(words))
@example("3 * 4")
@example("< \u00e9http<http://c>")
def test_a_frame_holds_hostile_words_as_it_holds_plain_ones(frame: str, raw: str) -> None:
    """The message has the nodes of our own frame and no other, and shows exactly the cleaned words."""
    found, plain = shown(frame.replace("{}", label(raw))), shown(frame.replace("{}", "Words"))
    assert found.kinds == plain.kinds
    assert found.words == plain.words.replace("Words", words(raw))


@settings(max_examples=1000)
@given(edgy.filter(words))
def test_many_lines_stay_within_their_quotation(raw: str) -> None:
    """Whatever the lines hold, plain or bold: one quotation, a bold for each line that has words, and the words."""
    escaped = text.escape(raw)
    lines = sum(bool(line.strip()) for line in escaped.split("\n"))
    assert shown(escaped) == (words(raw), {})
    assert shown(text.quoted(escaped)) == (words(raw), {"quote": 1})
    assert shown(text.quoted(text.bold(escaped))) == (words(raw), {"quote": 1, "bold": lines})


@settings(max_examples=1000)
@given(edgy.filter(words), st.data())
@example("a:\u202esmile:", None)
def test_an_excerpt_shows_the_words_and_its_own_bold_only(passage: str, data: st.DataObject | None) -> None:
    """Wherever the answering sentence begins and ends, what stands around it can't act with it."""
    start, end = 2, 3
    if data is not None:
        start = data.draw(st.integers(0, len(passage) - 1))
        end = data.draw(st.integers(start + 1, len(passage)))
    found = shown(excerpt.quotation(passage, (start, end), ROOM, ROOM))
    assert found.words == words(passage)
    assert found.kinds.keys() <= {"quote", "bold"}
    assert shown(excerpt.quotation(passage, None, ROOM, ROOM)) == (words(passage), {"quote": 1})


@settings(max_examples=500)
@given(edgy.map(index.one_line).filter(len), st.integers(min_value=1, max_value=60))
def test_a_cut_text_does_not_act(line: str, most: int) -> None:
    """Wherever it is cut, it has no node of the document's making within its frame, and its words are a beginning."""
    found = shown(f"**{text.fit(line, most)}** ~~{text.fit(line, most)}~~")
    half = found.words[: len(found.words) // 2]
    assert found == (half * 2, {"bold": 1, "strikethrough": 1})
    assert words(line).startswith(half.removesuffix(text.MARK))


@pytest.mark.parametrize("frame", ["{}", "> **{}**: {}", "a{}~~{}~~{} b"])
def test_no_three_characters_act(frame: str) -> None:
    """All of them, of those that mean something: nothing depends on what a generator happens to draw."""
    plain = shown(frame.replace("{}", "Words"))
    for characters in product("*_~|`\\<>[]()#-+.:@/1a é", repeat=3):
        raw = "".join(characters)
        flat = label(raw)
        if flat:
            expected = plain.words.replace("Words", words(raw)), plain.kinds
            assert shown(frame.replace("{}", flat)) == expected, raw
