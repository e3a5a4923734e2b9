"""A date follows its document to another path, and never comes to be another document's."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.userdata.dates import SetDates
from tests.index.dating.setting import LETTER, WHY, dates, dating, noted
from tests.makers.archives import Place, note

OTHER = "Another one\n\nThe smuggler hid a lantern below the goat shed and told the ferry's keeper.\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A letter that a moderator dated, indexed so, and another document."""
    place = Place(tmp_path, {"letter.txt": LETTER, "other.txt": OTHER})
    place.index()
    dating(place).set("letter.txt", "1971", WHY, "mo")
    place.index()
    return place


def test_it_follows_the_file(place: Place) -> None:
    """Moved twice, edited between: the date goes along, and can be undone at the new path."""
    place.move("letter.txt", "sub/a.txt")
    assert dates(place) == {"sub/a.txt": "1971*", "other.txt": None}
    place.edit("sub/a.txt", "gulls", "geese")
    assert dates(place) == {"sub/a.txt": "1971*", "other.txt": None}
    place.move("sub/a.txt", "b.txt")
    assert dates(place) == {"b.txt": "1971*", "other.txt": None}
    dating(place).undo("b.txt", "mo")
    assert dates(place) == {"b.txt": None, "other.txt": None}


def test_a_copy_is_not_dated(place: Place) -> None:
    """Two files with the same bytes: only the one that was named, also when the other is named first in order."""
    place.write({"a.txt": LETTER})
    assert dates(place) == {"a.txt": None, "letter.txt": "1971*", "other.txt": None}
    place.remove("letter.txt")
    assert dates(place) == {"a.txt": None, "other.txt": None}


def test_it_waits_for_a_file_that_is_gone(place: Place) -> None:
    """What comes back has its date again, at whichever path; the report says once that it waits."""
    place.remove("letter.txt")
    reason = (
        "the date that a moderator set for it (1971) is kept, but neither its path nor its bytes are in the archive now"
    )
    assert noted(place.index(), "letter.txt") == [reason]
    assert noted(place.index(), "letter.txt") == []
    assert [date.gone for date in dating(place).every()] == [True]
    place.write({"back.txt": LETTER})
    assert dates(place) == {"back.txt": "1971*", "other.txt": None}
    assert [date.gone for date in dating(place).every()] == [False]


def test_another_file_of_that_name_is_not_dated(place: Place) -> None:
    """A path that was free for a while belongs to whatever is put there, and so does a date that is set then."""
    place.remove("letter.txt")
    place.index()
    place.write({"letter.txt": OTHER.replace("goat", "sheep")})
    assert dates(place) == {"letter.txt": None, "other.txt": None}
    dating(place).set("letter.txt", "1980", WHY, "mo")
    assert dates(place)["letter.txt"] == "1980*"
    dating(place).undo("letter.txt", "mo")
    assert dates(place)["letter.txt"] is None
    place.write({"old.txt": LETTER})
    assert dates(place) == {"letter.txt": None, "old.txt": "1971*", "other.txt": None}


def test_a_file_moved_away_for_another_takes_its_date_along(place: Place) -> None:
    """The bytes are what was dated: what is put in their place has no date."""
    place.move("letter.txt", "1971/letter.txt")
    place.write({"letter.txt": OTHER.replace("goat", "sheep")})
    assert dates(place) == {"1971/letter.txt": "1971*", "letter.txt": None, "other.txt": None}


def test_files_that_change_places_change_their_dates(place: Place) -> None:
    """Each keeps its own."""
    dating(place).set("other.txt", "1980", WHY, "mo")
    place.index()
    place.write({"letter.txt": OTHER, "other.txt": LETTER})
    assert dates(place) == {"letter.txt": "1980*", "other.txt": "1971*"}
    assert dates(place) == {"letter.txt": "1980*", "other.txt": "1971*"}


def test_copies_that_are_dated_keep_their_own_dates(place: Place) -> None:
    """Moved with their folder at once, files with the same bytes are told apart by their names."""
    place.write({"old/a.txt": OTHER + "Twice.\n", "old/b.txt": OTHER + "Twice.\n"})
    dating(place).set("old/a.txt", "1981", WHY, "mo")
    dating(place).set("old/b.txt", "1982", WHY, "mo")
    place.index()
    place.file("old").rename(place.file("new"))
    found = dates(place)
    assert (found["new/a.txt"], found["new/b.txt"]) == ("1981*", "1982*")


