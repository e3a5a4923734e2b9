"""Titles that stand in for missing ones."""

import pytest

from index.read.title import by_program, first_words


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


@pytest.mark.parametrize(
    ("title", "is_made"),
    [
        ("PowerPoint-Präsentation", True),
        ("PowerPoint Presentation", True),
        ("Presentación de PowerPoint", True),
        ("Prezentacja programu PowerPoint", True),
        ("Презентация PowerPoint", True),
        ("PowerPoint プレゼンテーション", True),
        ("Slide 1", True),
        ("Microsoft Word - letter", True),
        ("minutes 2010.odp", True),
        ("How to give a presentation", False),
        ("A presentation of the ferry in PowerPoint", False),
        ("Slides and swings", False),
    ],
)
def test_titles_that_programs_make_up_are_known(title: str, is_made: bool) -> None:
    """What an office program puts into a file's properties when nobody does."""
    assert by_program(title) == is_made
