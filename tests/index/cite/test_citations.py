"""What becomes of a citation when its source is edited, moved, deleted, restored or cut differently, over reindexes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.cite.models import Cited, Unknown
from index.errors import DatelineError
from index.models.answers import Query
from index.models.scope import EVERYTHING
from index.text import sentences
from tests.makers.archives import WORDS, Place
from tests.makers.citations import PIER, cite, cited, pier_mill_and_well, states
from tests.stand_ins.hashing_encoder import HashingEncoder


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return pier_mill_and_well(tmp_path)


def test_what_was_shown_is_unchanged_as_long_as_nothing_happens(place: Place) -> None:
    """Its words are where they were, in the index and in the file, and are called verbatim."""
    hit = place.first("brass band")
    outcome = cite(place, hit.passage)
    assert states(outcome) == ("unchanged", "unchanged")
    assert outcome.citation.verbatim
    assert outcome.record.quotation == hit.text == PIER[hit.start : hit.end]
    assert (outcome.record.path, outcome.record.title, outcome.record.date) == (hit.document, hit.title, hit.date)
    assert (outcome.record.generation_first, outcome.record.generation_last) == (1, 1)


@pytest.mark.parametrize(
    "typed", ["{}", "[{}]", " {} ", "#{}", "{upper}", "passage {}", "(passage {}).", "dateline-{}"]
)
def test_an_id_is_found_however_it_is_copied(place: Place, typed: str) -> None:
    """Brackets, blanks, marks and capitals around an id are no matter."""
    passage = place.first("barley").passage
    assert cite(place, typed.format(passage, upper=passage.upper())).record.id == passage


def test_one_edited_word_makes_it_changed_and_is_marked(place: Place) -> None:
    """Both texts are kept and the word is marked; until a reindex the outcome says that the index has the old one."""
    hit = place.first("brass band")
    place.edit("pier.txt", "brass", "silver")
    outcome = cite(place, hit.passage)
    assert states(outcome) == ("changed", "unchanged")
    assert not outcome.citation.verbatim
    assert "generation 1, which is searched" in outcome.said
    place.index()
    outcome = cite(place, hit.passage)
    assert states(outcome) == ("changed", "changed")
    assert outcome.record.quotation == hit.text
    assert outcome.citation.now is not None
    assert outcome.citation.now.text == hit.text.replace("brass", "silver")
    marked = [(part.kind, part.text.strip()) for part in outcome.citation.difference if part.kind != "kept"]
    assert marked == [("removed", "brass"), ("added", "silver")]


def test_words_put_in_before_it_move_it(place: Place) -> None:
    """The same words at another offset are moved, and still verbatim."""
    hit = place.first("barley")
    place.edit("valley/mill.txt", "The mill ground", "For years the miller slept. The mill ground")
    place.index()
    outcome = cite(place, hit.passage)
    assert outcome.citation.state in {"moved", "unchanged"}
    assert outcome.citation.verbatim
    assert outcome.citation.now is not None
    text = place.file("valley/mill.txt").read_text("utf-8")
    assert text[outcome.citation.now.start : outcome.citation.now.end] == hit.text


@pytest.mark.parametrize("reindexed", [False, True])
def test_a_file_that_was_renamed_moves_its_citations(place: Place, reindexed: bool) -> None:
    """The files give the new path even before a reindex; after it the index does too."""
    hit = place.first("brass band")
    place.move("pier.txt", "shore/pier-1901.txt")
    if reindexed:
        report = place.index()
        assert [(affected.passage, affected.state) for affected in report.citations] == [(hit.passage, "moved")]
    outcome = cite(place, hit.passage)
    assert states(outcome) == ("moved", "moved" if reindexed else "unchanged")
    assert outcome.citation.verbatim
    assert outcome.citation.now is not None
    assert outcome.citation.now.path == "shore/pier-1901.txt"
    assert outcome.record.path == "pier.txt"


def test_a_file_that_was_renamed_and_edited_elsewhere_is_moved(place: Place) -> None:
    """The words are found on their own when neither path nor bytes lead to them."""
    small: dict[str, Any] = {"passage_tokens": 16}
    place.index(**small)
    hit = place.first("brass band", **small)
    place.move("pier.txt", "shore/pier.txt")
    place.edit("shore/pier.txt", "Nobody stayed to watch it.", "Two keepers watched it.")
    assert states(cite(place, hit.passage, **small)) == ("moved", "unchanged")
    place.index(**small)
    assert states(cite(place, hit.passage, **small)) == ("moved", "moved")


def test_a_deleted_file_leaves_quotation_date_and_last_generation(place: Place) -> None:
    """Removed keeps what was quoted, its date, and the last generation that had the words."""
    hit = place.first("brass band")
    place.index()
    place.remove("pier.txt")
    outcome = cite(place, hit.passage)
    assert states(outcome) == ("removed", "unchanged")
    report = place.index()
    assert [(affected.passage, affected.state) for affected in report.citations] == [(hit.passage, "removed")]
    place.index()
    place.index()
    outcome = cite(place, hit.passage)
    assert states(outcome) == ("removed", "removed")
    assert not outcome.citation.verbatim
    assert (outcome.record.quotation, outcome.record.date) == (hit.text, hit.date)
    assert outcome.record.generation_last == 2
    assert "last seen in generation 2" in outcome.said
    assert outcome.citation.now is None


def test_a_file_put_back_makes_it_unchanged_again(place: Place) -> None:
    """A citation is never lost: what was removed and is restored holds as on the first day."""
    hit = place.first("brass band")
    place.remove("pier.txt")
    place.index()
    place.write({"pier.txt": PIER})
    assert states(cite(place, hit.passage)) == ("unchanged", "removed")
    report = place.index()
    assert [(affected.passage, affected.state) for affected in report.citations] == [(hit.passage, "unchanged")]
    assert states(cite(place, hit.passage)) == ("unchanged", "unchanged")
    assert place.first("brass band").passage == hit.passage


@pytest.mark.parametrize("tokens", [16, 24, 2000])
def test_passages_cut_differently_leave_citations_as_they_are(place: Place, tokens: int) -> None:
    """A citation depends on the document's text and not on how it is cut today."""
    hit = place.first("brass band")
    place.index(passage_tokens=tokens)
    outcome = cite(place, hit.passage, passage_tokens=tokens)
    assert states(outcome) == ("unchanged", "unchanged")
    assert outcome.citation.verbatim


