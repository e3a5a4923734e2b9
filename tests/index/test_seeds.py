"""The archive that ships is in its own form, tells nothing before its time, and is as its README says."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from index.dates.calendar import MONTHS
from index.dates.head_lines import head_date
from index.models.documents import Document
from index.read import read, scan
from index.text.near_duplicates import MIN_OVERLAP, overlap, sketch
from index.text.sentences import sentences
from tests import ROOT
from tests.makers.files import SETTINGS
from tests.questions import questions

SEEDS = ROOT / "seeds"
README = (SEEDS / "README.md").read_text("utf-8")

ORIGINS = {"text": "head line", "html": "metadata", "email": "metadata", "pdf": "creation metadata"}
LONG = "stations/mir-fifteen-years.txt"
FIRST, SECOND = "earth/sentinel-1a.txt", "earth/sentinel-1a-second-edition.txt"
EXPECTED = {
    "planets/europa-clipper.txt": {"March 2025", "December 2026", "April 2030", "July 2031"},
    "planets/voyager-1-jupiter.txt": {"November 1980"},
    "small-bodies/dart.txt": {"2024"},
    "small-bodies/osiris-rex.txt": {"April 2029"},
    "small-bodies/rosetta-last-day.eml": {"30 September 2016"},
    "small-bodies/rosetta-philae.txt": {"August 2015"},
    "telescopes/hubble-servicing.txt": {"1997"},
}
"""The later days of which a document says that something is planned or expected."""
_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)}
_NAMED = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) )?\b((?:1[5-9]|20)\d\d)\b(?!,\d)")
"""A day, a month or a year as these documents write it."""


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    sources, refused = scan(SEEDS, SETTINGS)
    assert refused == []
    found = [document for source in sources for document in read(source, SETTINGS)]
    return [document for document in found if isinstance(document, Document)]


@pytest.fixture(scope="module")
def by_path(documents: list[Document]) -> dict[str, Document]:
    return {document.path: document for document in documents}


def named_after(text: str, latest: dt.date) -> Iterator[str]:
    """What the text names that begins after `latest`, as it is written."""
    for match in _NAMED.finditer(text):
        day, month, year = match.groups()
        begins = dt.date(int(year), _NUMBERS[month] if month else 1, int(day or 1))
        if begins > latest:
            yield match[0].strip()


def test_every_document_is_read_without_a_note(documents: list[Document]) -> None:
    """Short ones of 150 to 900 words and a long one, none of which has anything to complain of."""
    files = [path for path in SEEDS.rglob("*.*") if path.name != "README.md"]
    assert len(documents) == len(files)
    for document in documents:
        assert document.notes == (), document.path
        assert document.path == LONG or 150 <= len(document.text.split()) <= 900, document.path


def test_the_long_document_has_many_passages_worth(by_path: dict[str, Document]) -> None:
    """It is some six times as long as the others, so that there is something to read on."""
    assert 8_000 <= len(by_path[LONG].text) <= 12_000


def test_the_archive_is_small() -> None:
    """Whoever installs Dateline brings less than a quarter of a megabyte of documents."""
    assert sum(path.stat().st_size for path in SEEDS.rglob("*.*")) < 250_000


def test_dates_are_of_every_precision(documents: list[Document]) -> None:
    """Days, some months and years, and exactly two documents without a date."""
    counted = Counter(document.date.precision if document.date else "undated" for document in documents)
    assert counted["undated"] == 2
    assert min(counted["month"], counted["year"]) >= 3


def test_each_format_is_dated_as_the_manual_says(documents: list[Document]) -> None:
    """Texts by their head line, the page and the message by what they declare, the PDF by its creation."""
    for document in documents:
        assert document.date is None or document.date.origin == ORIGINS[document.format], document.path
    counted = Counter(document.format for document in documents)
    assert {counted[format_] for format_ in ("html", "email", "pdf")} == {1}


def test_some_documents_have_a_title_and_some_have_none(documents: list[Document]) -> None:
    """Both forms of the first line are there to be seen, and no first words pass for a title."""
    counted = Counter(document.title_origin for document in documents)
    assert min(counted.values()) >= 10
    for document in documents:
        head = head_date(document.text)
        if document.title_origin == "source" and head:
            assert document.text[head.end :].startswith(document.title)


def test_documents_are_of_many_years(documents: list[Document]) -> None:
    """From the first satellite on, and from most years since."""
    years = {document.date.earliest.year for document in documents if document.date}
    assert (min(years), max(years)) == (1957, 2024)
    assert len(years) >= 40


def test_no_document_tells_what_came_later(documents: list[Document]) -> None:
    """No day, month or year after a document's own date stands in it, but those for which something is planned."""
    found = {
        document.path: later
        for document in documents
        if document.date and (later := set(named_after(document.text, document.date.latest)))
    }
    assert found == EXPECTED


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("It fell on 4 January 1958.", ["4 January 1958"]),
        ("In November 1957 and in 1961", ["November 1957", "1961"]),
        ("On 4 October 1957, in October 1957, in 1957, 1958,000 of them, B1958", []),
    ],
)
def test_later_days_are_noticed(text: str, later: list[str]) -> None:
    """A day, a month and a year that begin after 4 October 1957 are found, and nothing else is."""
    assert list(named_after(text, dt.date(1957, 10, 4))) == later


