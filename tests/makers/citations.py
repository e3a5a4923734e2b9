"""Citations to be written in every form: dated and undated, titled and not, with pages and without."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from index.cite.check import check
from index.cite.models import Citation, Cited, Record
from index.models.documents import DateSpan, Document, Precision
from index.models.scope import EVERYTHING, Scope
from index.search.archive import Archive
from tests.makers.archives import Place

PIER = (
    "date 1901-03-04 The pier\n\n"
    "The pier was opened on a windy morning by the mayor. A brass band played until the rain began.\n\n"
    "In the afternoon forty boats sailed past the pier in a long line. Children counted them aloud.\n\n"
    "At night a single lamp burned at its end. Nobody stayed to watch it.\n"
)
MILL = "date 1907-06 The mill\n\nThe mill ground barley for the whole valley. Its wheel was made of oak and iron.\n"
WELL = "The well\n\nA well was dug behind the church by four brothers. They found water at thirty feet.\n"


def pier_mill_and_well(folder: Path) -> Place:
    """An archive of three documents, indexed."""
    place = Place(folder, {"pier.txt": PIER, "valley/mill.txt": MILL, "well.txt": WELL})
    place.index()
    return place


def cite(place: Place, passage: str, scope: Scope = EVERYTHING, **options: Any) -> Cited:
    """The citation, of an archive that is opened for it."""
    with place.opened(**options) as archive:
        return cited(archive, passage, scope)


def cited(archive: Archive, passage: str, scope: Scope = EVERYTHING) -> Cited:
    citation = archive.cite([passage], scope)[0]
    assert isinstance(citation, Cited), citation
    return citation


def states(citation: Cited) -> tuple[str, str]:
    """The outcome in the files, and in what is stored."""
    return citation.citation.state, citation.stored.state


HOSTILE = (
    "`code` | a | b | [link](http://x.y) {brace} }{ \"double\" 'single' ‘curly’ “quotes” "
    r"\LaTeX{} \input{/etc/passwd} $x^2$ 100% #tag _under_ ~tilde~ & @everyone <@1> <b>html</b> *stars* "
    "\u202eright-to-left\u202c \u05e2\u05d1\u05e8\u05d9\u05ea \u0627\u0644\u0639\u0631\u0628\u064a\u0629 "
    "-- --- ?` !` << >> ,, '' \x07 \ufeff ER  - TY  - JOUR @misc{evil, title={x}} 日本語"
)


def span(earliest: str, latest: str, precision: Precision) -> DateSpan:
    first, last = dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest)
    return DateSpan(earliest=first, latest=last, precision=precision, origin="head line", as_written=earliest)


DAY = span("1969-07-20", "1969-07-20", "day")
MONTH = span("1969-07-01", "1969-07-31", "month")
YEAR = span("1969-01-01", "1969-12-31", "year")
DAYS = span("1969-07-16", "1969-07-24", "day")


def record(quotation: str = "The Eagle has landed.", **changes: Any) -> Record:
    """A record with an id that its other fields tell apart."""
    known: dict[str, Any] = {
        "id": "k7f2q9xw",
        "quotation": quotation,
        "start": 10,
        "end": 10 + len(quotation),
        "path": "moon/apollo-11.txt",
        "title": "First people on the Moon",
        "title_origin": "source",
        "date": DAY,
        "document_sha256": "0" * 64,
        "generation_first": 1,
        "generation_last": 2,
        "page": None,
        "paragraph": 3,
        "language": "en",
    }
    return Record(**{**known, **changes})


class OneSource:
    """Sources with one document, or none."""

    def __init__(self, document: Document | None) -> None:
        self._document = document

    def document(self, path: str) -> Document | None:
        return self._document if self._document and self._document.path == path else None

    def missing(self, path: str) -> str:
        return "is no longer in the archive"

    def documents_with_sha(self, sha256: str) -> list[Document]:
        return [self._document] if self._document and self._document.sha256 == sha256 else []

    def documents_containing(self, text: str) -> list[Document]:
        return [self._document] if self._document else []


def document(text: str, path: str = "moon/apollo-11.txt", **changes: Any) -> Document:
    known: dict[str, Any] = {
        "path": path,
        "format": "text",
        "title": "First people on the Moon",
        "title_origin": "source",
        "text": text,
        "body": 0,
        "sha256": "1" * 64,
        "size": len(text),
        "date": DAY,
    }
    return Document(**{**known, **changes})


def citation(quotation: str = "The Eagle has landed.", **changes: Any) -> Citation:
    """An unchanged citation."""
    quoted = record(quotation, **changes)
    return check(quoted, OneSource(document("x" * 9 + "\n" + quotation, quoted.path, date=quoted.date)))


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80) | st.sampled_from(
    [
        HOSTILE,
        "a\\",
        "{",
        "}",
        "}}",
        "{{",
        "\\}",
        "\\{",
        "%",
        "`",
        "a\n\nb",
        "ER  - ",
        '"',
        "$",
        "@article{x,",
        "\u202e",
    ]
)
"""Words that documents may hold, those that break forms more often than chance would."""

records = st.builds(
    record,
    quotation=texts,
    title=texts,
    title_origin=st.sampled_from(["source", "first words"]),
    path=texts,
    date=st.sampled_from([None, DAY, MONTH, YEAR, DAYS]),
    page=st.sampled_from([None, 4]),
    paragraph=st.sampled_from([None, 3]),
    language=st.sampled_from([None, "en", "he"]),
)
