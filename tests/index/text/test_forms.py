"""Texts compared in one form of their characters, with the way back to the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text.forms import formed

texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("aé́̃ﬁ\u00ad\u200b 각ᄀ ́ｶﾞ１²\u00a0\ufeff"), max_size=40
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź, naïve, Ứng", unicodedata.normalize("NFD", "Łódź, naïve, Ứng")),
        ("서울 회의", unicodedata.normalize("NFD", "서울 회의")),
        ("কো কৌ", unicodedata.normalize("NFD", "কো কৌ")),
        ("ガギ パン", "ｶﾞｷﾞ ﾊﾟﾝ"),
        ("the first office", "the ﬁrst oﬃce"),
        ("prehistoric", "pre\u00adhis\u00adtor\u00adic"),
        ("at 5 km", "at 5\u00a0km"),
        ("Tokyo 2020", "Ｔｏｋｙｏ\u3000２０２０"),
        ("word by word", "\ufeffword\u200b by\u2060 word"),
        ("Act IV", "Act Ⅳ"),
        ("سلام", "ﺳﻼم"),
    ],
)
def test_what_an_editor_may_rewrite_is_the_same(one: str, other: str) -> None:
    """Accents composed or not, ligatures, width, soft hyphens and blanks that don't break."""
    assert one != other
    assert formed(one).text == formed(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [("10²", "102"), ("½ litre", "1⁄2 litre"), ("①", "1"), ("café", "cafe"), ("e-mail", "email"), ("can’t", "can't")],
)
def test_what_says_something_else_is_not_the_same(one: str, other: str) -> None:
    """Neither numbers above or below the line, nor accents, hyphens and marks."""
    assert formed(one).text != formed(other).text


@given(texts)
@example("\u00ad")
def test_the_way_back_is_whole_and_in_order(text: str) -> None:
    """The stretches between bounds are the original, one after the other, and each has the form it stands for.

    What is invisible altogether has an empty form, which stands at its beginning.
    """
    found = formed(text)
    parts = [slice(*found.place(at, at + 1)) for at in range(len(found.text))]
    assert "".join(text[part] for part in parts) == (text if parts else "")
    assert found.place(0, len(found.text)) == (0, len(text) if parts else 0)
    assert formed(found.text).text == found.text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_the_form_of_canonical_text_is_nfc(text: str) -> None:
    """Composed piece by piece, a text is composed as a whole, so that NFC and NFD are the same."""
    whole = formed(unicodedata.normalize("NFD", text)).text
    assert whole == formed(unicodedata.normalize("NFC", text)).text


@given(texts, st.integers(0, 50))
def test_an_offset_is_found_again(text: str, at: int) -> None:
    """Where a place of the text begins in the original, there it is found from."""
    found = formed(text)
    original = found.place(min(at, len(found.text)), len(found.text))[0]
    assert found.place(found.offset(original), len(found.text))[0] == original


@given(texts)
def test_the_short_way_is_the_long_way(text: str) -> None:
    """Text that is NFC but for a few characters is put into the form as it would be piece by piece."""
    composed = unicodedata.normalize("NFC", text)
    assert formed(composed).text == formed(unicodedata.normalize("NFD", text)).text
