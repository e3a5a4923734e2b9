"""Scripts, and the stretches of text that readers see between blanks: pure.

Which script a character is of, and whether it is part of a word, is what Unicode says (the property classes of
`regex`): a word is made of letters, marks and digits (\\p{L}, \\p{M}, \\p{N}) of one of three kinds of script: those
with blanks between words, Hangul, and those without blanks: Han, kana, and Line_Break=SA, which are Thai, Lao, Khmer,
Myanmar and their like. Soft hyphens, zero-width characters, marks of direction (Default_Ignorable_Code_Point) and
tatweel are no part of any word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import regex

from index.batches import batches
from index.text import numbers

MAX_SHOUTED = 60
"""Characters; a longer text all in capitals says nothing of which words are acronyms."""

WORD_CHARS = r"\p{L}\p{M}\p{N}"
HAN = rf"[[\p{{Script=Han}}\p{{Script=Hiragana}}\p{{Script=Katakana}}\p{{scx=Hira}}\p{{scx=Kana}}]&&[{WORD_CHARS}]]"
SOUTH_EAST = rf"[\p{{Line_Break=SA}}&&[{WORD_CHARS}]]"
UNSPACED = rf"[{HAN}{SOUTH_EAST}]"
HANGUL = rf"[\p{{Script=Hangul}}&&[{WORD_CHARS}]]"
SPACED = rf"[[{WORD_CHARS}]--{UNSPACED}--{HANGUL}]"
LETTER = rf"(?:[\p{{L}}--{UNSPACED}--{HANGUL}]\p{{M}}*)"
"""Parts of patterns of `regex`, in its version 1: the characters of words, by kind of script."""

_UNSPACED = regex.compile(rf"(?V1){UNSPACED}")
_HANGUL = regex.compile(rf"(?V1){HANGUL}")
_MARK = regex.compile(r"\p{M}")
_SYLLABLES = regex.compile(r"\X\p{M}*")
_IGNORED = regex.compile(r"\N{SOFT HYPHEN}[ \t]*\r?\n[ \t]*|[\p{Default_Ignorable_Code_Point}\N{ARABIC TATWEEL}]+")
_SHAPED = regex.compile(
    r"(?V1)(?:[[\p{dt=Font}\p{dt=Wide}\p{dt=Narrow}\p{dt=Initial}\p{dt=Medial}\p{dt=Final}\p{dt=Isolated}"
    r"\u017f\u0132\u0133\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06\ufb13-\ufb17]&&[\p{L}\p{Nd}]]|[！-～])+"
)
"""Letters and figures in another shape, such as ﬁ, ｶ, Ｋ, 𝐊 and letters as they join in Arabic, and wide signs."""
_SIGNS = {0x02BC: "’", 0x066A: "%"}
"""Of Ukrainian, an apostrophe that is a letter; of Arabic, a percent sign."""
_SYMBOL = re.compile(
    "[\u2190-\u266e\u2670-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff]|[\U0001f1e6-\U0001f1ff]{2}"
)
"""Each is a picture by itself, but of the letters of flags two are."""

_BLANK = "[ \u00a0\u2007\u2009\u202f]"
_SPACED_OUT = (
    (re.compile(r"(?<![\w.])([^\W\d_]\.) (?=[^\W\d_]\.)"), r"\1"),  # J. R. R. Tolkien
    (re.compile(rf"(?<=\d){_BLANK}(?=[%‰°])|(?<=\d){_BLANK}(?=[€$£¥](?!\w))"), ""),  # 20 %, 5 €
    (re.compile(rf"(?<=[€$£¥]){_BLANK}(?=\d)"), ""),  # € 5
    (re.compile(r"(?<![\w&])([A-Z]{1,3}) & ([A-Z]{1,3})(?![\w&])"), r"\1&\2"),  # R & D
)
"""Units written with blanks, and what they are replaced by."""
_GROUPED = re.compile(rf"(?<![\w.,])\d{{1,3}}(?:{_BLANK}\d{{3}})+(?![\w.,]\w)")
"""Thousands with blanks between, as in 2 500 000."""
_MAY_BE_SPACED_OUT = re.compile(rf"\. [^\W\d_]\.|\d{_BLANK}(?:[%‰°€$£¥]|\d{{3}})|[€$£¥]{_BLANK}\d| & ")
"""One look at the whole text instead of five."""


_BLOCK = 32_768
"""Characters of a long text that are split at a time."""
_BETWEEN_BLOCKS = re.compile(r"(?<![\u00ad \t\r])\n|(?<=[^\W\d_]{2}) (?=[^\W\d_]{2})")
"""Where a text can be cut so that each block is split as in the whole: no unit is written across such a blank."""


@lru_cache(maxsize=256)
def stretches(text: str) -> tuple[str, ...]:
    """What stands between two blanks of `text`, without what is invisible."""
    text = _visible(text)
    return tuple(_split(text, shouted=_is_shouted([text])))


def stretches_by_block(text: str) -> Iterator[list[str]]:
    """The same in parts, not all at once: a text may be far longer than a passage."""
    shouted = _is_shouted(map(_visible, _blocks(text)))
    return (_split(_visible(block), shouted=shouted) for block in _blocks(text))


def _blocks(text: str) -> Iterator[str]:
    begin = 0
    while begin < len(text):
        cut = _BETWEEN_BLOCKS.search(text, begin + _BLOCK)
        end = cut.end() if cut else len(text)
        yield text[begin:end]
        begin = end


def _visible(text: str) -> str:
    if text.isascii():
        return text
    return plain_letters(_IGNORED.sub("", unicodedata.normalize("NFC", text)).translate(_SIGNS))


def _is_shouted(blocks: Iterable[str]) -> bool:
    """Whether a text, given in blocks, is long and all in capitals."""
    length, capitals = 0, False
    for block in blocks:
        if not f"{block}A".isupper():
            return False  # there is a small letter
        length, capitals = length + len(block), capitals or block.isupper()
    return capitals and length > MAX_SHOUTED


def _split(text: str, *, shouted: bool) -> list[str]:
    if shouted:
        text = text.lower()
    if _MAY_BE_SPACED_OUT.search(text):
        for pattern, replacement in _SPACED_OUT:
            text = pattern.sub(replacement, text)
        text = _GROUPED.sub(lambda match: re.sub(_BLANK, numbers.BLANK, match[0]), text)
    return text.split()


def plain_letters(text: str) -> str:
    """`text` with letters and figures of another shape as plain ones: "ﬁnal" as "final", "Ｋ" and "𝐊" as "K"."""
    return text if text.isascii() else _SHAPED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def symbols(text: str) -> list[str]:
    """Pictures, flags and arrows such as 🚀, each of which can be searched for."""
    return [] if text.isascii() else _SYMBOL.findall(text)


def symbols_by_block(text: str) -> Iterator[list[str]]:
    """The same in parts."""
    return batches((match[0] for match in _SYMBOL.finditer(text)), _BLOCK)


def is_unspaced(word: str) -> bool:
    """Whether `word` is of a script that is written without blanks between words."""
    return not word.isascii() and _UNSPACED.match(word) is not None


def is_hangul(word: str) -> bool:
    """Whether `word` is Korean."""
    return not word.isascii() and _HANGUL.match(word) is not None


def characters(run: str) -> list[str]:
    """The characters of `run` as readers count them: a consonant with its vowel signs is one."""
    return _SYLLABLES.findall(run) if _MARK.search(run) else list(run)
