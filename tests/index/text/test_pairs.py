"""The quick way to find words is the same as the careful one."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from index.text import terms

SAMPLES = st.sampled_from(
    ["A-10", "naïve", "Łódź", "e\u0301tat", "月面着陸", "ไทย", "हिन्दी", "don’t", "🚀", " ", "\n", "x_1"]
)


@given(st.lists(SAMPLES | st.text(max_size=6), max_size=12).map("".join))
def test_words_are_the_same_whichever_pattern_finds_them(text: str) -> None:
    """A text with no script that is written without spaces is split by a simpler pattern, into the same words."""
    careful = [match.group() for match in terms._WORD.finditer(unicodedata.normalize("NFC", text))]
    assert list(terms._words(text)) == careful
