"""Chats as WhatsApp exports them: a text whose lines begin with day, time and author, as written where the phone is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from index.dates.written import DateOrder
from index.read.chat import Authors, Chat, ChatMessage, read_chat
from index.read.decode import decode
from index.read.protocol import NO_TEXT, Parts, UnreadableError

MIN_LINES: Final = 3
"""Lines with day, time and author by which a text is known as a chat, unless it is shorter."""
DAMAGED: Final = "it looks like a WhatsApp chat, but some of its days are none; export it again"
AMBIGUOUS: Final = (
    "it is a WhatsApp chat whose days can be read in two ways, as 03/04/2025; "
    'set date_order = "day first" or "month first" in dateline.toml'
)

_SIGNS = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
_VISIBLE = str.maketrans({**dict.fromkeys(_SIGNS), "\u202f": " ", "\xa0": " "})
"""Takes away what WhatsApp writes around names and before files, and makes blanks before AM and PM plain ones."""
_HEAD = re.compile(
    r"\[?(?P<first>\d{1,4})(?P<by>[./\-年])\s?(?P<second>\d{1,2})[./\-月]\s?(?P<third>\d{1,4})[.日]?"
    r"(?:,|،| klo| kl\.?| um| às| a las| à)? (?:(?P<before>[^\W\d]{2})\s?)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?:[:.]\d\d)?(?:\s?(?P<after>[APap]\.?\s?[Mm]\.?|[صم]))?(?:\]|\s[-–])(?: |$)"
)
_AUTHOR = re.compile(r"(?P<author>[^:\n\"“”«»]{1,80}):(?: (?P<text>.*))?$", re.DOTALL)
"""Not one with a quotation mark: that is WhatsApp saying that a chat has another name."""
_AFTERNOON = frozenset(("pm", "下午", "오후", "午後", "م"))
_EDITED = re.compile(r"\s*<This message was edited>\s*$")
_ATTACHED = re.compile(r"^(?:<[^:<>]+: (?P<named>[^<>\n]+\.\w+)>|(?P<file>\S+\.\w{2,4}) \([^()\n]+\))$", re.MULTILINE)
_NAMES = re.compile(
    r"(?:WhatsApp[- ]Chat(?: with| mit| con| avec| -)?|Chat (?:de )?WhatsApp (?:con|com)|Discussion WhatsApp avec)"
    r" (.+)",
    re.IGNORECASE,
)

Day = tuple[str, str, str, str]
"""The three numbers of a day as they are written, and the sign between them."""


_ORDERS: Final = {"day first": (2, 1, 0), "month first": (2, 0, 1)}
"""Where year, month and day stand."""
_YEAR_FIRST: Final = (0, 1, 2)


class _Line(NamedTuple):
    """A line that begins a message."""

    day: Day
    time: dt.time
    rest: str


def is_whatsapp_chat(head: str, name: str) -> bool:
    """Whether a text, of which this is the beginning, is such a chat: its first line begins a message, and more do."""
    lines = head.translate(_VISIBLE).lstrip().split("\n")
    begun = [line for line in map(_begun, lines) if line]
    authored = sum(_AUTHOR.match(line.rest) is not None for line in begun)
    return _begun(lines[0]) is not None and authored >= (1 if _NAMES.match(PurePosixPath(name).stem) else MIN_LINES)


def read_whatsapp(
    data: bytes, max_characters: int, *, name: str = "", authors: Authors = "names", order: DateOrder = None
) -> Parts:
    """A document a day. No more is read than the file holds, whatever `max_characters`.

    Raises `UnreadableError` also where days can be read in two ways and `order` doesn't say in which.
    """
    text, notes = decode(data)
    lines = [*_lines(text.translate(_VISIBLE))]
    if not lines:
        raise UnreadableError(NO_TEXT)
    days = _days([line.day for line in lines], order)
    messages = [_message(line, day) for line, day in zip(lines, days, strict=True)]
    named = _NAMES.match(PurePosixPath(name).stem)
    return read_chat("whatsapp", Chat(named[1] if named else "WhatsApp chat", messages, (), notes), authors)


def _begun(line: str) -> _Line | None:
    head = _HEAD.match(line)
    if head is None:
        return None
    half = re.sub(r"[.\s]", "", head["before"] or head["after"] or "").lower()
    hour, minute = int(head["hour"]), int(head["minute"])
    hour = hour % 12 + 12 * (half in _AFTERNOON) if half else hour
    if hour > 23 or minute > 59:
        return None
    return _Line((head["first"], head["second"], head["third"], head["by"]), dt.time(hour, minute), line[head.end() :])


def _lines(text: str) -> Iterator[_Line]:
    """What begins each message, with all its lines."""
    current: _Line | None = None
    rest = list[str]()
    for line in text.split("\n"):
        if begun := _begun(line.lstrip()):
            if current:
                yield current._replace(rest="\n".join(rest))
            current, rest = begun, [begun.rest]
        else:
            rest.append(line)
    if current:
        yield current._replace(rest="\n".join(rest))


def _message(line: _Line, day: dt.date) -> ChatMessage:
    time = dt.datetime.combine(day, line.time)
    said = _AUTHOR.match(line.rest)
    if said is None:
        return ChatMessage(time, "", line.rest, ("notice",))
    text = said["text"] or ""
    edited = _EDITED.search(text)
    words = _ATTACHED.sub(lambda file: f"[attached: {file['named'] or file['file']}]", _EDITED.sub("", text))
    return ChatMessage(time, said["author"].lstrip("~ "), words, ("edited",) if edited else ())


def _days(written: Sequence[Day], order: DateOrder) -> list[dt.date]:
    """The days in the one way of reading them in which all exist and none is before the one above.

    Raises `UnreadableError` where there are two, or none.
    """
    ways = {way: found for way in _ways(written[0]) if (found := _read(written, way))}
    chronological = {way: found for way, found in ways.items() if all(a <= b for a, b in pairwise(found))}
    left = chronological or ways
    if order and len(left) > 1:
        left = {way: found for way, found in left.items() if way == _ORDERS[order]}
    if len({tuple(found) for found in left.values()}) != 1:
        raise UnreadableError(AMBIGUOUS if left else DAMAGED)
    return next(iter(left.values()))


def _ways(written: Day) -> list[tuple[int, int, int]]:
    first, _, _, by = written
    if len(first) == 4:
        return [_YEAR_FIRST]
    return [_ORDERS["day first"]] if by == "." else [*_ORDERS.values()]


def _read(written: Sequence[Day], way: tuple[int, int, int]) -> list[dt.date] | None:
    """All days read in one way; None where one of them is none."""
    try:
        return [dt.date(_year(day[way[0]]), int(day[way[1]]), int(day[way[2]])) for day in written]
    except ValueError:
        return None


def _year(written: str) -> int:
    """WhatsApp is younger than its years of two digits."""
    return int(written) + (2000 if len(written) <= 2 else 0)
