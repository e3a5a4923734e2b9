"""What is shown of a passage, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import clean, graphemes, one_line, sentences
from index.cli.show.excerpt import OMITTED, Excerpt, Room, excerpt
from index.cli.show.wrapping import fits

SEEN = (
    *("a", "b", "E", "e\u0301\u0327", "漢", "한", "\u1100\u1161\u11a8", "م", "ر", "-", "'"),
    *("🚀", "🇫🇷", "👍🏽", "👨‍👩‍👧‍👦"),
)
ODD = ("\u0301", "\x00", "\u202e", "\x1b", "\u0600", "\u200d", "\ud800", "ß", "İ")
WORDS = st.builds(
    lambda first, others, times: (first + "".join(others)) * times,
    st.sampled_from("aT漢مé🚀"),
    st.lists(st.sampled_from(SEEN) | st.sampled_from(ODD), max_size=12),
    st.sampled_from([1, 1, 1, 1, 9]),
)
SENTENCES = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(WORDS, min_size=1, max_size=30),
    st.sampled_from([". ", "! ", ".\n", ".\n\n", "\n", "。", "。\u0301", "。\x00\u0301", "\r\n", " \t "]),
)
PASSAGES = st.lists(SENTENCES, max_size=12).map("".join)
ROOMS = st.builds(Room, st.integers(16, 100), st.integers(3, 6), st.integers(1, 6))

Asked = tuple[str, tuple[int, int] | None, list[str]]

HARBOUR = (
    "The tower stands on the rock. It was built in one summer. Ruth Oakes lit the lantern on the first of May. "
    "She kept it for nine years. Nobody else was ever asked to."
)
"""Five sentences, the third of which answers."""


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """A passage, its answering sentence if there is one, and words of the query."""
    passage = draw(PASSAGES)
    best = draw(st.none() | st.sampled_from(found)) if (found := list(sentences(passage))) else None
    return passage, best, draw(st.lists(st.sampled_from(passage.split() or ["none"]) | st.text(max_size=5), max_size=4))


def parts(shown: Excerpt) -> list[str]:
    """What is shown between the marks."""
    ends = [(mark, mark + len(OMITTED)) for mark in shown.marks]
    assert all(shown.text[start:end] == OMITTED for start, end in ends)
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(shown.text)]
    return [part for start, stop in zip(starts, stops, strict=True) if (part := shown.text[start:stop].strip())]


def places(whole: str, shown: list[str]) -> Iterator[tuple[int, int]]:
    """Where the parts stand in the whole text, in order, each cut between words or graphemes; raises if nowhere."""
    blanks = [at for at, sign in enumerate(whole) if sign == " "]
    bounds = {0, *(end for _, end in graphemes(whole)), *blanks, *(at + 1 for at in blanks)}
    at = 0
    for part in shown:
        at = whole.index(part, at)
        while not {at, at + len(part)} <= bounds:
            at = whole.index(part, at + 1)
        yield at, at + len(part)
        at += len(part)


@given(asked(), ROOMS)
def test_it_takes_no_more_lines_than_there_are(passage: Asked, room: Room) -> None:
    """Whatever the passage holds, and however narrow the terminal is."""
    assert fits(excerpt(*passage, room).text, room.width, room.lines)


@given(asked(), ROOMS)
def test_all_that_is_shown_stands_in_the_passage(passage: Asked, room: Room) -> None:
    """But for marks and white space each part is verbatim, in its order, and is cut within no grapheme."""
    shown = excerpt(*passage, room)
    whole = one_line(passage[0])
    found = list(places(whole, parts(shown)))
    assert (shown.text == whole) == (not shown.marks)
    assert bool(found) == bool(whole)


def whole_sentence(passage: str, best: tuple[int, int]) -> str:
    """The sentence with all of its first and of its last grapheme."""
    text = clean(passage)
    start, end = (len(clean(passage[:offset])) for offset in best)
    return one_line("".join(text[first:last] for first, last in graphemes(text) if last > start and first < end))


@given(asked(), ROOMS)
def test_the_answering_sentence_is_shown_or_its_beginning(passage: Asked, room: Room) -> None:
    """It is whole if the lines hold it between two marks; else what is shown of it begins where it begins."""
    text, best, _ = passage
    shown = excerpt(*passage, room)
    sentence = whole_sentence(text, best) if best else ""
    assert (shown.answer is None) == (not sentence)
    if shown.answer is not None:
        answer = shown.text[slice(*shown.answer)]
        beginning = answer.partition(OMITTED)[0].strip()
        assert beginning
        assert sentence.startswith(beginning)
        assert answer == sentence or not fits(f"{OMITTED} {sentence} {OMITTED}", room.width, room.lines)


# What is chosen.

ANSWER = "Ruth Oakes lit the lantern on the first of May."


def chosen(width: int, lines: int, around: int = 9) -> str:
    """What is shown of the harbour's passage."""
    start = HARBOUR.index(ANSWER)
    return excerpt(HARBOUR, (start, start + len(ANSWER)), ["lit"], Room(width, lines, around)).text


