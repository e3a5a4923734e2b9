"""Markup of Markdown in a draft: code, in which nothing is quoted, and how words of a quotation look: pure."""

from __future__ import annotations

import re
from typing import Final

_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE: Final = re.compile(r"^(```|~~~).*?^\1[ \t]*$|(?<!`)`[^`\n]+`(?!`)", re.MULTILINE | re.DOTALL)
_INDENTED: Final = re.compile(r"(?:(?<=\n\n)|(?<=\A))(?:(?: {4}|\t)[ \t]*\S.*(?:\n|\Z)(?:[ \t]*\n(?=(?: {4}|\t)))*)+")
_IS_LIST: Final = re.compile(r"^(?:[ \t]+|[ \t]*(?:[-*+]|\d+[.)])[ \t])")
_OURS: Final = re.compile(
    r"[ \t]{0,3}(?:\[[^\[\]\n]*@dateline-[0-9a-z]{8}[^\[\]\n]*\]|\((?:[^()\n]* )?passage[ \u00a0]+[0-9a-z]{8}\))",
    re.IGNORECASE,
)
"""Citations of ours within what is quoted."""
_EMPHASIS: Final = (
    (re.compile(r"!?\[([^\[\]\n]*)\](?:\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\)|\[[^\[\]\n]*\])"), r"\1"),
    (re.compile(r"\[\^[^\[\]\s]+\]"), ""),
    (re.compile(r"(?<![*\\])(\*{1,3}|~~)(?=\S)((?:(?!\1).){1,500}?)(?<=\S)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<![\w\\])(_{1,3})(?=\S)((?:(?!\1).){1,500}?)(?<=\S)\1(?!\w)", re.DOTALL), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
"""Markup of Markdown within what is quoted, and what is left of it: links, notes, emphasis, backslashes."""


def blank(text: str) -> str:
    """As many blanks, the lines kept."""
    return re.sub(r"[^\n]", " ", text)


def without_code(text: str) -> str:
    """`text` with blanks in the place of code and of front matter."""
    kept = _INDENTED.sub(lambda code: code[0] if _is_in_a_list(text, code.start()) else blank(code[0]), text)
    for pattern in (_FRONT_MATTER, _CODE):
        kept = pattern.sub(lambda match: blank(match[0]), kept)
    return kept


def _is_in_a_list(text: str, at: int) -> bool:
    """Whether what is indented at `at` goes on with a list, rather than being code."""
    before = text[max(0, at - 2_000) : at].rstrip().rsplit("\n", 1)[-1]
    return bool(_IS_LIST.match(before))


def without_citations(words: str) -> str:
    """The words of a quotation without citations of ours among them."""
    return _OURS.sub("", words)


def without_emphasis(words: str) -> str:
    """The words without links, notes, emphasis and backslashes."""
    for pattern, kept in _EMPHASIS:
        words = pattern.sub(kept, words)
    return words
