"""What stays of an archive from one reindex to the next, and what is said of parts that can't be read."""

from __future__ import annotations

from pathlib import Path

from tests.makers.archives import Place

LINES = '{"text": "The tide turned."}\n{"text": "Cut\n{"text": "It came back."}\n'


def not_read(place: Place) -> list[str]:
    return [failure.path for failure in place.index().failed]


def test_a_part_that_cannot_be_read_is_reported_as_long_as_its_file_stays(tmp_path: Path) -> None:
    """Whether the file is read again or not; once it is mended, or gone, nothing more is said."""
    place = Place(tmp_path, {"tides.jsonl": LINES, "a.txt": "date 1950 The mill\n\nThe mill is old.\n"})
    assert not_read(place) == ["tides.jsonl#2"]
    place.edit("a.txt", "old", "new")
    assert not_read(place) == ["tides.jsonl#2"]
    assert not_read(place) == ["tides.jsonl#2"]
    place.edit("tides.jsonl", '"Cut', '"Whole."}')
    assert not_read(place) == []
