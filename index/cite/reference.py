"""What a reference is made of, whatever its style: nothing that the source does not say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from index.cite.models import Citation
from index.models.documents import DateSpan
from index.text.clean import one_line

UNDATED = "n.d."
FIRST_WORDS = 8
"""Words that stand for a title where the source has none at all."""
KEY_PREFIX = "dateline-"
"""Before the passage id in the keys of reference managers: some refuse a key that begins with a digit."""

Parts = tuple[int, ...]
"""Year; year and month; or year, month and day: as precise as the source."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One citation, for a style to put in its form. All texts are as the source has them, not cleaned.

    A passage that moved is referred to where it is now, any other where it was given out.
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
    language: str | None
    warning: str
    """What a reader must know before relying on it, in one line; empty for what is verbatim."""

    @property
    def key(self) -> str:
        """Its key in a reference manager."""
        return KEY_PREFIX + self.id


def reference(citation: Citation) -> Reference:
    """What is to be said of `citation`."""
    record, now = citation.record, citation.now
    place = now if now and citation.state == "moved" else record
    titled = record.title_origin == "source" and bool(record.title.strip())
    return Reference(
        id=record.id,
        quotation=record.quotation,
        title=record.title if record.title.strip() else " ".join(record.quotation.split()[:FIRST_WORDS]) + " …",
        titled=titled,
        date=record.date,
        path=place.path,
        page=place.page,
        paragraph=place.paragraph,
        language=record.language,
        warning="" if citation.verbatim else f"{citation.state.capitalize()}: {citation.reason}",
    )


def bracketed(title: str) -> str:
    """First words in the place of a title."""
    return f"[“{title}”]"


def date_ends(date: DateSpan) -> tuple[Parts, ...]:
    """The first and the last day, month or year of `date`; one, where both are the same."""
    ends = [_parts(day, date) for day in (date.earliest, date.latest)]
    return tuple(dict.fromkeys(ends))


def _parts(day: dt.date, date: DateSpan) -> Parts:
    return (day.year, day.month, day.day)[: ("year", "month", "day").index(date.precision) + 1]


def dated_by(date: DateSpan | None) -> str:
    """How the date is known."""
    return UNDATED if date is None else f"dated by its {date.origin}"


def locator(page: int | None, paragraph: int | None, page_mark: str, paragraph_mark: str) -> str:
    """The page where the source has pages, or else the paragraph; empty where neither is known."""
    if page:
        return f"{page_mark}{page}"
    return f"{paragraph_mark}{paragraph}" if paragraph else ""


def notes(one: Reference) -> list[str]:
    """What machine forms say beside their fields, each in one line."""
    place = locator(None, one.paragraph, "", "para. ")
    return [part for part in (f"Passage {one.id}", place, dated_by(one.date), one_line(one.warning)) if part]
