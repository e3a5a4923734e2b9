"""Spellings that readers take for the same: case, accents, vowel marks, forms of a letter. Pure.

Marks are left out where those who type leave them out: accents on Latin, Greek and Cyrillic letters, the vowel points
of Arabic, Hebrew and Syriac, and the dot below a Devanagari letter of a loan word. The vowel signs of Indic scripts,
Thaana, Khmer or Tibetan are letters like others and stay. Arabic letters are folded as Lucene folds them (its Arabic
and Persian normalizers): every alef is a bare one, teh marbuta is heh, dotless and Persian yeh are yeh, and Persian
keheh is kaf. Digits of any script are those of ASCII.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MAX_REMEMBERED = 200_000
"""Words whose terms are kept in memory: natural language repeats the same words over and over."""

_LATIN = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
_ARABIC = dict(
    zip(
        "\u0671\u0629\u0649\u06cc\u06d2\u06a9\u06c1\u06c3\u06be\u06d5",
        "\u0627\u0647\u064a\u064a\u064a\u0643\u0647\u0647\u0647\u0647",
        strict=True,
    )
)
_BREATHINGS = dict.fromkeys("\u02b9\u02ba\u02bb\u02bd\u02be\u02bf", "")
_LETTERS_NFKD_KEEPS = str.maketrans(_LATIN | _ARABIC | _BREATHINGS)
"""Letters that people type as others or, as in Qurʾān and Hawaiʻi, leave out, though Unicode doesn't decompose them."""
_DOTTED_SCRIPTS = ("HEBREW", "ARABIC", "SYRIAC")
"""Scripts whose vowels are marks that only some texts have."""
_FOLDED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", *_DOTTED_SCRIPTS)
"""Scripts whose marks people often leave out when typing."""
_NUKTA = "\u093c"


@lru_cache(maxsize=MAX_REMEMBERED)
def fold(word: str) -> str:
    """`word` without case and without the accents that people leave out: "Łódź" is "lodz", "Straße" is "strasse"."""
    if word.isascii():
        return word.lower()
    # Marks go first: in another case ᾳ is two letters, and what 𝐊 is made of has a case.
    return _without_marks(word, _FOLDED_SCRIPTS).casefold().translate(_LETTERS_NFKD_KEEPS)


def without_accents(text: str) -> str:
    """`text` without any mark on a letter, whatever the script: names of months are told by their letters."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def without_vowel_points(word: str) -> str:
    """`word` as those write it who leave vowel points out, which a stemmer of its language takes for granted."""
    return word if word.isascii() else _without_marks(word, _DOTTED_SCRIPTS, "NFD")


def _without_marks(word: str, scripts: tuple[str, ...], form: str = "NFKD") -> str:
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize(form, word):  # type: ignore[arg-type]
        if not unicodedata.combining(char):
            base = char
        elif char == _NUKTA or unicodedata.name(base or " ", "").startswith(scripts):
            continue
        kept.append(_ascii_digit(char))
    return unicodedata.normalize("NFC", "".join(kept))


def _ascii_digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char
