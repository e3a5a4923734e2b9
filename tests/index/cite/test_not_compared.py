"""A citation is called removed only of words that are gone: where nobody can look, it can't be compared now."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from index.archive_folder import ArchiveFolder
from index.cite.models import Cited, Unknown
from index.cite.styles import format_citations
from index.models.scope import EVERYTHING, Scope
from tests.makers.archives import Place, note
from tests.makers.barred import barred
from tests.makers.citations import PIER, cite, pier_mill_and_well, states

MOON = "moon/eagle.txt"
EAGLE = "date 1969-07-20 The landing\n\nThe eagle came down in a grey sea without water.\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The pier, the mill and the well, and six documents in `moon`, one of them about an eagle."""
    place = pier_mill_and_well(tmp_path)
    place.write({MOON: EAGLE, **{f"moon/deep/{number}.txt": note(number) for number in range(5)}})
    place.index()
    return place


@pytest.fixture
def eagle(place: Place) -> str:
    """The id of the passage about an eagle, which somebody was shown."""
    hit = place.first("eagle grey sea")
    assert hit.document == MOON
    return hit.passage


def not_compared(place: Place, passage: str, scope: Scope = EVERYTHING) -> str:
    """Why it can't be compared now; the outcome is then that of the index."""
    outcome = cite(place, passage, scope)
    assert (outcome.citation.state, outcome.citation.now) == (outcome.stored.state, outcome.stored.now)
    assert outcome.not_compared is not None
    assert outcome.said.startswith(f"{outcome.not_compared} (as indexed in generation ")
    return outcome.not_compared


@pytest.mark.parametrize("reindexed", [False, True])
def test_an_unopened_folder_removes_no_citation(place: Place, eagle: str, reindexed: bool) -> None:
    """Neither before a reindex nor after it; with access given back it is compared again."""
    with barred(place.file("moon")):
        if reindexed:
            assert place.index().citations == ()
        assert (
            not_compared(place, eagle) == "can't be compared now: the folder moon can't be opened (permission denied)"
        )
        assert states(cite(place, eagle)) == ("unchanged", "unchanged")
    assert cite(place, eagle).not_compared is None


def test_the_folder_that_keeps_from_it_is_named_however_deep_it_is(place: Place) -> None:
    """Also where it can be listed, but a folder around it can't be entered."""
    passage = place.first("note 3").passage
    for shut in ("moon", "moon/deep"):
        with barred(place.file(shut)):
            assert f"the folder {shut} can't be opened" in not_compared(place, passage)


@pytest.mark.parametrize("code", [errno.EIO, errno.ESTALE, errno.ENAMETOOLONG])
def test_a_file_that_fails_removes_no_citation(place: Place, eagle: str, code: int) -> None:
    """The system's own reason is given."""
    with barred(place.file(MOON), code=code):
        assert not_compared(place, eagle).startswith(f"can't be compared now: {MOON} can't be opened (")


@pytest.mark.parametrize("reindexed", [False, True])
def test_an_emptied_folder_removes_no_citation(place: Place, eagle: str, reindexed: bool) -> None:
    """A folder of five files and more that is empty or gone at once is more often a disk that is not there."""
    shutil.rmtree(place.file("moon"))
    if reindexed:
        assert place.index().citations == ()
    assert not_compared(place, eagle) == "can't be compared now: the folder moon is gone"
    place.file("moon").mkdir()
    assert not_compared(place, eagle) == "can't be compared now: the folder moon is empty"
    place.write({"moon/new.txt": note(70)})
    place.index()
    assert not_compared(place, eagle) == "can't be compared now: the folder moon holds none of them now"
    report = place.index(force=True)
    assert [affected.state for affected in report.citations] == ["removed"]
    assert states(cite(place, eagle)) == ("removed", "removed")
    assert cite(place, eagle).not_compared is None


