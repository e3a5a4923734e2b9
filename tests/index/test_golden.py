"""Judged questions to the archive that ships, answered by the real model: what each should find, and where."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.models.answers import Query
from index.search.archive import Archive
from index.settings import Settings
from tests import GOLDEN

TABLE = GOLDEN / "seeds.tsv"


def rows(best: int) -> list[tuple[str, str]]:
    """The questions whose document stands among the first `best` documents, and that document."""
    lines = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [(text, path) for text, path, rank in lines if int(rank) <= best]


@pytest.fixture(scope="module")
def archive(seeds: Settings) -> Iterator[Archive]:
    """The archive that ships, indexed with the default model."""
    opened = Archive.open(seeds)
    yield opened
    opened.close()


@pytest.mark.parametrize(("text", "path"), rows(1))
def test_the_expected_document_is_first(archive: Archive, text: str, path: str) -> None:
    """A question put in other words than the document's own is answered by that document."""
    assert archive.search(Query(text=text, limit=1)).hits[0].document == path


@pytest.mark.parametrize(("text", "path"), rows(3))
def test_the_expected_document_is_among_three(archive: Archive, text: str, path: str) -> None:
    """Every judged question finds its document without turning the page."""
    assert path in [hit.document for hit in archive.search(Query(text=text, limit=3)).hits]
