"""Which format a file is in, and formats that hold no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.makers.files import message, packed, page, pdf, read_all, refusal, word


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.txt", b"Words.", "text"),
        ("a", b"Words.", "text"),
        ("a.txt", pdf([["Words."]]), "pdf"),
        ("a.txt", word(["Words."]), "docx"),
        ("a.txt", page("Words."), "html"),
        ("a.txt", b'<?xml version="1.0"?>\n<!-- x -->\n<HTML><p>Words.', "html"),
        ("a.txt", message("Words.", Date="22 Oct 2010"), "email"),
        ("a.txt", b"From a@b Fri Oct 22 10:00:00 2010\nFrom: a\n\nWords.", "mbox"),
        ("a.txt", b"From a@b Fri Oct 22 10:00:00 2010\nWords.", "text"),
        ("a.txt", b"80\n" + message("Words.", Date="22 Oct 2010"), "email"),
        (
            "a.txt",
            b"From: <Saved by Blink>\nSnapshot-Content-Location: x\nMIME-Version: 1.0\n"
            b"Content-Type: text/html\n\nWords.",
            "html",
        ),
        ("a.txt", b"---\ntitle: x\n---\nWords.", "markdown"),
        ("a.pdf", b"Words.", "text"),
        ("a.docx", b"Words.", "text"),
        ("a.html", b"<p>Words.", "html"),
        ("a.md", b"Words.", "markdown"),
        ("a.txt", b"Date: 2025-01-23 Words.\nMore: words.\n", "text"),
        ("a.txt", b"<p> is a tag.", "text"),
    ],
)
def test_the_content_tells_the_format_and_then_the_name(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    """A PDF called .txt is a PDF, and text called .pdf is text; the name decides only where the content doesn't."""
    assert read_all(tmp_path, name, data)[0].model_dump().get("format") == form


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0", "it is a picture (PNG), not text; remove it"),
        (b"\x1f\x8b\x08\0", "it is compressed (gzip); unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it is an old or encrypted Office file; save it as DOCX without a password"),
        (b"{\\rtf1 Words.}", "it is a rich text file (RTF); save it as DOCX or plain text"),
        (packed({"a.txt": b"Words."}), "it is a zip archive; unpack it"),
        (packed({"xl/workbook.xml": b""}), "it is a spreadsheet (XLSX); save it as plain text"),
        (packed({"a.txt": b"Words."})[:-9], "it is a damaged or truncated DOCX or zip archive; save it again"),
    ],
)  # fmt: skip
def test_formats_that_hold_no_text_are_named(tmp_path: Path, data: bytes, reason: str) -> None:
    """Called .txt or not, the reason says what the file is and what to do."""
    assert refusal(tmp_path, "a.txt", data) == reason
