"""The verdict on one quotation, as a message: its word, what differs, and where the words stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from discord import ui

import index
from bot.ui import citations, components, dates, limits, passage_buttons, passages, text
from bot.ui.components import Block, Control, Row, Section
from bot.ui.passages import counted
from bot.verify import wording
from bot.verify.custom_ids import SHARE_ONE, custom_id
from bot.verify.findings import Findings
from bot.verify.marking import marked

MAX_QUOTATION: Final = 900
"""Characters of the quotation, with what differs marked in it."""
MAX_DIFFERENCES: Final = 5
"""Differences that are listed, the most telling first."""
MAX_PARTS: Final = 4
"""Places of a stitched quotation that are shown."""
_MAX_SOURCE: Final = 400
_MAX_PART: Final = 200
_MAX_LIST: Final = 700
_MAX_TITLE: Final = 100
_MAX_PATH: Final = 80
_MAX_NOTE: Final = 160
_MAX_NOTES: Final = 3


def draw(findings: Findings, notes: Iterable[str] = (), *, where: str = "", by: int | None = None) -> list[Block]:
    """The texts and sections of the message.

    `notes` is plain text that stands below, `where` the quotation's place in a draft, and `by` who posts it for all.
    """
    (verdict,) = findings.verdicts
    blocks: list[Block] = [_top(verdict, findings, where)]
    if listed := list(_listed(verdict)):
        blocks.append("\n".join(listed))
    blocks += _places(verdict)
    if below := list(_below(verdict, notes, by)):
        blocks.append("\n".join(below))
    return blocks


def controls(token: str | None, number: int = 0) -> list[Row]:
    """What can be done with the card; nothing where it isn't kept."""
    return [[Control(custom_id(SHARE_ONE, number, token), "Share", style="primary")]] if token else []


def _top(verdict: index.Verdict, findings: Findings, where: str) -> str:
    """The word, the quotation, and the word in a sentence."""
    word = verdict.verdict
    place = f" · {text.label(where, _MAX_PATH)}" if where else ""
    absent = wording.absence(findings.earliest, findings.latest) if word == "not in this archive" else ""
    quotation = marked(verdict.quotation.text, verdict.differences, MAX_QUOTATION)
    differs = any(not one.typographic for one in verdict.differences)
    lines = (
        f"### {wording.MARKS[word]} {word[:1].upper()}{word[1:]}{place}",
        wording.sentence(verdict) or absent,
        quotation,
        wording.AS_QUOTED if differs else "",
    )
    return "\n".join(line for line in lines if line.strip("> "))


def _listed(verdict: index.Verdict) -> Iterator[str]:
    """The differences, a line each; how many there are besides."""
    room = _MAX_LIST
    for place, one in enumerate(verdict.differences):
        line = f"- {wording.difference(verdict.quotation.text, one)}"
        room -= limits.length(line) + 1
        if place == MAX_DIFFERENCES or (place and room < 0):
            yield f"-# and {counted(len(verdict.differences) - place, 'more difference')}"
            return
        yield line


def _places(verdict: index.Verdict) -> Iterator[Block]:
    """Where the words stand: one place, or one of each part, with the button that opens it."""
    if not verdict.parts:
        if verdict.place:
            yield _place(verdict.place, _words(verdict, verdict.place), _others(verdict))
        return
    for number, part in enumerate(verdict.parts[:MAX_PARTS]):
        said = verdict.quotation.text[part.start : part.end]
        yield _place(part.place, marked(said, (), _MAX_PART), [], number)
    if verdict.parts[MAX_PARTS:]:
        yield f"-# and {counted(len(verdict.parts) - MAX_PARTS, 'more part')}"


def _words(verdict: index.Verdict, place: index.Place) -> str:
    """The words of the source, if they are few and other than those of the quotation."""
    same = not verdict.differences and "exact" in {verdict.verdict, verdict.elsewhere_as}
    return "" if same or len(place.text) > _MAX_SOURCE else marked(place.text, (), 2 * _MAX_SOURCE)


def _place(place: index.Place, shown: str, others: Iterable[str], number: int = 0) -> Block:
    """A date, a title, words and a source; beside it **Read**, where a passage has the words."""
    head = f"### {dates.span(place.date) if place.date else 'Undated'}"
    titled = f"**{citations.name(place.title, place.title_origin, place.document, _MAX_TITLE)}**"
    body = "\n".join(line for line in (titled, shown, f"-# {' · '.join((source(place), *others))}") if line)
    if place.passage is None:
        return f"{head}\n{body}"
    return Section(head, passage_buttons.read(place.passage.id, number), body)


def source(place: index.Place) -> str:
    """The path, the page, message or paragraph, and that the words were recognised there."""
    passage, sure = place.passage, place.confidence
    at = index.as_recognised(sure)
    if passage:
        at = passages.place(passage.page, passage.paragraph, passage.time, passage.link, confidence=sure)
    return f"{text.label(text.path_line(place.document), _MAX_PATH)} {at}".rstrip()


def _others(verdict: index.Verdict) -> Iterator[str]:
    if verdict.also_in:
        yield f"also in {counted(len(verdict.also_in), 'other document')}"
    if verdict.reprints:
        yield counted(len(verdict.reprints), "reprint")


def _below(verdict: index.Verdict, notes: Iterable[str], by: int | None) -> Iterator[str]:
    warnings = [f"⚠️ {warning}" for warning in verdict.chat_warnings]
    for note in [*warnings, *notes][:_MAX_NOTES]:
        yield f"-# {text.label(note[:1].upper() + note[1:], _MAX_NOTE)}"
    if by is not None:
        yield posted_by(by)


def posted_by(person: int) -> str:
    """Who posts a check for everyone."""
    return f"-# checked by <@{person}>"


def delete(person: int) -> list[Row]:
    """The button below what somebody posted for everyone."""
    return [[Control(passage_buttons.delete_id(person), "Delete")]]


def view(blocks: Iterable[Block], rows: Iterable[Row], word: str) -> ui.LayoutView:
    """The message, in the colour of its verdict."""
    return components.page(blocks, rows, wording.COLOURS[word])
