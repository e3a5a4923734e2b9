"""Whether a negation before a time in a query is of the time: pure. See `index.dates.surroundings`. These are not:

A Town Without Trams in March 2015 · how a town learns to say no in May 2015 · whether or not to dredge in April 2019
"""

from __future__ import annotations

import re
from typing import Final

from index.dates.cues import (
    CLOSING_MARKS,
    MAX_NEGATION,
    MAX_SOURCE_NEGATION,
    SOURCE_WORDS,
    is_negation,
    word_set,
)
from index.dates.tokens import QueryWords, Tokens

_BEFORE_NOUN: Final = word_set("say says said saying of a an the vote votes voted voting answer answers answered")
"""After these "no" is a noun."""
_DONE: Final = re.compile(r"(?!(?:n|f|sp|exc|proc|succ)eed$).+ed|.+(?:en|wn|ung|ept|elt|ught|ilt|ade|eld|ost|ent|aid)")
"""What is not done in a time, "not built in 1986", is done in others; so is what these are."""
_ASKED_FOR: Final = SOURCE_WORDS | word_set("those these that any some all")
"""What stands for documents: "all photos without those in 1986"."""


def negated(words: QueryWords, tokens: Tokens, begin: int) -> bool:
    """Whether a negation stands shortly before token `begin`, in the same clause: "none of the reports from 2019"."""
    reach = MAX_SOURCE_NEGATION if tokens.texts[begin : begin + 1] in (["from"], ["of"], ["dated"]) else MAX_NEGATION
    for at in range(begin - 1, max(-1, begin - 1 - reach), -1):
        if is_negation(tokens.texts[at]) and not _is_of_others(words, tokens, at, begin):
            return True
        if tokens.texts[at] in CLOSING_MARKS:
            return False
    return False


def _is_of_others(words: QueryWords, tokens: Tokens, at: int, begin: int) -> bool:
    """Whether the negation at token `at` negates something else than the time, whose preposition is at `begin`."""
    text, before = tokens.texts[at], tokens.texts[at - 1] if at else ""
    if at == begin - 1:
        return text == "no" and before in _BEFORE_NOUN
    if before == "or" and at > 1 and tokens.texts[at - 2] == "whether":
        return True
    return is_in_title(words, tokens, at, begin)


def is_in_title(words: QueryWords, tokens: Tokens, at: int, begin: int) -> bool:
    """Whether the word at token `at`, of what is not done or when, is of a title before the preposition at `begin`.

    It begins with a capital, as the word before it does, but not the preposition.
    """
    place = tokens.places[at]
    if not place or not words[place].istitle() or not words[tokens.places[begin]].islower():
        return False
    begins_sentence = words[place - 1].endswith((".", "?", "!", ":"))
    turned = any(text in _ASKED_FOR or _DONE.fullmatch(text) for text in tokens.texts[at + 1 : begin])
    return words[place - 1][:1].isupper() and not begins_sentence and not turned
