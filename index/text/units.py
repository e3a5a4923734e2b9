"""What people read as one word: pure.

A sign that belongs to a word makes it another one: "C++", "AT&T", "3.11.4", "20%". And many are written in more ways
than one: "e-mail" and "email", "U.S." and "US". So each stretch of text between two blanks has three views: its words
`apart`, split at every sign; the same `joined`, as if written without the signs; and the words it is `ranked` by.
Patterns are tried at every character, so each is bounded: time grows with the length of a text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from index.text import numbers
from index.text.folding import MAX_REMEMBERED, fold
from index.text.scripts import (
    HAN,
    HANGUL,
    LETTER,
    SOUTH_EAST,
    SPACED,
    UNSPACED,
    WORD_CHARS,
    characters,
    stretches,
)

MAX_TERM = 64
"""Characters; longer terms are cut: they are noise (base64, long addresses) that would bloat the index."""
MAX_REMEMBERED_LENGTH = 48
"""Characters; longer stretches hardly come twice."""
MAX_PART = 9
"""Characters of each part of a designation such as 67P/Churyumov."""
MAX_ACRONYM = 3
"""Letters; short acronyms are often words too: "US" is not "us"."""
ACRONYM_END = "."


class Views(NamedTuple):
    """A stretch of text as terms. `apart` and `joined` are folded."""

    apart: tuple[str, ...]
    """Words and numbers, split at every sign; characters in scripts without blanks."""
    joined: tuple[str, ...]
    """The same, with each unit of several words or with signs as one term."""
    strict: bool
    """Whether a sign belongs to the meaning, so that the words `apart` say something else."""
    ranked: tuple[str, ...]
    """Words in their order, to be stemmed."""
    further: tuple[str, ...]
    """Other forms of them that people search for, to be stemmed, too."""


_ELIDED = frozenset(
    {
        *"cdjlmnst",
        *("qu", "jusqu", "lorsqu", "puisqu", "quoiqu"),
        *("un", "all", "dall", "dell", "nell", "sull", "quell"),
    }
)
_CONTRACTED = frozenset({"s", "re", "ve", "ll", "d", "m"})
"""What an apostrophe parts for good: French and Italian articles before it, English endings behind it."""
_HYPHENS = "-‐‑⁃־·_"
_APOSTROPHES = "'’ʼ‘´`״׳\""
_DASHES = "–−"
_UNIT = regex.compile(
    rf"""(?V1)
    (?P<han>{HAN}+)
    | (?P<south_east>{SOUTH_EAST}+)
    | (?P<hangul>{HANGUL}+)
    | (?P<mail>(?<!{SPACED})[{WORD_CHARS}._%+\-]{{1,64}}+@{SPACED}{{1,64}}(?:[.\-]{SPACED}{{1,64}}){{1,8}})
    | (?P<amp>(?<![{WORD_CHARS}&]){SPACED}{{1,3}}(?:&{SPACED}{{1,3}}){{1,3}}(?!{SPACED}|&))
    | (?P<abbreviation>(?<![{WORD_CHARS}.])(?:
        (?:\p{{Lu}}\p{{Ll}}|{LETTER})\.(?:{LETTER}\.){{0,8}}{LETTER}(?!\.?{SPACED})\.?
        | {LETTER}\.\p{{Lu}}\p{{Ll}}(?!\.?{SPACED})\.?
        | (?:{LETTER}\.){{2,8}}(?=\p{{Lu}}{SPACED}) ))
    | (?P<number>(?:(?=\p{{Sc}})|(?<!{SPACED}))
        (?=\p{{Sc}} | %\p{{Nd}} | v?\p{{Nd}}{{1,40}}[.,'’٫٬]\p{{Nd}} | \p{{Nd}}{{1,40}}(?:[%‰°+]|\p{{Sc}}))
        (?P<before>\p{{Sc}}|%)?v?
        (?P<digits>\p{{Nd}}{{1,40}}(?:[.,'’٫٬]\p{{Nd}}{{1,40}}){{0,12}})
        (?P<unit>{LETTER}{SPACED}{{0,7}})?
        (?P<after>°[CFK]?|[%‰+]|\p{{Sc}})?(?!{SPACED}))
    | (?P<dotted>(?<![^\s(\[{{"'“‘«„/])\.{LETTER}{SPACED}{{0,40}})
    | (?P<tag>(?<![{WORD_CHARS}&/\#@])[\#@](?:{SPACED}|_){{1,64}})
    | (?P<signed>(?<!{SPACED}){SPACED}{{1,20}}(?:\+\+\p{{Nd}}*|[+\#♯])(?![{WORD_CHARS}+\#]))
    | (?P<chain>{SPACED}++(?:(?:[{_HYPHENS}{_APOSTROPHES}{_DASHES}./:]|__)
        (?!(?<!\.)\p{{Nd}}{{1,40}}[.,]\p{{Nd}})(?!(?<=[{_HYPHENS}{_DASHES}/]){LETTER}\.{LETTER}\.){SPACED}++(?![%‰°+\#♯])){{0,24}})
    | (?P<and>&)
    """,
    regex.VERBOSE,
)
_PARTS = regex.compile(rf"(?V1){SPACED}+")
_WORDS = regex.compile(rf"(?V1){UNSPACED}+|{HANGUL}+|{SPACED}+")
_OPENING, _CLOSING = "([\"'", ".,;:!?)]\"'"
"""What may stand around a word and is no part of it."""


@lru_cache(maxsize=256)
def views(text: str) -> tuple[Views, ...]:
    """The views of each stretch of `text`, in order; cached, since a passage's are computed one after another."""
    return tuple(of_stretches(stretches(text)))


def of_stretches(found: Iterable[str]) -> Iterator[Views]:
    """The views of each of these stretches."""
    return map(_VIEWS.__getitem__, found)


def of_stretch(stretch: str) -> Views:
    """The views of one stretch of text without blanks in it, remembered."""
    return _VIEWS[stretch]


def _split(stretch: str) -> Views:
    """The views of one stretch of text."""
    plain = stretch.lstrip(_OPENING).rstrip(_CLOSING)
    if plain.isascii() and plain.isalpha():
        return _word(plain) if plain == stretch else of_stretch(plain)  # as most are; and one value for all of a word
    found = [_view(match) for match in _UNIT.finditer(stretch)]
    if len(found) == 1:
        return found[0]
    return Views(
        tuple(term for view in found for term in view.apart),
        tuple(term for view in found for term in view.joined),
        any(view.strict for view in found),
        tuple(word for view in found for word in view.ranked),
        tuple(word for view in found for word in view.further),
    )


class _ViewCache(dict[str, Views]):
    """Each stretch's views, worked out on first access."""

    def __missing__(self, stretch: str) -> Views:
        if len(stretch) > MAX_REMEMBERED_LENGTH:
            return _split_long(stretch)
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        made = self[stretch] = _split(stretch)
        return made


_split_long = lru_cache(maxsize=256)(_split)


_VIEWS = _ViewCache()


def _view(match: regex.Match[str]) -> Views:
    kind = match.lastgroup or ""
    return _READERS[kind](match) if kind in _READERS else _whole(match[0])


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(term for word in words if (term := fold(word[:MAX_TERM])))


def _cut(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word[:MAX_TERM] for word in words)


def _run(match: regex.Match[str]) -> Views:
    terms = tuple(characters(match[0]))
    return Views(terms, terms, False, (match[0],), ())


def _whole(written: str) -> Views:
    """A unit whose signs belong to it: "AT&T", "#tag", "C++"."""
    words = _WORDS.findall(written)
    name = written.replace("♯", "#")[:MAX_TERM]
    ranked = tuple(word for word in words if len(word) > 1) if len(words) == 1 or "@" in name[1:] else ()
    return Views(_folded(words), _folded((name,)), True, ranked or (name,), (name,) if ranked else ())


def _and(_: regex.Match[str]) -> Views:
    """A sign that is read as a word, and nothing that anybody would search for."""
    return Views((), ("and",), False, (), ())


def _abbreviation(match: regex.Match[str]) -> Views:
    letters = _PARTS.findall(match[0])
    word = "".join(letters)
    return Views(
        _folded(letters), _folded((word,)), False, (word,), (_acronym(word),) if len(word) <= MAX_ACRONYM else ()
    )


def _acronym(word: str) -> str:
    """What stands for a short acronym beside its word: no other term ends in a full stop."""
    return f"{fold(word)}{ACRONYM_END}"


def _number(match: regex.Match[str]) -> Views:
    parts = re.split(r"\D", match["digits"])
    read = numbers.read(fold(match["digits"]))
    unit, signs = match["unit"] or "", f"{match['before'] or ''}{match['after'] or ''}"
    apart = _folded((*parts[:-1], parts[-1] + unit, *_PARTS.findall(match["after"] or "")))
    if read.several:
        return Views(apart, apart, False, apart, (read.text,))
    plain = f"{read.text}{unit}"
    name = f"{plain}{signs}" if signs[:1] in "%‰°+" else f"{signs}{plain}"
    further = {name, read.text, *read.wider} - {plain}
    if numbers.BLANK in match["digits"]:
        further.update(parts)
    return Views(apart, _folded((name,)), read.exact or bool(signs), (plain,), tuple(sorted(further)))


def _chain(match: regex.Match[str]) -> Views:
    parts = tuple(_PARTS.findall(match[0]))
    if len(parts) == 1:
        return _word(parts[0])
    signs = [match[0][end:start] for end, start in _between(match[0])]
    pair = _digits_pair(parts, signs)
    if pair:
        return Views(_folded(parts), (pair,) if "/" in pair else _folded(parts), "/" in pair, parts, (pair,))
    groups = [list(parts)] if _is_designation(parts, signs) else _grouped(parts, signs)
    joined = _folded("".join(group) for group in groups)
    further = tuple("".join(group) for group in groups if len(group) > 1)
    if set(signs) == {"."} and parts[-1].isalpha():
        further = (*further, match[0], *(("".join(parts),) if len(parts) == 2 else ()))  # node.js is also nodejs
    if version := re.search(r"\d+(?:\.\d+)+", match[0]):
        further = (*further, version[0], *numbers.read(fold(version[0])).wider)
    acronyms = (word for part in parts for word in _word(part).further)
    return Views(_folded(parts), joined, False, _cut(parts), _cut((*further, *acronyms)))


def _between(chain: str) -> list[tuple[int, int]]:
    """Where the signs between the words of `chain` begin and end."""
    spans = [match.span() for match in _PARTS.finditer(chain)]
    return [(left[1], right[0]) for left, right in pairwise(spans)]


def _word(word: str) -> Views:
    acronym = word.isupper() and 2 <= len(word) <= MAX_ACRONYM and word.isalpha()
    terms = _folded((word,))
    return Views(terms, terms, False, _cut((word,)), (_acronym(word),) if acronym else ())


def _digits_pair(parts: tuple[str, ...], signs: list[str]) -> str | None:
    """24/7, 9/11, 10:30 or 3–2 as one term."""
    short = len(parts) == 2 and all(part.isdecimal() and len(part) <= 2 for part in parts)
    sign = "-" if signs[0] in _HYPHENS + _DASHES else signs[0]
    return fold(sign.join(parts)) if short and sign in "/:-" else None


def _grouped(parts: tuple[str, ...], signs: list[str]) -> list[list[str]]:
    """`parts` in groups, each of which may also be written as one word."""
    groups = [[parts[0]]]
    for left, sign, right in zip(parts, signs, parts[1:], strict=False):
        if _joins(left, sign, right):
            groups[-1].append(right)
        else:
            groups.append([right])
    return groups


def _joins(left: str, sign: str, right: str) -> bool:
    """Whether two words with `sign` between them may be written as one: "e-mail", "O’Brien", "don’t", "Qur’an"."""
    if sign == '"':
        return not left.isascii()  # typed in place of gershayim
    if sign in _APOSTROPHES:
        before, after = left.casefold(), right.casefold()
        if after == "t" or after in _CONTRACTED:
            return left.isdecimal() or (after == "t" and before[-1] == "n")
        return before not in _ELIDED or right[0].isupper()
    if left.isdecimal() and right.isdecimal():
        return False
    return sign[0] in _HYPHENS


def _is_designation(parts: tuple[str, ...], signs: list[str]) -> bool:
    """Whether this is a short compound with a digit, so that "A-10" and "A10" are the same term."""
    whole = "".join(parts)
    short = len(parts) > 1 and all(len(part) <= MAX_PART for part in parts)
    mixed = any(char.isdigit() for char in whole) and any(char.isalpha() for char in whole)
    return short and mixed and all(sign in "-‐‑–/." for sign in signs)


_READERS = {
    "han": _run,
    "south_east": _run,
    "hangul": _run,
    "abbreviation": _abbreviation,
    "number": _number,
    "chain": _chain,
    "and": _and,
}
