"""Numbers in figures and in words, and what they are worth: pure.

Words are read below a hundred in the languages of `number_words`, and together with hundreds and more. What can't be
read for certain has no value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Final

from index.quotations.number_words import ARTICLES, ORDINAL, OTHERS, PARTS, SCALES, TENS, UNITS
from index.text import numbers
from index.text.compared import Token
from index.text.folding import fold
from index.text.scripts import is_unspaced

DECIMAL_COMMA: Final = frozenset(
    "ar ca cs da de el es et eu fi fr hu hy id it lt nl no pl pt ro ru sr sv tr uk".split()  # noqa: SIM905
)
"""Languages that write 1.000,5 and mean a thousand and a half."""
DECIMAL_POINT: Final = frozenset(["en", "ga", "he", "hi", "ja", "ko", "ne", "ta", "yi", "zh"])

MIN_COMPOSED: Final = 5
"""Letters of a word of several numbers; shorter ones are other words as often."""
PERCENT_WORDS: Final = frozenset(
    map(fold, "percent per cent prozent por ciento pour cento процент процента процентов procent".split())  # noqa: SIM905
)
_AND: Final = frozenset(["and", "und", "en", "y", "et", "e", "och", "og", "a", "a-"])
_ROMAN: Final = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
_FIGURES: Final = re.compile(r"\d+(?:[.,' ]\d+)*")


@cache
def _values(language: str) -> dict[str, int]:
    """The value of each word below a hundred in a language."""
    units = UNITS.get(language, "").split()
    found = {fold(word): value for value, word in enumerate(units)}
    for tens, word in enumerate(TENS.get(language, "").split(), 2):
        found[fold(word)] = 10 * tens
        together = ((10 * tens + unit, units[unit]) for unit in range(1, 10))
        found |= {fold(whole): value for value, unit in together for whole in _together(language, unit, word)}
    return found


def _together(language: str, unit: str, tens: str) -> list[str]:
    """How a language writes such a number as one word."""
    if language == "de":
        return [f"{'ein' if unit == 'eins' else unit}und{tens}"]
    if language == "nl":
        return [f"{'een' if unit == 'één' else unit}en{tens}", f"{unit}ën{tens}"]
    if language == "it":
        return [f"{tens[:-1] if unit in {'uno', 'otto'} else tens}{unit}"]
    return [f"{tens}{unit}"] if language in {"sv", "no"} else []


@cache
def _scales() -> dict[str, int]:
    return {fold(word): value for value, words in SCALES.items() for word in words.split()}


@cache
def _words(language: str) -> frozenset[str]:
    others = OTHERS.get(language, "").split()
    return frozenset((*_values(language), *map(fold, others))) - ARTICLES


def is_number(token: Token, language: str | None) -> bool:
    """Whether it says a number, in figures, in words, or as a Roman one of two letters or more.

    English words are always looked for, since English is quoted in texts of all languages.
    """
    if token.kind in {"number", "sign"}:
        return True
    if token.kind != "word":
        return token.form in "%‰°" or token.form == "‱"
    codes = {language or "", "en"}
    if token.key in _scales() or any(token.key in _words(code) or _is_composed(token.key, code) for code in codes):
        return True
    return len(token.form) > 1 and bool(_ROMAN.fullmatch(token.form))


def _is_composed(word: str, language: str) -> bool:
    """Whether a word is of several that say a number, in one piece: dreihundertfünfzig, ventidue, zweitausendste."""
    pattern = _composed(language)
    return pattern is not None and len(word) >= MIN_COMPOSED and bool(pattern.fullmatch(word))


@cache
def _composed(language: str) -> re.Pattern[str] | None:
    if not (own := _values(language)):
        return None
    parts = [*own, *_scales(), *map(fold, PARTS.get(language, "").split())]
    ordered = "|".join(map(re.escape, sorted((part for part in parts if len(part) > 1), key=len, reverse=True)))
    joined, ending = "|".join(sorted(_AND)), ORDINAL.get(language, "")
    return re.compile(f"(?:{ordered})(?:(?:{joined})?(?:{ordered}))*(?:{ending})?")


def is_scale(token: Token) -> bool:
    """Whether it multiplies the number before it: hundred, million."""
    return token.key in _scales()


def value(said: Sequence[Token], language: str | None) -> Fraction | None:
    """What the tokens are worth together; None where that can't be read for certain."""
    words = [token for token in said if token.kind not in {"hyphen", "dash"} and token.key not in _AND]
    negative = bool(words) and words[0].kind == "sign"
    share = bool(words) and (words[-1].form == "%" or words[-1].key in PERCENT_WORDS)
    plain = [token for token in words if token.kind != "sign" and token.form != "%" and token.key not in PERCENT_WORDS]
    found = _sum(plain, language)
    if found is None:
        return None
    return (-found if negative else found) / (100 if share else 1)


def _sum(words: Sequence[Token], language: str | None) -> Fraction | None:
    """As people add up what they say: two hundred and five thousand."""
    if not words or (len(words) > 1 and any(is_unspaced(token.form) for token in words)):
        return None
    whole, part = Fraction(0), Fraction(0)
    for token in words:
        scale = _scales().get(token.key)
        if scale == 100:
            part = (part or Fraction(1)) * scale
        elif scale:
            whole, part = whole + (part or Fraction(1)) * scale, Fraction(0)
        else:
            own = _own(token, language)
            if own is None:
                return None
            part += own
    return whole + part


def _own(token: Token, language: str | None) -> Fraction | None:
    if token.kind == "number":
        return figures(token.form, language)
    known = _values(language or "").get(token.key, _values("en").get(token.key))
    return None if known is None else Fraction(known)


def figures(written: str, language: str | None) -> Fraction | None:
    """The value of a number in figures, as a language reads its full stops and commas; None where that is in doubt."""
    plain = "".join(fold(char) if char.isdecimal() else char for char in written)
    if plain.startswith("."):
        plain, language = f"0{plain}", "en"
    if not _FIGURES.fullmatch(plain):
        return None
    if set(re.sub(r"\d", "", plain)) <= {" ", "'"}:
        return Fraction(int(re.sub(r"\D", "", plain)))
    if language in DECIMAL_COMMA:
        return _with_signs(plain, ".", ",")
    if language in DECIMAL_POINT:
        return _with_signs(plain, ",", ".")
    return _in_any_language(plain)


def _in_any_language(plain: str) -> Fraction | None:
    signs = re.findall(r"\D", plain)
    read = numbers.read(plain)
    doubtful = len(signs) == 1 and len(plain.split(signs[0])[1]) == 3
    return Fraction(read.text) if not doubtful and not read.several and _PLAIN.fullmatch(read.text) else None


def _with_signs(plain: str, thousands: str, decimal: str) -> Fraction | None:
    """The value of a number with these signs; None where they stand in other places than such a number has them."""
    whole, _, part = plain.partition(decimal)
    groups = whole.split(thousands)
    if decimal in part or thousands in part or any(len(group) != 3 for group in groups[1:]):
        return None
    digits = "".join(groups)
    return Fraction(f"{digits}.{part}") if part else Fraction(digits)