def test_what_a_moderator_removed_is_removed(place: Place, eagle: str) -> None:
    """The last file of a folder, too, and even before a reindex."""
    folder = ArchiveFolder(place.settings)
    for path in (MOON, *(f"moon/deep/{number}.txt" for number in range(5))):
        folder.remove(path)
    assert states(cite(place, eagle)) == ("removed", "unchanged")


def test_a_renamed_folder_moves_its_citations_before_a_reindex(place: Place, eagle: str) -> None:
    """It is gone, but its words are elsewhere."""
    place.move("moon", "luna")
    assert states(cite(place, eagle)) == ("moved", "unchanged")


def test_a_citation_that_moved_and_whose_new_folder_is_gone_is_not_removed(place: Place, eagle: str) -> None:
    """What the index has of it counts, not where it was given out."""
    place.move("moon", "luna")
    place.index()
    shutil.rmtree(place.file("luna"))
    assert not_compared(place, eagle) == "can't be compared now: the folder luna is gone"
    assert states(cite(place, eagle)) == ("moved", "moved")


def test_one_unopened_file_disturbs_no_other_citation(place: Place, eagle: str) -> None:
    """What is where it was, was moved or was edited is called so."""
    pier = place.first("brass band").passage
    barley = place.first("barley").passage
    place.move("pier.txt", "shore/pier.txt")
    place.edit("valley/mill.txt", "barley", "wheat")
    with barred(place.file("well.txt")):
        assert [cite(place, passage).citation.state for passage in (eagle, pier, barley)] == [
            "unchanged", "moved", "changed",
        ]  # fmt: skip


def test_words_that_may_be_in_an_unopened_place_are_not_called_removed(place: Place) -> None:
    """They are nowhere else; once the place can be opened, what became of them is certain."""
    pier = place.first("brass band").passage
    place.write({"shore/pier.txt": PIER})
    place.remove("pier.txt")
    with barred(place.file("shore")):
        reason = not_compared(place, pier)
        assert reason == "can't be compared now: shore can't be opened (permission denied), and the words may be there"
        (affected,) = place.index().citations
        assert affected.state == "removed"
        assert affected.reason.endswith("; but shore can't be opened (permission denied), and the words may be there")
        assert not_compared(place, pier) == reason
        assert reason in format_citations([cite(place, pier).citation], "bibtex")
    assert cite(place, pier).citation.state == "moved"


def test_a_file_replaced_by_one_that_is_no_document_is_still_removed(place: Place) -> None:
    """It can be opened, and the words are not in it."""
    pier = place.first("brass band").passage
    place.file("pier.txt").write_bytes(b" \n")
    assert states(cite(place, pier)) == ("removed", "unchanged")


def test_no_hidden_folder_is_named(place: Place) -> None:
    """Who may not see a folder is not told its name by way of another citation."""
    pier = place.first("brass band").passage
    place.remove("pier.txt")
    with barred(place.file("moon")):
        reason = not_compared(place, pier, Scope(hidden=frozenset({"moon"})))
    assert reason == "can't be compared now: part of the archive can't be opened, and the words may be there"


def test_an_index_made_anew_calls_nothing_removed_that_it_could_not_look_for(place: Place, eagle: str) -> None:
    """Only the ledger is left, and the folder can't be opened: the report says nothing of its citations."""
    kept = (place.data / "citations.sqlite").read_bytes()
    place.forget()
    (place.data / "citations.sqlite").write_bytes(kept)
    with barred(place.file("moon")):
        assert place.index().citations == ()
        assert not_compared(place, eagle).startswith("can't be compared now: the folder moon can't be opened")


def test_what_was_never_given_out_stays_unknown(place: Place) -> None:
    """An unopened folder makes no citation of any id."""
    with barred(place.file("moon")), place.opened() as archive:
        (found,) = archive.cite(["zzzzzzzz"], EVERYTHING)
    assert isinstance(found, Unknown)
    assert not isinstance(found, Cited)
