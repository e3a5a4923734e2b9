"""A citation is never anchored to text that already stood elsewhere when it was given."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from index import Scope, Unknown, back_up, restore_backup
from index.cite.follow import follow
from tests.makers.archives import Place
from tests.makers.citation_edits import edits
from tests.makers.citations import cite, states
from tests.makers.document_edits import document_edits

SEEDS = Path(__file__).parents[3] / "seeds"
ALPHA = "Team Alpha won the cup of the northern league after extra time."
BETA = ALPHA.replace("Alpha", "Beta")
HEAD = "date 1975-05-05 The cup\n\n"
SMALL: dict[str, Any] = {"passage_tokens": 16}


def first(place: Place, words: str) -> str:
    """The id of the passage that is `words`."""
    return next(hit.passage for hit in place.ask(words).hits if hit.text.strip() == words)


@pytest.mark.parametrize("seed", [1, 2])
def test_states_are_right_after_edits_of_every_kind(seed: int) -> None:
    """Of generated edits with a known outcome, all have it, and none shows what stood before."""
    assert [(edit.kind, fault) for edit in edits(seed, 130) if (fault := edit.fault())] == []


def test_states_are_right_after_edits_of_the_documents_that_ship() -> None:
    """Of generated edits of real paragraphs, all have the outcome that is known."""
    texts = [file.read_text("utf-8") for file in sorted(SEEDS.rglob("*.txt"))]
    cut = [(text, [match.span() for match in re.finditer(r"\S.*(?:\n.+)*", text)][1:]) for text in texts]
    tried = document_edits([(text, places) for text, places in cut if len(places) > 1], 1, 260)
    assert [(edit.kind, fault) for edit in tried if (fault := edit.fault())] == []


def test_a_look_alike_that_always_stood_below_is_named_and_not_shown(tmp_path: Path) -> None:
    """The paragraph about Alpha goes, Beta's stays: removed in the files, and in the index after each reindex."""
    place = Place(tmp_path, {"cup.txt": f"{HEAD}{ALPHA}\n\n{BETA}\n"}, **SMALL)
    place.index()
    passage = first(place, ALPHA)
    place.edit("cup.txt", f"{ALPHA}\n\n", "")
    for stored in ("unchanged", "removed", "removed"):
        outcome = cite(place, passage)
        assert states(outcome) == ("removed", stored)
        assert "a passage like it (it has “Beta”) stands in cup.txt ¶1, and stood there when this" in outcome.said
        place.index()


def test_an_edit_into_a_look_alike_is_changed() -> None:
    """Where Alpha's own paragraph now says Beta, that is what stands in its place."""
    before, now = f"Head.\n\n{ALPHA}\n\n{BETA}\n\nEnd.", f"Head.\n\n{BETA}\n\n{BETA}\n\nEnd."
    start = before.index(ALPHA)
    found = follow(before, start, start + len(ALPHA), now)
    assert found.place is None
    assert found.region is not None
    assert found.region.start == start


@pytest.mark.parametrize("cited_before_the_copy_came", [False, True])
def test_a_reprint_that_always_stood_there_is_named_and_one_that_came_later_is_the_new_place(
    tmp_path: Path, *, cited_before_the_copy_came: bool
) -> None:
    """Its document goes: what holds the same words is its new place only if it came after the citation was given."""
    reprint = {"reprint.txt": f"date 1980-01-01 A reprint\n\nOld news. {ALPHA}\n"}
    files = {"cup.txt": f"{HEAD}{ALPHA}\n", "other.txt": "Wheat prices rose in spring.\n"}
    place = Place(tmp_path, files if cited_before_the_copy_came else files | reprint, **SMALL)
    place.index()
    passage = next(hit.passage for hit in place.ask(ALPHA).hits if hit.document == "cup.txt")
    if cited_before_the_copy_came:
        place.write(reprint)
        place.index()
    place.remove("cup.txt")
    state = "moved" if cited_before_the_copy_came else "removed"
    for stored in ("unchanged", state, state):
        outcome = cite(place, passage)
        assert states(outcome) == (state, stored)
        named = "the same words stand in reprint.txt ¶1, and stood there when this was cited"
        assert (named in outcome.said) != cited_before_the_copy_came
        place.index()


