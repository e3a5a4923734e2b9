"""Chats: a document a day, in which each message has its time and author, and is never parted from them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, Literal, NamedTuple

from index.dates.calendar import long_day
from index.dates.stated import StatedDate
from index.models.documents import Message
from index.read.decode import tidied
from index.read.protocol import NO_TEXT, Content, Parts, UnreadableError
from index.read.title import single_spaced
from index.text.sentences import sentences

Authors = Literal["names", "initials", "none"]
"""How the authors of messages are named in what is read."""

LONG: Final = 130
"""Tokens, by `_tokens`, that a message has at most: a longer one goes on as another, so that passages hold it whole."""
LETTERS_PER_TOKEN: Final = 4
_UNITS = re.compile(r"[A-Za-z]+|\S")
_EMPTY_LINES = re.compile(r"\n\s*\n")
_WORDS = re.compile(r"\S+\s*")
_INITIAL = re.compile(r"[^\W_]+")
_BETWEEN: Final = "\n\n"
_HIDDEN: Final = "someone"
"""What stands for a person who is mentioned where authors are left out."""


class Answered(NamedTuple):
    """What a message replies to: who wrote that, if known, and when or what else is known of it."""

    author: str
    known: str


class ChatMessage(NamedTuple):
    """A message as an export has it. `remarks` are what is to know of it, such as that it was edited."""

    time: dt.datetime
    author: str
    text: str
    remarks: tuple[str, ...] = ()
    link: str | None = None
    answered: Answered | None = None


class Chat(NamedTuple):
    """A channel's messages; `people` are named in them, too, and `notes` are what the report says of the export."""

    name: str
    messages: Sequence[ChatMessage]
    people: Collection[str] = ()
    notes: tuple[str, ...] = ()


def read_chat(form: str, chat: Chat, authors: Authors) -> Parts:
    """A document a day, numbered by the day (20210720), so that its path stays when more is exported.

    Raises `UnreadableError` where no message has words.
    """
    worded = [message for message in chat.messages if message.text.strip()]
    if not worded:
        raise UnreadableError(NO_TEXT)
    left_out = len(chat.messages) - len(worded)
    counted = f"{left_out} message{' was' if left_out == 1 else 's were'} left out, without text"
    notes = (*chat.notes, *((counted,) if left_out else ()))
    naming = _Naming(authors, {*(message.author for message in worded), *chat.people})
    by_time = sorted(worded, key=lambda message: message.time.replace(tzinfo=None))
    days = groupby(by_time, key=lambda message: message.time.date())
    documents = [_document(form, chat.name, day, list(messages), naming) for day, messages in days]
    return [replace(documents[0], notes=notes), *documents[1:]]


class _Naming:
    """How people are named in what is read."""

    def __init__(self, authors: Authors, people: Collection[str]) -> None:
        self._authors = authors
        longest_first = sorted(filter(None, people), key=len, reverse=True)
        self._mentions = re.compile(rf"@(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if longest_first else None

    def name(self, author: str) -> str:
        """Empty where authors are left out."""
        if self._authors == "names":
            return single_spaced(author)
        return initials(author) if self._authors == "initials" else ""

    def text(self, text: str) -> str:
        """A message's words; who is mentioned in them is named as authors are."""
        if self._authors == "names" or self._mentions is None:
            return text
        return self._mentions.sub(lambda match: f"@{self.name(match[0][1:]) or _HIDDEN}", text)


def initials(name: str) -> str:
    """The first letter of each word of a name: A. L. for Ada Lovelace."""
    return " ".join(f"{word[0].upper()}." for word in _INITIAL.findall(name)) or "?"


def _document(form: str, name: str, day: dt.date, messages: Sequence[ChatMessage], naming: _Naming) -> Content:
    parts, places, at = list[str](), list[Message](), 0
    for message in messages:
        for part in _parts(message, naming):
            places.append(Message(at, message.time.isoformat(timespec="minutes"), message.link))
            parts.append(part)
            at += len(part) + len(_BETWEEN)
    return Content(
        form,
        _BETWEEN.join(parts),
        title=f"{name}, {long_day(day)}",
        dates=(StatedDate(day.isoformat(), "metadata"),),
        messages=tuple(places),
        part=day.year * 10_000 + day.month * 100 + day.day,
    )


def _parts(message: ChatMessage, naming: _Naming) -> Iterator[str]:
    """The message with its time and author; one that is too long for a passage goes on with them again."""
    body = _EMPTY_LINES.sub("\n", tidied(naming.text(message.text)))
    head = " ".join(filter(None, (message.time.strftime("%H:%M"), naming.name(message.author))))
    remarks = ", ".join((*_reply(message.answered, naming), *message.remarks))
    for piece in _pieces(body):
        yield f"{head} ({remarks}): {piece}" if remarks else f"{head}: {piece}"
        remarks = "continued"


def _reply(answered: Answered | None, naming: _Naming) -> Iterator[str]:
    if answered:
        yield f"reply to {', '.join(filter(None, (naming.name(answered.author), answered.known)))}"


def _pieces(body: str) -> Iterator[str]:
    """A text in pieces of whole sentences, or of words where a sentence is too long."""
    if _tokens(body) <= LONG:
        yield body
        return
    units = (unit for start, end in sentences(body) for unit in _units(body[start:end]))
    piece = ""
    for unit in units:
        if piece and _tokens(piece) + _tokens(unit) > LONG:
            yield piece.rstrip()
            piece = ""
        piece += unit if unit.endswith((" ", "\n")) else f"{unit} "
    if piece.strip():
        yield piece.rstrip()


def _units(sentence: str) -> list[str]:
    return [sentence] if _tokens(sentence) <= LONG else _WORDS.findall(sentence)


def _tokens(text: str) -> int:
    """About as many tokens as a model reads, rather more: it spells out what is not written in Latin letters."""
    return sum(-(-len(unit) // LETTERS_PER_TOKEN) for unit in _UNITS.findall(text))
