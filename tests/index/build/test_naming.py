"""Ids of new passages: distinct from all that were given before them, in one build and in earlier ones."""

from __future__ import annotations

import random

import pytest

from index.build.cut import Cut
from index.build.naming import Naming
from index.cite import ids
from index.models.documents import Document, Passage

LETTERS = "ab"


def cut(path: str, text: str, name: str = "") -> Cut:
    """A document of one passage a character."""
    document = Document(
        path=path, format="text", title="", title_origin="source", text=text, body=0, sha256="0", size=0, date=None
    )
    passages = (
        Passage(id=name and f"{name}{at}", start=at, end=at + 1, ordinal=at, paragraph=1) for at in range(len(text))
    )
    return Cut(document, tuple(passages))


def test_ids_that_collide_are_told_apart_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one set of all that were given says it: each passage has the first of its ids that is free."""

    def few(path: str, text: str, occurrence: int = 0) -> str:
        chance = random.Random(f"{path} {text} {occurrence}")
        return "".join(chance.choices(LETTERS, k=ids.LENGTH))

    monkeypatch.setattr(ids, "passage_id", few)
    cuts = [cut(f"{number}.txt", "aabc") for number in range(30)]
    taken, reserved = {"aaaaaaaa", "bbbbbbbb"}, {"abababab": ("elsewhere.txt", "x")}
    given: set[str] = set()
    for number, found in enumerate(Naming(taken, reserved).named(iter(cuts))):
        expected = ids.passage_ids(f"{number}.txt", list("aabc"), taken=given | taken, reserved=reserved)
        assert tuple(passage.id for passage in found.passages) == expected
        given.update(expected)
    assert len(given) == 120


def test_passages_of_a_generation_before_keep_their_ids() -> None:
    """Documents that are written anew with others are cited as before."""
    kept = cut("kept.txt", "ab", name="as-it-is")
    assert next(Naming().named([kept])) is kept
