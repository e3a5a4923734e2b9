"""Passages in their context: what stands before and after. Pure."""

from __future__ import annotations

from typing import Final

import index
from bot.ui import citations, dates, excerpt, limits, passage_buttons, passages, text
from bot.ui.components import Control

_MAX_PATH: Final = 150
_MAX_WARNING: Final = 200


def draw(context: index.Context) -> list[str]:
    """A head, each passage as a quotation, and a foot; together no longer than a message's text."""
    head = f"**{citations.title(context.title, context.title_origin, context.document)}** · {dates.span(context.date)}"
    heads = [_head(shown, asked=number == context.at) for number, shown in enumerate(context.passages)]
    foot = _foot(context)
    room = limits.MESSAGE_TEXT - sum(limits.length(part) + 1 for part in (head, *heads, foot))
    texts = [shown.text for shown in context.passages]
    wholes = [excerpt.quotation(words, None, limits.MESSAGE_TEXT) for words in texts]
    allotted = passages.shares(list(map(limits.length, wholes)), room)
    quotes = [excerpt.quotation(words, None, most) for words, most in zip(texts, allotted, strict=True)]
    return [head, *(f"{top}\n{quote}" for top, quote in zip(heads, quotes, strict=True)), foot]


def controls(context: index.Context) -> list[list[Control]]:
    """Walking on, and what can be done with the passage in the middle."""
    here = context.passages[context.at].passage.id
    walk = [
        Control(
            passage_buttons.custom_id(passage_buttons.WALK, context.before or here),
            "◀ Before",
            disabled=context.before is None,
        ),
        Control(
            passage_buttons.custom_id(passage_buttons.WALK, context.after or here),
            "After ▶",
            disabled=context.after is None,
        ),
    ]
    if context.before == context.after:  # neither: both buttons would have one id
        walk = []
    return [walk + passage_buttons.below(here, without=passage_buttons.CONTEXT)]


def _head(shown: index.ContextPassage, *, asked: bool) -> str:
    passage = shown.passage
    line = f"{'➤ ' if asked else ''}{passages.place(passage.page, passage.paragraph)} · `{passage.id}`"
    return line if shown.verbatim else f"{line}\n{passages.NOT_VERBATIM}"


def _foot(context: index.Context) -> str:
    number = context.passages[context.at].passage.ordinal + 1
    path = text.label(context.document, _MAX_PATH)
    lines = [f"-# {path} · passage {number:,} of {context.of:,} · generation {context.generation}"]
    lines += [f"-# ⚠️ {text.label(warning, _MAX_WARNING)}" for warning in context.chat_warnings[:1]]
    return "\n".join(lines)
