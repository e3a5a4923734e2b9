"""An excerpt is the passage's own words: the answering sentence, and whole sentences around it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import index
from index.web.pages.excerpt import AROUND, CUT, MOST, excerpt

SENTENCES = st.lists(
    st.lists(st.sampled_from(["gull", "ferry", "storm", "tide"]), min_size=2, max_size=30).map(
        lambda words: f"{' '.join(words).capitalize()}."
    ),
    min_size=1,
    max_size=12,
)


@given(SENTENCES, st.data())
@settings(max_examples=30)
def test_whole_sentences_stand_around_the_one_that_answers(sentences: list[str], data: st.DataObject) -> None:
    """What is shown is a run of the passage's sentences with the best one marked; others fit around it."""
    text = " ".join(sentences)
    best = data.draw(st.sampled_from(list(index.sentences(text))))
    pieces = excerpt(text, best)
    shown = "".join(piece.text for piece in pieces)
    assert shown in text
    assert [piece.text for piece in pieces if piece.marked] == [text[slice(*best)]]
    assert len(shown) <= max(AROUND, best[1] - best[0])
    at = text.index(shown)
    ends = {end for _, end in index.sentences(text)}
    assert {at + len(shown)} <= ends or text[at:].startswith(shown)
    assert any(text[start:].startswith(shown) for start, _ in index.sentences(text))


def test_without_a_best_sentence_the_first_is_shown_and_none_is_marked() -> None:
    """A passage that no sentence answers begins with its beginning."""
    pieces = excerpt("One gull. Two gulls.", None)
    assert "".join(piece.text for piece in pieces) == "One gull. Two gulls."
    assert not any(piece.marked for piece in pieces)


def test_a_sentence_that_is_too_long_is_cut_around_a_word() -> None:
    """Of a sentence of thousands of characters a part is shown that has the query's word, marked as cut."""
    text = f"{'gull ' * 900}lantern {'ferry ' * 900}end."
    (piece,) = excerpt(text, (0, len(text)), ("lanterns",))
    assert "lantern" in piece.text
    assert piece.text.startswith(CUT)
    assert piece.text.endswith(CUT)
    assert len(piece.text) <= MOST + 4


def test_a_word_without_end_is_cut_between_graphemes() -> None:
    """No family is torn apart where there is no blank to cut at."""
    family = "👨‍👩‍👧"
    (piece,) = excerpt(family * 400, (0, len(family) * 400))
    assert piece.text.removesuffix(f" {CUT}").replace(family, "") == ""


def test_blank_lines_take_no_room() -> None:
    """Paragraphs of a passage follow each other line by line."""
    pieces = excerpt("One gull.\n\n \nTwo gulls.\n\n", (0, 9))
    assert "".join(piece.text for piece in pieces) == "One gull.\nTwo gulls."
