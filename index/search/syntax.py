"""What was typed as words, phrases, exclusions and operators, with hints where it may be meant otherwise. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from index.search.hints import Hints
from index.search.operators import NamedValue, named_value
from index.search.pieces import BRACKETS, Piece, Signs, pieces, shouted, word_set
from index.text.terms import is_searchable

Kind = Literal["word", "phrase", "excluded", "operator", "break"]


class Term(NamedTuple):
    """A part of a query; `text` of an operator is its value. Words before and after a break don't belong together."""

    kind: Kind
    text: str = ""
    operator: str = ""


_BREAK: Final = Term("break")
_DISTANCE: Final = re.compile(r"[(\[]?(?:(?i:AROUND|NEAR|ADJ|WITHIN)(?:\(\d{1,9}\)|/\d{1,9})|(?:W|PRE)/\d{1,9})[)\]]?")
_LETTER_WILDCARD: Final = re.compile(r"[^\W\d_]\?[^\W\d_]")
_ADDRESS: Final = re.compile(r"[/=]")
"""What no word has in which ? may stand for a letter."""
_PROXIMITY: Final = re.compile(r"~\d{1,9}")
_WEIGHT: Final = re.compile(r"[\d.]{0,8}")
_YEARS: Final = re.compile(r"(\d{4})\.{2,3}(\d{4})")
_BOOLEANS: Final = {"AND": "and", "&&": "and", "OR": "or", "|": "or", "||": "or", "NOT": "not", "NEAR": "near"}
_FUNCTION_WORDS: Final = word_set(
    "a an the to be been being in on of at by for is are was were it its this that these those only just all any yet "
    "as if so have has had do does did and or not"
)
"""After an emphatic NOT in a sentence: nobody leaves these out."""
_LEAST_LETTERS: Final = 3
"""Of a word that ^2 or ~1 stands behind: x^2 is a formula."""
MOST_COMPOSED: Final = 1000
"""Characters of a query that a person composes; in a longer, pasted text signs are the text's own."""
_FEW: Final = 6
"""Pieces of a query in which a name with a colon is likely meant as an operator, even before a blank."""
_NEAR: Final = 8
"""Terms in which a "between" may stand before its "AND"."""


def terms(typed: str) -> tuple[list[Term], Hints]:
    """What `typed` is made of, in its order; raises `QueryError` for an operator that can only be a slip."""
    reader = _Reader(list(pieces(typed)), pasted=len(typed) > MOST_COMPOSED)
    reader.read()
    return reader.terms, reader.hints


