"""What became of a citation's source: its record compared with stored documents or with files.

Texts are compared as they are decoded, character by character, with nothing normalised but line ends (a document's
text has them as `\\n`). Where that fails, they are compared with each run of white space as one space: re-wrapping or
re-indenting a file does not change a source. Such a citation is unchanged or moved but not `verbatim`, and its reason
says so. No other difference is overlooked: not case, quotation marks, hyphens or Unicode normal form.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Protocol

from index.cite.diff import Region, locate
from index.cite.models import Citation, Now, Record
from index.dates.calendar import day_span
from index.models.documents import DateSpan, Document
from index.models.erasures import Erased
from index.text.clean import one_line
from index.text.forms import formed
from index.userdata.erasures import erased_on

_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")
"""As passages count their paragraphs."""
_NOT_BLANK = re.compile(r"\S")
_DISTINCTIVE_CHARACTERS = 20
"""A quotation this long is recognised even where it begins or ends inside a word; a shorter one may be part of any."""

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
        """Documents that hold `text`, if possible also where white space differs; too many do no harm."""


def check(record: Record, sources: Sources) -> Citation:
    """The citation with its state.

    The document at the record's path comes first: as long as it has the words, or an edited form of them, it is the
    source, whatever other documents hold. Only then are the words looked for elsewhere: first in documents with the
    same bytes (a file that was renamed), then in any.
    """
    if record.erased:
        return _erased(record, record.erased)
    return _checked(record, sources.document(record.path), sources)


def check_many(records: Iterable[Record], sources: Sources) -> tuple[Citation, ...]:
    """The citations in the order of `records`; each document is asked for once."""
    numbered = sorted(enumerate(records), key=lambda pair: pair[1].path)
    checked = {number: _erased(record, record.erased) for number, record in numbered if record.erased}
    left = [pair for pair in numbered if pair[0] not in checked]
    for path, group in groupby(left, key=lambda pair: pair[1].path):
        document = sources.document(path)
        checked.update((number, _checked(record, document, sources)) for number, record in group)
    return tuple(checked[number] for number in range(len(checked)))


def _checked(record: Record, document: Document | None, sources: Sources) -> Citation:
    place = document and _find(record.quotation, document.text, record.start)
    if document and place:
        return _present(record, document, place)
    region = document and locate(record.quotation, document.text, record.start)
    if document and region and document.text[region.start : region.end] == record.quotation:
        return _present(record, document, (region.start, region.end))  # Chinese beside Latin letters: no word is cut
    if document and region:
        return _changed(record, document, region, sources)
    for candidate in _elsewhere(record, sources):
        if place := _find(record.quotation, candidate.text, record.start):
            return _present(record, candidate, place)
    return _removed(record, "no longer has these words" if document else sources.missing(record.path))


def _elsewhere(record: Record, sources: Sources) -> Iterator[Document]:
    """The other documents that may have the words, the likeliest first; each is looked for only when asked for."""
    yield from (copy for copy in sources.documents_with_sha(record.document_sha256) if copy.path != record.path)
    yield from (holder for holder in sources.documents_containing(record.quotation) if holder.path != record.path)


def _find(quotation: str, text: str, near: int) -> Place | None:
    """Where the words are, nearest to `near`: to the character, or else but for white space, or else for form."""
    if text.startswith(quotation, near):
        return near, near + len(quotation)
    if place := _nearest(quotation, text, near):
        return place
    wanted, there = formed(quotation), formed(text)
    if wanted.text == quotation and there.text == text:
        return None
    place = _nearest(wanted.text, there.text, there.offset(near))
    return place and there.place(*place)


def _nearest(quotation: str, text: str, near: int) -> Place | None:
    places = list(_exact_places(quotation, text)) or list(_loose_places(quotation, text))
    whole = [place for place in places if _stands_alone(text, place)]
    candidates = whole or (places if len(quotation) >= _DISTINCTIVE_CHARACTERS else [])
    return min(candidates, key=lambda place: abs(place[0] - near), default=None)


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
    same_path, same_start = document.path == record.path, _begins_there(record, document.text, place)
    now = _now(document, *place, record if same_start else None)
    verbatim = now.text == record.quotation
    parts = [_sameness(record.quotation, now.text)]
    if not same_path:
        parts.append(f"they are now in {one_line(document.path)}, no longer in {one_line(record.path)}")
    elif not same_start:
        parts.append(f"they now begin at character {place[0]:,}, no longer at {record.start:,}")
    return Citation(
        record=record,
        state="unchanged" if same_path and same_start else "moved",
        verbatim=verbatim,
        now=now,
        reason="; ".join([*parts, *_redated(record.date, document.date)]),
    )


def _sameness(quotation: str, now: str) -> str:
    """How the words are the same."""
    if now == quotation:
        return "the source still has these words"
    if now.split() == quotation.split():
        return "the words are the same and only white space differs"
    return "the words are the same and only their Unicode form, invisible characters or white space differ"


def _begins_there(record: Record, text: str, place: Place) -> bool:
    """Whether the place is where the words began, which of a text in another form is told by that form's characters."""
    start, before = record.start, text[: place[0]]
    if place[0] == start or text[slice(*place)] == record.quotation:
        return place[0] == start
    return start in {len(unicodedata.normalize(form, before)) for form in ("NFC", "NFD")}


def _changed(record: Record, document: Document, region: Region, sources: Sources) -> Citation:
    removed, added = region.count("removed"), region.count("added")
    parts = [f"the document's wording has changed ({removed:,} words or marks removed, {added:,} added)"]
    copy = next((document for document in _elsewhere(record, sources) if record.quotation in document.text), None)
    if copy:
        parts.append(f"the words as quoted are in {one_line(copy.path)}")
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
        reason=f"{one_line(record.path)} {why}, and no other document has them; last seen in generation {last}",
    )


def _erased(record: Record, erased: Erased) -> Citation:
    reason = f"its document was {erased_on(erased)}"
    return Citation(record=record, state="erased", verbatim=False, now=None, reason=one_line(reason))


def _redated(then: DateSpan | None, now: DateSpan | None) -> list[str]:
    if _days(then) == _days(now):
        return []
    return [f"the document is now {_dated(now)}, no longer {_dated(then)}"]


def _days(date: DateSpan | None) -> tuple[dt.date, dt.date] | None:
    return (date.earliest, date.latest) if date else None


def _dated(date: DateSpan | None) -> str:
    return f"dated {day_span(date)}" if date else "undated"


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
    """The paragraph, from 1, that `start` is in; blank lines before the body's first words do not count."""
    begins = _NOT_BLANK.search(document.text, document.body, start)
    return sum(1 for _ in _PARAGRAPH_BREAK.finditer(document.text, begins.start() if begins else start, start)) + 1