def test_one_event_is_told_on_several_days(by_path: dict[str, Document]) -> None:
    """The first report, the return, the inquiry and the anniversary of Apollo 13, each later than the one before."""
    told = ["apollo-13.txt", "apollo-13-return.txt", "apollo-13-review.txt", "apollo-13-fifty-years.html"]
    dates = [date.earliest for name in told if (date := by_path[f"moon/{name}"].date)]
    assert [date.isoformat() for date in dates] == ["1970-04-14", "1970-04-17", "1970-06-15", "2020-04-17"]


def test_the_correction_names_what_it_corrects(by_path: dict[str, Document]) -> None:
    """It quotes the earlier document and states its day."""
    correction, corrected = by_path["first-steps/laika-correction.txt"], by_path["first-steps/sputnik-2-laika.txt"]
    assert corrected.date
    assert correction.date
    assert corrected.date.earliest < correction.date.earliest
    assert f"Our text of {corrected.date.earliest:%-d %B %Y}" in correction.text
    (quoted,) = re.findall("“(.+?)”", correction.text)
    assert quoted.removesuffix(",").casefold() in corrected.text.casefold()


def test_exactly_two_documents_are_near_duplicates(documents: list[Document]) -> None:
    """A text and its second edition are shown as one, and no other pair comes near."""
    sketches = {document.path: sketch(document.text) for document in documents}
    shares = {pair: overlap(sketches[pair[0]], sketches[pair[1]]) for pair in itertools.combinations(sketches, 2)}
    pair = max(shares, key=lambda pair: shares[pair])
    assert set(pair) == {FIRST, SECOND}
    assert shares.pop(pair) >= MIN_OVERLAP
    assert max(shares.values()) < MIN_OVERLAP / 2


@pytest.mark.parametrize("other", ["Universal Time", "solar system", "unmanned", " manned", " man-made", "GMT"])
def test_one_thing_has_one_name(documents: list[Document], other: str) -> None:
    """UTC, the Solar System and crewed flights are called so in every document."""
    assert [document.path for document in documents if other in document.text] == []


def test_the_readme_counts_right(documents: list[Document]) -> None:
    """How many documents there are, and from which years to which."""
    years = [document.date.earliest.year for document in documents if document.date]
    assert f"The {len(documents)} documents" in README
    assert f"in {min(years)}" in README
    assert f"in {max(years)}" in README


def test_what_the_readme_shows_stands_in_the_archive(documents: list[Document]) -> None:
    """Its example lines begin documents, the files it names are there, and the undated ones are those it names."""
    shown = re.findall(r"^    (date .+?)(?: …)?$", README, re.MULTILINE)
    assert len(shown) == 2
    for line in shown:
        assert any(document.text.startswith(line) for document in documents), line
    named = set(re.findall(r"`([\w-]+/[\w.-]+)`", README))
    paths = {document.path for document in documents}
    assert named <= paths
    assert {document.path for document in documents if document.date is None} <= named


def test_each_answer_to_a_question_is_one_sentence(by_path: dict[str, Document]) -> None:
    """The words that tell an answering sentence stand once in its document, and within one sentence."""
    for answers in questions().values():
        for path, answer in ((path, answer) for path, found in answers.items() for answer in found):
            text = by_path[path].text
            assert text.count(answer) == 1, answer
            assert sum(answer in text[start:end] for start, end in sentences(text)) == 1, answer


def test_the_questions_are_about_every_folder() -> None:
    """Forty or more of them, and no folder has fewer than three."""
    asked = questions()
    folders = Counter(next(iter(answers)).split("/")[0] for answers in asked.values())
    assert len(asked) >= 40
    assert set(folders) == {path.name for path in SEEDS.iterdir() if path.is_dir()}
    assert min(folders.values()) >= 3
