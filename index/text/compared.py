"""A text as words, numbers and marks, each with its place, as quotations are compared by: pure.

Quotation marks are no tokens, since each house sets its own, and nor is white space. A dash that stands before a digit
and behind nothing that it could join is a sign. Characters of scripts without blanks are a word each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

import regex

from index.text.folding import fold
from index.text.forms import formed
from index.text.quotation_marks import MARKS
from index.text.scripts import HANGUL, SPACED, UNSPACED, WORD_CHARS

Kind = Literal["word", "number", "hyphen", "dash", "sign", "omission", "mark"]
DASHES: Final = "\\-‐‑‒–—―−﹣－⸺"
HYPHEN: Final = "-"
"""The key of all dashes and hyphens."""
OMISSION: Final = "…"

_BLANK: Final = "[ \u00a0\u2007\u2009\u202f]"
_TOKEN: Final = regex.compile(
    rf"""(?V1)
    (?P<grouped>(?<![{WORD_CHARS}.,])\p{{Nd}}{{1,3}}(?:{_BLANK}\p{{Nd}}{{3}})+(?![{WORD_CHARS}]))
    | (?P<number>(?:(?<![^\s(\[\p{{Sc}}+±~≈<>≤≥={DASHES}])\.)?\p{{Nd}}+(?:[.,'’٫٬]\p{{Nd}}+)*+{SPACED}*+)
    | (?P<unspaced>{UNSPACED}\p{{M}}*)
    | (?P<word>[{SPACED}{HANGUL}]++(?:['’ʼ‘´`][{SPACED}{HANGUL}]++)*+)
    | (?P<omission>\.(?:[ \u00a0]\.){{2,}}|\.{{2,}}|…)
    | (?P<dashes>[{DASHES}]+)
    | (?P<mark>\S)
    """,
    regex.VERBOSE,
)
_QUOTES: Final = frozenset(f"{MARKS}`´′")
_APOSTROPHES: Final = re.compile("[’ʼ‘´`]")
_INVISIBLE: Final = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_LINE_BREAK: Final = re.compile(r"[ \t]*\n[ \t]*")
_AFTER_SIGN: Final = regex.compile(r"\p{Sc}?\.?\p{Nd}")
_IS_NUMBER: Final = regex.compile(r"\p{N}")
_OTHER_FIGURES: Final = re.compile("[\u2160-\u2188\uff10-\uff19]")
"""Roman numerals of one character, and digits of full width: other writings of a number."""
_IS_CURRENCY: Final = regex.compile(r"\p{Sc}")


class Token(NamedTuple):
    """A word, a number or a mark; `start` and `end` are its place in the text.

    Tokens with one `key` are aligned; those with one `form` are the same. `before` says whether white space is in front
    of it, `broken` whether the line ends behind this hyphen.
    """

    kind: Kind
    key: str
    form: str
    start: int
    end: int
    before: bool
    broken: bool = False

    @property
    def worded(self) -> bool:
        """Whether it is a word or a number."""
        return self.kind in {"word", "number"}


def tokens(text: str) -> list[Token]:
    """The tokens of `text` in order."""
    form = formed(text)
    found: list[Token] = []
    for match in _TOKEN.finditer(form.text):
        token = _token(match, form.text)
        if token is not None:
            start, end = form.place(token.start, token.end)
            found.append(_as_written(token._replace(start=start, end=end), text))
    return found


def unbroken(found: Iterable[Token]) -> list[Token]:
    """The tokens with what is parted by a hyphen at the end of a line as one word."""
    joined: list[Token] = []
    broken = False
    for token in found:
        if broken and token.worded and len(joined) > 1 and joined[-2].worded:
            joined.pop()
            form = joined[-1].form + token.form
            joined[-1] = joined[-1]._replace(kind=token.kind, key=fold(form) or form, form=form, end=token.end)
        else:
            joined.append(token)
        broken = token.broken
    return joined


def _as_written(token: Token, text: str) -> Token:
    """The token; with figures as they are written, where the form of the text has others of the same value."""
    written = text[token.start : token.end]
    if written.isascii() or not _OTHER_FIGURES.search(written):
        return token
    return token._replace(kind="number", form=_INVISIBLE.sub("", written))


def _token(match: regex.Match[str], text: str) -> Token | None:
    start, end = match.span()
    written, group = match[0], match.lastgroup
    before = start > 0 and text[start - 1].isspace()
    if group in {"word", "unspaced"}:
        plain = _APOSTROPHES.sub("'", written)
        kind: Kind = "number" if _IS_NUMBER.search(plain) else "word"
        return Token(kind, fold(plain) or plain, plain, start, end, before)
    if group in {"number", "grouped"}:
        plain = " ".join(_APOSTROPHES.sub("'", written).split())
        return Token("number", fold(plain), plain, start, end, before)
    if group == "omission":
        end = start + len(written.rstrip())
        return Token("omission", OMISSION, OMISSION, start, end, before)
    if group == "dashes":
        return _dash(text, start, end, before=before)
    return None if written in _QUOTES else Token("mark", written, written, start, end, before)


def _dash(text: str, start: int, end: int, *, before: bool) -> Token:
    behind, ahead = text[start - 1 : start], text[end : end + 1]
    if _AFTER_SIGN.match(text, end) and not (behind and (behind.isalnum() or behind in "%)]°")):
        return Token("sign", "−", "−", start, end, before)
    joins = behind.isalpha() and end - start == 1
    if joins and ahead.isalpha():
        return Token("hyphen", HYPHEN, text[start:end], start, end, before)
    broken = _LINE_BREAK.match(text, end) if joins else None
    if broken and text[broken.end() : broken.end() + 1].isalpha():
        return Token("hyphen", HYPHEN, text[start:end], start, end, before, broken=True)
    return Token("dash", HYPHEN, text[start:end], start, end, before)


def is_currency(token: Token) -> bool:
    """Whether it is a sign of money."""
    return bool(_IS_CURRENCY.fullmatch(token.form))
