"""Passages are whole sentences that cover their text, exactly and within the encoder's limit."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.text import chunk, sentences
from tests.stand_ins.hashing_encoder import HashingEncoder


def count(texts: Sequence[str]) -> list[int]:
    """One token per word."""
    return [len(text.split()) for text in texts]


def passages(text: str, *, limit: int = 12, target: int = 10, body: int = 0) -> list[str]:
    spans = chunk.split(text, body=body, limit=limit, target=target, count=count)
    return [text[span.start : span.end] for span in spans]


PIECES = st.sampled_from(
    ["One two three. ", "A b c d e f g h i j k l m n o p. ", "\n\n", "Why? ", "三体。", "x" * 50, " "]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=12).map("".join), st.integers(0, 5))
@example("\n\n", 0)
@example("no end", 3)
def test_passages_cover_the_text_in_order_without_overlap(text: str, body: int) -> None:
    """Every character of the body that is not blank is in exactly one passage."""
    body = min(body, len(text))
    spans = chunk.split(text, body=body, limit=12, target=10, count=count)
    assert all(span.end <= following.start for span, following in pairwise(spans))
    covered = "".join(text[span.start : span.end] for span in spans)
    assert "".join(covered.split()) == "".join(text[body:].split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_passage_exceeds_the_limit(text: str) -> None:
    """Text beyond what the encoder can read would never be found."""
    assert all(tokens <= 12 for tokens in count(passages(text)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("AMab.!? \n\u00a0\u2003\u2028\u3000\u0085é。”"), max_size=20))
@example("Dear M\u00a0. Dupont")
@example("A\u3000.")
def test_any_blank_may_stand_anywhere(text: str) -> None:
    """Blanks of every width are blanks to the sentence splitter, and no sentence begins or ends with one."""
    spans = list(sentences.sentences(text))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


def count_blanks(texts: Sequence[str]) -> list[int]:
    """One token per word and one per blank, so that a text has more tokens than its sentences together."""
    return [len(re.findall(r"\s|\S+", text)) for text in texts]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=16).map("".join))
@example("Why? " * 12)
@example("Why?\n\n" * 12)
def test_no_passage_exceeds_the_limit_where_blanks_are_tokens(text: str) -> None:
    """Sentences that fit separately are packed tighter where they don't fit together."""
    spans = chunk.split(text, limit=20, target=20, count=count_blanks)
    assert all(tokens <= 20 for tokens in count_blanks([text[span.start : span.end] for span in spans]))


def test_sentences_stay_whole() -> None:
    """A passage ends where a sentence ends, though more words would fit."""
    assert passages("One two three four five six. Seven eight nine ten eleven twelve.") == [
        "One two three four five six.",
        "Seven eight nine ten eleven twelve.",
    ]


def test_a_passage_ends_with_its_paragraph_where_it_can() -> None:
    """Of two ways to pack, the one that keeps paragraphs together wins."""
    text = "A one two three four.\n\nB one two three. B one two three."
    assert passages(text) == ["A one two three four.", "B one two three. B one two three."]


@pytest.mark.parametrize("words", [13, 40])
def test_only_a_sentence_that_is_too_long_is_cut(words: int) -> None:
    """It is cut between words, and no word is lost."""
    text = " ".join(f"word{number}" for number in range(words)) + "."
    cut = passages(text)
    assert len(cut) > 1
    assert " ".join(cut) == text


def test_paragraphs_are_numbered_from_one() -> None:
    """The number is that of the paragraph where the passage begins."""
    spans = chunk.split("One two.\n\nThree four.\n\nFive six.", limit=2, target=2, count=count)
    assert [span.paragraph for span in spans] == [1, 2, 3]


count_tokens = HashingEncoder().count_tokens


def check_cover(text: str) -> None:
    """Passages are in order, no passage is too long, and only blanks lie between them."""
    spans = chunk.split(text, limit=254, target=200, count=count_tokens)
    assert all(count_tokens([text[span.start : span.end]])[0] <= 254 for span in spans)
    assert all(span.end - span.start <= chunk.MAX_CHARACTERS for span in spans)
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    assert edges == sorted(edges)
    between = zip(edges[::2], edges[1::2], strict=True)
    assert not "".join(text[begin:end] for begin, end in between).strip()


@pytest.mark.parametrize("unit", ["a", "word ", "日本", "กขค", "e\u0301", "QUJD+/", "a\n", "1,"])
def test_a_giant_line_is_cut_whole(unit: str) -> None:
    """A hundred thousand characters without a full stop, with or without blanks: the time to cut grows linearly."""
    check_cover(unit * (100_000 // len(unit)))


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="ab 日\u0301\n.", min_size=1, max_size=40), st.integers(300, 900))
def test_blocks_lose_nothing(unit: str, times: int) -> None:
    """Text longer than a block is covered to its last character that is not blank."""
    check_cover(unit * times)


def test_sentences_without_tokens_are_packed_as_if_they_had_one() -> None:
    """A passage never holds more sentences than tokens, so that packing signs takes no longer."""
    spans = chunk.split("[\n\n" * 1000, limit=20, target=20, count=lambda texts: [0] * len(texts))
    assert len(spans) == 1000 // 20


@pytest.mark.parametrize("at_once", [1, 2, 7])
def test_passages_hang_on_nothing_but_the_text(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """However many sentences an encoder is asked about at a time, the same passages come of them."""
    text = "".join(f"This is number {number}, of many.{' ' if number % 5 else chr(10) * 2}" for number in range(60))
    count = HashingEncoder().count_tokens
    whole = chunk.split(text, body=9, limit=40, target=30, count=count)
    monkeypatch.setattr(chunk, "COUNTED_AT_ONCE", at_once)
    assert chunk.split(text, body=9, limit=40, target=30, count=count) == whole
    assert [span.paragraph for span in whole] == sorted(span.paragraph for span in whole)


def test_cutting_a_long_text_takes_little_memory() -> None:
    """Sentences are held in columns, and as texts of their own only some at a time: all of them are eight texts."""
    text = "A sentence of eight words stands here again. " * 40_000

    def count(texts: Sequence[str]) -> list[int]:
        return [text.count(" ") + 1 for text in texts]

    tracemalloc.start()
    try:
        chunk.split(text, limit=254, target=200, count=count)
        assert tracemalloc.get_traced_memory()[1] < 3 * len(text)
    finally:
        tracemalloc.stop()


def test_no_passage_begins_before_an_offset_and_ends_after_it() -> None:
    """Short slides are passages of their own, and a long one is parted as any text is."""
    slides = ["One two.", "Three four. Five six.", "Seven."]
    text = "\n\n".join(slides)
    spans = chunk.split(text, limit=20, target=20, count=count, apart=[text.index(slide) for slide in slides])
    assert [text[span.start : span.end] for span in spans] == slides
    long = "One two three four. Five six seven eight. Nine ten."
    both = f"{long}\n\nEnd."
    spans = chunk.split(both, limit=6, target=6, count=count, apart=[0, len(long) + 2])
    assert len(spans) > 2
    assert [both[span.start : span.end] for span in spans][-1] == "End."