def test_sentences_around_the_answer_are_added_by_turns() -> None:
    """The one after it first, then the one before, each whole, with marks where others are left out."""
    after = "She kept it for nine years."
    before = "It was built in one summer."
    assert chosen(60, 1) == f"[…] {ANSWER} […]"
    assert chosen(90, 1) == f"[…] {ANSWER} {after} […]"
    assert chosen(120, 1) == f"[…] {before} {ANSWER} {after} […]"
    assert chosen(90, 3) == HARBOUR


def test_the_answer_may_take_lines_that_others_may_not() -> None:
    """Other sentences are added only within the lines that a hit should take."""
    for around in (0, 1, 2):
        assert chosen(30, 4, around=around) == f"[…] {ANSWER} […]"
    assert chosen(30, 4, around=3) == f"[…] {ANSWER} She kept it for nine years. […]"


def test_without_an_answer_the_sentence_with_the_query_s_words_is_shown() -> None:
    """In any of their forms, roughly; and the first sentence, if none has any."""
    for words, sentence in (
        (["summers"], "It was built"),
        (["asking", "Nobody"], "Nobody else"),
        (["goat"], "The tower"),
    ):
        found = excerpt(HARBOUR, None, words, Room(30, 3, 1))
        assert sentence in found.text
        assert found.answer is None


STAIRS, GULLS = "went up and down the stairs and " * 12, "and counted the gulls " * 12
LONG = f"The keeper {STAIRS}lit the lantern on the wall {GULLS}again"


def test_of_a_sentence_that_is_too_long_the_part_with_the_words_is_kept() -> None:
    """Behind a line of its beginning, with some words before them."""
    found = excerpt(f"It was May. {LONG}. Then it was June.", (12, 13 + len(LONG)), ["lanterns"], Room(40, 4, 4))
    assert found.text == (
        "[…] The keeper went up and down the […] stairs and lit the lantern on the wall and counted the gulls "
        "and counted the gulls and counted the gulls and […]"
    )
    start, end = found.answer or (0, 0)
    assert found.text[start:end] == found.text.removeprefix("[…] ").removesuffix(" […]")


@pytest.mark.parametrize("words", [[], ["goat"], ["keeper"], ["stairs", "keeper"]])
def test_a_beginning_with_the_words_is_shown_as_far_as_it_goes(words: list[str]) -> None:
    """Nothing is left out in the middle for words that it has, or that the sentence hasn't."""
    found = excerpt(LONG, (0, len(LONG)), words, Room(40, 4, 4))
    assert found.text.count(OMITTED) == 1
    assert LONG.startswith(found.text.removesuffix(" […]"))


def test_a_part_that_no_line_holds_beside_the_beginning_is_left_out() -> None:
    """Words that are as wide as the lines leave room for the beginning alone."""
    words = [f"{number:02}{'x' * 14}" for number in range(90)]
    assert excerpt(" ".join(words), None, [words[77]], Room(16, 3, 3)).text == f"{words[0]} {words[1]} […]"


def test_a_list_is_left_out_by_lines() -> None:
    """What the splitter takes for one long sentence isn't all or nothing."""
    items = [f"- rope {number} of the harbour" for number in range(20)]
    assert excerpt("\n".join(items), None, ["12"], Room(60, 3, 3)).text == f"[…] {' '.join(items[10:16])} […]"


def test_sentences_without_blanks_stay_without() -> None:
    """Chinese and Japanese sentences follow each other as they do in the document."""
    text = "昔々、港に灯台がありました。灯台守は毎晩灯を灯しました。"
    assert excerpt(text, (0, 14), [], Room(80, 3, 3)).text == text


def test_a_mark_that_stands_alone_can_be_taken_with_the_sentence() -> None:
    """Where the sentence has lines of its own, so that no line holds a mark and nothing else."""
    start = HARBOUR.index(ANSWER)
    best = (start, start + len(ANSWER))
    alone, within = excerpt(HARBOUR, best, [], Room(60, 3, 1)), excerpt(HARBOUR, best, [], Room(90, 9, 9))
    assert alone.answer_with_marks == (0, len(alone.text))
    assert within.answer_with_marks == within.answer == best
    assert excerpt(HARBOUR, None, [], Room(60, 3, 1)).answer_with_marks is None


def test_a_blank_passage_shows_nothing() -> None:
    """And fails at nothing."""
    assert excerpt(" \n\x00 ", (1, 2), ["x"], Room(20, 3, 3)) == Excerpt("", None, ())
