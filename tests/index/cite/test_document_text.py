"""Documents as they are read, and lists of them: all that may be seen, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import EVERYTHING, Archive, CitationError, DocumentEntry, Scope
from tests.makers.archives import MOON, Place

SCOPES = [
    EVERYTHING,
    Scope(hidden=frozenset({"moon"})),
    Scope(only=frozenset({"moon"})),
    Scope(only=frozenset({""})),
    Scope(only=frozenset()),
    Scope(only=frozenset({"orbit.txt"})),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Four documents in two segments, and one that is gone."""
    place = Place(
        tmp_path_factory.mktemp("documents"), {**MOON, "gone.txt": "Gone\n\nIt was here.\n"}, passage_tokens=16
    )
    place.index()
    place.remove("gone.txt")
    long = " ".join(f"Sentence {number} tells of rope and bread." for number in range(9))
    place.write({"moon/zeta.txt": f"date 1970 Zeta\n\n{long}\n"})
    place.index()
    with place.opened() as opened:
        yield opened


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_a_list_has_all_that_may_be_seen(archive: Archive, scope: Scope) -> None:
    """By paths, page after page, each document comes once and no other does."""
    seen = sorted(path for path in (*MOON, "moon/zeta.txt") if scope.sees(path))
    pages: list[DocumentEntry] = []
    while page := archive.documents(scope, after=pages[-1].path if pages else "", limit=2):
        pages += page
    assert [entry.path for entry in pages] == seen
    for entry in pages:
        facts = archive.facts(entry.path, scope)
        assert entry == DocumentEntry(**{name: getattr(facts, name) for name in DocumentEntry.model_fields})


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_a_document_is_read_by_those_who_see_it(archive: Archive, scope: Scope) -> None:
    """Its passages are slices of its text that cover it; what is hidden is as unknown as what never was."""
    for path in (*MOON, "moon/zeta.txt", "gone.txt", "moon/none.txt"):
        if not scope.sees(path) or path in {"gone.txt", "moon/none.txt"}:
            with pytest.raises(CitationError, match=f"there is no document “{path}” in the index"):
                archive.document(path, scope)
            continue
        found = archive.document(path, scope)
        facts = archive.facts(path, scope)
        assert (found.title, found.date, found.format) == (facts.title, facts.date, facts.format)
        assert len(found.passages) == facts.passages
        words = " ".join(found.text[passage.start : passage.end] for passage in found.passages)
        assert found.text.endswith(words.split()[-1] + "\n")
        assert [passage.ordinal for passage in found.passages] == list(range(facts.passages))
