"""The search that opens one span of a comparison, as its button carries it: its words, or a token of them. Pure."""

from __future__ import annotations

import re
from typing import Final

import index
from bot.ui import limits

TEMPLATE: Final = re.compile(r"cp:(?:=(?P<token>[\w-]{1,40})|!(?P<text>.+))", re.DOTALL)


def search_of(span: index.ComparedSpan, query: str) -> str:
    """The query within the span: its dates come first, where no open quotation mark can swallow them."""
    return f"since:{span.since} until:{span.until} {query}"


def fits(text: str) -> bool:
    """Whether a custom id can hold a search."""
    return limits.length(custom_id(text)) <= limits.CUSTOM_ID


def custom_id(text: str, token: str | None = None) -> str:
    return f"cp:={token}" if token else f"cp:!{text}"
