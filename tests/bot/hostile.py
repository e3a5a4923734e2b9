"""Words that would act in Discord, and what is left of them to act."""

from __future__ import annotations

import re

from hypothesis import strategies as st

_PIECES = [
    *("@everyone", "<@1>", "<@&2>", "<#3>", "<t:1:R>", "</search:4>", "<:e:5>", "<id:home>", ":smile:"),
    *("https://", "http://a.b/c", "discord.gg/x", "discord.com/invite/x", "[a](http://b)", "<http://c>", "steam://d"),
    *(
        "**",
        "*",
        "__",
        "_",
        "~~",
        "||",
        "`",
        "```",
        "\\",
        "# ",
        "## ",
        "-# ",
        "- ",
        "+ ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        ">>> ",
    ),
    *("\n", "\r\n", "\u2028", " ", "\t", "a", "Z", "7", ".", ":", "é", "e\u0301", "👩‍👩‍👧", "🇩🇪", "שלום", "مرحبا"),
    *("\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\x00", "\x1b", "\ufeff", "\ud800"),
]
hostile = st.lists(st.sampled_from(_PIECES) | st.text(max_size=5), max_size=40).map("".join)


def unescaped(shown: str) -> str:
    """What Discord shows: a backslash before a mark is dropped (https://support.discord.com, Markdown Text 101)."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown)


def bare(shown: str) -> str:
    """The text with every escaped character replaced by one that means nothing."""
    return re.sub(r"\\[^0-9A-Za-z\s]", "·", shown)
