"""A document's text in paragraphs loses nothing but blank lines, and is marked to the character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.web.pages.pieces import paragraphs

TEXTS = st.text("ab .\n\t", max_size=60)


@given(TEXTS, st.data())
def test_all_words_are_there_and_those_marked_are_the_span(text: str, data: st.DataObject) -> None:
    """The pieces without white space are the text without it; the marked ones are its span."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    drawn = paragraphs(text, 0, len(text), (start, end))
    pieces = [piece for paragraph in drawn for piece in paragraph]
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    marked = "".join(piece.text for piece in pieces if piece.marked)
    assert "".join(marked.split()) == "".join(text[start:end].split())
    assert [piece for piece in pieces if piece.first] == [piece for piece in pieces if piece.marked][:1]


@given(TEXTS)
def test_a_paragraph_has_no_blank_line(text: str) -> None:
    """What a blank line parts are paragraphs of their own, and none is blank."""
    for paragraph in paragraphs(text, 0, len(text)):
        lines = "".join(piece.text for piece in paragraph).split("\n")
        assert all(line.strip() for line in lines)