def test_sentences_split_differently_leave_citations_as_they_are(tmp_path: Path) -> None:
    """An index of earlier sentences is searched as it is; the next reindex cuts what they changed, and ids resolve."""
    long = " ".join(f"The {word} was seen again at noon." for word in WORDS)
    document = f"{long} It is kept on the OldPier.Gov server by the town. {long}"
    place = Place(tmp_path, {"pier.txt": document, "mill.txt": long}, passage_tokens=24)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sentences, "joined", lambda *given: False)
        patch.setattr(sentences, "VERSION", 1)
        place.index()
        before = place.ask("OldPier server", limit=5)
    cut = before.hits[0]
    assert place.ask("OldPier server").hits[0].passage == cut.passage
    unchanged, once = (_ids(place, path) for path in ("mill.txt", "pier.txt"))
    encoder = HashingEncoder()
    report = place.index(encoder)
    assert report.changed == ()
    assert 0 < encoder.documents_encoded == report.embedded < 4
    assert _ids(place, "mill.txt") == unchanged
    assert cut.passage in once - _ids(place, "pier.txt")
    outcome = cite(place, cut.passage)
    assert states(outcome) == ("unchanged", "unchanged")
    assert outcome.citation.verbatim


def _ids(place: Place, path: str) -> set[str]:
    """The ids of a document's passages."""
    with place.generation() as generation:
        document = generation.documents.document(path)
        assert document
        return {passage.id for passage in generation.documents.passages(document)}


def test_a_rewrapped_text_is_not_called_verbatim(place: Place) -> None:
    """Where only white space has changed, the words hold, and the outcome says what does not."""
    hit = place.first("barley")
    place.edit("valley/mill.txt", "whole valley. Its wheel", "whole valley.\nIts wheel")
    outcome = cite(place, hit.passage)
    assert outcome.citation.state == "unchanged"
    assert not outcome.citation.verbatim
    assert "only white space differs" in outcome.said


def test_a_file_saved_by_another_editor_is_the_same(place: Place) -> None:
    """With a mark of byte order and CRLF the words are verbatim; in another Unicode form they are not, nor removed."""
    place.write({"fjord.txt": "date 1911-03 The fjord\n\nÅse rowed to Røst, naïve and alone, in the “Łódź”.\n"})
    place.index()
    hit = place.first("Røst rowed")
    text = place.file("fjord.txt").read_text("utf-8")
    place.file("fjord.txt").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert states(cite(place, hit.passage)) == ("unchanged", "unchanged")
    assert cite(place, hit.passage).citation.verbatim
    place.write({"fjord.txt": unicodedata.normalize("NFD", text)})
    for _ in range(2):
        outcome = cite(place, hit.passage)
        assert (outcome.citation.state, outcome.citation.verbatim) == ("unchanged", False)
        assert outcome.record.quotation == hit.text
        assert "only their Unicode form" in outcome.said
        place.index()


