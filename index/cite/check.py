"""What became of a citation's source: its record compared with what is stored, or what is in the archive, now.

Texts are compared as they are decoded, character by character, with nothing normalised but line ends (a document's
text has them as `\\n`). Where that fails, words are compared with each run of white space taken for one space: a
file that was only wrapped or indented anew is no changed source. Such a citation is unchanged or moved but not
`verbatim`, and its reason says so. No other difference is overlooked, not of case, quotation marks, hyphens or
Unicode normal form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Protocol

from index.cite.diff import Region, locate
from index.cite.models import Citation, Now, Record
from index.dates.calendar import day_span
from index.models.documents import DateSpan, Document
from index.text.clean import one_line

_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")
"""As passages count their paragraphs."""
_NOT_BLANK = re.compile(r"\S")
_TELLING = 20
"""So many characters are one place's own even in the middle of a word; shorter ones may be any word's part."""

Place = tuple[int, int]


class Sources(Protocol):
    """What citations are compared with: a generation's documents, or the archive's files as they are."""

    def document(self, path: str) -> Document | None:
        """The document at `path`, if there is one that can be read."""

    def missing(self, path: str) -> str:
        """Why there is no document at `path`: words to follow the path in a sentence."""

    def documents_with_sha(self, sha256: str) -> Iterable[Document]:
        """The documents whose file has these bytes."""

    def documents_containing(self, text: str) -> Iterable[Document]:
        """Documents that hold `text`, at best also where white space differs; more do no harm."""


def check(record: Record, sources: Sources) -> Citation:
    """The citation with its state.

    The document at the record's path comes first: as long as it has the words, or an edited form of them, it is
    the source, whatever other documents hold. Only then the words are looked for elsewhere: first in documents of
    the same bytes (a file that was renamed), then in any.
    """
    return _checked(record, sources.document(record.path), sources)


def check_many(records: Iterable[Record], sources: Sources) -> tuple[Citation, ...]:
    """The citations in the order of `records`; each document is asked for once."""
    numbered = sorted(enumerate(records), key=lambda one: one[1].path)
    checked: dict[int, Citation] = {}
    for path, group in groupby(numbered, key=lambda one: one[1].path):
        document = sources.document(path)
        checked.update((number, _checked(record, document, sources)) for number, record in group)
    return tuple(checked[number] for number in range(len(checked)))


def _checked(record: Record, document: Document | None, sources: Sources) -> Citation:
    place = document and _find(record.quotation, document.text, record.start)
    if document and place:
        return _present(record, document, place)
    region = document and locate(record.quotation, document.text, record.start)
    if document and region:
        return _changed(record, document, region, sources)
    for other in _others(record, sources):
        if place := _find(record.quotation, other.text, record.start):
            return _present(record, other, place)
    return _removed(record, "no longer has these words" if document else sources.missing(record.path))


def _others(record: Record, sources: Sources) -> Iterator[Document]:
    yield from (one for one in sources.documents_with_sha(record.document_sha256) if one.path != record.path)
    yield from (one for one in sources.documents_containing(record.quotation) if one.path != record.path)


def _find(quotation: str, text: str, near: int) -> Place | None:
    """Where the words stand, nearest to `near`: to the character, or else but for white space."""
    if text.startswith(quotation, near):
        return near, near + len(quotation)
    places = list(_exact_places(quotation, text)) or list(_loose_places(quotation, text))
    whole = [place for place in places if _stands_alone(text, place)]
    found = whole or (places if len(quotation) >= _TELLING else [])
    return min(found, key=lambda place: abs(place[0] - near), default=None)


def _exact_places(quotation: str, text: str) -> Iterator[Place]:
    at = text.find(quotation) if quotation else -1
    while at >= 0:
        yield at, at + len(quotation)
        at = text.find(quotation, at + 1)


def _loose_places(quotation: str, text: str) -> Iterator[Place]:
    words = quotation.split()
    if words and all(word in text for word in words):
        yield from (match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text))


def _stands_alone(text: str, place: Place) -> bool:
    """Whether the place neither begins nor ends inside a word."""
    return not any(0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum() for edge in place)


def _present(record: Record, document: Document, place: Place) -> Citation:
    same_path, same_start = document.path == record.path, place[0] == record.start
    now = _now(document, *place, record if same_start else None)
    verbatim = now.text == record.quotation
    parts = ["the words are unchanged" if verbatim else "the words are the same and only white space differs"]
    if not same_path:
        parts.append(f"they stand in {one_line(document.path)} now, no longer in {one_line(record.path)}")
    elif not same_start:
        parts.append(f"they begin at character {place[0]:,} now, no longer at {record.start:,}")
    return Citation(
        record=record,
        state="unchanged" if same_path and same_start else "moved",
        verbatim=verbatim,
        now=now,
        reason="; ".join([*parts, *_redated(record.date, document.date)]),
    )


def _changed(record: Record, document: Document, region: Region, sources: Sources) -> Citation:
    removed, added = region.count("removed"), region.count("added")
    parts = [f"the document says it otherwise now ({removed:,} words or marks removed, {added:,} added)"]
    elsewhere = next((one for one in _others(record, sources) if record.quotation in one.text), None)
    if elsewhere:
        parts.append(f"the words as quoted stand in {one_line(elsewhere.path)}")
    return Citation(
        record=record,
        state="changed",
        verbatim=False,
        now=_now(document, region.start, region.end),
        difference=region.segments,
        reason="; ".join([*parts, *_redated(record.date, document.date)]),
    )


def _removed(record: Record, why: str) -> Citation:
    last = record.generation_last
    return Citation(
        record=record,
        state="removed",
        verbatim=False,
        now=None,
        reason=f"{one_line(record.path)} {why}, nor has any other document them; last seen in generation {last}",
    )


def _redated(then: DateSpan | None, now: DateSpan | None) -> list[str]:
    days = [(one.earliest, one.latest) if one else None for one in (then, now)]
    if days[0] == days[1]:
        return []
    words = ["undated" if one is None else f"dated {day_span(one)}" for one in (now, then)]
    return [f"the document is {words[0]} now, no longer {words[1]}"]


def _now(document: Document, start: int, end: int, record: Record | None = None) -> Now:
    same = record and record.paragraph and record.document_sha256 == document.sha256
    return Now(
        path=document.path,
        start=start,
        end=end,
        text=document.text[start:end],
        date=document.date,
        page=sum(1 for page in document.pages if page <= start) or None,
        paragraph=record.paragraph if record and record.paragraph and same else _paragraph(document, start),
    )


def _paragraph(document: Document, start: int) -> int:
    """The paragraph, from 1, in which `start` lies; blank lines before the body's first words do not count."""
    begins = _NOT_BLANK.search(document.text, document.body, start)
    return sum(1 for _ in _PARAGRAPH_BREAK.finditer(document.text, begins.start() if begins else start, start)) + 1
