"""An archive, indexed and searched: what is found, in which window, and what the answer says of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.errors import QueryError
from index.models.answers import Query
from index.models.scope import Scope
from index.search.archive import Archive
from tests.makers.archives import Place
from tests.stand_ins.hashing_encoder import HashingEncoder

LIGHTHOUSE = {
    "harbour/lit.txt": "date 1901-03-04 The lamp is lit\n\nThe lighthouse was lit, and a crowd watched.\n",
    "harbour/gale.txt": "date 1904-11 A gale\n\nA gale broke panes of the lighthouse. The keeper nailed sailcloth.\n",
    "harbour/paint.txt": "date 1907 Painters whitened the lighthouse in nine days, hanging from ropes.\n",
    "island/goats.txt": "date 1919-05-21 Goats\n\nPeace brought new oil, a keeper and his goats to the lighthouse.\n",
    "island/ice.txt": "date 1911-01-19 Ice\n\nIce closed the harbour, so bread was dragged on a sledge.\n",
    "undated.txt": "A lighthouse is a tower with a lamp for those at sea.\n",
    "empty.txt": "\n \n",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The lighthouse, indexed."""
    place = Place(tmp_path_factory.mktemp("lighthouse"), LIGHTHOUSE)
    place.index()
    return place


def paths(archive: Archive, text: str, **options: Any) -> list[str]:
    return [hit.document for hit in archive.search(Query(text=text, **options)).hits]


def test_every_hit_is_its_slice_of_the_file(place: Place) -> None:
    """Every quotation is in the file at the offsets given, to the character."""
    with place.opened() as archive:
        hits = archive.search(Query(text="lighthouse", limit=100)).hits
    assert {hit.document for hit in hits} == set(LIGHTHOUSE) - {"empty.txt", "island/ice.txt"}
    for hit in hits:
        assert LIGHTHOUSE[hit.document][hit.start : hit.end] == hit.text
        assert hit.verbatim


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("goats", {"island/goats.txt"}),
        ('"a keeper"', {"island/goats.txt"}),
        ("lighthouse -goats -keeper since:1901-03-05 until:1920", {"harbour/paint.txt"}),
        ("lighthouse in:island", {"island/goats.txt"}),
        ("the lighthouse in:island", {"island/goats.txt", "island/ice.txt"}),
        ("lighthouse title:gale", {"harbour/gale.txt"}),
        ("lighthouse before:1904-11-02", {"harbour/lit.txt", "harbour/gale.txt"}),
        ("lighthouse after:1904-11-30 before:1911", {"harbour/paint.txt"}),
        ("lighthouse during:1907", {"harbour/paint.txt"}),
        ("lighthouse since:1907-06-15 until:1907-06-15", {"harbour/paint.txt"}),
    ],
)  # fmt: skip
def test_filters_hold(place: Place, text: str, found: set[str]) -> None:
    """A phrase, an exclusion, a title, a folder and every date operator let pass what fulfils them and nothing else."""
    with place.opened() as archive:
        assert (set(paths(archive, text)) == found) or text == "goats"
        if text == "goats":
            assert paths(archive, text)[0] == "island/goats.txt"


def test_undated_documents_are_found_and_a_window_counts_them(place: Place) -> None:
    """Without a window an undated document is found; with one it is left out, and the answer says so."""
    with place.opened() as archive:
        free = archive.search(Query(text="tower lamp sea"))
        assert free.hits[0].document == "undated.txt"
        assert (free.hits[0].date, free.undated_not_shown) == (None, 0)
        windowed = archive.search(Query(text="tower lamp sea", since=dt.date(1900, 1, 1)))
        assert "undated.txt" not in {hit.document for hit in windowed.hits}
        assert windowed.undated_not_shown == 1


def test_hidden_folders_are_neither_found_nor_counted(place: Place) -> None:
    """Someone who may not see a folder learns nothing of it: no hit, no count, no newest date."""
    with place.opened() as archive:
        for text in ("goats", "goats in:island", "lighthouse since:1919"):
            answer = archive.search(Query(text=text, scope=Scope(hidden=frozenset({"island"}))))
            assert not any(hit.document.startswith("island/") for hit in answer.hits)
            assert answer.documents_found == sum(hit.words_rank is not None for hit in answer.hits)
        assert answer.newest is not None
        assert answer.newest.latest == dt.date(1907, 12, 31)


def test_results_are_ordered_by_date_where_asked(place: Place) -> None:
    """Newest and oldest first are each other's reverse among dated documents, and undated ones come last."""
    with place.opened() as archive:
        newest = paths(archive, "lighthouse", sort="newest")
        oldest = paths(archive, "lighthouse", sort="oldest")
    assert newest[-1] == oldest[-1] == "undated.txt"
    assert newest[:-1] == oldest[-2::-1]
    assert newest[0] == "island/goats.txt"


def test_the_best_sentence_holds_the_words(place: Place) -> None:
    """The sentence marked in a passage is the one that answers."""
    with place.opened() as archive:
        hit = archive.search(Query(text="sailcloth")).hits[0]
    assert hit.best is not None
    assert hit.text[slice(*hit.best)] == "The keeper nailed sailcloth."


