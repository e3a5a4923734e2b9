"""A date that a moderator sets counts more than the file's, from the next reindex on, until it is undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index import EVERYTHING, ArchiveError, Assigned, Cited, DataFile, DatelineError, Scope
from index.dates.assigned import CHANGED
from tests.index.dating.setting import AMBIGUOUS, DATED, LETTER, WHY, dates, dating, noted, said, stored
from tests.makers.archives import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path, {"letter.txt": LETTER, "ledger.txt": DATED, "minutes.txt": AMBIGUOUS})
    place.index()
    return place


@pytest.mark.parametrize(
    ("written", "days", "precision"),
    [
        ("1971-05-03", ("1971-05-03", "1971-05-03"), "day"),
        ("1971-05", ("1971-05-01", "1971-05-31"), "month"),
        ("1971", ("1971-01-01", "1971-12-31"), "year"),
        ("3 May 1971", ("1971-05-03", "1971-05-03"), "day"),
        ("1971-05-03 to 1971-05-09", ("1971-05-03", "1971-05-09"), "day"),
        ("  1971-05-03 ", ("1971-05-03", "1971-05-03"), "day"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(
    place: Place, written: str, days: tuple[str, str], precision: str
) -> None:
    """A month or a year is its whole span; the origin says who dated it, and nothing is embedded for it."""
    dating(place).set("letter.txt", written, WHY, "mo")
    report = place.index()
    date = stored(place)["letter.txt"].date
    assert date is not None
    assert (str(date.earliest), str(date.latest)) == days
    assert (date.precision, date.origin, date.as_written) == (precision, "set by a moderator", written.strip())
    assert (report.redated, report.embedded) == (("letter.txt",), 0)
    assert place.first("nine gulls above the harbour").date == date


def test_nothing_is_written_into_the_file(place: Place) -> None:
    """The archive's bytes stay as they are."""
    before = place.file("letter.txt").read_bytes()
    dating(place).set("letter.txt", "1971", WHY, "mo")
    place.index()
    assert place.file("letter.txt").read_bytes() == before


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1971-13-01", "1971-13-01 does not exist"),
        ("1971-02-30", "1971-02-30 does not exist"),
        ("someday", "someday can't be read"),
        ("03/04/1971", "03/04/1971 can mean 3 April or 4 March"),
        ("1971-05-03 to 1971-05-09 or so", "can't be read"),
        ("   ", "say the date of letter.txt"),
    ],
)
def test_what_is_no_date_is_refused_in_one_line(place: Place, written: str, reason: str) -> None:
    """No date is guessed, and nothing is recorded."""
    with pytest.raises(ArchiveError, match=reason) as refused:
        dating(place).set("letter.txt", written, WHY, "mo")
    assert "\n" not in str(refused.value)
    assert dating(place).every() == ()


def test_the_order_of_day_and_month_is_that_of_the_settings(tmp_path: Path) -> None:
    """What has two readings has one where `date_order` says which; changing that later changes no date that was set."""
    place = Place(tmp_path, {"letter.txt": LETTER}, date_order="month first")
    dating(place).set("letter.txt", "03/04/1971", WHY, "mo")
    place.index()
    report = place.index(date_order="day first")
    assert report.redated == ()
    date = stored(place)["letter.txt"].date
    assert date is not None
    assert str(date.earliest) == "1971-03-04"


def test_a_future_date_is_noted(place: Place) -> None:
    """It counts, and the report says what is odd about it; a reindex that changes nothing says it again."""
    dating(place).set("letter.txt", "2971", WHY, "mo")
    for report in (place.index(), place.index()):
        assert noted(report, "letter.txt") == ["the date set by a moderator 2971 is in the future"]


def test_a_date_beats_what_the_file_states(place: Place) -> None:
    """A wrong head line is overruled, and one that can't be read is no longer complained of."""
    done = dating(place).set("ledger.txt", "1920", WHY, "mo")
    assert said(done.instead) == "1921-03-04"
    dating(place).set("minutes.txt", "1925-04-03", WHY, "mo")
    report = place.index()
    assert {path: said(document.date) for path, document in stored(place).items()} == {
        "letter.txt": None,
        "ledger.txt": "1920*",
        "minutes.txt": "1925-04-03*",
    }
    assert report.redated == ("ledger.txt", "minutes.txt")
    assert noted(report, "minutes.txt") == noted(report, "ledger.txt") == []


