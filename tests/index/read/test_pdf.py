"""PDFs: whole words, pages, titles, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.settings import Settings
from tests.makers.files import document, pdf, refusal


def test_a_pdfs_words_are_whole_and_its_pages_kept(tmp_path: Path) -> None:
    """Hyphens at the ends of lines and pages are removed, except in words that the document hyphenates elsewhere."""
    pages = [["A well-known word is hyphen-", "ated here; a well-", "known one too."], ["It goes on exam-"], [],
             ["ple by ex-", "Ministers. Nineteen-", "90."], ["and on."], ["Last."]]  # fmt: skip
    made = document(tmp_path, "a.pdf", pdf(pages))
    assert made.text == (
        "A well-known word is hyphenated here; a well-known one too.\n\nIt goes on example by ex-Ministers. "
        "Nineteen-90.\nand on.\n\nLast."
    )
    assert [made.text[start : start + 5] for start in made.pages] == [
        "A wel",
        "It go",
        "ple b",
        "ple b",
        "and o",
        "Last.",
    ]


@pytest.mark.parametrize(
    ("title", "shown"),
    [("(A title)", "A title"), ("(Microsoft Word - a.doc)", "Words."), ("(a.pdf)", "Words."),
     ("<FEFFD800>", "Words."), ("()", "Words.")],
)  # fmt: skip
def test_a_pdfs_title_counts_if_a_person_wrote_it(tmp_path: Path, title: str, shown: str) -> None:
    """A program's own title, or one that isn't text, is ignored."""
    assert document(tmp_path, "a.pdf", pdf([["Words."]], f"/Title {title}")).title == shown


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([[""]]), "it has no text, perhaps only pictures of pages; set ocr = true in dateline.toml and install "
             "Tesseract (apt-get install tesseract-ocr), or run text recognition (OCR) on it, such as ocrmypdf "
             "--skip-text, and add it again"),
        (b"%PDF-1.4\n%%EOF\n", "it is a damaged PDF; save it again"),
        (pdf([["Words."]], trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({'a' * 32}) /U ({'a' * 32}) /P -4 >> "
             "/ID [(a)(a)]"), "it is encrypted; save it without a password"),
    ],
)  # fmt: skip
def test_pdfs_without_text_say_why(tmp_path: Path, data: bytes, reason: str) -> None:
    """No text, damaged, encrypted: each has its own reason."""
    assert refusal(tmp_path, "a.pdf", data) == reason


def test_a_pdf_with_more_text_than_allowed_is_refused(tmp_path: Path) -> None:
    """The limit on a file's size also bounds its text."""
    small = Settings(_env_file=None, max_file_mib=1)
    data = pdf([["word " * 20] * 600] * 20)
    assert len(data) > 1024 * 1024
    assert "max_file_mib" in refusal(tmp_path, "a.pdf", data, small)