def test_a_reprint_that_is_edited_elsewhere_stood_there_all_the_same(tmp_path: Path) -> None:
    """Another line of the reprint changes before the source goes; its words stood there when they were cited."""
    reprint = f"date 1980-01-01 A reprint\n\nOld news. {ALPHA} Nobody objected.\n"
    place = Place(tmp_path, {"cup.txt": f"{HEAD}{ALPHA}\n", "reprint.txt": reprint}, **SMALL)
    place.index()
    passage = next(hit.passage for hit in place.ask(ALPHA).hits if hit.document == "cup.txt")
    place.edit("reprint.txt", "Nobody objected.", "Two people objected.")
    place.index()
    place.remove("cup.txt")
    for stored in ("unchanged", "removed"):
        assert states(cite(place, passage)) == ("removed", stored)
        place.index()


def test_the_text_is_known_after_the_generation_that_had_it_is_gone(tmp_path: Path) -> None:
    """Nobody asked for the citation before; reindexes keep what was cited before it goes."""
    place = Place(tmp_path, {"cup.txt": f"{HEAD}{ALPHA}\n\n{BETA}\n"}, **SMALL, keep_generations=1)
    place.index()
    passage = first(place, ALPHA)
    place.edit("cup.txt", f"{ALPHA}\n\n", "")
    for _ in range(3):
        place.index()
    outcome = cite(place, passage)
    assert states(outcome) == ("removed", "removed")
    assert "a passage like it" in outcome.said


@pytest.mark.parametrize("kept", [True, False])
def test_words_in_a_file_saved_in_another_form_are_where_they_were(tmp_path: Path, *, kept: bool) -> None:
    """Plain letters behind accented ones begin at another character, and are unchanged all the same."""
    place = Place(tmp_path, {"cup.txt": f"{HEAD}Été à Łódź, où la fête était belle.\n\n{ALPHA}\n"}, **SMALL)
    place.index()
    passage = first(place, ALPHA)
    if not kept:
        (place.data / "cited-texts.sqlite").unlink(missing_ok=True)
    text = place.file("cup.txt").read_text("utf-8")
    place.file("cup.txt").write_bytes(unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode("utf-16"))
    for stored in ("unchanged", "unchanged"):
        outcome = cite(place, passage)
        assert states(outcome) == ("unchanged", stored)
        assert outcome.citation.verbatim
        place.index()


def test_the_text_comes_with_a_backup(tmp_path: Path) -> None:
    """Nobody has asked for the citation; restored without its index, the look-alike is told from the source."""
    place = Place(tmp_path / "one", {"cup.txt": f"{HEAD}{ALPHA}\n\n{BETA}\n"}, **SMALL)
    place.index()
    passage = first(place, ALPHA)
    back_up(place.settings, tmp_path / "backup.zip")
    other = Place(tmp_path / "two", {"cup.txt": f"{HEAD}{BETA}\n"}, **SMALL)
    restore_backup(other.settings, tmp_path / "backup.zip")
    other.index()
    outcome = cite(other, passage)
    assert states(outcome) == ("removed", "removed")
    assert "a passage like it" in outcome.said


def test_a_document_that_was_edited_and_then_moved_is_followed(tmp_path: Path) -> None:
    """Its words are changed, at its new path; who may not see that is told nothing of it."""
    place = Place(tmp_path, {"old/cup.txt": f"{HEAD}{ALPHA}\n", "other.txt": "Wheat prices rose.\n"}, **SMALL)
    place.index()
    passage = first(place, ALPHA)
    place.edit("old/cup.txt", "northern", "southern")
    place.index()
    for before, after in (("old/cup.txt", "new/cup.txt"), ("new/cup.txt", "secret/cup.txt")):
        place.move(before, after)
        place.index()
    outcome = cite(place, passage)
    assert states(outcome) == ("changed", "changed")
    assert "it is now secret/cup.txt, no longer old/cup.txt" in outcome.said
    with place.opened() as archive:
        (unknown,) = archive.cite([passage], Scope(hidden=frozenset({"secret"})))
    assert isinstance(unknown, Unknown)
    assert "secret" not in unknown.reason