def test_undoing_goes_back_step_by_step(place: Place) -> None:
    """The date that was set before stands again, and at last the file's own, which is read anew."""
    mine = dating(place)
    for written in ("1920", "1919", "1918"):
        mine.set("ledger.txt", written, WHY, "mo")
    assert dates(place)["ledger.txt"] == "1918*"
    assert said(mine.undo("ledger.txt", "mo").date) == "1919*"
    assert dates(place)["ledger.txt"] == "1919*"
    mine.set("ledger.txt", "1917", WHY, "mo")
    assert said(mine.undo("ledger.txt", "mo").date) == "1919*"
    assert said(mine.undo("ledger.txt", "mo").date) == "1920*"
    assert mine.undo("ledger.txt", "mo").date is None
    assert dates(place)["ledger.txt"] == "1921-03-04"
    with pytest.raises(ArchiveError, match=r"no date was set for ledger\.txt"):
        mine.undo("ledger.txt", "mo")


def test_an_undone_date_brings_its_reason_back(place: Place) -> None:
    """A document that becomes undated again is in the report with the reason it had."""
    before = noted(place.index(), "minutes.txt")
    dating(place).set("minutes.txt", "1925", WHY, "mo")
    place.index()
    dating(place).undo("minutes.txt", "mo")
    report = place.index()
    assert before == noted(report, "minutes.txt") != []
    assert (report.redated, report.embedded) == (("minutes.txt",), 0)


def test_setting_the_same_again_records_nothing(place: Place) -> None:
    """A list that is read twice doesn't have to be undone twice."""
    assert not dating(place).set("letter.txt", "1971", WHY, "mo").already
    assert dating(place).set("letter.txt", "1971", WHY, "jo").already
    dating(place).undo("letter.txt", "mo")
    assert dating(place).every() == ()


def test_an_edited_file_keeps_its_date_with_a_note(place: Place) -> None:
    """A corrected slip doesn't lose it; the report says so each time, until the date is set again."""
    dating(place).set("letter.txt", "1971", WHY, "mo")
    place.index()
    place.edit("letter.txt", "gulls", "geese")
    for report in (place.index(), place.index()):
        assert noted(report, "letter.txt") == [CHANGED]
    assert said(stored(place)["letter.txt"].date) == "1971*"
    assert not dating(place).set("letter.txt", "1971", WHY, "mo").already
    assert noted(place.index(), "letter.txt") == []


def test_a_date_that_the_file_states_later_is_told(place: Place) -> None:
    """The moderator's counts; that the file now says another is in the report, and one that agrees is not."""
    dating(place).set("letter.txt", "1971", WHY, "mo")
    place.write({"letter.txt": f"date 1980-01-02 {LETTER}"})
    report = place.index()
    assert said(stored(place)["letter.txt"].date) == "1971*"
    stated = "its file now says 2 January 1980 (dated by its head line)"
    counts = "and a moderator has set 1971; that one counts until it is undone"
    assert noted(report, "letter.txt") == [f"{stated}, {counts}", CHANGED]
    place.write({"letter.txt": f"date 1971 {LETTER}"})
    assert noted(place.index(), "letter.txt") == [CHANGED]


def test_a_file_that_was_never_indexed_can_be_dated(place: Place) -> None:
    """Put into the archive and dated before the first reindex that has it."""
    place.write({"new.txt": LETTER.replace("nine", "ten")})
    dating(place).set("new.txt", "1971", WHY, "mo")
    report = place.index()
    assert "new.txt" in report.added
    assert said(stored(place)["new.txt"].date) == "1971*"


def test_an_archive_that_was_never_indexed_can_be_dated(tmp_path: Path) -> None:
    """The data folder is made for it, and nobody else may look into it."""
    place = Place(tmp_path, {"letter.txt": LETTER})
    dating(place).set("letter.txt", "1971", WHY, "mo")
    assert (place.data / DataFile.DATES).stat().st_mode & 0o077 == 0
    assert dates(place) == {"letter.txt": "1971*"}


@pytest.mark.parametrize("path", ["leter.txt", "../letter.txt", "/etc/passwd", "", ".", "a\0b", "\udcff.txt"])
def test_what_is_no_document_is_refused(place: Place, path: str) -> None:
    """One line, whatever was typed; what is like it is proposed."""
    for act in (lambda: dating(place).set(path, "1971", WHY, "mo"), lambda: dating(place).undo(path, "mo")):
        with pytest.raises(DatelineError, match="there is no document") as refused:
            act()
        assert ("did you mean letter.txt" in str(refused.value)) == ("et" in path and path != "/etc/passwd")


def test_a_file_that_can_not_be_read_is_refused(place: Place) -> None:
    """What will not be in the index can't be dated; the reason is the report's."""
    place.file("empty.txt").write_bytes(b"")
    with pytest.raises(ArchiveError, match=r"empty\.txt can't be read, and so not be dated: it "):
        dating(place).set("empty.txt", "1971", WHY, "mo")


