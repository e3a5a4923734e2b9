"""A dossier as pages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import index
from bot.dossier import custom_ids
from bot.ui import citations, components, dates, excerpt, limits, passage_buttons, passages, text
from bot.ui.components import Block, Control, Option, Row, Section, Select

PER_PAGE: Final = 5
"""Citations of one page."""
EMPTY: Final = "Your dossier is empty. **Read** opens a passage, and **Add to my dossier** keeps it there."
_MAX_TITLE: Final = 60
_MAX_PATH: Final = 45
_MAX_QUOTATION: Final = 100
_MAX_LINES: Final = 3
_MAX_SAID: Final = 200
_LEAST_QUOTATION: Final = 60
"""Room of each quotation that long notes don't take."""
_NOTE: Final = "📝 "

Found = Sequence[index.Cited | index.Unknown]
"""What passages that a dossier holds stand for; unknown where its owner may not see them."""


@dataclass(frozen=True, slots=True)
class Page:
    """Entries of a dossier, newest first; `page` counts from 1."""

    entries: Sequence[index.DossierEntry]
    page: int
    kept: int
    """How many entries the whole dossier has."""

    @classmethod
    def of(cls, entries: Sequence[index.DossierEntry], wanted: int) -> Page:
        """The page that is wanted, or the nearest there is; `entries` are the whole dossier, oldest first."""
        page = min(max(wanted, 1), _pages(len(entries)))
        newest_first = entries[::-1]
        return cls(newest_first[(page - 1) * PER_PAGE : page * PER_PAGE], page, len(entries))

    @property
    def ids(self) -> list[str]:
        return [entry.passage for entry in self.entries]

    @property
    def pages(self) -> int:
        return _pages(self.kept)

    @property
    def first(self) -> int:
        """The number of its first entry."""
        return (self.page - 1) * PER_PAGE + 1


def _pages(kept: int) -> int:
    return max(1, -(-kept // PER_PAGE))


def draw(page: Page, found: Found, above: Sequence[Block] = ()) -> list[Block]:
    """A head and an entry for each citation on the page, together with what stands above no longer than a message."""
    head = f"**Your dossier in this server** · {page.kept} of {index.MAX_CITATIONS} citations, newest first"
    frames = [_frame(number, one) for number, one in enumerate(found, page.first)]
    room = limits.MESSAGE_TEXT - limits.length(head) - sum(map(_length, above)) - sum(map(_framed, frames))
    notes = _notes([entry.note for entry in page.entries], room - len(frames) * _LEAST_QUOTATION)
    quotations = _quotations(found, room - sum(map(limits.length, notes)))
    drawn = [
        _entry(one, top, (quotation, note, small))
        for one, (top, small), quotation, note in zip(found, frames, quotations, notes, strict=True)
    ]
    return [*above, head, *drawn]


def _frame(number: int, one: index.Cited | index.Unknown) -> tuple[str, str]:
    """What stands above and below the words of an entry."""
    if isinstance(one, index.Unknown):
        return f"**{number}** · `{index.one_line(one.typed)}` can't be shown to you here", ""
    record = one.record
    if record.erased:
        said = text.label(one.said_in_chat, _MAX_SAID)
        return f"**{number}** · Erased", f"-# {citations.STATE_MARKS['erased']} {said}"
    head = f"### {dates.span(record.date)}\n**{number}** · {text.label(_name(record), _MAX_TITLE)}"
    recognised = index.as_recognised(record.confidence)
    told = (citations.state(one), text.label(record.path, _MAX_PATH), recognised)
    return head, f"-# {' · '.join(filter(None, told))}"


def _name(record: index.Record) -> str:
    """The title, or the file's name where the source has none, since the words stand below."""
    path = text.path_line(record.path)
    if record.title_origin == "source" and index.one_line(record.title):
        return record.title
    return path.rpartition("/")[2] or path


def _framed(frame: tuple[str, str]) -> int:
    """Characters of a frame, and of the line ends between the lines of its entry."""
    return sum(map(limits.length, frame)) + 2


def _length(block: Block) -> int:
    return limits.length(block if isinstance(block, str) else f"{block.head}{block.body}")


def _notes(notes: list[str], room: int) -> list[str]:
    """The notes drawn, as far as there is room."""
    needs = [limits.length(_note(note, limits.MESSAGE_TEXT)) for note in notes]
    return [_note(note, most) for note, most in zip(notes, passages.shares(needs, room), strict=True)]


def _note(note: str, most: int) -> str:
    shown = text.label(note, most - limits.length(_NOTE))
    return _NOTE + shown if shown else ""


def _quotations(found: Found, room: int) -> list[str]:
    most = min(_MAX_QUOTATION, room // len(found)) if found else 0
    return [_quotation(one, most) for one in found]


def _quotation(one: index.Cited | index.Unknown, most: int) -> str:
    if isinstance(one, index.Unknown) or one.record.erased:
        return ""
    return excerpt.quotation(one.record.quotation, None, most, _MAX_LINES)


def _entry(one: index.Cited | index.Unknown, head: str, lines: Sequence[str]) -> Block:
    body = "\n".join(line for line in lines if line)
    if isinstance(one, index.Unknown) or one.record.erased:
        return f"{head}\n{body}".rstrip()
    return Section(head, passage_buttons.read(one.record.id), body)


def controls(page: Page, found: Found, owner: int) -> list[Row]:
    """Selects of the page's entries for what can be done with them, and the turning of pages."""
    options = [_option(number, one) for number, one in enumerate(found, page.first)]
    of = custom_ids.on_page(owner, page.page)
    turning, jump = components.paging(custom_ids.turn, custom_ids.JUMP.pattern, page.page, page.pages)
    return [
        Select(of(custom_ids.NOTE), "Write a note", options),
        Select(of(custom_ids.REMOVE), "Remove an entry", options),
        [*turning, Control(of(custom_ids.BUNDLE), "Evidence bundle")],
        *([jump] if jump else []),
    ]


def _option(number: int, one: index.Cited | index.Unknown) -> Option:
    """An entry to choose: plain text, as Discord formats none of it."""
    if isinstance(one, index.Unknown):
        return Option(one.typed, f"{number} · {one.typed}", "can't be shown to you here")
    record = one.record
    if record.erased:
        return Option(record.id, f"{number} · {record.id}", "erased")
    return Option(record.id, f"{number} · {index.one_line(_name(record))}", dates.span(record.date))


def choice(record: index.Record) -> str:
    """A citation as it is proposed for removal."""
    return citations.choice_name(record.id, "erased" if record.erased else record.title, record.date)
