"""References and quotations for people to read: plain text, Markdown, and the styles APA, Chicago and MLA.

In all styles: no author or publisher is known, so the title comes first; titles keep the source's capitals, since
changing them would be a guess; the path is the source's identifier in the archive, and the passage id takes the place
of a call number or an item's number.

- APA, 7th edition: 9.12 (no author), 9.14 (dates), 9.17 ("n.d."), 9.22 (a description in square brackets for a
  missing title), 8.28 ("para." where there are no pages, counted if need be).
- Chicago, notes, 17th and 18th edition: note with the title in quotation marks; "n.d." (17th: 14.145).
- MLA, 9th edition: a missing date is left out, and "n.d." is no longer used; months are abbreviated except May, June
  and July; paragraphs that the source does not number itself are not counted, so only pages are named.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Literal

from index.cite.models import Citation, Segment
from index.cite.nested import nested
from index.cite.reference import UNDATED, Parts, Reference, bracketed, date_ends, dated_by, locator
from index.dates.calendar import MONTHS
from index.models.documents import DateSpan, as_recognised
from index.text.clean import clean, isolated, one_line

Markup = Literal["plain", "markdown"]

MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")

_MARKDOWN = re.compile(
    r"[\\`*_{}\[\]<>#|~&!$^@]"  # spans, links, images, tags, entities, tables, mathematics, mentions
    r"|:(?=//)|(?<=www)\."  # addresses that become links by themselves (GitHub's autolinks)
    r"|(?<=^)[-+=:]"  # lists, rules, underlined headings and definitions
    r"|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{3})[.)]|(?<=^\d{4})[.)]|(?<=^\d{5})[.)]"  # numbered lists: up to 9 digits
    r"|(?<=^\d{6})[.)]|(?<=^\d{7})[.)]|(?<=^\d{8})[.)]|(?<=^\d{9})[.)]",
    re.MULTILINE | re.IGNORECASE,
)


class _Plain:
    """Text as it is."""

    def text(self, text: str) -> str:
        return isolated(one_line(text))

    def work(self, title: str) -> str:
        return self.text(title)

    def quotation(self, text: str) -> str:
        return isolated(f"“{clean(text)}”")

    def lines(self, first: str, *others: str) -> str:
        return "\n".join([first, *others])


class _Markdown(_Plain):
    """Text that CommonMark shows as it is, with titles in italics and quotations as blocks."""

    def text(self, text: str) -> str:
        return escape_markdown(super().text(text))

    def work(self, title: str) -> str:
        return f"*{self.text(title)}*"

    def quotation(self, text: str) -> str:
        lines = (escape_markdown(" ".join(line.split())) for line in clean(text).strip().split("\n"))
        return "\n".join(f"> {isolated(line)}".rstrip() for line in lines)

    def lines(self, first: str, *others: str) -> str:
        return "\n\n".join([first, *others])


_MARKUPS: dict[Markup, _Plain] = {"plain": _Plain(), "markdown": _Markdown()}


def escape_markdown(text: str) -> str:
    """`text` with a backslash before every character that could begin a construct of CommonMark or GitHub Markdown."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def quoted(citation: Citation, markup: Markup, annotation: str = "") -> str:
    """The quotation with its source below it and, unless it is verbatim, what became of the source since.

    Last comes what a person wrote on it.
    """
    reference, marks = Reference.of(citation), _MARKUPS[markup]
    note = [f"Note: {marks.text(annotation)}"] if annotation else []
    if citation.record.erased:
        return marks.lines(marks.text(_erased(reference)), *note)
    date = f"{_dated(reference.date, _day_month_year)} ({dated_by(reference.date)})" if reference.date else UNDATED
    source = ", ".join(part for part in (_source(reference, marks, "p. ", "¶ "), f"passage {reference.id}") if part)
    warning = [marks.text(_stopped(reference.warning))] if reference.warning else []
    now = [f"Now: {marks.text(marked_difference(citation))}"] if citation.difference else []
    credit = f"— {_work(reference, marks)}, {_stopped(date)} {source}."
    return marks.lines(marks.quotation(reference.quotation), credit, *warning, *now, *note)


def marked_difference(citation: Citation) -> str:
    """The words with `[-removed-]` and `{+added+}` marked, as wdiff does."""
    return marked(citation.difference)


def marked(segments: Iterable[Segment]) -> str:
    """The words of segments with `[-removed-]` and `{+added+}` marked, as wdiff does."""
    return "".join(map(_marked, segments))