class _Reader:
    """Reads the pieces one after the other."""

    def __init__(self, found: Sequence[Piece], *, pasted: bool) -> None:
        self.terms: list[Term] = []
        self.hints = Hints()
        self._pieces = found
        self._pasted = pasted
        self._at = 0
        """The piece that is read."""
        self._negated_until = -1
        """The last piece that NOT or a minus before parentheses leaves out."""
        self._joined = -1
        """The piece after OR."""
        self._signs = Signs(found)
        self._in_prose = len(found) > _FEW
        words = [piece for piece in found if piece.text.strip(BRACKETS) not in _BOOLEANS]
        self._shouted = shouted(words)
        self._closers = [at for at, piece in enumerate(found) if not piece.quoted and ")" in piece.text]

    def read(self) -> None:
        while self._at < len(self._pieces):
            piece = self._pieces[self._at]
            if piece.quoted and self._pasted:
                self._loose("pasted", piece.text)
            elif piece.quoted:
                self._phrase(piece.text)
            elif not self._boolean(piece.text.strip(BRACKETS)):
                self._signed(piece.text)
            self._at += 1

    def _ahead(self) -> Sequence[Piece]:
        """The next few pieces."""
        return self._pieces[self._at + 1 : self._at + 5]

    @property
    def _excluded(self) -> bool:
        return self._at <= self._negated_until

    def _phrase(self, text: str) -> None:
        if "*" in text or _LETTER_WILDCARD.search(text):
            self.hints.note("gap", text)
        if self._excluded:
            self.terms.append(Term("excluded", text))
        elif self._at == self._joined:
            self._loose("either", text)
        else:
            self.terms.append(Term("phrase", text))

    def _loose(self, kind: str, phrase: str, typed: str = "") -> None:
        """The words of a phrase that need not stand there, with a hint of that kind about it or what was `typed`."""
        self.hints.note(kind, typed or phrase)
        self.terms += [_BREAK, *(Term("word", word) for word in phrase.split()), _BREAK]

    def _boolean(self, word: str) -> bool:
        """Whether the piece was read as AND, OR or NOT."""
        kind = _BOOLEANS.get(word)
        if kind is None or self._pasted or self._alone(kind, word):
            return False
        if self._shouted and word.isalpha():
            self.hints.note("shouted")
            return False
        if kind == "not":
            return self._not(self._ahead()[0])
        if kind == "and" and any(term.text.casefold() == "between" for term in self.terms[-_NEAR:]):
            return False  # "between 1969 AND 1972"
        if not self.hints.note(kind, word):
            return False
        if kind == "or":
            self._or()
        self._bracketed(self._pieces[self._at].text, *(piece.text for piece in self._ahead()[:1]))
        return True

    def _alone(self, kind: str, word: str) -> bool:
        """Whether words are missing for AND, OR or NOT, with a hint that it is a word; by itself it plainly is."""
        if self._ahead() and (kind == "not" or self._at):
            return False
        is_place = kind == "or" and self._at > 0  # Portland OR
        if word.isalpha() and not (is_place or self._shouted or len(self._pieces) == 1):
            self.hints.note("nothing" if kind == "not" else "loose", word)
        return True

    def _not(self, following: Piece) -> bool:
        if not is_searchable(following.text) or (not following.quoted and following.word.casefold() in _FUNCTION_WORDS):
            self.hints.note("nothing")
            return False
        if following.quoted or not following.text.startswith("("):
            self.hints.note("not", following.word)
            self._negated_until = max(self._negated_until, self._at + 1)
        else:
            self._open_group(self._at + 1)
        return True

    def _open_group(self, at: int) -> None:
        """Leaves out all up to the end of the parentheses that the piece at this place opens."""
        place = bisect_left(self._closers, at)
        self._negated_until = max(self._negated_until, self._closers[place] if place < len(self._closers) else at)
        self.hints.note("group")

    def _or(self) -> None:
        self._joined = self._at + 1
        if self.terms and self.terms[-1].kind == "phrase":
            self._loose("either", self.terms.pop().text)
        self._joins_operator(self.terms[-1] if self.terms else _BREAK)

    def _joins_operator(self, term: Term) -> None:
        if term.kind == "operator" and term.operator != "in":  # any of several folders will do
            self.hints.note("operators", term.operator)

    def _bracketed(self, *texts: str) -> None:
        if any(text[0] == "(" or text[-1] == ")" for text in texts if text):
            self.hints.note("brackets")

    def _signed(self, typed: str) -> None:
        """A word, without the dash or plus that says what is wanted of it."""
        sign = self._signs.before(self._at)
        rest = typed[1:]
        if sign and self._pasted:
            self.hints.note("pasted")
            self._word(typed)
        elif sign in {"out", "number"}:
            self._leave_out(typed, rest, sign)
        elif sign:
            self.hints.note(sign, typed, rest)
            self._word(typed)
        elif typed[0] == "+" and not self._pasted and rest[:1].isalpha() and not self._pieces[self._at].glued:
            self._demand(typed, rest)
        else:
            self._word(typed)

    def _leave_out(self, typed: str, rest: str, sign: str) -> None:
        if sign == "number":
            self.hints.note("number", typed, rest)
        if rest in {"", "("}:  # directly before a phrase
            self._negated_until = max(self._negated_until, self._at + 1)
        if rest.startswith("("):
            self._open_group(self._at)
        self._negated_until = max(self._negated_until, self._at)
        if rest:
            self._word(rest)

    def _demand(self, typed: str, rest: str) -> None:
        if self._excluded or self._at == self._joined or named_value(rest, self._ahead(), self.hints):
            self._word(rest)
            return
        self.hints.note("must", rest)
        self.terms.append(Term("phrase", rest))

    def _word(self, typed: str) -> None:
        """A word without its sign, or an operator."""
        glued = self._pieces[self._at].glued
        if _DISTANCE.fullmatch(typed) and self.hints.note("near", typed):
            return
        if glued and _PROXIMITY.fullmatch(typed) and self.terms and self.terms[-1].kind == "phrase":
            self._loose("distance", self.terms.pop().text, typed)
            return
        if glued and typed[0] in "^~" and self.hints.note("slip", typed):
            return
        if found := named_value(typed, self._ahead(), self.hints, excluded=self._excluded, in_prose=self._in_prose):
            self._named(found)
        else:
            self._add(self._plain(typed))

    def _named(self, found: NamedValue) -> None:
        """An operator with its value, or the words that look like one."""
        self._at += found.taken
        if found.operator is None:
            self._add(found.value)
            return
        term = Term("operator", found.value, found.operator)
        if self._joined in range(self._at - found.taken, self._at + 1):
            self._joins_operator(term)
        self.terms.append(term)

    def _add(self, text: str) -> None:
        if self._excluded:
            self.terms += [Term("excluded", word.strip(BRACKETS)) for word in text.split()]
        else:
            self.terms += [Term("word", word) for word in text.split()]

    def _plain(self, typed: str) -> str:
        """A word without the signs by which other programs match, weigh or join words."""
        if typed.strip("*") == "":
            if not (self._at and self._pieces[self._at - 1].text[-1:].isdigit()):  # 5 * 3
                self.hints.note("star")
            return ""
        if "|" in typed and typed.strip("|"):
            self.hints.note("or", "|")
            typed = typed.replace("|", " ")
        if "*" in typed and not (typed[0] == typed[-1] == "*" and is_searchable(typed)):
            self.hints.note("starred" if self._excluded else "wildcard", typed)
            return typed.strip("*")
        if _LETTER_WILDCARD.search(typed) and not _ADDRESS.search(typed):
            self.hints.note("starred" if self._excluded else "wildcard", typed)
        return self._unweighted(typed)

    def _unweighted(self, typed: str) -> str:
        for sign, kind in (("^", "weight"), ("~", "slip")):
            word, found, weight = typed.rpartition(sign)
            fits = word.isalpha() and len(word) >= _LEAST_LETTERS and _WEIGHT.fullmatch(weight)
            if found and fits and self.hints.note(kind, typed, word):
                return word
        if typed[0] in "~!" and typed[1:2].isalpha():
            self.hints.note("slip" if typed[0] == "~" else "bang", typed, typed[1:])
            return typed[1:]
        if years := _YEARS.fullmatch(typed):
            self.hints.note("years", typed, *years.groups())
        return typed
