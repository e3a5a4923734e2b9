"""Untrusted text made harmless for Discord: it can't ping, link, format, reverse a line or leave its frame.

A backslash before any character that is neither a letter, a digit nor a space shows that character as it is
(https://support.discord.com/hc/en-us/articles/210298617). It is put only where the character could act, that copied
text has the words: where Discord's grammar, or any frame in which the bot puts text, leaves a doubt, it is put. The
grammar is that of Discord's own parser (discord-markdown-py, which the tests ask) and of the older clients' one, with
https://discord.com/developers/docs/reference#message-formatting for mentions, timestamps and emoji.

What the frames may do: stand at a line's beginning, add white space, `**`, `~~` or words without marks, and trim lines.
Two escaped pieces may meet at white space or at such a mark; pieces that touch are joined before they are escaped.
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

_ACTS = regex.compile(
    r"""
    [*`]                                           # emphasis (between our own ** even ` * ` closes it), and code
    | \\(?![0-9A-Za-z])                            # before anything else a backslash vanishes
    | _(?![0-9A-Za-z]) | _(?<![\p{L}\p{N}]_)       # emphasis, except within a word
    | ~(?![ ]?[^\s~])  | ~(?<![^\s~][ ]?~)         # ~~, also with what stands beside the line
    | \|(?=\||\Z)      | \|(?<=\|\|)               # ||
    | <(?![=0-9]?[0-9.,%]*[ ]\S)                   # mentions, emoji, timestamps, addresses; not "a < b"
    | \((?<=\]\()                                  # [masked](links)
    | @(?=everyone|here|[a-z]{0,7}\Z)              # those without brackets, also cut short
    | :(?=//)                                      # addresses with any scheme
    | :(?=[\w+-]++(?::|\Z))                        # :emoji:, also with a colon that follows the text
      (?![0-9]{1,2}(?:[+-][0-9]{1,2})?(?::|\Z))    # but not times, of which none is named: 18:45:30, 18:45-19:15:30
    | \.(?=\p{L})(?<=discord(?:app)?\.)            # invitations without https (discord.gg)
    | \.(?=\s|\Z)(?<=^[^\S\n]*[0-9]+\.)            # at a line's beginning: numbered lists
    | [-+](?=[\s\#]|\Z)(?<=^[^\S\n]*[-+])          # bullets, and -# small text
    | \#(?<=^[^\S\n]*\#)(?=\#*+(?:\s|\Z))          # headings
    | >(?<=^[^\S\n]*>)                             # quotations
    """,
    regex.MULTILINE | regex.VERBOSE | regex.IGNORECASE,
)
"""Every character that acts. What follows and goes before it is read once, so that time is as the text's length."""


def escape(text: str) -> str:
    """Cleaned text that Discord shows as it is, whatever it contains; line breaks are kept."""
    return _ACTS.sub(r"\\\g<0>", index.clean(text))


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
    whole, cleaned = escape(text), index.clean(text)
    if limits.length(whole) <= most:
        return whole
    room = most - len(MARK)
    while room >= 0:
        shown = escape(cleaned[: _longest(cleaned, room)].rstrip()) + MARK
        if limits.length(shown) <= most:
            return shown
        room -= limits.length(shown) - most  # where a text ends more is escaped, by a character or two
    return ""


def _longest(text: str, most: int) -> int:
    """Where to end so that the beginning of cleaned `text`, escaped as in the whole, is at most `most` long."""
    acting = {match.start() for match in _ACTS.finditer(text)}
    room, end, word_end = most, 0, 0
    for start, stop in index.graphemes(text):
        room -= limits.length(text[start:stop]) + len(acting.intersection(range(start, stop)))
        if room < 0:
            break
        end = stop
        if text[start:stop].isspace():
            word_end = start
    return word_end if word_end > end // 2 else end


def bold(escaped: str) -> str:
    """Escaped text in bold."""
    return between(escaped, "**")


def between(escaped: str, mark: str) -> str:
    """Escaped text between marks, which must not touch white space; each line for itself, so that none outlives it."""
    return "\n".join(_line_between(line, mark) for line in escaped.split("\n"))


def _line_between(line: str, mark: str) -> str:
    core = line.strip()
    if not core:
        return line
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{before}{mark}{core}{mark}{after}"


def quoted(escaped: str) -> str:
    """Escaped text as a quotation: every line carries the quote prefix."""
    return "\n".join(QUOTE + line.rstrip() for line in escaped.split("\n"))