def _marked(segment: Segment) -> str:
    begin, end = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}[segment.kind]
    words = segment.text.rstrip()
    return f"{begin}{words}{end}{segment.text[len(words) :]}"


class Style(ABC):
    """How a style writes a reference."""

    @abstractmethod
    def write(self, reference: Reference, marks: _Plain) -> str:
        """The reference, in one line."""


class Apa(Style):
    """Title. (1969, July 20). path, para. 3 (passage id)."""

    def write(self, reference: Reference, marks: _Plain) -> str:
        title, date = _stopped(_work(reference, marks)), _dated(reference.date, _year_month_day)
        return f"{title} ({date}). {_source(reference, marks, 'p. ', 'para. ')} (passage {reference.id})."


class Chicago(Style):
    """“Title,” July 20, 1969, path, para. 3 (passage id)."""

    def write(self, reference: Reference, marks: _Plain) -> str:
        title = _in_marks(reference.title, marks, ",") if reference.titled else f"{_work(reference, marks)},"
        date = _dated(reference.date, _month_day_year)
        return f"{title} {date}, {_source(reference, marks, 'p. ', 'para. ')} (passage {reference.id})."


class Mla(Style):
    """“Title.” 20 July 1969, path, p. 3. Passage id."""

    def write(self, reference: Reference, marks: _Plain) -> str:
        title = _in_marks(reference.title, marks, ".") if reference.titled else f"{_work(reference, marks)}."
        date = f"{_dated(reference.date, _mla)}, " if reference.date else ""
        counted = reference.paragraph and not reference.page
        place = as_recognised(reference.confidence) if counted else locator(reference, "p. ", "")
        source = ", ".join(filter(None, (marks.text(reference.path), place, _link(reference, marks))))
        return f"{title} {date}{source}. Passage {reference.id}."


def written(citation: Citation, style: Style, markup: Markup) -> str:
    """The reference in `style`, in one line."""
    reference, marks = Reference.of(citation), _MARKUPS[markup]
    return marks.text(_erased(reference)) if citation.record.erased else style.write(reference, marks)


def _erased(reference: Reference) -> str:
    """What stands for a reference to what was erased."""
    return f"Passage {reference.id}. {_stopped(reference.warning)}"


def _work(reference: Reference, marks: _Plain) -> str:
    """The title as the work's, or the first words in brackets."""
    return marks.work(reference.title) if reference.titled else marks.text(bracketed(reference.title))


def _source(reference: Reference, marks: _Plain, page_mark: str, paragraph_mark: str) -> str:
    parts = (marks.text(reference.path), locator(reference, page_mark, paragraph_mark), _link(reference, marks))
    return ", ".join(filter(None, parts))


def _link(reference: Reference, marks: _Plain) -> str:
    """The address of a message, where the source has one."""
    return marks.text(reference.link) if reference.link else ""


def _in_marks(title: str, marks: _Plain, stop: str) -> str:
    """The title in quotation marks, with a comma or a full stop before all that close; its own change, see `nested`."""
    text, closing = nested(one_line(title))
    if closing and stop == "," and text.endswith(".") and not text.endswith(".."):
        text = text[:-1]  # a sentence's own full stop gives way to the comma
    written = marks.text(text)
    ended = _stopped(written) if stop == "." else f"{written}{stop}"
    return f"“{ended}{closing}”"


def _stopped(text: str) -> str:
    """`text` with a full stop, unless it already ends a sentence."""
    return text if text.rstrip("*”’“‘»«›‹\"'』」)\u2069").endswith((".", "?", "!", "…")) else f"{text}."


def _dated(date: DateSpan | None, write: Callable[[Parts], str]) -> str:
    """The date, or its first and last; `write` gives each in the style's order."""
    return "–".join(write(parts) for parts in date_ends(date)) if date else UNDATED


def _year_month_day(parts: Parts) -> str:
    year, *rest = parts
    return f"{year}, {' '.join([MONTHS[rest[0] - 1], *map(str, rest[1:])])}" if rest else str(year)


def _month_day_year(parts: Parts) -> str:
    year, *rest = parts
    days = "".join(f" {day}," for day in rest[1:])
    return f"{MONTHS[rest[0] - 1]}{days} {year}" if rest else str(year)


def _day_month_year(parts: Parts) -> str:
    return _reversed(parts, MONTHS)


def _mla(parts: Parts) -> str:
    return _reversed(parts, MLA_MONTHS)


def _reversed(parts: Parts, months: tuple[str, ...]) -> str:
    year, *rest = parts
    return " ".join([*map(str, rest[1:]), *(months[month - 1] for month in rest[:1]), str(year)])
