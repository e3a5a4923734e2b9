"""Which format a file is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.makers.files import message, page, pdf, read_all, word
from tests.makers.office import rtf
from tests.makers.web_archives import response, wacz


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.txt", b"Words.", "text"),
        ("a", b"Words.", "text"),
        ("a.txt", pdf([["Words."]]), "pdf"),
        ("a.txt", word(["Words."]), "docx"),
        ("a.txt", rtf("Words."), "rtf"),
        ("a.txt", b"\xef\xbb\xbf\r\n" + rtf("Words."), "rtf"),
        ("a.rtf", b"Words.", "text"),
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
        ("a.jsonl", b'{"text": "Words."}', "json"),
        ("a.JSON", b'[{"text": "Words."}]', "json"),
        ("a.txt", b'{"text": "Words."}', "text"),
        ("a.json", page("Words."), "html"),
        ("a.csv", b"title,text\nA,Words.\n", "csv"),
        ("a.tsv", b"year\theight\n1912\t3\n", "table"),
        ("a.txt", b"title,text\nA,Words.\n", "text"),
        ("a.csv", b"Words.", "text"),
        ("a.txt", response(page("Words.")), "warc"),
        ("a.zip", wacz([response(page("Words."))]), "warc"),
    ],
)
def test_the_content_tells_the_format_and_then_the_name(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    """A PDF called .txt is a PDF, and text called .pdf is text; the name decides only where the content doesn't."""
    assert read_all(tmp_path, name, data)[0].model_dump().get("format") == form
