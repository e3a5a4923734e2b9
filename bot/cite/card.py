"""A passage to read, as a message: its date, its words, whether they hold, and its reference. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import index
from bot.recent_passages import Why
from bot.ui import dates, difference, excerpt, limits, passage_buttons, passages, text
from bot.ui.citations import STYLE_NAMES, mark, name
from bot.ui.components import Control, Option, Row, Select
from bot.ui.links import NO_LINKS, Links

_MAX_STATE: Final = 600
_MAX_WARNING: Final = 200
_MAX_PATH: Final = 150
_MAX_DATE: Final = 80
_MAX_LINES: Final = 80
_MAX_WHY: Final = 80
MAX_REFERENCE: Final = 2200
"""Characters of a reference that is shown; a longer one is attached as a file."""
_FENCE: Final = "```"


def draw(
    cited: index.Cited,
    context: index.Context | None,
    style: index.StyleName | None = None,
    why: Why | None = None,
) -> list[str]:
    """The texts of the message, together no longer than a message's. Of what was erased nothing is left to quote.

    `context` says where in its document the passage is; None where the document no longer has it. `why` says what a
    search found it by.
    """
    if cited.record.erased:
        return [f"**Erased** · `{cited.record.id}`\n{_said(cited)}"]
    top = _head(cited.record, _dating(cited.record.date))
    bottom = "\n".join((_said(cited), _place(cited, context), *_found(why), *_warnings(cited, context)))
    shown = [reference(cited, style)] if style and fits(cited, style) else []
    room = limits.MESSAGE_TEXT - sum(limits.length(part) + 1 for part in (top, bottom, *shown))
    return [top, *_words(cited, room), bottom, *shown]


def controls(
    cited: index.Cited,
    context: index.Context | None,
    style: index.StyleName | None,
    *,
    posts: bool,
    links: Links = NO_LINKS,
) -> list[Row]:
    """Reading on, the document, its page, keeping, posting where `posts` allows it, others like it, and styles."""
    if cited.record.erased:
        return []
    passage = cited.record.id
    keep = [Control(passage_buttons.custom_id(passage_buttons.ADD, passage), "Add to my dossier", style="primary")]
    post = [Control(passage_buttons.custom_id(passage_buttons.POST, passage), "Post this passage")] if posts else []
    document = [Control(passage_buttons.custom_id(passage_buttons.DOCUMENT, passage), "Document")] if context else []
    options = [Option(value, name, chosen=value == style) for value, name in STYLE_NAMES.items()]
    styles = Select(passage_buttons.reference_id(passage), "Copy a reference", options)
    like = [Control(passage_buttons.custom_id(passage_buttons.LIKE, passage), "More like this")] if context else []
    return [[*_walking(context), *document, *links.button(passage)], [*keep, *post, *like], styles]


def _walking(context: index.Context | None) -> Iterator[Control]:
    """To the passages before and after; none where the document has no other."""
    if context is None or context.before == context.after:  # neither: both buttons would have one id
        return
    here = context.passages[context.at].passage.id
    for label, other in (("Earlier", context.before), ("Later", context.after)):
        custom_id = passage_buttons.custom_id(passage_buttons.WALK, other or here)
        yield Control(custom_id, label, disabled=other is None)


def posted(cited: index.Cited, person: int) -> list[str]:
    """The passage for a whole channel, with whoever posted it."""
    record = cited.record
    top, bottom = _head(record), f"-# {_source(record)} · posted by <@{person}>"
    changed = [] if cited.citation.verbatim else [_said(cited)]
    room = limits.MESSAGE_TEXT - sum(limits.length(part) + 1 for part in (top, bottom, *changed))
    return [top, "\n".join((excerpt.quotation(record.quotation, None, room, _MAX_LINES), *changed, bottom))]


def reference(cited: index.Cited, style: index.StyleName) -> str:
    """The reference in a code block, which copies as it is."""
    return f"**{STYLE_NAMES[style]}**\n{_FENCE}\n{_written(cited, style)}\n{_FENCE}"


def fits(cited: index.Cited, style: index.StyleName) -> bool:
    """Whether a reference is short enough to be shown."""
    return limits.length(reference(cited, style)) <= MAX_REFERENCE


def _written(cited: index.Cited, style: index.StyleName) -> str:
    """In a code block nothing acts but the marks that end it."""
    return index.clean(index.format_citations([cited.citation], style)).strip().replace(_FENCE, "'''")


def _head(record: index.Record, dating: str = "") -> str:
    return f"### {dates.span(record.date) if record.date else 'Undated'}{dating}\n**{_title(record)}**"


def _title(record: index.Record) -> str:
    return name(record.title, record.title_origin, record.path)


def _dating(date: index.DateSpan | None) -> str:
    """How the date is known."""
    if date is None:
        return ""
    return f"\n-# {date.dated_by}, which says “{text.label(date.as_written, _MAX_DATE)}”"


def _said(cited: index.Cited) -> str:
    said = cited.said_in_chat
    return f"{mark(cited)} {text.label(said[:1].upper() + said[1:], _MAX_STATE)}."


def _source(record: index.Record) -> str:
    place = record.page, record.paragraph or 0, record.time, record.link
    known = record.paragraph or record.page
    where = passages.place(*place, confidence=record.confidence) if known else index.as_recognised(record.confidence)
    return f"{text.label(text.path_line(record.path), _MAX_PATH)} {where}".strip()


def _place(cited: index.Cited, context: index.Context | None) -> str:
    number = f"passage {context.passages[context.at].passage.ordinal + 1:,} of {context.of:,}" if context else ""
    parts = (_source(cited.record), number, f"`{cited.record.id}`", f"generation {cited.generation}")
    return f"-# {' · '.join(part for part in parts if part)}"


def _found(why: Why | None) -> Iterator[str]:
    """Why a search found it, in a small line; nothing of a list, which is in order of date."""
    if why is None or not (why.words_rank or why.meaning_rank or why.words):
        return
    named = f" ({text.label(', '.join(why.words), _MAX_WHY)})" if why.words else ""
    by_words = f"place {why.words_rank:,} by words" if why.words_rank else "not by words"
    by_meaning = f"place {why.meaning_rank:,} by meaning" if why.meaning_rank else "not by meaning"
    yield f"-# why: {by_words}{named} · {by_meaning}"


def _warnings(cited: index.Cited, context: index.Context | None) -> list[str]:
    said = dict.fromkeys((*cited.chat_warnings, *(context.chat_warnings if context else ())))
    return [f"-# ⚠️ {text.label(warning, _MAX_WARNING)}" for warning in list(said)[:2]]


def _words(cited: index.Cited, room: int) -> list[str]:
    """The quotation as a whole where it fits; for words that changed also what stands there now, with marks."""
    if not cited.citation.difference:
        return [excerpt.quotation(cited.record.quotation, None, room, _MAX_LINES)]
    now = "The difference: ~~no longer there~~, **there now**"
    half = (room - limits.length(now) - 1) // 2
    then = excerpt.quotation(cited.record.quotation, None, half, _MAX_LINES // 2)
    return [then, f"{now}\n{difference.quoted(cited.citation.difference, 2 * half - limits.length(then))}"]
