"""What a person is told of how their query was read, where it may have been meant otherwise: one line a kind. Pure."""

from __future__ import annotations

from typing import Final

MOST_SHOWN: Final = 40
"""Characters of what was typed that a hint or an error repeats."""

KNOWN_OPERATORS: Final = "since:, until:, after:, before:, during:, title: and in:"

_LINES: Final = {
    "operator": "there is no operator {0}:, so “{1}” was searched as words; there are " + KNOWN_OPERATORS,
    "meant": "there is no operator {0}:, so “{1}” was searched as words; did you mean {2}:?",
    "named": "{0}: was read as {1}:",
    "spaced": "“{0} {1}” was read as {0}{1}; to search for the words, put quotation marks around them",
    "colon": "“{0}” was searched as a word, since nothing follows it that it could ask for",
    "empty": "{0}: has no word to look for, so it was left out",
    "and": "AND need not be written: what has more of the words comes first anyway",
    "or": "OR or | need not be written: one of the words is enough, and what has more of them comes first",
    "either": "“{0}” was searched word by word, since of phrases joined by OR none has to stand there",
    "operators": "OR joins words only: of operators beside it, such as {0}:, each holds",
    "not": "“NOT {0}” leaves out what says “{0}”; to search for the words, write “not” in small letters",
    "nothing": "“NOT” was searched as a word, since no word follows that could be left out",
    "loose": "“{0}” was searched as a word, since there are no words on either side that it could join",
    "shouted": "in a query all in capitals AND, OR and NOT are words like all others; to leave a word out, write -word",
    "number": "“{0}” leaves out what says “{1}”; to search for the number, put quotation marks around it",
    "below": '“{0}” was searched as a number, so its minus leaves nothing out; to leave it out, write -"{1}"',
    "elided": '“{0}” was searched, since it stands for a longer word here; to leave it out, write -"{1}"',
    "bang": "“{0}” leaves nothing out; to leave the word out, write -{1}",
    "years": "“{0}” was searched as words; for these years write since:{1} until:{2}",
    "dashes": "“{0}” leaves nothing out, since it begins with more than one dash; to leave a word out, write -word",
    "group": '-(…) and NOT (…) leave out each word; to leave out words that stand together, write -"words in a row"',
    "quoted": '“{0}” was searched, since it seems to name who says what stands before; to leave it out, write -"{1}"',
    "pasted": "so long a text is searched by its words alone: its quotation marks, dashes and times ask for nothing",
    "must": '“+{0}” finds only what has this very word, as "{0}" does',
    "wildcard": "“{0}”: * and ? stand for no letters; words are found in all their forms, so write the word in full",
    "starred": "“{0}”: * and ? stand for no letters, and only this very word counts; write it in full",
    "gap": "“{0}”: * and ? stand for no words in a phrase; write two phrases instead",
    "star": "“*” stands for no word, so it was left out",
    "weight": "“{0}”: words have no weights, so “{1}” was searched like the others",
    "slip": "“{0}” was read without its sign, since misspelt words and words of like meaning are found anyway",
    "near": "“{0}” was left out: distances can't be asked for, but words side by side count more anyway",
    "distance": "“{0}” was left out and its phrase searched word by word, since distances can't be asked for",
    "brackets": "parentheses group nothing but words to leave out, so the words in them were read like the others",
    "everywhere": "“in:{0}” is the whole archive, so it was left out",
    "year": "“{0}” was searched as words; for the documents of that year write during:{0}",
}
"""By kind, in the order they are shown; {0} and the like are what was typed."""


class Hints:
    """The hints about one query: of each kind one line, which names the first that was typed."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}

    def note(self, kind: str, *typed: str) -> bool:
        """Notes a hint of that kind, unless there is one; whether the hint names just what was typed here."""
        line = _LINES[kind].format(*map(shortened, typed))
        return self._lines.setdefault(kind, line) == line

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self._lines[kind] for kind in _LINES if kind in self._lines)


def shortened(typed: str) -> str:
    """At most `MOST_SHOWN` characters of what was typed, in one line."""
    flat = " ".join(typed[: 4 * MOST_SHOWN].split())
    return flat if len(flat) <= MOST_SHOWN else flat[: MOST_SHOWN - 1] + "…"
