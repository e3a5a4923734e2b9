"""Titles that stand in for missing ones."""

import pytest

from index.read.title import first_words


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The year in songs: Lark, Wren, and 'Heron!'\n\nMore was sung than ever.",
            "The year in songs: Lark, Wren, and 'Heron!'",
        ),
        ("The mayor of the town said: “It is over.”\n\nIt was.", "The mayor of the town said: “It is over.”"),
        ("(Nobody at all came to see it.) Then it rained.", "(Nobody at all came to see it.)"),
    ],
)
def test_first_words_keep_the_mark_that_closes_them(text: str, title: str) -> None:
    """Quotation marks and brackets that stand after the end of a sentence belong to it."""
    assert first_words(text) == title
