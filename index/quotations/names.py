"""Words that are names, as far as writing tells: pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from index.text.compared import Token
from index.text.stops import STARTERS

_ENDS: Final = frozenset(".!?:…。！？\n")
_BEFORE_NOUNS: Final = frozenset(
    """
    der die das den dem des ein eine einen einem einer eines kein keine keinen im am zum zur vom beim ins ans aufs
    dieser diese dieses diesen diesem jeder jede jedes jeden jedem sein seine seinen seinem seiner ihr ihre ihren
    ihrem ihrer unser unsere mein meine als für ohne viele mehr wenige mit von und oder
    """.split()  # noqa: SIM905 (more readable than a list)
)
_ENDINGS: Final = ("e", "en", "em", "er", "es")
_STARTERS: Final = frozenset(word.casefold() for word in STARTERS)


def is_name(tokens: Sequence[Token], at: int, language: str | None) -> bool:
    """Whether a word begins with a capital that no sentence and, in German, no noun asks for."""
    token = tokens[at]
    if not _has_capital(token) or _begins(tokens, at):
        return False
    return not (language == "de" and _is_noun(tokens, at))


def may_be_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word could be a name: it has a capital, or its script has none.

    What begins a sentence is none if the same word stands there without a capital, or is one that sentences begin with.
    """
    token = tokens[at]
    if not token.worded:
        return False
    if not _has_capital(token):
        return _is_caseless(token)
    if not _begins(tokens, at) or (len(token.form) > 1 and token.form[1:] != token.form[1:].lower()):
        return True
    small = token.form.lower()
    return small not in _STARTERS and all(other.form != small for other in tokens)


def _has_capital(token: Token) -> bool:
    return token.kind == "word" and (token.form[0].isupper() or any(char.isupper() for char in token.form[1:]))


def _is_caseless(token: Token) -> bool:
    return any(unicodedata.category(char) == "Lo" for char in token.form)


def _begins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence begins there, or the text."""
    return at == 0 or tokens[at - 1].form[-1] in _ENDS


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1]
    return before.form in _BEFORE_NOUNS or (before.form.islower() and before.form.endswith(_ENDINGS))
