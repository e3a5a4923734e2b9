"""The words of a message, without what formats them, are what is compared."""

from __future__ import annotations

import pytest
from hypothesis import given

import index
from bot.verify.message_text import plain
from tests.bot.hostile import hostile


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a **bold** and *slanted* word", "a bold and slanted word"),
        ("an _underlined_ and __double__ word", "an underlined and double word"),
        ("a ~~struck~~ and ||hidden|| word", "a struck and hidden word"),
        ("3 * 4 and 5 * 6", "3 * 4 and 5 * 6"),
        ("snake_case_names stay", "snake_case_names stay"),
        (r"a \*star\* and \_line\_", "a *star* and _line_"),
        ("[words](https://example.org) here", "words here"),
        ("hello <@123> at <t:1:R>!", "hello  at !"),
        ("-# small\n## head", "small\nhead"),
        ("> one\nbeside\n>>> two\n\nthree", "> one\nbeside\n> two\n> \n> three"),
    ],
)
def test_formatting_goes_and_words_stay(written: str, read: str) -> None:
    """What marks a quotation stays, too; everything behind >>> is quoted."""
    assert plain(written) == read


@given(hostile)
def test_whatever_is_written_is_read(written: str) -> None:
    """Nothing raises, and no letter or digit outside of links and mentions is lost where nothing is formatted."""
    plain(written)
    words = "".join(filter(str.isalnum, index.clean(written)))
    assert plain(words) == words
