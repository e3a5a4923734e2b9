"""Where answers stand in an archive's documents, by what files of judged queries say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.answer_spans import Located, Standing, located
from index.judged_files import AnswerSpan
from index.storage.document_engine import Documents
from tests.makers.archives import Place

FERRY = "date 1931-05-03 The ferry\n\nA gull sat on the rope.\nThe old\nkeeper saw it, and the rope broke.\n"
PARTS = {"part-1.txt": "One\n\nThe goat ate bread.\n", "part-2.txt": "Two\n\nThe goat slept.\n"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Documents]:
    place = Place(tmp_path_factory.mktemp("ferry"), {"ferry.txt": FERRY, **PARTS})
    place.index()
    with place.generation() as generation:
        yield generation.documents


def stands(store: Documents, words: str | None, start: int, end: int, document: str = "ferry.txt") -> Located:
    span = AnswerSpan(document, start, end, words, "q.jsonl:1")
    return located(store, {"q": span}, dict.fromkeys(PARTS, "goat"))


def at(path: str, words: str, start: int) -> Standing:
    return Standing(path, start, start + len(words), " ".join(words.split()))


FIRST, SECOND = FERRY.index("rope"), FERRY.rindex("rope")
BODY = FERRY.index("A gull")


@pytest.mark.parametrize(
    ("words", "start", "found"),
    [
        ("rope", FIRST, FIRST),
        ("rope", SECOND, SECOND),
        ("rope", FIRST - BODY, FIRST),  # counted below the title
        ("rope", SECOND - BODY, SECOND),
        ("rope", SECOND + 6, SECOND),
        ("rope", 100_000, SECOND),
        ("rope", 0, FIRST),
        (" rope ", FIRST, FIRST),
    ],
)
def test_the_words_nearest_to_the_place_given_are_meant(store: Documents, words: str, start: int, found: int) -> None:
    """Counted from the beginning of the text, or from where it begins below the title."""
    assert stands(store, words, start, start + 4).standing == {"q": at("ferry.txt", "rope", found)}


@pytest.mark.parametrize("words", ["The old keeper", "The old\n keeper", None])
def test_white_space_is_no_difference(store: Documents, words: str | None) -> None:
    """Lines may break elsewhere in the document than in the judges' text."""
    there = "The old\nkeeper"
    start = FERRY.index(there)
    assert stands(store, words, start, start + len(there)).standing == {"q": at("ferry.txt", there, start)}


def test_without_words_the_place_is_taken_as_it_is(store: Documents) -> None:
    """But for white space at its ends, which no sentence has."""
    found = stands(store, None, FIRST - 1, FIRST + len("rope.\n"))
    assert found.standing == {"q": at("ferry.txt", "rope.", FIRST)}


def test_parts_of_a_document_are_told_apart_by_the_words(store: Documents) -> None:
    """And by the place, where several have them."""
    assert stands(store, "slept", 0, 5, "goat").standing == {"q": at("part-2.txt", "slept", 14)}
    assert stands(store, "bread", 0, 5, "goat").standing == {"q": at("part-1.txt", "bread", 18)}
    assert stands(store, "goat", 9, 13, "goat").standing == {"q": at("part-1.txt", "goat", 9)}


@pytest.mark.parametrize(
    ("words", "place", "document", "said"),
    [
        ("rudder", (0, 6), "ferry.txt", "“rudder” is nowhere in ferry.txt"),
        ("rope the", (0, 6), "ferry.txt", "“rope the” is nowhere in ferry.txt"),
        ("x" * 100, (0, 6), "ferry.txt", f"“{'x' * 80}…” is nowhere in ferry.txt"),
        (
            None,
            (0, len(FERRY) + 1),
            "ferry.txt",
            f"its answer ends at {len(FERRY) + 1}, and ferry.txt has {len(FERRY)} ",
        ),
        (None, (BODY - 2, BODY), "ferry.txt", f"there are no words from {BODY - 2} to {BODY} of ferry.txt"),
        (None, (0, 4), "goat", 'goat is 2 files, so give "answer", the words, too'),
    ],
)
def test_an_answer_that_stands_nowhere_is_named(
    store: Documents, words: str | None, place: tuple[int, int], document: str, said: str
) -> None:
    """By its file and line, with the reason."""
    found = stands(store, words, *place, document)
    (fault,) = found.faults
    assert fault.startswith(f"q.jsonl:1: {said}")
    assert fault.endswith("; its answer is left out")
    assert (found.standing, found.absent) == ({}, [])


def test_documents_that_are_not_there_are_kept_apart(store: Documents) -> None:
    """In the order of the file; a path that has an id goes by that alone, as in judgements."""
    names = ("gone.txt", "ferry.txt", "part-1.txt", "also gone.txt")
    spans = {name: AnswerSpan(name, 0, 4, None, f"q.jsonl:{line}") for line, name in enumerate(names, 1)}
    found = located(store, spans, {"part-1.txt": "goat"})
    assert found.absent == ["q.jsonl:1", "q.jsonl:3", "q.jsonl:4"]
    assert found.standing == {"ferry.txt": at("ferry.txt", "date", 0)}