def test_a_redated_source_says_so(place: Place) -> None:
    """The words are unchanged, the date they were cited with is not: the outcome says both."""
    hit = place.first("barley")
    place.edit("valley/mill.txt", "date 1907-06", "date 1908-06")
    outcome = cite(place, hit.passage)
    assert outcome.citation.state == "unchanged"
    assert "now dated June 1908, no longer dated June 1907" in outcome.said
    assert outcome.record.date == hit.date


def test_a_file_that_can_not_be_read_is_not_called_gone(place: Place) -> None:
    """The true reason is given."""
    hit = place.first("brass band")
    place.file("pier.txt").write_bytes(b"  \n")
    outcome = cite(place, hit.passage)
    assert outcome.citation.state == "removed"
    assert "can't be read now (it has no text" in outcome.said


def test_without_its_archive_the_index_answers_and_says_so(place: Place) -> None:
    """A folder that is not there can't be compared with; the outcome is the index's then, and called that."""
    hit = place.first("brass band")
    place.archive.rename(place.archive.with_name("gone"))
    outcome = cite(place, hit.passage)
    assert states(outcome) == ("unchanged", "unchanged")
    assert outcome.not_compared is not None
    assert "there is no archive folder" in outcome.said


def test_a_link_out_of_the_archive_is_not_followed(place: Place) -> None:
    """A file that became a link to somewhere else is not read, whatever it holds."""
    hit = place.first("brass band")
    outside = place.archive.with_name("outside.txt")
    place.file("pier.txt").rename(outside)
    place.file("pier.txt").symlink_to(outside)
    outcome = cite(place, hit.passage)
    assert outcome.citation.state == "removed"
    assert "out of the archive" in outcome.said


def test_an_unknown_id_names_the_nearest(place: Place) -> None:
    """One slip of the finger leads back to the passage."""
    passage = place.first("brass band").passage
    typed = passage[:-1] + ("2" if passage[-1] != "2" else "3")
    with place.opened() as archive:
        (unknown,) = archive.cite([typed], EVERYTHING)
    assert isinstance(unknown, Unknown)
    assert unknown.nearest == (passage,)
    assert f"did you mean {passage}?" in unknown.reason


def test_many_ids_are_answered_in_their_order(place: Place) -> None:
    """Known and unknown ids keep the order in which they were asked for."""
    first, second = place.first("barley").passage, place.first("brass band").passage
    with place.opened() as archive:
        outcomes = archive.cite([second, "00000000", first], EVERYTHING)
    ids = [outcome.record.id if isinstance(outcome, Cited) else outcome.typed for outcome in outcomes]
    assert ids == [second, "00000000", first]


def test_what_evaluations_find_is_not_entered(place: Place) -> None:
    """A search whose answer is shown to nobody leaves the ledger alone."""
    with place.opened() as archive:
        passage = archive.search(Query(text="brass band"), shown=False).hits[0].passage
        assert not (place.data / "citations.sqlite").exists()
        archive.search(Query(text="brass band"))
    place.remove("pier.txt")
    place.index()
    assert cite(place, passage).citation.state == "removed"


def test_a_passage_never_shown_is_known_until_it_is_gone(place: Place) -> None:
    """Citing a passage of the index gives it out; a passage that was never shown is unknown once it is gone."""
    with place.opened() as archive:
        hits = archive.search(Query(text="pier mill well"), shown=False).hits
        passages = {hit.document: hit.passage for hit in hits}
        assert cited(archive, passages["pier.txt"]).citation.state == "unchanged"
    for path in ("pier.txt", "well.txt"):
        place.remove(path)
        place.index()
    with place.opened() as archive:
        assert cited(archive, passages["pier.txt"]).citation.state == "removed"
        assert isinstance(archive.cite([passages["well.txt"]], EVERYTHING)[0], Unknown)


@pytest.fixture
def unwritable(place: Place) -> Iterator[Place]:
    """A ledger that is a folder, so that nobody can write to it, whoever runs the tests."""
    (place.data / "citations.sqlite").mkdir()
    yield place
    (place.data / "citations.sqlite").rmdir()


def test_a_search_answers_without_the_ledger_and_says_so(unwritable: Place) -> None:
    """Passages that can't be entered are still shown and cited, with a warning; a reindex notes it."""
    with unwritable.opened() as archive:
        answer = archive.search(Query(text="brass band"))
        assert answer.hits[0].document == "pier.txt"
        assert "not entered as citations" in answer.warnings[0]
        outcome = cited(archive, answer.hits[0].passage)
        assert outcome.citation.state == "unchanged"
        assert "not entered as citations" in outcome.warnings[0]
        with pytest.raises(DatelineError, match="ledger of citations"):
            archive.cite(["00000000"], EVERYTHING)
    assert "ids given out earlier are not protected" in unwritable.index().notes[0].reason
