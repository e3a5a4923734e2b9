"""Slides from their file to a citation."""

from __future__ import annotations

from pathlib import Path

from tests.makers.archives import Place
from tests.makers.office import pptx, shape


def test_a_slide_is_cited_by_its_own_page(tmp_path: Path) -> None:
    """However short slides are, the words of the third are found on page 3."""
    said = ("The tide is high at the mill.", "The bell of the ferry rings.", "The lantern weighs 340 kilograms.")
    place = Place(tmp_path, {})
    place.archive.mkdir(parents=True, exist_ok=True)
    place.file("talk.pptx").write_bytes(pptx([shape(words) for words in said], title="The harbour"))
    place.index()
    hit = place.first("lantern kilograms")
    assert (hit.page, hit.text) == (3, said[2])
