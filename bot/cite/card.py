"""A citation as a message: where it is from, whether it holds, its words and its reference. Pure."""

from __future__ import annotations

from typing import Final

import index
from bot.ui import dates, excerpt, limits, passage_buttons, text
from bot.ui.citations import STYLE_NAMES, STYLES_IN_FILES, mark, title
from bot.ui.components import Control

_MAX_STATE: Final = 600
_MAX_REFERENCE: Final = 900
_MAX_WARNING: Final = 200
_MAX_LINES: Final = 80


def draw(cited: index.Cited, style: index.StyleName) -> list[str]:
    """The texts of the message, together no longer than a message's. Of what was erased nothing is left to quote."""
    if cited.record.erased:
        return [f"**Erased** · `{cited.record.id}`\n{_said(cited)}"]
    parts = [_head(cited), _said(cited), _reference(cited, style), *_warnings(cited)]
    room = limits.MESSAGE_TEXT - sum(limits.length(part) + 1 for part in parts)
    return ["\n".join(parts[:2]), *_words(cited, room), "\n".join(parts[2:])]


def controls(cited: index.Cited, style: index.StyleName) -> list[list[Control]]:
    """The other styles, and what else can be done with the passage."""
    if cited.record.erased:
        return []
    passage = cited.record.id
    styles = [
        Control(passage_buttons.styled_id(passage, other), STYLE_NAMES[other], disabled=other == style)
        for other in index.STYLES
    ]
    half = limits.ROW_BUTTONS - 1
    return [styles[:half], styles[half:], passage_buttons.below(passage, without=passage_buttons.CITE)]


def _head(cited: index.Cited) -> str:
    record = cited.record
    return f"**{title(record.title, record.title_origin, record.path)}** · {dates.span(record.date)} · `{record.id}`"


def _said(cited: index.Cited) -> str:
    said = cited.said_in_chat
    return f"{mark(cited)} {text.label(said[:1].upper() + said[1:], _MAX_STATE)}."


def _words(cited: index.Cited, room: int) -> list[str]:
    """The quotation as a whole where it fits; for words that changed also what stands there now, with marks."""
    if not cited.citation.difference:
        return [excerpt.quotation(cited.record.quotation, None, room, _MAX_LINES)]
    now = "The difference: ~~no longer there~~, **there now**"
    half = (room - limits.length(now) - 1) // 2
    then = excerpt.quotation(cited.record.quotation, None, half, _MAX_LINES // 2)
    return [then, f"{now}\n{_difference(cited, 2 * half - limits.length(then))}"]


def _difference(cited: index.Cited, room: int) -> str:
    """The changed words, cut at the end where they don't fit."""
    shown, drawn = "", ""
    for segment in cited.citation.difference:
        mark = {"kept": "", "removed": "~~", "added": "**"}[segment.kind]
        drawn += "\n".join(_marked(line, mark) for line in text.escape(segment.text).split("\n"))
        whole = text.quoted(drawn)
        if limits.length(whole) > room - 2:
            return shown + f" {text.MARK}" if shown else text.quoted(text.fit(segment.text, room - 4))
        shown = whole
    return shown


def _marked(line: str, mark: str) -> str:
    """A line between marks, which must not touch white space, and which its own line must close."""
    core = line.strip()
    if not core or not mark:
        return line
    start = line.index(core)
    return f"{line[:start]}{mark}{core}{mark}{line[start + len(core) :]}"


def _reference(cited: index.Cited, style: index.StyleName) -> str:
    if style in STYLES_IN_FILES:
        return f"-# {STYLE_NAMES[style]}: the file below"
    written = index.format_citations([cited.citation], "apa" if style == "text" else style)
    if style == "text":
        written = index.format_citations([cited.citation], style).strip().rpartition("\n—")[2]
    return f"{STYLE_NAMES[style]}: {text.label(written, _MAX_REFERENCE)}"


def _warnings(cited: index.Cited) -> list[str]:
    return [f"-# ⚠️ {text.label(warning, _MAX_WARNING)}" for warning in cited.chat_warnings[:2]]
