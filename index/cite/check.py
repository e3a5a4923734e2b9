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
from index.cite.follow import follow
from index.cite.models import Citation, Now, Record
from index.cite.places import Place, find
from index.cite.then import UNKNOWN, Then
from index.dates.calendar import day_span
from index.models.documents import DateSpan, Document
from index.models.erasures import Erased
from index.text.clean import one_line
from index.text.forms import formed
from index.userdata.erasures import erased_on

_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")
"""As passages count their paragraphs."""
_NOT_BLANK = re.compile(r"\S")
_MOST_SAID = 60
"""Characters that are said of a look-alike."""


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


def check(record: Record, sources: Sources, then: Then = UNKNOWN) -> Citation:
    """The citation with its state.

    The document at the record's path comes first: as long as it has the words, or others stand in their place, it is
    the source, whatever other documents hold. Only then are the words looked for elsewhere: first in documents with the
    same bytes (a file that was renamed), then in any. What had the words elsewhere already when they were cited is a
    look-alike: it is never taken for the source, and named where that is gone.
    """
    if record.erased:
        return _erased(record, record.erased)
    return _checked(record, sources.document(record.path), sources, then)


def check_many(records: Iterable[Record], sources: Sources, then: Then = UNKNOWN) -> tuple[Citation, ...]:
    """The citations in the order of `records`; each document is asked for once."""
    numbered = sorted(enumerate(records), key=lambda pair: pair[1].path)
    checked = {number: _erased(record, record.erased) for number, record in numbered if record.erased}
    left = [pair for pair in numbered if pair[0] not in checked]
    for path, group in groupby(left, key=lambda pair: pair[1].path):
        document = sources.document(path)
        checked.update((number, _checked(record, document, sources, then)) for number, record in group)
    return tuple(checked[number] for number in range(len(checked)))


def _checked(record: Record, document: Document | None, sources: Sources, then: Then) -> Citation:
    for holder in _itself(record, document, sources, then):
        if citation := _in_its_document(record, holder, sources, then):
            return citation
    alike = _look_alike(record, document) if document else None
    for candidate in _elsewhere(record, sources):
        if place := find(record.quotation, candidate.text, record.start):
            if not then.stood(record, candidate.path):
                return _present(record, candidate, place, same_place=False)
            alike = alike or _same_words(candidate, place)
    why = "no longer has these words" if document else sources.missing(record.path)
    return _removed(record, why, alike)


def _itself(record: Record, document: Document | None, sources: Sources, then: Then) -> Iterator[Document]:
    """The document at its path, and where it was moved to; that is looked for only when asked for."""
    if document is not None:
        yield document
    for path in then.later_paths(record.path):
        if (moved := sources.document(path)) is not None:
            yield moved


def _in_its_document(record: Record, document: Document, sources: Sources, then: Then) -> Citation | None:
    """The citation where the document at its path has the words, or what became of them."""
    if document.text.startswith(record.quotation, record.start):
        return _present(record, document, (record.start, record.end), same_place=True)
    text = then.text(record)
    if text is None:
        place = find(record.quotation, document.text, record.start)
        region = None if place else locate(record.quotation, document.text, record.start)
    else:
        place, region = follow(text, record.start, record.end, document.text)
    if region and document.text[region.start : region.end] == record.quotation:
        place = (region.start, region.end)  # Chinese beside Latin letters: no word is cut
    if place:
        before = document.text[: place[0]]
        same = _is_form_of(before, text[: record.start]) if text is not None else _begins_there(record, before)
        return _present(record, document, place, same_place=same)
    return _changed(record, document, region, sources) if region else None


def _look_alike(record: Record, document: Document) -> str | None:
    """What in the document is so like the cited words that it would be taken for them."""
    if place := find(record.quotation, document.text, record.start):
        return _same_words(document, place)
    region = locate(record.quotation, document.text, record.start)
    if region is None:
        return None
    said = ", ".join(one_line(part.text).strip() for part in region.segments if part.kind == "added")[:_MOST_SAID]
    about = f" (it has “{said}”)" if said else ""
    return f"a passage like it{about} stands in {_where(document, region.start)}"


def _same_words(document: Document, place: Place) -> str:
    return f"the same words stand in {_where(document, place[0])}"


def _where(document: Document, start: int) -> str:
    return f"{one_line(document.path)} ¶{_paragraph(document, start)}"


def _elsewhere(record: Record, sources: Sources) -> Iterator[Document]:
    """The other documents that may have the words, the likeliest first; each is looked for only when asked for."""
    yield from (copy for copy in sources.documents_with_sha(record.document_sha256) if copy.path != record.path)
    yield from (holder for holder in sources.documents_containing(record.quotation) if holder.path != record.path)


def _present(record: Record, document: Document, place: Place, *, same_place: bool) -> Citation:
    same_path = document.path == record.path
    now = _now(document, *place, record if place[0] == record.start else None)
    verbatim = now.text == record.quotation
    parts = [_sameness(record.quotation, now)]
    if not same_path:
        parts.append(f"they are now in {one_line(document.path)}, no longer in {one_line(record.path)}")
    elif not same_place:
        parts.append(f"they now begin at character {place[0]:,}, no longer at {record.start:,}")
    return Citation(
        record=record,
        state="unchanged" if same_path and same_place else "moved",
        verbatim=verbatim,
        now=now,
        reason="; ".join([*parts, *_redated(record.date, document.date)]),
    )


def _sameness(quotation: str, now: Now) -> str:
    """How the words are the same; of a scan only what was recognised is known."""
    if now.text == quotation:
        source = "the source" if now.confidence is None else "the text recognised in the source"
        return f"{source} still has these words"
    if now.text.split() == quotation.split():
        return "the words are the same and only white space differs"
    return "the words are the same and only their Unicode form, invisible characters or white space differ"


def _begins_there(record: Record, before: str) -> bool:
    """Whether the words stand behind so many characters as they did, or as these are in another form."""
    return record.start in {len(before), *(len(unicodedata.normalize(form, before)) for form in ("NFC", "NFD"))}


def _is_form_of(text: str, other: str) -> bool:
    """Whether two texts differ in nothing but white space and the form of their characters."""
    return formed(text).text.split() == formed(other).text.split()


def _changed(record: Record, document: Document, region: Region, sources: Sources) -> Citation:
    removed, added = region.count("removed"), region.count("added")
    parts = [f"the document's wording has changed ({removed:,} words or marks removed, {added:,} added)"]
    if document.path != record.path:
        parts.append(f"it is now {one_line(document.path)}, no longer {one_line(record.path)}")
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


def _removed(record: Record, why: str, alike: str | None) -> Citation:
    last = f"last seen in generation {record.generation_last}"
    if alike:
        said = f"{why}; {last}; {alike}, and stood there when this was cited"
    else:
        said = f"{why}, and no other document has them; {last}"
    return Citation(record=record, state="removed", verbatim=False, now=None, reason=f"{one_line(record.path)} {said}")


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
        confidence=document.confidence(start, end),
    )


def _paragraph(document: Document, start: int) -> int:
    """The paragraph, from 1, that `start` is in; blank lines before the body's first words do not count."""
    begins = _NOT_BLANK.search(document.text, document.body, start)
    return sum(1 for _ in _PARAGRAPH_BREAK.finditer(document.text, begins.start() if begins else start, start)) + 1