def test_a_hidden_folder_is_as_unknown_as_none(place: Place) -> None:
    """Whoever may not see a folder learns nothing of it, and can neither date nor undo there."""
    place.write({"board/a.txt": LETTER})
    place.index()
    dating(place).set("board/a.txt", "1971", WHY, "mo")
    scope = Scope(hidden=frozenset({"board"}))
    acts: list[Callable[[str], object]] = [
        lambda path: dating(place).set(path, "1972", WHY, "jo", scope),
        lambda path: dating(place).undo(path, "jo", scope),
    ]
    for act in acts:
        lines = []
        for path in ("board/a.txt", "board/b.txt"):
            with pytest.raises(ArchiveError, match="there is no document") as refused:
                act(path)
            lines.append(str(refused.value).replace(path, "it"))
        assert lines[0] == lines[1]
    (date,) = dating(place).every()
    with pytest.raises(ArchiveError, match="no longer known"):
        dating(place).undo_setting(date.token, "jo", scope)
    assert dating(place).every(scope) == ()


def test_many_are_dated_at_once(place: Place) -> None:
    """Those that can be are, each of the others is told by its place; two dates for one document are none."""
    asked = [
        ("letter.txt", "1971", WHY),
        ("nothing.txt", "1971", WHY),
        ("ledger.txt", "never", WHY),
        ("minutes.txt", "1925", WHY),
        ("minutes.txt", "1926", WHY),
        ("letter.txt", "1971", WHY),
    ]
    done = dating(place).set_many([Assigned(path=path, written=day, why=why) for path, day, why in asked], "mo")
    assert [one.path for one in done.dated] == ["letter.txt"]
    assert [fault.place for fault in done.faults] == [1, 2, 3, 4]
    assert "several dates" in done.faults[2].reason
    assert [date.path for date in dating(place).every()] == ["letter.txt"]


def test_one_setting_is_undone_by_its_token(place: Place) -> None:
    """Not one that was set since, nor twice, nor one that never was."""
    first = dating(place).set("letter.txt", "1971", WHY, "mo")
    second = dating(place).set("letter.txt", "1972", WHY, "mo")
    with pytest.raises(ArchiveError, match="another date was set"):
        dating(place).undo_setting(first.token, "mo")
    assert said(dating(place).undo_setting(second.token, "mo").date) == "1971*"
    with pytest.raises(ArchiveError, match="taken back already"):
        dating(place).undo_setting(second.token, "mo")
    with pytest.raises(ArchiveError, match="no longer known"):
        dating(place).undo_setting("0" * 16, "mo")


def test_what_was_taken_back_is_set_again_as_it_was_written(place: Place) -> None:
    """With its reason, by whoever does it; not while it stands, outside the scope, nor what never was."""
    first = dating(place).set("letter.txt", "1971-05", WHY, "mo")
    with pytest.raises(ArchiveError, match="no longer known"):
        dating(place).set_again(first.token, "jo")
    assert dating(place).undo("letter.txt", "mo").token == first.token
    for token, scope in ((first.token, Scope(hidden=frozenset({""}))), ("0" * 16, EVERYTHING)):
        with pytest.raises(ArchiveError, match="no longer known"):
            dating(place).set_again(token, "jo", scope)
    again = dating(place).set_again(first.token, "jo")
    assert (again.date, again.why, again.who, again.already) == (first.date, WHY, "jo", False)
    assert dating(place).set_again(first.token, "jo").already


def looked_up(place: Place, passage: str) -> tuple[str, str]:
    """The state of a citation, and what is said of it."""
    with place.opened() as archive:
        (found,) = archive.cite([passage], EVERYTHING)
    assert isinstance(found, Cited)
    return found.citation.state, found.citation.reason


def test_citations_of_a_dated_document_are_unchanged(place: Place) -> None:
    """Its words are the same; that it is dated now is said of those that were given out before."""
    before = place.first("nine gulls above the harbour").passage
    dating(place).set("letter.txt", "1971", WHY, "mo")
    place.index()
    said_so = "the source still has these words; the document is now dated 1971, no longer undated"
    assert looked_up(place, before) == ("unchanged", said_so)


def test_a_file_that_changes_after_it_was_dated_is_not_called_redated(tmp_path: Path) -> None:
    """Read anew because its bytes or its path have changed, it has the moderator's date as the index has."""
    place = Place(tmp_path, {"letter.txt": LETTER})
    dating(place).set("letter.txt", "1971", WHY, "mo")
    place.index()
    passage = place.first("nine gulls above the harbour").passage
    place.write({"letter.txt": LETTER + "\nThat was all.\n"})
    assert looked_up(place, passage) == ("unchanged", "the source still has these words")
    place.index()
    place.move("letter.txt", "sub/moved.txt")
    state, reason = looked_up(place, passage)
    assert (state, "dated" in reason) == ("moved", False)
