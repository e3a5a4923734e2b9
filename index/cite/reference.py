"""The parts of a reference, whatever its style: nothing that the source does not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from index.cite.models import Citation
from index.dates.calendar import time_of_day
from index.models.documents import DateSpan, Precision, as_recognised
from index.text.clean import one_line

UNDATED = "n.d."
FIRST_WORDS = 8
"""Words of the quotation that replace a title where the source has none at all."""
KEY_PREFIX = "dateline-"
"""Before the passage id in the keys of reference managers: some refuse a key that begins with a digit."""

Annotations = Mapping[str, str]
"""What a person wrote on passages, by the passages' ids."""
NO_ANNOTATIONS: Annotations = MappingProxyType({})

Parts = tuple[int, ...]
"""Year; year and month; or year, month and day: as precise as the source."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation for a style to write. All texts are as in the source, not cleaned.

    The place of a moved passage is where it is now, of any other where it was given out.
    """

    id: str
    quotation: str
    title: str
    titled: bool
    """Whether the source has a title; otherwise `title` is its first words."""
    date: DateSpan | None
    path: str
    page: int | None
    paragraph: int | None
    time: str | None
    """Of a chat, when the message was written: ISO 8601."""
    link: str | None
    confidence: int | None
    """In percent, where the words were recognised in a picture of a page."""
    language: str | None
    warning: str
    """What a reader must know before relying on it, in one line; empty where the citation is verbatim."""

    @property
    def key(self) -> str:
        """Its key in a reference manager."""
        return KEY_PREFIX + self.id

    @classmethod
    def of(cls, citation: Citation) -> Reference:
        """The reference to the source of `citation`."""
        record, now = citation.record, citation.now
        place = now if now and citation.state == "moved" else record
        if record.erased:
            return cls._erased(citation)
        title = record.title if record.title.strip() else " ".join(record.quotation.split()[:FIRST_WORDS]) + " …"
        return cls(
            id=record.id,
            quotation=record.quotation,
            title=title,
            titled=record.title_origin == "source" and bool(record.title.strip()),
            date=record.date,
            path=place.path,
            page=place.page,
            paragraph=None if record.time else place.paragraph,
            time=record.time,
            link=record.link,
            confidence=place.confidence,
            language=record.language,
            warning="" if citation.verbatim else f"{citation.state.capitalize()}: {citation.reason}",
        )

    @classmethod
    def _erased(cls, citation: Citation) -> Reference:
        """That it was erased stands where the title stood; nothing else is left to say."""
        return cls(
            id=citation.record.id,
            quotation="",
            title="Erased",
            titled=True,
            date=None,
            path="",
            page=None,
            paragraph=None,
            time=None,
            link=None,
            confidence=None,
            language=None,
            warning=f"Erased: {citation.reason}",
        )


def bracketed(title: str) -> str:
    """First words in place of a title."""
    return f"[“{title}”]"


def date_ends(date: DateSpan) -> tuple[Parts, ...]:
    """The first and the last day, month or year of `date`; only the first where both are the same."""
    ends = [_parts(day, date.precision) for day in (date.earliest, date.latest)]
    return tuple(dict.fromkeys(ends))


def _parts(day: dt.date, precision: Precision) -> Parts:
    return (day.year, day.month, day.day)[: ("year", "month", "day").index(precision) + 1]


def dated_by(date: DateSpan | None) -> str:
    """How the date is known."""
    return UNDATED if date is None else date.dated_by


def locator(reference: Reference, page_mark: str, paragraph_mark: str) -> str:
    """The page where the source has pages, or a message's time, or else the paragraph; empty where none is known.

    With it stands that the words were recognised in a picture of the page.
    """
    place = f"{paragraph_mark}{reference.paragraph}" if reference.paragraph else ""
    if reference.page:
        place = f"{page_mark}{reference.page}"
    elif reference.time:
        place = time_of_day(reference.time)
    return ", ".join(filter(None, (place, as_recognised(reference.confidence))))


def notes(reference: Reference) -> list[str]:
    """What the forms for reference managers have no field for, each note in one line."""
    place = as_recognised(reference.confidence) if reference.page else locator(reference, "", "para. ")
    dated = dated_by(reference.date) if reference.quotation else ""
    lines = f"Passage {reference.id}", place, dated, one_line(reference.warning)
    return [line for line in lines if line]
