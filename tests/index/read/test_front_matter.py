"""Front matter and header fields: their title, their date, and where the text begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.dates.stated import StatedDate
from index.read.front_matter import front_matter, header_fields
from tests import ROOT
from tests.index.dates.written_dates import shown
from tests.makers.files import document

DAY = "2025-01-23"
WORDS = "The ferry stays.\n"

GOLDEN = [
    line.split("\t")
    for line in (ROOT / "tests/golden/front_matter.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def date_of(text: str) -> StatedDate | None:
    dates = front_matter(text).dates
    assert len(dates) < 2
    return dates[0] if dates else None


@pytest.mark.parametrize(("escaped", "days"), GOLDEN)
def test_the_date_of_yaml_is_as_written_or_none(escaped: str, days: str) -> None:
    """Under every key that blogs use, in every form; what is no date is none, and two that differ are none."""
    yaml = escaped.replace("\\n", "\n").replace("\\t", "\t")
    assert shown(date_of(f"---\n{yaml}\n---\n{WORDS}")) == days


@pytest.mark.parametrize("blank", ["", "\n\n", "\ufeff", "\ufeff\n"])
@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("---\ntitle: T\ndate: 2025-01-23\n---\n", "T"),
        ("---\n\ntitle: 'T'\n\ndate: 2025-01-23\n...\n", "T"),
        ("--- \ntitle: Ferry: kept\ndate: 2025-01-23\n---\t\n", "Ferry: kept"),
        ('+++\ntitle = "T"\ndate = 2025-01-23T23:30:00-08:00\ndraft = false\n+++\n', "T"),
        ('+++\ntitle = "T"\n[params]\ndate = "2025-01-23"\n+++\n', "T"),
        ("+++\ntitle = Ferry kept\ndate = 2025-01-23\n+++\n", "Ferry kept"),
        ('{\n  "title": "T",\n  "date": "2025-01-23",\n  "draft": false\n}\n', "T"),
        ("Title: T\nDate: 2025-01-23 10:20\nModified: 2025-02-01\nSlug: t\n\n", "T"),
        ("title: T\nCreated: 23-Jan-2025\nPost-History:\nAuthor: A. Mole,\n  B. Rat\n\n", "T"),
        (":Title: T\n:Date: 2025-01-23\n\n", "T"),
        ("Ferry kept\n##########\n\n:date: 2025-01-23 10:20\n:modified: 2025-02-01\n\n", "Ferry kept"),
    ],
)
def test_every_kind_of_front_matter_is_read(blank: str, block: str, title: str) -> None:
    """YAML, TOML, JSON, headers and field lists, behind blank lines too; the text begins after them."""
    text = f"{blank}{block}{WORDS}"
    front = front_matter(text)
    assert (front.title, shown(date_of(text)), front.notes) == (title, DAY, ())
    assert text[front.end :] == WORDS


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nThe ferry stays.\n\n---\n\nIt was kept.\n",
        "---\nNote: the ferry stays.\n---\nMore.\n",
        "---\nThe ferry: a story\nof old\n---\nMore.\n",
        "----\ntitle: T\n----\nMore.\n",
        "{braces} are nice\n\nMore.\n",
        '{"title": "T"}',
        '{"a": 1} is JSON\n',
        "Question: who?\nAnswer: Mole.\n\nMore.\n",
        "Title: T\nDate: 2025 was a hard year\n\nMore.\n",
        "Title: T\nthe ferry stays.\n\nMore.\n",
        "Title: T\nDate: 2025-01-23\n",
        "Date: 2025-01-23\n\nMore.\n",
        "",
    ],
)
def test_what_only_looks_like_it_stays_text(text: str) -> None:
    """Rules around prose, JSON that is the text, and lines that are no fields."""
    assert front_matter(text) == (None, (), 0, ())


def test_headers_with_words_stay_in_the_text() -> None:
    """Their title and date count, and no word is lost: of a text not even its author's name."""
    for field, read in (("Weather: calm", front_matter), ("Author: A. Mole", header_fields)):
        text = f"Title: T\n{field}\nDate: 2025-01-23\n\n{WORDS}"
        front = read(text)
        assert front is not None
        assert (front.title, shown(front.dates[0]), front.end) == ("T", DAY, 0)


@pytest.mark.parametrize(
    ("front", "notes"),
    [
        (
            "---\ntitle: T\ndate: 2025-01-23\n\n",
            ("its front matter has no closing fence (--- or +++), so its title and date were not read",),
        ),
        ("---\ntitle: A\ntitle: B\n---\n", ("its front matter has two titles, so none of them counts; keep one",)),
        ("+++\nx\ntitle = T\ny = 1\n+++\n", ("its front matter is not TOML, so its date may not have been read",)),
        (
            "---\ndate: 2025-01-23\ndate: 2024-01-23\n---\n",
            (
                "the front matter's date 2025-01-23 or 2024-01-23 is unclear, since “date” is given twice; "
                "keep one of them; the document is undated",
            ),
        ),
    ],
)
def test_what_does_not_count_is_noted(tmp_path: Path, front: str, notes: tuple[str, ...]) -> None:
    """An open fence, two titles, and two dates."""
    made = document(tmp_path, "a.md", f"{front}Words.".encode())
    assert (made.notes, made.date) == (notes, None)
    assert made.text[made.body :].strip().endswith("Words.")


def test_a_text_may_have_headers_too(tmp_path: Path) -> None:
    """A .txt or .rst as PEPs have them; a head line before its text counts first."""
    made = document(tmp_path, "a.rst", b":Title: T\n:Date: 2025-01-23\n\ndate 2024-05-06\n\nThe ferry stays.\n")
    assert made.date is not None
    assert (made.title, made.date.origin, made.date.as_written) == ("T", "head line", "2024-05-06")


def test_aliases_that_multiply_are_not_followed(tmp_path: Path) -> None:
    """A list of lists of lists costs what is written of it."""
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    made = document(tmp_path, "a.md", f"---\na0: &a0 [x]\n{levels}date: *a29\n---\nWords.".encode())
    assert (made.date, made.text[made.body :]) == (None, "Words.")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=" \n\t:-+{}[]\"'&*#abdet0123456789", max_size=80), st.sampled_from(["---", "+++", "{", ""]))
def test_no_front_matter_breaks_reading(inside: str, fence: str) -> None:
    """Whatever stands there, the text begins within it."""
    text = f"{fence}\n{inside}\n{fence}\nWords.\n"
    assert 0 <= front_matter(text).end <= len(text)
