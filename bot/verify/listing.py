"""All that a draft quotes and cites, as pages: the worst first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from discord import ui

import index
from bot.ui import citations, components, dates, passage_buttons, text
from bot.ui.components import Block, Control, Option, Row, Section, Select
from bot.ui.passages import counted
from bot.verify import card, wording
from bot.verify.check import Check
from bot.verify.custom_ids import JUMP, OPEN, SHARE, TURN, custom_id
from bot.verify.findings import Findings
from bot.verify.marking import marked
from bot.verify.wording import Found

PER_PAGE: Final = 5
"""Quotations and ids of one page."""
_MAX_QUOTATION: Final = 180
_MAX_NAME: Final = 80
_MAX_WHERE: Final = 60
_MAX_TITLE: Final = 60
_MAX_SAID: Final = 160
_MAX_NOTE: Final = 160
_MAX_NOTES: Final = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """What was found of one of the things checked; `number` is that of a quotation, None for an id."""

    found: Found
    where: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """A few entries, and the number of the page, which counts from 1."""

    entries: Sequence[Entry]
    page: int
    pages: int


def page(check: Check, findings: Findings, wanted: int) -> Page:
    """The page that is wanted, or the nearest there is."""
    quotations = [
        Entry(found, one.where, number)
        for number, (one, found) in enumerate(zip(check.quotations, findings.verdicts, strict=True))
    ]
    ids = [Entry(found, one.where, None) for one, found in zip(check.ids, findings.ids, strict=True)]
    worst_first = sorted([*quotations, *ids], key=lambda entry: wording.rank(entry.found))
    pages = max(1, -(-len(worst_first) // PER_PAGE))
    number = min(max(wanted, 1), pages)
    return Page(worst_first[(number - 1) * PER_PAGE : number * PER_PAGE], number, pages)


def draw(check: Check, findings: Findings, shown: Page, *, by: int | None = None) -> list[Block]:
    """A head with the count of verdicts, an entry each, and what else there is to say."""
    entries = [_entry(place, entry) for place, entry in enumerate(shown.entries)]
    below = list(_below(check, findings, shown, by))
    return [_head(check, findings), *entries, *(["\n".join(below)] if below else [])]


def controls(shown: Page, token: str, *, shares: bool) -> list[Row]:
    """Turning pages, sharing, and a list of the quotations of the page, to see one in full."""
    turning, jump = components.paging(
        lambda turned: custom_id(TURN, max(turned, 0), token), custom_id(JUMP, 0, token), shown.page, shown.pages
    )
    share = [Control(custom_id(SHARE, shown.page, token), "Share", style="primary")] if shares else []
    options = list(_options(shown))
    rows: list[Row] = [Select(custom_id(OPEN, 0, token), "Show a quotation in full", options), [*turning, *share]]
    return [*rows, *([jump] if jump else [])]


def view(check: Check, findings: Findings, shown: Page, rows: Sequence[Row], *, by: int | None) -> ui.LayoutView:
    """The message, in the colour of the worst verdict; whoever posted it can delete it."""
    worst = min((verdict for verdict in findings.verdicts), key=wording.rank, default=None)
    accent = wording.COLOURS[worst.verdict] if worst else components.ACCENT
    below = [*rows, *(card.delete(by) if by is not None else [])]
    return components.page(draw(check, findings, shown, by=by), below, accent)


def _head(check: Check, findings: Findings) -> str:
    words, quotations = findings.words, len(findings.verdicts)
    lines = [f"**{text.label(text.path_line(check.name), _MAX_NAME)}**"]
    if quotations:
        lines.append(f"{counted(quotations, 'quotation')}: {wording.tally(words[:quotations])}")
    if findings.ids:
        lines.append(f"{counted(len(findings.ids), 'passage id')}: {wording.tally(words[quotations:])}")
    return "\n".join(lines)


def _entry(place: int, entry: Entry) -> Block:
    if isinstance(entry.found, index.Verdict):
        return _quotation(place, entry.found, entry.where)
    return _citation(place, entry.found, entry.where)


def _top(mark: str, word: str, where: str) -> str:
    at = f" · {text.label(where, _MAX_WHERE)}" if where else ""
    return f"{mark} **{word[:1].upper()}{word[1:]}**{at}"


def _quotation(place: int, verdict: index.Verdict, where: str) -> Block:
    """The verdict's word, the quotation with what differs marked, and the source."""
    head = _top(wording.MARKS[verdict.verdict], verdict.verdict, where)
    body = "\n".join((marked(verdict.quotation.text, verdict.differences, _MAX_QUOTATION), *_source(verdict)))
    passage = next((one.passage for one in verdict.places if one.passage), None)
    if passage is None:
        return f"{head}\n{body}"
    return Section(head, passage_buttons.read(passage.id, place), body)


def _source(verdict: index.Verdict) -> Iterator[str]:
    if verdict.documents is not None:
        yield f"-# {counted(verdict.documents, 'document')} {'has' if verdict.documents == 1 else 'have'} these words"
    if not verdict.places:
        return
    first, *others = verdict.places
    parts = [dates.span(first.date), card.source(first)]
    if others:
        parts.append(f"and {counted(len(others), 'more place')}")
    yield f"-# {' · '.join(parts)}"


def _citation(place: int, found: index.Cited | index.Unknown, where: str) -> Block:
    """An id of ours with its state, its document, and what became of that."""
    if isinstance(found, index.Unknown):
        head = _top(citations.NOT_COMPARED_MARK, wording.UNKNOWN, where)
        return f"{head}\n-# {text.label(_sentence(found.reason), _MAX_SAID)}"
    mark, _, state = citations.state(found).partition(" ")
    head = _top(mark, f"citation {state}", where)
    said = f"-# `{found.record.id}` · {text.label(found.said_in_chat, _MAX_SAID)}"
    if found.record.erased:
        return f"{head}\n{said}"
    record = found.record
    titled = citations.name(record.title, record.title_origin, record.path, _MAX_TITLE)
    body = f"{dates.span(record.date)} · {titled}\n{said}"
    return Section(head, passage_buttons.read(record.id, place), body)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _below(check: Check, findings: Findings, shown: Page, by: int | None) -> Iterator[str]:
    if any(isinstance(entry.found, index.Verdict) and _differs(entry.found) for entry in shown.entries):
        yield wording.AS_QUOTED
    if any(wording.word(entry.found) == "not in this archive" for entry in shown.entries):
        yield f"-# Not in this archive: {_lower(wording.absence(findings.earliest, findings.latest))}"
    warned = dict.fromkeys(warning for one in findings.everything for warning in _warnings(one))
    for note in [*check.notes, *(f"⚠️ {warning}" for warning in warned)][:_MAX_NOTES]:
        yield f"-# {text.label(_sentence(note), _MAX_NOTE)}"
    if by is not None:
        yield card.posted_by(by)


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]


def _differs(verdict: index.Verdict) -> bool:
    return any(not one.typographic for one in verdict.differences)


def _warnings(found: Found) -> Sequence[str]:
    return () if isinstance(found, index.Unknown) else found.chat_warnings


def _options(shown: Page) -> Iterator[Option]:
    """The quotations of the page to choose: plain text, as Discord formats none of it."""
    for entry in shown.entries:
        if entry.number is not None and isinstance(entry.found, index.Verdict):
            words = index.one_line(entry.found.quotation.text)
            yield Option(str(entry.number), words or "…", " · ".join(filter(None, (entry.found.verdict, entry.where))))
