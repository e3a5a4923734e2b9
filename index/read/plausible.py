"""How likely it is that somebody wrote a text: the cost, in nats, of its characters beyond ASCII.

A wrong encoding gives letters that the language does not have, capitals and signs inside words, and scripts that are
mixed. Costs are per character and add up, so that decodings of the same bytes compare, however many bytes a character
has. Each different word counts once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from index.read.alphabets import HAN, LATIN, OTHER, SYLLABLES
from index.read.language import ranking

LANGUAGE_CHARACTERS: Final = 600
"""By which the language is recognised, in each encoding."""
MAX_GAP: Final = 12.0
"""What the least likely language costs: some texts are lists of names, or in two languages."""
ASIAN_GAP: Final = 30.0
"""What a language written in thousands of characters costs at most: few of them say nothing of the language."""
ENOUGH_LETTERS: Final = 40
"""With fewer the language counts for less."""

_OWN, _BORROWED, _FOREIGN, _SIGN, _WRONG, _CONTROL = 3.0, 6.0, 12.0, 6.0, 13.0, 25.0
SHORTEST_WORD: Final = 2
_CAPITAL: Final = 1.5
_CASE: Final = 9.0
_UNPAIRED: Final = 11.0
_MIXED: Final = 8.0
_ALONE: Final = 5.0
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
ASCII_SHARE: Final = 0.9
"""Of letters, from which the others tell little of the language."""
_SMALL_WORDS: Final = frozenset("àáâéèêíìóòôúùåæøöőýуияоаеівжкєїѝαοηу")
"""Letters that are words by themselves."""

_INSIDE: Final = {**dict.fromkeys("’ʼ·\u00ad\u2010\u2011", 2.5), **dict.fromkeys("–—", 3.0), "\u00a0": 10.0}
"""What signs cost between two letters."""
_DASHES: Final = frozenset("–—")
_OPENERS: Final = frozenset("“„«‘‚‹¿¡")
_CLOSERS: Final = frozenset("”»’›“‘…º²³¹ª°™®%")
_FREE: Final = frozenset("•€£§©½¼¾×÷±→·№µ†")
_ASIAN: Final = frozenset("、。，．「」『』（）！？：；・ー—…《》〈〉【】“”‘’～％　")
_MARKS: Final = frozenset("’\u00a0")
_PAIRS: Final = (("„", "“”"), ("‚", "‘’"), ("«", "»"), ("»", "«"), ("‹", "›"))
"""Marks that come in twos, whichever comes first; of others people leave one out."""
_EVERYWHERE: Final = frozenset("،؛؟٪ـ־")


_LEAST: Final = 2.2
ASIAN_LANGUAGES: Final = frozenset(("ja", "zh", "ko"))
_SMALL: Final = "".join(filter(str.islower, map(chr, range(0x61, 0x590))))
_CAPITALS: Final = "".join(filter(str.isupper, map(chr, range(0x80, 0x590))))
_VOWEL_SIGNS: Final = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0e31-\u0e4e"
_BREAKS: Final = (
    (re.compile(f"(?<=[{_SMALL}])[{_CAPITALS}]"), _CASE),
    (
        re.compile(
            rf"(?<=[^\W\d_])[^\w’ʼ·\u00a0\u00ad\u2010\u2011–—{_VOWEL_SIGNS}\x00-\x7f](?=[^\W\d_])",
        ),
        _WRONG - _LEAST,
    ),
    (re.compile(r"[\x80-\x9f\ue000-\uf8ff]"), _CONTROL - _LEAST),
    (
        re.compile(
            r"[\u00c0-\u024f](?=[\u0370-\u05ff])|[\u0370-\u05ff](?=[\u00c0-\u024fa-zA-Z])|[a-zA-Z](?=[\u0370-\u05ff])"
        ),
        _MIXED,
    ),
)
"""What no language allows: capitals, signs and controls inside words, and mixed scripts."""


class Reading(NamedTuple):
    """The cost of a text in the language that suits it best."""

    cost: float
    language: str


def best_reading(words: Sequence[str], sample: str) -> Reading:
    """The language in which `words`, which hold what is beyond ASCII, cost least; `sample` tells the language."""
    weight = min(1.0, sum(map(str.isalpha, sample)) / ENOUGH_LETTERS)
    gaps, common = _gaps(_skeleton(sample[:LANGUAGE_CHARACTERS]), weight), _unpaired(sample)
    best = Reading(float("inf"), "")
    for language, gap in gaps:
        if gap + common >= best.cost:
            break
        best = min(best, Reading(gap + common + _cost_in(words, language, best.cost - gap - common), language))
    return best


def _cost_in(words: Iterable[str], language: str, enough: float) -> float:
    """What the characters of `words` beyond ASCII cost in a language, or more than `enough`."""
    total = 0.0
    for word in words:
        total += _word_cost(word, language)
        if total > enough:
            break
    return total


def least_cost(words: Sequence[str]) -> float:
    """Less than `words` cost in any language, found quickly."""
    text = " ".join(words)
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    breaks = sum(len(form.findall(text)) * cost for form, cost in _BREAKS)
    return _LEAST * beyond + breaks


def _unpaired(sample: str) -> float:
    """What it costs that marks open and none of them is closed."""
    cost = 0.0
    for opening, closing in _PAIRS:
        opened, closed = (sum(map(sample.count, marks)) for marks in (opening, closing))
        if opened and not closed:
            cost += _UNPAIRED * min(3, opened)
    return cost


@lru_cache(maxsize=16)
def _gaps(text: str, weight: float) -> list[tuple[str, float]]:
    """How much less likely each language is than the likeliest of all, in nats, the likeliest first."""
    ranked = ranking(text)
    best = max(ranked.values())
    known = {*LATIN, *OTHER, *ASIAN_LANGUAGES}
    likeliest = sorted(((best - score, code) for code, score in ranked.items() if code in known))[:12]
    most = {code: ASIAN_GAP if code in ASIAN_LANGUAGES else MAX_GAP for code in known}
    gaps = most | {code: min(gap / 2, most[code]) * weight for gap, code in likeliest}
    return sorted(gaps.items(), key=lambda found: found[1])


def _skeleton(sample: str) -> str:
    """A text whose letters are mostly ASCII without the others, so that it is the same in most encodings."""
    plain = _BEYOND_ASCII.sub(" ", sample)
    return plain if sum(map(str.isalpha, plain)) > ASCII_SHARE * sum(map(str.isalpha, sample)) else sample


@lru_cache(maxsize=65536)
def _word_cost(word: str, language: str) -> float:
    letters = [character for character in word if character.isalpha()]
    capitals = sum(map(str.isupper, letters))
    shouted = len(letters) > 1 and capitals * 2 > len(letters)
    total = 0.0
    for at, character in enumerate(word):
        if character > "\x7f":
            before, after = word[at - 1 : at] if at else "", word[at + 1 : at + 2]
            total += _cost(character, before, after, language, shouted=shouted)
            if character in _DASHES and before.isalpha() and after.isalpha():
                total += _dash(word, at)
    return total


def _dash(word: str, at: int) -> float:
    """A dash without blanks stands between words, not between a word and a letter of its end."""
    shortest = min(_letters_at_end(word[:at]), _letters_at_end(word[:at:-1]))
    return 0.0 if (word[at] == "—" or word[at + 1].isupper()) and shortest >= SHORTEST_WORD else _CASE


def _letters_at_end(text: str) -> int:
    return next((at for at, character in enumerate(reversed(text)) if not character.isalpha()), len(text))


def _cost(character: str, before: str, after: str, language: str, *, shouted: bool) -> float:
    if unicodedata.category(character)[0] in "LM":
        return _letter(character, language) + _place(character, before, after, shouted=shouted)
    return _sign(character, before, after, language)


def _letter(character: str, language: str) -> float:
    if language in ASIAN_LANGUAGES:
        return _asian(character, language)
    small = character.lower() if character != "İ" else character
    capital = 0.0 if small == character else _CAPITAL
    if language in OTHER:
        rank = OTHER[language].own.find(small)
        if rank >= 0:
            return (2.7 if language == "th" else 2.2 + 0.09 * rank) + capital
    alphabet = LATIN.get(language) or OTHER[language]
    if small in alphabet.own:
        return _OWN + capital
    if small in alphabet.borrowed:
        return _BORROWED + capital
    return _FOREIGN + capital


def _asian(character: str, language: str) -> float:
    if "\u3041" <= character <= "\u30ff":
        return (3.5 if character <= "\u309f" else 4.5) if language == "ja" else _FOREIGN
    if "\uac00" <= character <= "\ud7a3":
        common = 4.0 if character in SYLLABLES else 6.5
        return (common if _row(character, "euc_kr") else _FOREIGN) if language == "ko" else _FOREIGN
    if "\u4e00" <= character <= "\u9fff":
        return _han(character, language)
    return _WRONG


def _han(character: str, language: str) -> float:
    if language == "ko":
        return _FOREIGN - 1
    if language == "ja":
        return 6.5 if 0xB0 <= _row(character, "euc_jp") <= 0xCF else 11.0
    if character in HAN:
        return 4.5
    return 7.0 if 0xB0 <= _row(character, "gb2312") <= 0xD7 or 0xA4 <= _row(character, "big5") <= 0xC6 else 11.0


@lru_cache(maxsize=32768)
def _row(character: str, encoding: str) -> int:
    """The row of a character in its national set, where common ones come first; 0 if it is not in it."""
    try:
        return character.encode(encoding)[0]
    except UnicodeEncodeError:
        return 0


def _place(character: str, before: str, after: str, *, shouted: bool) -> float:
    """What it costs that a letter stands there."""
    cost = 0.0
    script = _script(character)
    for beside in (before, after):
        if beside.isalpha() and _script(beside) != script and "asian" not in (script, _script(beside)):
            cost += _MIXED
    if character.isupper() and before.isalpha() and before.islower():
        cost += _CASE
    if character.islower() and before.isupper() and (after.isupper() or shouted) and character != "ß":
        cost += _CASE
    if character.islower() and after.isupper() and not before.isupper():
        cost += _CASE
    if script != "asian" and (before.isdigit() or after.isdigit()):
        cost += _ALONE
    if not before.isalpha() and not after.isalpha() and script != "asian" and not _joins(before, after):
        cost += _ALONE if character in _SMALL_WORDS else 2 * _ALONE
    if script == "thai":
        cost += _thai(character, before, after)
    return cost


def _joins(before: str, after: str) -> bool:
    return before in _INSIDE or after in _INSIDE or "'" in (before, after) or "-" in (before, after)


def _thai(character: str, before: str, after: str) -> float:
    """Marks and vowels stand behind or before a consonant."""
    consonant = "ก" <= before <= "ฮ"
    if unicodedata.combining(character) or "ั" <= character <= "ฺ" or "็" <= character <= "๎":
        return 0.0 if consonant or unicodedata.category(before or " ") == "Mn" else _CASE
    if "เ" <= character <= "ไ":
        return 0.0 if "ก" <= after <= "ฮ" else _CASE
    return 0.0


@lru_cache(maxsize=32768)
def _script(character: str) -> str:
    if "\u0e00" <= character <= "\u0e7f":
        return "thai"
    if character < "\u0250" or "\u1e00" <= character <= "\u1eff" or unicodedata.combining(character):
        return "latin"
    if character >= "\u2e80":
        return "asian"
    return "hebrew" if "\u0590" <= character <= "\u08ff" else "other"


def _sign(character: str, before: str, after: str, language: str) -> float:
    if unicodedata.category(character) in {"Cc", "Co", "Cn"}:
        return _CONTROL
    if language in ASIAN_LANGUAGES and (character in _ASIAN or "\uff10" <= character <= "\uff5a"):
        return 3.5 if character in _ASIAN else _SIGN
    if character in _EVERYWHERE:
        return 4.0 if language in OTHER else _WRONG
    if before.isalpha() and after.isalpha():
        return _INSIDE.get(character, _WRONG + 1)
    return _at_edge(character, before, after)


def _at_edge(character: str, before: str, after: str) -> float:
    """A sign that stands at a word's beginning or end, or by itself."""
    if character in _MARKS:
        return 2.5 if character == "’" else 4.0
    if character in _DASHES:
        return 7.0 if before.isalpha() or after.isalpha() else 3.0
    if character in _OPENERS and not before.isalnum() and after:
        return 3.0
    if character in _CLOSERS and before and not after.isalpha():
        return 3.0 if character in "”»’“…" else _SIGN
    if character in _FREE and not before.isalpha() and (character == "•" or not after.isalpha()):
        return _SIGN
    return _WRONG
