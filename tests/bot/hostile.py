"""Words that would act in Discord, and what is left of them to act."""

from __future__ import annotations

import re

from hypothesis import strategies as st

ACTING = (
    *("@everyone", "@here", "<@1>", "<@!1>", "<@&2>", "<@$3>", "<#3>", "</search:4>", "</archive add:4>"),
    *("<id:home>", "<id:linked-roles:1>", "<t:1:R>", "<t:-1>", "<:e:5>", "<a:ee:5>"),
    *(":smile:", ":100:", ":+1:", ":wave::skin-tone-2:"),
    *("https://x", "http://a.b/c", "dev://playground", "<http://c>", "<discord://d>", "<discord.gg/x>"),
    *("<mailto:a@b>", "<tel:+1>", "<sms:+1>", "<a@b.c>", "<+1 (2) 3>"),
    *("discord.gg/x", "discord.new/x", "discord.com/invite/x", "www.discord.gg/x", "canary.discord.com/channels/1"),
    *("[a](http://b)", "[a](<http://b>)", "[a](http://b 'c')", "[a](discord.gg/x)"),
    *("*a*", "**a**", "***a***", "_a_", "__a__", "~~a~~", "||a||", "`a`", "``a``", "```a```", "```py\na\n```"),
    *("# a", "## a", "### a", "-# a", "- a", "* a", "1. a", "1969. a", "  - a", "> a", ">>> a", "**1. a**", "*- a*"),
    *(r"\*", r"\é"),
)
"""One of each construct of Discord's Markdown."""

_PIECES = (
    *("*", "**", "_", "__", "~", "~~", "|", "||", "`", "```", "\\", "[", "]", "(", ")", "](", "<", ">", " < "),
    *("# ", "#", "-# ", "- ", "-", "+ ", "+", "* ", "1. ", "1", "2) ", "> ", ">>> ", ".", ":", "/", "@", "://"),
    *("steam://d", "DISCORD.GG/x", "@Everyone", "every", "one", "http", "discord", ".gg/x", "www.", "smile", "100"),
    *("\n", "\r\n", "\u2028", " ", "\t", "\u3000", "a", "Z", "7", "é", "e\u0301", "👩‍👩‍👧", "🇩🇪", "שלום", "مرحبا"),
    *("\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\x00", "\x1b", "\x1f", "\ufeff", "\ud800", "\u200b"),
    r"¯\_(ツ)_/¯",
)
hostile = st.lists(st.sampled_from((*ACTING, *_PIECES)) | st.text(max_size=5), max_size=40).map("".join)

_ALIVE = re.compile(
    r"[*`]|__|~~|\|\||(?<![^\W_])_|_(?![0-9A-Za-z])"  # formatting
    r"|\]\(|://|(?:discord|discordapp)\.[a-z]"  # addresses
    r"|@(?:everyone|here)|<[@#:/a-z+]|:(?![0-9]{1,2}[:+-])[\w+-]+:"  # mentions, timestamps, emoji
    r"|\\(?![0-9A-Za-z])",  # what swallows a character
    re.IGNORECASE,
)
_BLOCK = re.compile(r"\s*(?:#+(?:\s|$)|-#|[-*+](?:\s|$)|[0-9]+\.(?:\s|$)|>)")


def unescaped(shown: str) -> str:
    """What Discord shows: a backslash before a mark is dropped (https://support.discord.com, Markdown Text 101)."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown)


def bare(shown: str) -> str:
    """The text with every escaped character replaced by one that means nothing."""
    return re.sub(r"\\[^0-9A-Za-z\s]", "·", shown)


def alive(shown: str) -> list[str]:
    """What could act within a line of the shown text, by a reading stricter than any of Discord's clients'."""
    return [found[0] for found in _ALIVE.finditer(bare(shown))]


def blocks(shown: str) -> list[str]:
    """Lines of the shown text that begin a heading, small text, a list or a quotation."""
    return [line for line in bare(shown).split("\n") if _BLOCK.match(line)]
