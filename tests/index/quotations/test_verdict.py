"""Whether a quotation is real: verdicts with known truth, and none that calls an altered one sound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import QueryError
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.scope import EVERYTHING, Scope
from index.quotations.models import MAX_QUOTATION, Quotation, Verdict
from index.search.archive import Archive
from tests.makers.archives import Place
from tests.makers.quotations import TYPOGRAPHIC, Maker, Source

MILL = (
    "date 1971-05-03 The old mill\n\n"
    "The miller said that 22 barges never left the quay before noon. Anna Brandt kept the ledger, which lists 1,000 "
    "sacks of well-ground flour for the year. “We do not sell on Sundays,” she wrote beneath it.\n"
)
REPRINT = MILL.replace("1971-05-03 The old mill", "1984-06-01 The old mill, once more")
WELL = (
    "date 1960-02-01 The new well\n\n"
    "The committee agreed that the well would be dug behind the school, where the ground was softest of all.\n"
)
HIDDEN = "date 1950-01-01 Minutes\n\nThe treasurer quietly moved the reserve to a bank in the harbour town.\n"
GERMAN = "date 1975-03-02 Bericht\n\nDie Gemeinde zahlte 1.000 Mark, und der Müller war nicht damit zufrieden.\n"
DOCUMENTS = {
    "mill.txt": MILL,
    "again.txt": REPRINT,
    "well.txt": WELL,
    "board/minutes.txt": HIDDEN,
    "bericht.txt": GERMAN,
}
LIMITED = Scope(hidden=frozenset({"board"}))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("quoted"), DOCUMENTS)
    place.index()
    return place


@pytest.fixture(scope="module")
def archive(place: Place) -> Iterator[Archive]:
    with place.opened() as archive:
        yield archive


def verdict(archive: Archive, text: str, *sources: str, scope: Scope = EVERYTHING) -> Verdict:
    return archive.verify(Quotation(text=text, sources=sources), scope)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("The miller said that 22 barges never left the quay before noon.", "exact"),
        ("the miller said that 22 barges never left the quay", "typographic"),
        ("The miller  said\nthat 22 barges never left", "typographic"),
        ("1,000 sacks of well-\nground flour for the year", "typographic"),
        ('"We do not sell on Sundays," she wrote beneath it', "typographic"),
        ("The miller said that 22 barges never left […] before noon.", "typographic"),
        ("The miller said that 22 barges [sic] never left the quay", "typographic"),
        ("The miller said that 22 barges [of the town] never left the quay", "typographic"),
        ("The miller said that 23 barges never left the quay before noon.", "near"),
        ("The miller said that −22 barges never left the quay before noon.", "near"),
        ("The miller said that twenty-two barges never left the quay before noon.", "near"),
        ("The miller said that 22 barges always left the quay before noon.", "near"),
        ("The miller said that 22 barges left the quay before noon.", "near"),
        ("The miller said […] barges never left the quay before noon.", "near"),
        ("The miller said that 22 barges […] left the quay before noon.", "near"),
        ("The miller said that 22 barges [not] never left the quay before noon.", "near"),
        ("Anna Brandl kept the ledger, which lists 1,000 sacks", "near"),
        ("kept the ledger, which lists 1.000 sacks of well-ground flour", "near"),
        ("We do sell on Sundays, she wrote beneath it", "near"),
        ("Die Gemeinde zahlte 1,000 Mark, und der Müller war nicht damit zufrieden", "near"),
        ("Die Gemeinde zahlte 1.000 Mark, und der Müller war damit zufrieden", "near"),
        (
            "The miller said that 22 barges never left the quay the well would be dug behind the school, where the "
            "ground was softest",
            "stitched",
        ),
        ("The mayor bought a violet umbrella in the capital last winter.", "not in this archive"),
        ("the quay", "too short"),
    ],
)
def test_a_verdict_is_what_became_of_the_words(archive: Archive, text: str, right: str) -> None:
    """What changes no word is typographic; a number, a name or a negation that is otherwise never is."""
    assert verdict(archive, text).verdict == right


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The miller said that 23 barges never left the wharf before noon.", ["number", "word"]),
        ("The miller told us that 22 barges ever left the quay before noon.", ["negation", "word"]),
        ("Anna Brandl kept a ledger, which lists 1,000 sacks", ["name", "word"]),
    ],
)
def test_what_changes_the_sense_is_shown_first(archive: Archive, text: str, kinds: list[str]) -> None:
    """Numbers, names and negations come before words, wherever they stand."""
    found = verdict(archive, text)
    shown = [one.kind for one in found.differences if not one.typographic]
    assert list(dict.fromkeys(shown)) == kinds


@pytest.mark.parametrize("frame", ["{}", "“{}”", "  {} ", '\n "{}"', "«“{}”»"])
def test_a_difference_is_placed_in_the_quotation_as_it_was_given(archive: Archive, frame: str) -> None:
    """Marks and white space around it are counted, so that whoever shows it marks the right words."""
    text = frame.format("the miller said that 23 barges never left the quay before noon")
    found = verdict(archive, text)
    assert [text[one.start : one.end] for one in found.differences] == [one.said for one in found.differences] == ["23"]


def test_another_writing_of_a_number_is_equal_in_value(archive: Archive) -> None:
    """The reader is told that nothing but the writing is otherwise."""
    found = verdict(archive, "The miller said that twenty-two barges never left the quay before noon.")
    (only,) = [one for one in found.differences if not one.typographic]
    assert (only.kind, only.said, only.is_, only.same_value) == ("number", "twenty-two", "22", True)


def test_the_place_is_the_source_word_for_word(archive: Archive, place: Place) -> None:
    """The earliest dated comes first; a reprint is counted as one with it."""
    found = verdict(archive, "Anna Brandt kept the ledger")
    assert found.place is not None
    assert (found.place.document, found.place.text) == ("mill.txt", "Anna Brandt kept the ledger")
    assert (found.also_in, found.reprints) == ((), ("again.txt",))
    with place.generation() as generation:
        document = generation.documents.document("mill.txt")
        assert document is not None
        assert document.text[found.place.start : found.place.end] == found.place.text


def test_words_of_another_document_than_the_one_named_are_elsewhere(archive: Archive) -> None:
    """Whoever names the right one is told that it holds."""
    text = "the well would be dug behind the school, where the ground was softest of all"
    assert verdict(archive, text, "well.txt").verdict == "exact"
    found = verdict(archive, text, "mill.txt")
    assert (found.verdict, found.elsewhere_as) == ("elsewhere", "exact")
    assert found.place is not None
    assert found.place.document == "well.txt"


def test_what_is_hidden_is_not_in_this_archive(archive: Archive) -> None:
    """For whoever may not see it, as if it were nowhere; and its span of dates is that of what they may see."""
    text = "The treasurer quietly moved the reserve to a bank in the harbour town."
    assert verdict(archive, text).verdict == "exact"
    found = verdict(archive, text, scope=LIMITED)
    assert found.verdict == "not in this archive"
    assert found.place is None
    assert "1960" in found.said
    assert "1950" not in found.said
    named = verdict(archive, text, "board/minutes.txt", scope=LIMITED)
    assert named.said == found.said


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "it is empty"),
        ("  \n", "it is empty"),
        ("„…“ — !?", "there are no words in it"),
        ("x " * 60_000, "too long"),
    ],
)
def test_what_is_no_quotation_is_said_in_a_line(archive: Archive, text: str, line: str) -> None:
    """Nothing, marks only and a whole book are refused with what to do."""
    with pytest.raises(QueryError, match=line):
        verdict(archive, text)
    assert MAX_QUOTATION < 100_000


SOUND = {"exact", "typographic"}
ALTERED = ("one number", "one negation", "one name")


def _sources(seeds: Path, data: Path) -> list[Source]:
    folder = DataFolder(data)
    with closing(Generation(folder, folder.current())) as generation:
        return [Source(one.path, one.text[one.body :], "en") for one in generation.documents.documents()]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The archive that ships, encoded by hashing."""
    from tests import ROOT  # noqa: PLC0415 (as conftest has it)

    texts = {str(file.relative_to(ROOT / "seeds")): file.read_text("utf-8") for file in (ROOT / "seeds").rglob("*.txt")}
    place = Place(tmp_path_factory.mktemp("shipped"), texts)
    place.index()
    return place


def test_quotations_of_known_truth_are_judged_rightly(shipped: Place) -> None:
    """Of the archive that ships: what is sound is called so, and none with an altered number, name or negation is."""
    maker = Maker(_sources(shipped.archive, shipped.data), seed=19)
    right: dict[str, list[bool]] = {}
    with shipped.opened() as archive:
        for kind, count in {"exact": 25, "typographic": 40, **dict.fromkeys(ALTERED, 40), "invented": 25}.items():
            for made in maker.of(kind, count):
                found = archive.verify(Quotation(text=made.text, sources=made.sources), EVERYTHING, shown=False)
                assert kind not in ALTERED or found.verdict not in SOUND, made
                right.setdefault(kind, []).append(found.verdict == made.verdict)
    assert all(len(told) >= 20 for told in right.values()), right
    shares = {kind: sum(told) / len(told) for kind, told in right.items()}
    assert min(shares.values()) >= 0.95, shares
    assert len(TYPOGRAPHIC) >= 8
