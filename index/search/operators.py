"""A name, a colon and a value: an operator, a slip for one, or words that happen to have a colon. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from index.dates.typed import read_days
from index.errors import QueryError
from index.search.hints import Hints, shortened
from index.search.pieces import BRACKETS, CLOSING, DASHES, Piece, word_set
from index.text.edits import distance
from index.text.terms import is_searchable

DATE_OPERATORS: Final = ("since", "until", "after", "before", "during")
OPERATORS: Final = (*DATE_OPERATORS, "title", "in")
_NAMED: Final = re.compile(r"([^\W\d_]++)([:：])(.*+)", re.DOTALL)
_ALIASES: Final = {"intitle": "title", "allintitle": "title"}
_MEANT: Final = {
    **dict.fromkeys(("folder", "path", "dir", "directory", "inurl"), "in"),
    **dict.fromkeys(("date", "day", "on", "year", "month"), "during"),
    **dict.fromkeys(("from", "start", "newer"), "since"),
    **dict.fromkeys(("to", "till", "end", "older"), "until"),
}
"""What our operators are called elsewhere."""
_ELSEWHERE: Final = _MEANT.keys() | word_set(
    "site filetype ext author by source intext allintext lang language type url link tag"
)
"""Names of operators elsewhere; they are no words to search for."""
_LEAST_LETTERS: Final = 5
"""Of an operator's name that a slip is taken for; "in" is one letter from "on", "if" and "it"."""
_MOST_LETTERS: Final = 20
"""Of a name that looks like an operator's."""
_MOST_DATE_WORDS: Final = 3
"""After the first, as in 20 July 1969."""


class NamedValue(NamedTuple):
    """An operator and its value, or without one the words to search for; `taken` counts the further pieces read."""

    operator: str | None
    value: str
    taken: int = 0


def named_value(
    typed: str, ahead: Sequence[Piece], hints: Hints, *, excluded: bool = False, in_prose: bool = False
) -> NamedValue | None:
    """What a piece with a colon is, given the next pieces; None for a word like any other.

    Raises `QueryError` where only a slip can be meant. `in_prose` says that it stands among many words, where
    "title: " is a sentence's.
    """
    bare = typed.lstrip(BRACKETS)
    match = _NAMED.match(bare)
    if match is None or len(match[1]) > _MOST_LETTERS:
        return None
    name, colon, value = match.groups()
    if bare != typed:
        value = value.rstrip(BRACKETS)
    known = _known(name.casefold(), value, ahead, hints)
    if known in OPERATORS and not value.startswith("//"):
        found = _with_value(known, value, ahead) or _spaced(known, name, ahead, hints, in_prose=in_prose)
        return _operator(known, name, found, hints, excluded=excluded)
    if colon != ":" or len(name) == 1 or value.startswith(("/", "\\", ":")) or name.upper() == name.lower():
        return None  # an address, a path, or words in another script
    if not in_prose or len(value) < _MOST_LETTERS:
        _refuse_slip(known, value, ahead)
    glued = bool(ahead) and ahead[0].quoted and ahead[0].glued
    if value or glued or not in_prose:
        return _words(name, value or (ahead[0].text if glued else ""), hints)
    return None


def _known(name: str, value: str, ahead: Sequence[Piece], hints: Hints) -> str:
    """The operator that is called `name` elsewhere, where the value fits it; else the name."""
    known = _ALIASES.get(name, name)
    if _MEANT.get(name) in DATE_OPERATORS and value and _date(ahead, value):
        known = _MEANT[name]
    if known != name:
        hints.note("named", name, known)
    return known


def _words(name: str, value: str, hints: Hints) -> NamedValue:
    plain, typed = name.casefold(), f"{name}:{value}"
    named = (
        hints.note("meant", plain, typed, _MEANT[plain]) if plain in _MEANT else hints.note("operator", plain, typed)
    )
    return NamedValue(None, value if named and value and plain in _ELSEWHERE else f"{name}: {value}")


def _refuse_slip(name: str, value: str, ahead: Sequence[Piece]) -> None:
    """Raises `QueryError` for a name one letter from an operator's, where a value follows."""
    for operator in OPERATORS:
        if len(operator) < _LEAST_LETTERS or abs(len(name) - len(operator)) > 1 or distance(name, operator) > 1:
            continue
        glued = bool(ahead) and ahead[0].quoted and ahead[0].glued
        if value or glued or (operator in DATE_OPERATORS and _date(ahead)):
            raise QueryError(
                f"there is no operator {name}: (write {operator}:{shortened(value) or '…'}, "
                f'or "{name} {shortened(value) or "…"}" to search for the words)',
                shown=True,
            )


def _operator(name: str, typed: str, found: NamedValue | None, hints: Hints, *, excluded: bool) -> NamedValue | None:
    if found is None:
        hints.note("colon", f"{typed}:")
    elif excluded:
        raise QueryError(f"{name}: can't be excluded; leave out the minus or NOT", shown=True)
    return found


def _with_value(name: str, value: str, ahead: Sequence[Piece]) -> NamedValue | None:
    """The operator with the value that directly follows its colon; None where none does."""
    if not value:
        glued = bool(ahead) and ahead[0].quoted and ahead[0].glued
        return NamedValue(name, ahead[0].text, 1) if glued else None
    if name in DATE_OPERATORS:
        date, taken = _date(ahead, value) or (value, 0)
        return NamedValue(name, date, taken)
    return NamedValue(name, value.rstrip(",;") if name == "in" else value)


def _spaced(name: str, typed: str, ahead: Sequence[Piece], hints: Hints, *, in_prose: bool) -> NamedValue | None:
    """The operator with a value after a blank, as in since: 1969; None where what follows is no value."""
    if name in DATE_OPERATORS:
        found = _date(ahead)
        return NamedValue(name, *found) if found else None
    following = ahead[0] if ahead else None
    if (
        in_prose
        or following is None
        or typed != typed.lower()
        or not is_searchable(following.text)
        or following.text[0] in DASHES
    ):
        return None
    hints.note("spaced", f"{typed}:", following.text)
    return NamedValue(name, following.text if following.quoted else following.word, 1)


def _date(ahead: Sequence[Piece], begun: str = "") -> tuple[str, int] | None:
    """The longest date that begins with `begun` and goes on in the next pieces, and how many of them it takes."""
    if not begun and ahead and ahead[0].quoted:
        return (ahead[0].text, 1) if _is_date(ahead[0].text) else None
    words = [begun] if begun else []
    for piece in ahead[: _MOST_DATE_WORDS if begun else _MOST_DATE_WORDS + 1]:
        if piece.quoted:
            break
        words.append(piece.text)
    for end in range(len(words), 0, -1):
        text = " ".join(words[:end]).strip(BRACKETS + CLOSING)
        if _is_date(text):
            return text, end - bool(begun)
    return None


def _is_date(text: str) -> bool:
    try:
        read_days(text)
    except QueryError:
        return False
    return True
