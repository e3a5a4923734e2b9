"""Markdown: its front matter, its heading, and its text as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.makers.files import document


def test_markdown_keeps_its_markup(tmp_path: Path) -> None:
    """Its text is the file's, so that a quotation is verbatim; front matter and heading belong to the head."""
    text = "---\ntitle: 'A title'\ndate: 2024-05-06\ntags: [a, b]\n---\n\nSome *words* [here](x).\n"
    made = document(tmp_path, "a.md", text.encode())
    assert (made.title, made.title_origin, made.text) == ("A title", "source", text)
    assert made.text[made.body :] == "Some *words* [here](x).\n"


@pytest.mark.parametrize(
    "head", ["# A title #\n", "A title\n=======\n", "---\nx: y\n---\n# A title\n\n", "date 2025 # A title\n"]
)
def test_a_first_heading_is_the_title(tmp_path: Path, head: str) -> None:
    """Where the front matter has none."""
    made = document(tmp_path, "a.md", f"{head}Words.".encode())
    assert (made.title, made.title_origin, made.text[made.body :]) == ("A title", "source", "Words.")


def test_front_matter_that_is_not_yaml_is_read_by_lines(tmp_path: Path) -> None:
    """The title is read, and since no date is, the note names the line that is at fault."""
    made = document(tmp_path, "a.md", b"---\ntitle: a: b\n---\nWords.")
    assert made.notes == ("its front matter is not YAML (line 2), so its date may not have been read",)
    assert (made.title, made.text[made.body :]) == ("a: b", "Words.")


@pytest.mark.parametrize("yaml", ["date: !!python/object/apply:os.abort []", "date: {a: b}", "date:", "date: []"])
def test_front_matter_is_only_strings(tmp_path: Path, yaml: str) -> None:
    """YAML tags are ignored, and a value that is not a string is no date."""
    assert document(tmp_path, "a.md", f"---\n{yaml}\n---\nWords.".encode()).date is None
