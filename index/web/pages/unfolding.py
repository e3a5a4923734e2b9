"""What programs are told of a citation: those that unfold links, reference managers, readers of annotations. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

import index
from index.web import words
from index.web.pages.selectors import Selectors

MOST: Final = 200
"""Characters of a description."""
_PRECISE: Final = {"day": 3, "month": 2, "year": 1}


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands in a page's head. `published` is a date as `citation_publication_date` has it, empty for none."""

    title: str
    description: str
    address: str
    published: str
    language: str
    document: str


def of(cited: index.Cited, address: str, *, hides_words: bool) -> Meta:
    """What is told of a citation; without words of the archive in the description where people sign in to see them."""
    record = cited.record
    return Meta(
        title=words.name(record),
        description=_described(record, hides_words=hides_words),
        address=address,
        published=published(record.date),
        language=record.language or "",
        document=cited.citation.now.path if cited.citation.now else record.path,
    )


def _described(record: index.Record, *, hides_words: bool) -> str:
    if hides_words:
        return f"Passage {record.id} of an archive of dated documents, for those who may see it."
    said = index.one_line(record.quotation)
    cut = f"{said[:MOST].rpartition(' ')[0] or said[:MOST]} …" if len(said) > MOST else said
    return f"{words.dated(record.date)}: “{cut}”"


def published(date: index.DateSpan | None) -> str:
    """1969/07/20, 1969/07 or 1969, never more precise than the source; of a span its first day, month or year."""
    if date is None:
        return ""
    return "/".join(date.earliest.isoformat().split("-")[: _PRECISE[date.precision]])


def annotation(cited: index.Cited, found: Selectors, address: str, source: str) -> Markup:
    """The quotation at `address` in the document at `source`: JSON-LD that can't end the element in which it stands."""
    value = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": address,
        "type": "Annotation",
        "motivation": "identifying",
        "body": [_body(reference) for reference in (index.format_citations([cited.citation], "apa").strip(),)],
        "target": {
            "source": source,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": found.exact,
                    "prefix": found.prefix,
                    "suffix": found.suffix,
                },
                {"type": "TextPositionSelector", "start": found.start, "end": found.end},
            ],
        },
    }
    return _data(value)


def _body(reference: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "identifying", "format": "text/plain", "value": reference}


def _data(value: dict[str, Any]) -> Markup:
    """JSON for a data block of a page: in ASCII, and without what could be read as markup."""
    written = json.dumps(value)
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(written)  # noqa: S704 (nothing that acts is left in it)
