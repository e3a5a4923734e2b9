"""Exports of chats, as the programs that export them write them."""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Sequence
from typing import Any, Final

SERVER, CHANNEL = "1000", "2000"
EPOCH: Final = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)


def number(time: str) -> str:
    """The number that Discord gives a message of this time (ISO 8601)."""
    return str(round((dt.datetime.fromisoformat(time) - EPOCH) / dt.timedelta(milliseconds=1)) << 22)


def said(time: str, author: str, content: str, **more: Any) -> dict[str, Any]:
    """A message as DiscordChatExporter's JSON has it."""
    return {
        "id": number(time),
        "type": "Default",
        "timestamp": time,
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "isPinned": False,
        "content": content,
        "author": {"id": "7", "name": author.lower(), "discriminator": "0000", "nickname": author, "isBot": False},
        "attachments": [],
        "embeds": [],
        "stickers": [],
        "reactions": [],
        "mentions": [],
        **more,
    }


def export(messages: Sequence[dict[str, Any]], **channel: Any) -> bytes:
    """A channel as DiscordChatExporter's JSON has it."""
    whole = {
        "guild": {"id": SERVER, "name": "Town hall", "iconUrl": ""},
        "channel": {"id": CHANNEL, "type": "GuildTextChat", "category": None, "name": "general", "topic": None}
        | channel,
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2026-01-01T00:00:00+00:00",
        "messages": list(messages),
        "messageCount": len(messages),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def page(*groups: str, name: str = "Town hall / general") -> bytes:
    """A channel as DiscordChatExporter's pages have it."""
    return (
        "<!DOCTYPE html>\n<html lang=en><head><title>Town - general</title><meta charset=utf-8></head><body>"
        "<div class=preamble><div class=preamble__entries-container><div class=preamble__entry>Town</div>"
        f"<div class=preamble__entry>{name}</div></div></div><div class=chatlog>{''.join(groups)}</div></body></html>"
    ).encode()


def group(author: str, *boxes: str) -> str:
    """Messages that one person wrote one after the other: only the first shows the author."""
    first, *others = boxes
    header = f"<span class=chatlog__author title={author!r}>{author}</span>"
    return f"<div class=chatlog__message-group>{first.replace('AUTHOR', header)}{''.join(others)}</div>"


def box(time: str, shown: str, content: str, *, reply: str = "", more: str = "", pinned: bool = False) -> str:
    """A message as such pages have it; `shown` is its time there, and `more` follows its words."""
    mark = " chatlog__message-container--pinned" if pinned else ""
    return (
        f'<div id=chatlog__message-container-{number(time)} class="chatlog__message-container{mark}" '
        f"data-message-id={number(time)}><div class=chatlog__message><div class=chatlog__message-primary>{reply}"
        f"<div class=chatlog__header>AUTHOR<span class=chatlog__timestamp><a>{shown}</a></span></div>"
        f'<div class="chatlog__content chatlog__markdown"><span class=chatlog__markdown-preserve>'
        f"{html.escape(content)}</span></div>{more}</div></div></div>"
    )
