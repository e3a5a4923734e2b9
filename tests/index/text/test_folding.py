"""Spellings that readers take for the same, and those they don't."""

from __future__ import annotations

import pytest

from index.text.folding import fold


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("كَتَبَ", "كتب"),
        ("أحمد", "احمد"),
        ("إيمان", "ايمان"),
        ("آثار", "اثار"),
        ("ٱلسلام", "السلام"),
        ("مدرسة", "مدرسه"),
        ("مستشفى", "مستشفي"),
        ("کتاب", "كتاب"),
        ("فارسی", "فارسي"),
        ("שָׁלוֹם", "שלום"),
        ("ܫܠܳܡܳܐ", "ܫܠܡܐ"),
        ("फ़िल्म", "फिल्म"),
        ("١٩٤٨", "1948"),
        ("१९४८", "1948"),
        ("ﬁnal", "final"),
        ("ＡＢＣ", "abc"),
        ("𝐀𝐁𝐂", "abc"),
        ("ἀρχῇ", "αρχη"),
        ("ΨΑΡΆΣ", "ψαρας"),
        ("İĞDIR", "igdir"),
        ("№", "no"),
    ],
)
def test_what_readers_leave_out_is_left_out(written: str, typed: str) -> None:
    """Vowel points, forms of alef, yeh and heh, the dot of loan words, and digits of other scripts."""
    assert fold(written) == fold(typed)


@pytest.mark.parametrize(
    ("left", "right"),
    [("कि", "का"), ("ދިވެހި", "ދވހ"), ("පාසල", "පසල"), ("ខ្មែរ", "ខមរ"), ("བོད", "བད"), ("が", "か"), ("ড়", "ড")],
)
def test_marks_that_make_another_word_stay(left: str, right: str) -> None:
    """Vowel signs of Devanagari, Thaana, Sinhala, Khmer and Tibetan, voiced kana, and a Bengali letter."""
    assert fold(left) != fold(right)
