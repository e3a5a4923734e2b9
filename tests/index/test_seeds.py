"""The archive that ships is in its own form, and as its README says."""

from __future__ import annotations

from collections import Counter

import pytest

from index.dates.head_lines import head_date
from index.models.documents import Document
from index.read import read, scan
from index.settings import Settings
from tests import ROOT

SEEDS = ROOT / "seeds"
SETTINGS = Settings(_env_file=None)


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    sources, refused = scan(SEEDS, SETTINGS)
    assert refused == []
    found = [document for source in sources for document in read(source, SETTINGS)]
    return [document for document in found if isinstance(document, Document)]


def test_every_document_is_short_and_read_without_a_note(documents: list[Document]) -> None:
    """Sixty or more documents of 150 to 900 words, none of which has anything to complain of."""
    assert len(documents) == len(list(SEEDS.rglob("*.txt"))) >= 60
    for document in documents:
        assert 150 <= len(document.text.split()) <= 900, document.path
        assert document.notes == (), document.path


def test_dates_are_of_every_precision(documents: list[Document]) -> None:
    """Days, some months and years, and exactly two documents without a date, all by head line."""
    counted = Counter(document.date.precision if document.date else "undated" for document in documents)
    assert counted["undated"] == 2
    assert min(counted["month"], counted["year"]) >= 3
    assert {document.date.origin for document in documents if document.date} == {"head line"}


def test_some_documents_have_a_title_and_some_have_none(documents: list[Document]) -> None:
    """Both forms of the first line are there to be seen, and no first words pass for a title."""
    counted = Counter(document.title_origin for document in documents)
    assert min(counted.values()) >= 10
    for document in documents:
        head = head_date(document.text)
        if document.title_origin == "source" and head:
            assert document.text[head.end :].startswith(document.title)


def test_documents_tell_of_what_came_before_them(documents: list[Document]) -> None:
    """Nothing is dated before the first satellite or after today's last mission of the collection."""
    years = {document.date.earliest.year for document in documents if document.date}
    assert (min(years), max(years)) == (1957, 2024)
    assert len(years) >= 35
