"""Untrusted text made harmless for Discord: it can't ping, link, format, reverse a line or leave its frame.

What a backslash does in Discord's markdown: before any character that is neither a letter, a digit nor a space it
shows that character as it is (https://support.discord.com/hc/en-us/articles/210298617). So every character that
can begin a construct is escaped, and the rest is left alone, that copied text stays readable.
"""

from __future__ import annotations

from typing import Final

import regex

import index
from bot.ui import limits

MARK: Final = "…"
"""Stands where text was left out."""
QUOTE: Final = "> "
_ISOLATES: Final = 2
"""Characters that isolating a text takes."""

_SPECIAL = regex.compile(
    r"[\\*_~|`<>\[\]#@]"  # formatting, mentions, timestamps, quotes, links, headings
    r"|:(?=\S)"  # addresses (https:) and :emoji:
    r"|(?<=\w)\.(?=\p{L})"  # invitations without https (discord.gg)
    r"|(?<=^[ \t]*)[-+](?=\s|\\?#|$)"  # bullets, and -# small text
    r"|(?<=^[ \t]*\d+)[.)](?=\s|$)",  # numbered lists
    regex.MULTILINE,
)
_GRAPHEME = regex.compile(r"\X")


def escape(text: str) -> str:
    """Cleaned text that Discord shows as it is, whatever it contains; line breaks are kept."""
    return _SPECIAL.sub(r"\\\g<0>", index.clean(text))


def path_line(path: str) -> str:
    """A path in one line of cleaned text, not escaped; a name of invisible characters alone is spelled out."""
    return index.one_line(path) or path.encode("unicode_escape").decode("ascii")


def label(text: str, most: int) -> str:
    """Untrusted text for one line among others: escaped, at most `most` long, unable to reorder its neighbours."""
    flat = index.one_line(text)
    shown = fit(flat, most)
    if index.isolated(shown) == shown:
        return shown
    return index.isolated(fit(flat, most - _ISOLATES))


def fit(text: str, most: int) -> str:
    """`text` escaped, at most `most` long; cut between words, or at least graphemes, and then marked."""
    whole = escape(text)
    if limits.length(whole) <= most:
        return whole
    return escape(text[: _longest(text, most - len(MARK))].rstrip()) + MARK if most >= len(MARK) else ""


def _longest(text: str, most: int) -> int:
    """Where to end so that the escaped beginning of `text` is at most `most` long."""
    room, end, word_end = most, 0, 0
    for grapheme in _GRAPHEME.finditer(text):
        # Escaped alone a grapheme is never shorter than in its place by more than its own backslash.
        room -= limits.length(grapheme[0]) + len(_ALWAYS.findall(grapheme[0]))
        if room < 0:
            break
        end = grapheme.end()
        if grapheme[0].isspace():
            word_end = grapheme.start()
    return word_end if word_end > end // 2 else end


_ALWAYS = regex.compile(r"[\\*_~|`<>\[\]#@:.+\-)]")
"""Every character `escape` may put a backslash before."""


def bold(escaped: str) -> str:
    """Escaped text in bold; each line for itself, so that no bold outlives its line."""
    return "\n".join(_bold_line(line) for line in escaped.split("\n"))


def _bold_line(line: str) -> str:
    core = line.strip()
    if not core:
        return line
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{before}**{core}**{after}"


def quoted(escaped: str) -> str:
    """Escaped text as a quotation: every line carries the quote prefix."""
    return "\n".join(QUOTE + line.rstrip() for line in escaped.split("\n"))
