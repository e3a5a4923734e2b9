"""A new generation must know every citation ever given out: found as it was, or marked; else it is not published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from index.cite import audit
from index.cite.models import Cited
from index.errors import NotPublishedError
from index.generations.data_folder import DataFolder
from index.models.documents import Document, Passage
from index.models.reports import Report
from index.models.scope import EVERYTHING
from index.storage import writer
from tests.makers.archives import Place

COUNT = 7
Write = Callable[[Path, Iterable[tuple[Document, Sequence[Passage]]]], None]


def story(number: int) -> str:
    return f"date 190{number}-03-04 Story {number}\n\nThe keeper of lamp {number} rowed home before the storm began.\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A few stories, indexed."""
    place = Place(tmp_path, {f"{number}.txt": story(number) for number in range(COUNT)})
    place.index()
    return place


@pytest.fixture
def given(place: Place) -> dict[str, str]:
    """The id of the one passage of each document, by path; all were shown to somebody."""
    hits = place.ask("the keeper of the lamp").hits
    assert len(hits) == COUNT
    return {hit.document: hit.passage for hit in hits}


def garbling(path: str, write: Write) -> Write:
    """A store's `write` that writes one document with another word in it: passages, digests and counts agree."""

    def garbled(segment: Path, documents: Iterable[tuple[Document, Sequence[Passage]]]) -> None:
        def other(document: Document) -> Document:
            text = document.text.replace("rowed", "swam ") if document.path == path else document.text
            return document.model_copy(update={"text": text})

        write(segment, [(other(document), passages) for document, passages in documents])

    return garbled


def states(report: Report) -> dict[str, str]:
    return {affected.document: affected.state for affected in report.citations}


def test_a_citation_of_an_untouched_document_that_is_lost_keeps_the_build_from_serving(
    place: Place, given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build garbles a document nobody touched, so that all else agrees: it is refused, naming citation and file."""
    place.write({"1.txt": story(1) + "\nNobody wrote about it again.\n"})
    with monkeypatch.context() as broken:
        broken.setattr(writer, "write", garbling("5.txt", writer.write))
        with pytest.raises(NotPublishedError, match=rf"{given['5.txt']} no longer resolves as it did.*5\.txt"):
            place.index()
    assert DataFolder(place.data).current() == 1
    assert (place.data / "failed" / "000002" / "report.json").is_file()
    assert place.index().published


def test_every_citation_is_followed_a_few_documents_at_a_time(
    place: Place, given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With batches of two documents the report has each citation that was touched once, and its progress is honest."""
    monkeypatch.setattr(audit, "DOCUMENTS_PER_BATCH", 2)
    place.write({"1.txt": story(1).replace("lamp", "light"), "6.txt": story(6).replace("home", "off")})
    place.move("2.txt", "two.txt")
    place.remove("3.txt")
    told: list[tuple[int, int]] = []
    report = place.index(progress=lambda *step: told.append(step[1:]) if step[0] == "citations" else None)
    assert states(report) == {"1.txt": "changed", "6.txt": "changed", "2.txt": "moved", "3.txt": "removed"}
    assert [affected.passage for affected in report.citations] == sorted(
        affected.passage for affected in report.citations
    )
    assert told == [(0, COUNT), (2, COUNT), (4, COUNT), (6, COUNT), (COUNT, COUNT)]


def test_documents_read_again_in_another_way_are_marked_and_published(place: Place, given: dict[str, str]) -> None:
    """With another passage setting everything is read anew; all citations still resolve, so nothing is affected."""
    report = place.index(passage_tokens=40)
    assert (report.published, states(report)) == (True, {})


def test_an_index_made_anew_beside_a_kept_ledger_says_what_has_gone(place: Place, given: dict[str, str]) -> None:
    """Where only the ledger is left, what it holds is looked up in the archive as it is now."""
    kept = (place.data / "citations.sqlite").read_bytes()
    place.forget()
    (place.data / "citations.sqlite").write_bytes(kept)
    place.remove("4.txt")
    report = place.index()
    assert states(report) == {"4.txt": "removed"}
    assert {affected.places for affected in report.citations} == {("4.txt", None)}
    with place.opened() as archive:
        (found,) = archive.cite([given["0.txt"]], EVERYTHING)
    assert isinstance(found, Cited)
    assert found.citation.state == "unchanged"


def test_damaged_words_of_the_generation_before_keep_nothing_from_being_published(
    place: Place, given: dict[str, str]
) -> None:
    """Its files of words are cut in half: citations are followed without them."""
    for file in (DataFolder(place.data).folder(1) / "words").iterdir():
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    place.remove("4.txt")
    assert states(place.index()) == {"4.txt": "removed"}
