"""What became of documents from one generation to the next."""

from __future__ import annotations

import datetime as dt

from index.build.changes import compare
from index.models.documents import DateSpan, Fingerprint
from index.models.reports import Moved


def known(sha256: str, day: str | None = None) -> Fingerprint:
    if day is None:
        return Fingerprint(sha256, None)
    date = dt.date.fromisoformat(day)
    return Fingerprint(
        sha256, DateSpan(earliest=date, latest=date, precision="day", origin="head line", as_written=day)
    )


def test_each_document_is_in_the_list_of_what_became_of_it() -> None:
    """Added, changed, removed, moved and re-dated documents are each listed once, the others nowhere."""
    then = {"a": known("1"), "b": known("2"), "c": known("3"), "d": known("4", "1999-01-01"), "e": known("5")}
    now = {"a": known("1"), "b": known("2!"), "x": known("3"), "d": known("4", "1999-01-02"), "f": known("6")}
    found = compare(then, now)
    assert found.added == ("f",)
    assert found.changed == ("b",)
    assert found.removed == ("e",)
    assert found.moved == (Moved(before="c", after="x"),)
    assert found.redated == ("d",)


def test_copies_are_moved_one_to_one() -> None:
    """Of three equal files two that went are paired with the one that came; the other is removed."""
    found = compare({"a": known("1"), "b": known("1"), "c": known("1")}, {"c": known("1"), "z": known("1")})
    assert found.moved == (Moved(before="a", after="z"),)
    assert found.removed == ("b",)
    assert found.added == ()


def test_a_copy_beside_its_original_is_added() -> None:
    """Nothing has moved while the original is still there."""
    found = compare({"a": known("1")}, {"a": known("1"), "b": known("1")})
    assert (found.added, found.moved) == (("b",), ())


def test_the_parts_of_a_moved_file_keep_their_numbers() -> None:
    """Several documents of one file have its checksum in common, and each is moved to its own place."""
    then = {"old.mbox#1": known("1"), "old.mbox#2": known("1")}
    now = {"new.mbox#2": known("1"), "new.mbox#1": known("1")}
    moved = compare(then, now).moved
    assert [(move.before, move.after) for move in moved] == [("old.mbox#1", "new.mbox#1"), ("old.mbox#2", "new.mbox#2")]
