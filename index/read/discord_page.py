"""Channels as DiscordChatExporter writes them to HTML pages.

A message's number tells when it was written, to the millisecond in UTC; what the page shows of it tells the zone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.read.chat import Answered, Authors, Chat, ChatMessage, read_chat
from index.read.decode import decode
from index.read.html import parse
from index.read.protocol import Parts, UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

EPOCH_MS: Final = 1_420_070_400_000
"""The beginning of 2015, from which Discord's numbers count: https://docs.discord.com/developers/reference#snowflakes"""
QUARTER: Final = dt.timedelta(minutes=15)
"""Zones differ from UTC by so much, or by several of it."""
DAMAGED: Final = "it is a damaged export of a Discord channel; export it again"

_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.]\d\d)?(?:[\s\u202f]*([AaPp])\.?\s?[Mm])?")
_SHOWN = ("chatlog__timestamp", "chatlog__short-timestamp", "chatlog__system-notification-timestamp")
_WORDS = (
    "chatlog__content",
    "chatlog__embed-author",
    "chatlog__embed-title",
    "chatlog__embed-description",
    "chatlog__embed-field",
    "chatlog__embed-footer",
)
"""What has words of a message, outermost, in the order of the page."""
_FILES = ("chatlog__attachment", "chatlog__sticker")
_NAMED = re.compile(r"^(?:Image|Video|Audio|Sticker)?:?\s*(.+?)(?: \([\d.,]+ \w+\))?$")


def read_discord_page(data: bytes, max_characters: int, authors: Authors = "names") -> Parts:
    """A document a day. No more is read than the file holds, whatever `max_characters`."""
    html, notes = decode(data)
    page = parse(html)
    messages = [*_messages(page)]
    if not messages:
        raise UnreadableError(DAMAGED)
    people = {_text(one).removeprefix("@") for one in _all(page, "chatlog__markdown-mention")}
    return read_chat("discord", Chat(_name(page), messages, people, notes), authors)


def _name(page: Element) -> str:
    """#general of the second line at the top: Category / general."""
    lines = [_text(one) for one in _all(page, "preamble__entry")]
    category, _, name = (lines[1] if len(lines) > 1 else "channel").rpartition(" / ")
    return f"#{name} in {category}" if category else f"#{name}"


def _messages(page: Element) -> Iterator[ChatMessage]:
    author = "unknown"
    for box in page.iter("div"):
        if not _is(box, "chatlog__message-container"):
            continue
        written = _first(box, "chatlog__author", "chatlog__system-notification-author")
        author = _text(written) if written is not None else author
        time = _time(box)
        if time is not None:
            yield ChatMessage(time, author, _words(box), tuple(_remarks(box)), None, _answered(box))


def _time(box: Element) -> dt.datetime | None:
    """When the message was written, in the zone in which the page shows it, as far as it tells."""
    number = box.get("data-message-id") or (box.get("id") or "").rpartition("-")[2]
    if not number.isascii() or not number.isdigit() or len(number) > 20:
        return None
    try:
        utc = dt.datetime.fromtimestamp(((int(number) >> 22) + EPOCH_MS) / 1000, dt.UTC)
        return utc.astimezone(dt.timezone(_offset(box, utc)))
    except (OverflowError, ValueError, OSError):
        return None


def _offset(box: Element, utc: dt.datetime) -> dt.timedelta:
    """How much later than UTC the page's clock is: what it shows of this message, less what its number says."""
    shown = _first(box, *_SHOWN)
    clocks = [*_CLOCK.finditer(_text(shown))] if shown is not None else []
    if not clocks:
        return dt.timedelta()
    clock = clocks[-1]  # behind the day, which may have full stops, too
    hour, minute, half = int(clock[1]), int(clock[2]), (clock[3] or "").lower()
    hour = hour % 12 + 12 * (half == "p") if half else hour
    later = dt.timedelta(hours=hour, minutes=minute) - dt.timedelta(hours=utc.hour, minutes=utc.minute)
    quarters = round(later / QUARTER) * QUARTER
    return (quarters + dt.timedelta(hours=12)) % dt.timedelta(days=1) - dt.timedelta(hours=12)


def _words(box: Element) -> str:
    notice = _first(box, "chatlog__system-notification-content")
    found = [_text(notice)] if notice is not None else [_lines(one) for one in _all(box, *_WORDS)]
    files = (f"[attached: {name}]" for one in _all(box, *_FILES) if (name := _file(one)))
    return "\n".join(filter(None, (*found, *files)))


def _lines(box: Element) -> str:
    """The words of a box with its own line ends, without the mark that it was edited; pictures by what they say."""
    parts = list[str]()
    for event, node in _walk(box):
        if event == "end":
            parts.append(node.tail or "" if node is not box else "")
        elif _is(node, "chatlog__edited-timestamp"):
            continue
        else:
            parts.append("\n" if node.tag == "br" else node.get("alt", "") if node.tag == "img" else node.text or "")
    return "\n".join(line.strip() for line in "".join(parts).split("\n") if line.strip())


def _walk(box: Element) -> Iterator[tuple[str, Element]]:
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    walk: Iterator[tuple[str, Element]] = etree.iterwalk(box, events=("start", "end"))
    return walk


def _remarks(box: Element) -> Iterator[str]:
    if _first(box, "chatlog__system-notification-content") is not None:
        yield "notice"
    if _first(box, "chatlog__edited-timestamp") is not None:
        yield "edited"
    if _is(box, "chatlog__message-container--pinned"):
        yield "pinned"


def _answered(box: Element) -> Answered | None:
    reply = _first(box, "chatlog__reply", "chatlog__referenced-message")
    if reply is None:
        return None
    author = _first(reply, "chatlog__reply-author", "chatlog__reference-author")
    return Answered(_text(author), "") if author is not None else Answered("", "a message that is not in the export")


def _file(box: Element) -> str:
    """The name of an attached file, as the page shows it or as its address ends."""
    named = next((node.get("title") for node in box.iter() if node.get("title")), None)
    address = next((node.get("href") or node.get("src") for node in box.iter("a", "img", "video", "audio")), None)
    shown = _NAMED.match(named.strip()) if named else None
    return shown[1] if shown else _text(box) or (address or "").rpartition("/")[2].partition("?")[0]


def _is(node: Element, name: str) -> bool:
    return name in (node.get("class") or "").split()


def _all(box: Element, *names: str) -> Iterator[Element]:
    """The outermost elements of these classes, in order."""
    wanted = frozenset(names)
    inside: Element | None = None
    for event, node in _walk(box):
        if event == "end":
            inside = None if node is inside else inside
        elif inside is None and wanted.intersection((node.get("class") or "").split()):
            inside = node
            yield node


def _first(box: Element, *names: str) -> Element | None:
    return next(_all(box, *names), None)


def _text(node: Element) -> str:
    """The words of an element in one line."""
    return " ".join("".join(node.itertext()).split())