def test_a_file_that_can_not_be_read_for_a_while_keeps_its_date(place: Place) -> None:
    """Damaged in between, and mended with other bytes: the file never went away, so neither does its date."""
    place.file("letter.txt").write_bytes(b"")
    assert noted(place.index(), "letter.txt") == []
    place.write({"letter.txt": LETTER + "\nMended.\n"})
    assert dates(place) == {"letter.txt": "1971*", "other.txt": None}


def test_a_moved_file_is_dated_and_undone_before_the_next_reindex(place: Place) -> None:
    """The path that was typed is the new one: it is the same document all the same."""
    place.move("letter.txt", "moved.txt")
    assert dating(place).set("moved.txt", "1972", WHY, "mo").instead is not None
    assert dates(place) == {"moved.txt": "1972*", "other.txt": None}
    place.move("moved.txt", "again.txt")
    dating(place).undo("again.txt", "mo")
    assert dates(place) == {"again.txt": "1971*", "other.txt": None}


def test_a_rename_that_the_last_reindex_did_not_note(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after its generation serves and before the new path is noted, a reindex loses no date."""
    place.move("letter.txt", "moved.txt")
    with monkeypatch.context() as killed:
        killed.setattr(SetDates, "settle", lambda self, moves: None)
        assert dates(place) == {"moved.txt": "1971*", "other.txt": None}
    assert [date.path for date in dating(place).every()] == ["letter.txt"]
    assert dates(place) == {"moved.txt": "1971*", "other.txt": None}
    assert [date.path for date in dating(place).every()] == ["moved.txt"]


def test_an_index_made_from_nothing_has_every_date(place: Place) -> None:
    """With other generations gone, all dates stand, also of what was moved meanwhile."""
    (kept,) = dating(place).every()
    place.move("letter.txt", "moved.txt")
    place.forget()
    SetDates(place.data).add([kept])
    assert dates(place) == {"moved.txt": "1971*", "other.txt": None}


def test_what_somebody_sets_while_a_reindex_runs_is_kept(place: Place) -> None:
    """A reindex that ends later notes no place over one that was noted meanwhile."""
    (known,) = dating(place).every()
    place.move("letter.txt", "moved.txt")
    dating(place).set("moved.txt", "1972", WHY, "mo")
    SetDates(place.data).settle([(known, known.model_copy(update={"path": "elsewhere.txt"}))])
    assert [date.path for date in dating(place).every()] == ["moved.txt"]


def test_a_folder_that_vanished_keeps_its_dates(tmp_path: Path) -> None:
    """What the index keeps of a disk that is not mounted is dated as it was, also by a date that is set again."""
    files = {f"disk/{number}.txt": note(number).partition(" Note")[2] for number in range(6)}
    place = Place(tmp_path, {**files, "other.txt": OTHER, "more.txt": note(50)})
    for written in ("1971", "1972"):
        dating(place).set("disk/1.txt", written, WHY, "mo")
    place.index()
    place.file("disk").rename(tmp_path / "unmounted")
    assert dates(place)["disk/1.txt"] == "1972*"
    dating(place).undo("disk/1.txt", "mo")
    assert dates(place)["disk/1.txt"] == "1971*"
    (tmp_path / "unmounted").rename(place.file("disk"))
    assert dates(place)["disk/1.txt"] == "1971*"


# Mailboxes: a part is known by its words.


RECEIVED = "Mon Jan 1 00:00:00 2001"
"""The day that every message has of its own."""


def message(subject: str, words: str) -> str:
    return f"From keeper@harbour.example {RECEIVED}\nSubject: {subject}\n\n{words}\n\n"


ONE = message("One", "The first message is about lanterns and the keeper of the harbour.")
TWO = message("Two", "The second message is about ropes, sold in spring to the ferry.")
THREE = message("Three", "The third message is about goats that were seen below the shed.")


@pytest.fixture
def mail(tmp_path: Path) -> Place:
    """A mailbox of two messages, the second of which a moderator dated."""
    place = Place(tmp_path, {"box.mbox": ONE + TWO})
    place.index()
    dating(place).set("box.mbox#2", "1971", WHY, "mo")
    assert dates(place) == {"box.mbox#1": RECEIVED, "box.mbox#2": "1971*"}
    return place


def test_a_message_keeps_its_date_whatever_its_number(mail: Place) -> None:
    """Others come and go before it and after it; the date is never another message's, and nothing is to be noted."""
    for box, expected in (
        (ONE + TWO + THREE, {"box.mbox#1": RECEIVED, "box.mbox#2": "1971*", "box.mbox#3": RECEIVED}),
        (THREE + ONE + TWO, {"box.mbox#1": RECEIVED, "box.mbox#2": RECEIVED, "box.mbox#3": "1971*"}),
        (ONE + THREE, {"box.mbox#1": RECEIVED, "box.mbox#2": RECEIVED}),
        (TWO + THREE, {"box.mbox#1": "1971*", "box.mbox#2": RECEIVED}),
    ):
        mail.write({"box.mbox": box})
        assert dates(mail) == expected
    assert not [note for note in mail.index().notes if note.path.startswith("box.mbox")]


def test_a_mailbox_that_moves_takes_the_date_of_its_message_along(mail: Place) -> None:
    """Of the messages at the new path it is the same one."""
    mail.move("box.mbox", "old/box.mbox")
    assert dates(mail) == {"old/box.mbox#1": RECEIVED, "old/box.mbox#2": "1971*"}


def test_a_whole_mailbox_is_no_document(mail: Place) -> None:
    """One of its messages is to be named, and one that it doesn't have is unknown."""
    with pytest.raises(Exception, match=r"box\.mbox holds several documents; name one of them, such as box\.mbox#1"):
        dating(mail).set("box.mbox", "1971", WHY, "mo")
    with pytest.raises(Exception, match=r"there is no document box\.mbox#3"):
        dating(mail).set("box.mbox#3", "1971", WHY, "mo")


# Whatever people do between two reindexes.

PATHS = ("a.txt", "b.txt", "sub/a.txt")
acts = st.tuples(
    st.sampled_from(["move", "edit", "copy", "remove", "date", "undo"]), st.sampled_from(PATHS), st.sampled_from(PATHS)
)


@settings(max_examples=25, deadline=None)
@given(st.lists(acts, max_size=8))
def test_dates_go_with_their_documents(steps: list[tuple[str, str, str]]) -> None:
    """One act between two reindexes: what is expected is kept beside each document, and goes where that goes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), {"a.txt": LETTER, "b.txt": OTHER, "always.txt": note(1)})
        place.index()
        expected = Expected(place)
        for number, step in enumerate(steps):
            expected.do(*step, str(1900 + number))
            assert dates(place) == {"always.txt": note(1)[5:15], **expected.dates()}


class Expected:
    """The dates that were set of each document, and of those that were removed, with their texts."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._set: dict[str, list[str]] = {"a.txt": [], "b.txt": []}
        self._waiting: list[tuple[str, list[str]]] = []

    def dates(self) -> dict[str, str | None]:
        """What each document's date is, as `said`."""
        return {path: f"{written[-1]}*" if written else None for path, written in self._set.items()}

    def do(self, act: str, path: str, to: str, year: str) -> None:
        """An act in the archive, if it can be done, and what comes of it."""
        if path not in self._set:
            return
        text = self._place.file(path).read_text()
        if act == "edit":
            self._place.write({path: f"{text}\nIn {year} this was added.\n"})
        elif act == "date":
            dating(self._place).set(path, year, WHY, "mo")
            self._set[path].append(year)
        elif act == "undo" and self._set[path]:
            dating(self._place).undo(path, "mo")
            self._set[path].pop()
        elif act == "remove":
            self._place.remove(path)
            self._waiting.append((text, self._set.pop(path)))
        elif act == "move" and to not in self._set:
            self._place.move(path, to)
            self._set[to] = self._set.pop(path) or self._back(text)
        elif act == "copy" and to not in self._set:
            self._place.write({to: text})
            self._set[to] = self._back(text)

    def _back(self, text: str) -> list[str]:
        """The dates of a document that was removed and is back, the one that was dated last of several."""
        same = [one for one in self._waiting if one[0] == text and one[1]]
        if not same:
            return []
        found = max(same, key=lambda one: one[1][-1])
        self._waiting.remove(found)
        return found[1]