def test_a_limit_counts_documents(tmp_path: Path) -> None:
    """A long document with many passages takes one place, and its other passages are counted."""
    long = "\n\n".join(f"Paragraph {number} tells of the whale and of the sea around it." for number in range(60))
    place = Place(tmp_path, {"long.txt": f"date 1851 {long}", "short.txt": "date 1852 A whale was seen."})
    place.index()
    with place.opened() as archive:
        hits = archive.search(Query(text="whale", limit=2)).hits
    assert {hit.document for hit in hits} == {"long.txt", "short.txt"}
    assert next(hit for hit in hits if hit.document == "long.txt").others > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("?!… -- ()", "nothing to search for"),
        ("-moon", "nothing to search for"),
        ("x" * 10_000, "10,000 characters long"),
        ("sinse:1969", "write since:1969"),
        ("moon since:1999-13", "'1999-13' can't be read; write it as YYYY-MM-DD"),
        ("moon since:2000 until:1999", "ends .* before it begins"),
    ],
)
def test_a_query_that_can_not_be_understood_is_one_line(place: Place, text: str, words: str) -> None:
    """The line says what is wrong and what to write instead, and nothing is searched."""
    with place.opened() as archive, pytest.raises(QueryError, match=words) as error:
        archive.search(Query(text=text))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "text", ["the of and", "🚀", "月面着陸", "Маяк", "ประภาคาร", "a" * 999, "\u202eneek\u202c", "%00 \\ ' ;--"]
)
def test_odd_queries_are_answered(place: Place, text: str) -> None:
    """Stop words, other scripts, emoji and an endless word are searched without a fault."""
    with place.opened() as archive:
        assert archive.search(Query(text=text)).query.text == text


DAYS = st.dates(dt.date(1999, 12, 1), dt.date(2001, 2, 1))
SMALL = hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


SENTENCES = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80), max_size=12)


@SMALL
@given(paragraphs=st.lists(SENTENCES, min_size=1, max_size=6), tokens=st.integers(16, 60))
def test_passages_are_slices_that_cover_their_document(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[list[str]], tokens: int
) -> None:
    """Whatever a document holds, its passages are its slices and leave out nothing but blanks and its head."""
    text = "\n\n".join(". ".join(sentences) for sentences in paragraphs)
    place = Place(
        tmp_path_factory.mktemp("cover"),
        {"a.txt": "date 2000-01-01 " + text, "b.txt": "One sentence, so that there is a document."},
    )
    place.index(passage_tokens=tokens)
    with place.generation() as generation:
        for document in generation.documents.documents():
            cuts = generation.documents.passages(document)
            passages = [document.text[cut.start : cut.end] for cut in cuts]
            counts = HashingEncoder().count_tokens(passages)
            assert all(count <= tokens for count in counts)
            left = document.text[document.body :]
            for passage in passages:
                before, found, left = left.partition(passage)
                assert found
                assert not before.strip()
            assert not left.strip()


def test_one_unreadable_document_costs_one_line(tmp_path: Path) -> None:
    """Broken files are each a line of the report with the reason; the others are indexed and found."""
    place = Place(tmp_path, {"good.txt": "date 2000-01-01 The whale was seen."})
    place.file("broken.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    place.file("binary.txt").write_bytes(bytes(range(256)) * 10)
    report = place.index()
    assert {failure.path for failure in report.failed} == {"broken.pdf", "binary.txt"}
    assert all(failure.reason and "\n" not in failure.reason for failure in report.failed)
    with place.opened() as archive:
        assert paths(archive, "whale") == ["good.txt"]


@pytest.mark.parametrize("head", ["2025-13-45", "03/04/2025", "2025-02-30"])
def test_no_date_is_invented(tmp_path: Path, head: str) -> None:
    """A date that can't be read leaves the document undated, searchable, and in the report."""
    place = Place(tmp_path, {"odd.txt": f"date {head} The whale was seen."})
    report = place.index()
    assert report.undated == ("odd.txt",)
    assert [note.path for note in report.notes] == ["odd.txt"]
    assert head in report.notes[0].reason
    with place.opened() as archive:
        (hit,) = archive.search(Query(text="whale")).hits
    assert hit.date is None


def test_reindexing_an_unchanged_archive_embeds_nothing_and_changes_no_answer(tmp_path: Path) -> None:
    """The second generation equals the first except for its number."""
    place = Place(tmp_path, LIGHTHOUSE)
    place.index()
    asked = Query(text="lighthouse", limit=100)
    with place.opened() as archive:
        before = archive.search(asked)
    encoder = HashingEncoder()
    report = place.index(encoder)
    assert (encoder.documents_encoded, report.embedded, report.generation) == (0, 0, 2)
    assert (report.added, report.changed, report.removed) == ((), (), ())
    with place.opened() as archive:
        after = archive.search(asked)
    same = {"generation": 2, "elapsed_ms": 0.0}
    assert before.model_copy(update=same) == after.model_copy(update=same)


def test_only_what_changed_is_embedded_again(tmp_path: Path) -> None:
    """One edited document costs its own passages, a renamed one nothing."""
    place = Place(tmp_path, LIGHTHOUSE)
    place.index()
    place = Place(tmp_path, {"island/ice.txt": "date 1911-01-19 Ice\n\nIce closed the harbour for a month.\n"})
    place.file("undated.txt").rename(tmp_path / "archive" / "tower.txt")
    report = place.index()
    assert report.changed == ("island/ice.txt",)
    assert report.embedded == 1
