"""Judged questions to the archive that ships, answered by the real model: what each should find, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.models.answers import Query
from index.search.archive import Archive
from index.settings import Settings
from tests import GOLDEN, docs
from tests.bench import invented
from tests.questions import Outcome, judge, report

TABLE = GOLDEN / "seeds.tsv"
BY_DATE = GOLDEN / "by_date.tsv"
TRIES = re.findall(r"^\| ([^|]+) \| (.*`[\w-]+/.*) \|$", docs.read("seeds/README.md"), re.MULTILINE)
"""What the README of the archive proposes to look for, and what it says one sees, where it names a document."""

RIGHT_DOCUMENTS = 40
RIGHT_SENTENCES = 18
"""At least so many of the questions in `tests.questions` have the right document first, and the right sentence marked.
40 and 13 had when they were written; the numbers only rise."""


def rows(best: int) -> list[tuple[str, str]]:
    """The questions whose document stands among the first `best` documents, and that document."""
    return [(text, path) for text, path, rank in (line.split("\t") for line in table(TABLE)) if int(rank) <= best]


def table(path: Path) -> list[str]:
    """The lines of a table without its comments."""
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


@pytest.fixture(scope="module")
def archive(seeds: Settings) -> Iterator[Archive]:
    """The archive that ships, indexed with the default model."""
    opened = Archive.open(seeds)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def outcomes(archive: Archive) -> list[Outcome]:
    """What the archive showed first for each question with an answering sentence."""
    return judge(archive)


@pytest.mark.parametrize(("text", "path"), rows(1))
def test_the_expected_document_is_first(archive: Archive, text: str, path: str) -> None:
    """A question put in other words than the document's own is answered by that document."""
    assert archive.search(Query(text=text, limit=1)).hits[0].document == path


@pytest.mark.parametrize(("text", "path"), rows(3))
def test_the_expected_document_is_among_three(archive: Archive, text: str, path: str) -> None:
    """Every judged question finds its document without turning the page."""
    assert path in [hit.document for hit in archive.search(Query(text=text, limit=3)).hits]


@pytest.mark.parametrize(("text", "seen"), TRIES, ids=[text for text, _ in TRIES])
def test_what_the_readme_proposes_is_found(archive: Archive, text: str, seen: str) -> None:
    """The first document is the one that the README names, alone or with its near duplicate."""
    named = set(re.findall("`([a-z-]+/[^`]+)`", seen))
    assert named
    first = archive.search(Query(text=text, limit=1)).hits[0]
    assert named <= {first.document, *first.duplicates}


@pytest.mark.parametrize(("text", "path"), [line.split("\t") for line in table(BY_DATE)])
def test_the_expected_document_leads_an_order_by_date(archive: Archive, text: str, path: str) -> None:
    """The newest or oldest that is about the subject, and not one that only names it; what is kept is counted."""
    answer = archive.search(Query(text=text, limit=100))
    assert answer.reading.sort != "relevance"
    assert answer.hits[0].document == path
    assert sum(1 + len(hit.duplicates) for hit in answer.hits) == answer.documents_found


def test_invented_words_find_nothing(archive: Archive) -> None:
    """Whatever they are made of, alone, in pairs or as a sentence; and the answer says so."""
    answers = [archive.search(Query(text=text), shown=False) for text in invented.WORDS]
    assert [answer.query.text for answer in answers if answer.hits] == []
    assert {answer.warnings for answer in answers} == {("none of these words is in the archive",)}
    assert {answer.documents_found for answer in answers} == {0}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("puppy", "first-steps/sputnik-2-laika.txt"),
        ("cosmology", "telescopes/cobe.txt"),
        ("Jovian", "planets/europa-clipper.txt"),
        ("Saturnian", "planets/cassini-grand-finale.txt"),
        ("canine", "first-steps/sputnik-2-laika.txt"),
    ],
)
def test_a_word_that_is_nowhere_finds_what_it_means(archive: Archive, text: str, path: str) -> None:
    """Real words that the archive lacks find what is near in meaning, marked as that."""
    answer = archive.search(Query(text=text))
    assert answer.hits[0].document == path
    assert all(hit.near_only for hit in answer.hits)
    assert answer.warnings == ("none of these words is in the archive; these are near in meaning",)


@pytest.mark.parametrize("text", ["chocolate cake", "football", "mortgage", "Shakespeare", "basketball tournament"])
def test_what_is_about_something_else_finds_nothing(archive: Archive, text: str) -> None:
    """Real words that nothing of the archive is about."""
    assert archive.search(Query(text=text)).hits == ()


def test_one_event_on_several_days_is_found_whole(archive: Archive) -> None:
    """The four documents about Apollo 13 come first, and a date takes one of them out of the others."""
    hits = archive.search(Query(text="Apollo 13", limit=4)).hits
    assert {hit.document.removeprefix("moon/apollo-13") for hit in hits} == {
        ".txt",
        "-return.txt",
        "-review.txt",
        "-fifty-years.html",
    }
    (first, *_) = archive.search(Query(text="Apollo 13 on 15 June 1970", limit=1)).hits
    assert first.document == "moon/apollo-13-review.txt"


def test_the_first_document_holds_the_answer(outcomes: list[Outcome]) -> None:
    """At least so many questions as people type them have a document that answers them first."""
    assert sum(outcome.document for outcome in outcomes) >= RIGHT_DOCUMENTS, report(outcomes)


def test_the_answering_sentence_is_marked(outcomes: list[Outcome]) -> None:
    """At least so many have, first of all, a passage with the answering sentence, and the mark on it."""
    assert sum(outcome.sentence for outcome in outcomes) >= RIGHT_SENTENCES, report(outcomes)
