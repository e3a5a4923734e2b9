"""What is shown of a passage is whole sentences of it, within its room, and framed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import index
from bot.ui import excerpt, limits, text
from tests.bot.hostile import bare, hostile

PASSAGE = "The sky was grey. Rain fell on *the roof*. Then it cleared. A bird sang.\n\nNight came. All slept."
BEST = (PASSAGE.index("Rain"), PASSAGE.index(" Then"))


def test_a_passage_that_fits_is_shown_whole_with_its_best_sentence_in_bold() -> None:
    """Nothing is left out without need."""
    assert excerpt.quotation(PASSAGE, BEST, 500) == (
        "> The sky was grey. **Rain fell on \\*the roof\\*.** Then it cleared. A bird sang.\n> \n"
        "> Night came. All slept."
    )


def test_what_does_not_fit_is_left_out_by_sentences_and_marked() -> None:
    """The best sentence stays, its neighbours as far as they fit, and the marks say what is missing."""
    assert excerpt.quotation(PASSAGE, BEST, 64) == "> […] **Rain fell on \\*the roof\\*.** Then it cleared. […]"


def test_a_best_sentence_that_is_too_long_is_cut_and_marked() -> None:
    """Even the shortest room shows a beginning, in closed bold."""
    assert excerpt.quotation(PASSAGE, BEST, 24) == "> **Rain fell on…**"


LONG = (
    "The board, which had met every week since the accident and had heard more than a hundred people, engineers and "
    "clerks among them, found that a thermostat, rated for a lower voltage, had welded shut in the oxygen tank."
)


def test_a_sentence_that_is_too_long_is_cut_to_where_the_words_are() -> None:
    """What was asked for stands late in it: its beginning gives way, and no room is left empty."""
    shown = excerpt.quotation(LONG, (0, len(LONG)), 100, words=("thermostats", "oxygen"))
    assert shown.startswith("> **… ")
    assert "thermostat, rated for a lower voltage, had welded shut in the oxygen" in shown
    assert 80 < limits.length(shown) <= 100


@pytest.mark.parametrize("words", [(), ("board",), ("nothing of it",)])
def test_a_sentence_that_is_too_long_is_cut_at_its_end_otherwise(words: tuple[str, ...]) -> None:
    """Where the words are in its beginning, or none is in it, the beginning stays."""
    assert excerpt.quotation(LONG, (0, len(LONG)), 60, words=words).startswith("> **The board, which had met")


def test_what_is_beside_the_best_sentence_is_taken_in_up_to_a_bound() -> None:
    """A long answer may take all the room; neighbours only fill what is left of less."""
    assert excerpt.quotation(PASSAGE, BEST, 500, around=64) == excerpt.quotation(PASSAGE, BEST, 64)
    assert excerpt.quotation(LONG, (0, len(LONG)), 500, around=64) == f"> **{LONG}**"


def test_what_is_left_out_need_not_be_marked() -> None:
    """On a page of hits everything is a part of something."""
    assert excerpt.quotation(PASSAGE, BEST, 64, marked=False) == "> **Rain fell on \\*the roof\\*.** Then it cleared."


@given(hostile, st.data(), st.integers(min_value=0, max_value=300), st.lists(hostile, max_size=3))
def test_a_cut_to_the_words_is_a_part_of_the_source(
    passage: str, data: st.DataObject, most: int, words: list[str]
) -> None:
    """Whatever the words are: short enough, the source's own words in a row, cut between graphemes."""
    if not passage.strip():
        return
    best = (0, data.draw(st.integers(1, len(passage))))
    shown = excerpt.quotation(passage, best, most, words=words, marked=False)
    assert limits.length(shown) <= most
    plain = "".join(_plain(line.removeprefix(text.QUOTE)) for line in shown.split("\n"))
    source = "".join(index.clean(passage).split())
    assert _unmarked("".join(plain.split())) in _unmarked(source)


def test_many_short_lines_are_cut_as_well() -> None:
    """A passage of one-word lines can't push the other hits away."""
    shown = excerpt.quotation("\n".join("word" for _ in range(300)), None, 4000)
    assert shown.count("\n") < excerpt.MAX_LINES
    assert shown.endswith(excerpt.OMITTED)


HEARING = (
    "Much was said before. The case was heard on Jan. 5 at St. Paul. "
    "The vote was taken at noon, as Mr. Hale had asked. Nobody spoke against it. The session was closed."
)


@pytest.mark.parametrize("most", range(70, 260, 10))
def test_no_excerpt_begins_or_ends_within_a_sentence(most: int) -> None:
    """An abbreviation's full stop ends no sentence: what is left out is left out by sentences, at any length."""
    best = (HEARING.index("The vote"), HEARING.index(" Nobody"))
    words = excerpt.quotation(HEARING, best, most).removeprefix(text.QUOTE).replace("**", "")
    kept = words.removeprefix(excerpt.OMITTED).removesuffix(excerpt.OMITTED).strip()
    assert HEARING[best[0] : best[1]] in kept
    assert kept.startswith(("Much was", "The case", "The vote"))
    assert kept.endswith(("had asked.", "against it.", "was closed."))


def test_a_sentence_over_several_lines_stays_whole() -> None:
    """Lines broken by a program that wraps them begin and end nothing; those of a list are taken one by one."""
    wrapped = "It was late. The vote\nwas taken\nat noon. All\nleft."
    best = (wrapped.index("The vote"), wrapped.index(" All"))
    assert excerpt.quotation(wrapped, best, 60) == "> […] **The vote**\n> **was taken**\n> **at noon.** […]"
    listed = "\n".join(f"item {number}" for number in range(1, 9))
    assert excerpt.quotation(listed, None, 30) == "> item 1\n> item 2\n> item 3 […]"


@given(hostile, st.data(), st.integers(min_value=0, max_value=300))
def test_a_quotation_never_leaks(passage: str, data: st.DataObject, most: int) -> None:
    """For any passage and room: short enough, every line quoted, bold closed on its line, and the source's words."""
    best = None
    if passage.strip():
        start = data.draw(st.integers(0, len(passage) - 1))
        best = (start, data.draw(st.integers(start + 1, len(passage))))
    shown = excerpt.quotation(passage, best, most)
    assert limits.length(shown) <= most
    if not shown:
        return
    words = []
    for line in shown.split("\n"):
        assert line.startswith("> ")
        assert bare(line[2:]).count("**") in (0, 2)
        words.append(_plain(line[2:]))
    source = "".join(index.clean(passage).split())
    assert _unmarked("".join("".join(words).split())) in _unmarked(source)


def _unmarked(words: str) -> str:
    """Without dots that may be the source's own as well as a mark of omission."""
    return words.replace(text.MARK, "").replace(excerpt.OMITTED, "")


def _plain(line: str) -> str:
    """The line as read: without backslashes, the marks of bold and those of omission."""
    shown = re.sub(r"\\([^0-9A-Za-z\s])|\*\*", lambda match: match[1] or "", line)
    return shown.removeprefix(excerpt.OMITTED).removesuffix(excerpt.OMITTED).removesuffix(text.MARK)


@given(hostile)
def test_a_quotation_is_whole_where_there_is_room(passage: str) -> None:
    """Measuring sentence by sentence asks for little more room than the whole takes: a few characters a sentence."""
    whole = text.escape(passage)
    most = (
        limits.length(whole)
        + len(text.QUOTE) * (whole.count("\n") + 1)
        + 3 * (len(list(index.sentences(passage))) + passage.count("\n") + 1)
    )
    assert excerpt.quotation(passage, None, most, 10**6) == excerpt.quotation(passage, None, 10**6, 10**6)
