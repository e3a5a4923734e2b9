"""The texts of cited documents are kept once, given back whole, and erased to the byte."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.models.versions import Replaced
from index.userdata.cited_texts import CitedTexts
from tests.makers.citations import document

SHA = "1" * 64
MAY = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def texts(tmp_path: Path) -> CitedTexts:
    return CitedTexts(tmp_path)


def replaced(path: str = "a.txt", sha256: str = SHA, moved_to: str | None = None) -> Replaced:
    return Replaced(path=path, generation=3, sha256=sha256, since=None, until=MAY, moved_to=moved_to)


def test_a_text_is_given_back_by_path_and_bytes_and_kept_once(texts: CitedTexts) -> None:
    """Two documents with one text share it; of what was never kept there is none."""
    assert texts.missing([("a.txt", SHA)]) == [("a.txt", SHA)]
    assert texts.find("a.txt", SHA) == []
    texts.keep([document("One two.", "a.txt"), document("One two.", "b.txt")])
    assert texts.find("a.txt", SHA) == texts.find("b.txt", SHA) == ["One two."]
    assert texts.find("a.txt", "2" * 64) == []
    assert texts.missing([("a.txt", SHA), ("c.txt", SHA), ("a.txt", "2" * 64)]) == [("c.txt", SHA), ("a.txt", "2" * 64)]
    assert (texts.count(), texts.faults()) == (1, ())
    assert texts.size_bytes > 0


def test_what_is_erased_is_gone_and_stays_away(texts: CitedTexts, tmp_path: Path) -> None:
    """Every version of it and whatever has its words go; others stay; its bytes are taken again only once allowed."""
    letter = document("Quillfeather hid it.", "a.txt")
    copy = document("Then: Quillfeather hid it.", "b.txt", sha256="2" * 64)
    texts.keep([letter, copy, document("Another.", "c.txt", sha256="3" * 64)])
    texts.note_replaced(3, [replaced(), replaced("c.txt", "3" * 64)])
    before = (tmp_path / DataFile.CITED_TEXTS).read_bytes()
    packed = [row for row in _packed(texts) if row not in _packed_without(texts, [SHA], ["Quillfeather hid"])]
    texts.scrub()
    after = (tmp_path / DataFile.CITED_TEXTS).read_bytes()
    assert len(packed) == 2
    assert all(blob in before and blob not in after for blob in packed)
    assert [row.path for path in ("a.txt", "c.txt") for row in texts.replaced(path)] == ["c.txt"]
    texts.keep([letter])
    texts.note_replaced(4, [replaced()])
    assert (texts.count(), texts.replaced("a.txt")) == (1, [])
    texts.allow([SHA])
    texts.keep([letter])
    assert texts.count() == 2


def _packed(texts: CitedTexts) -> set[bytes]:
    with texts._reading() as database:
        return {packed for (packed,) in database.execute("SELECT packed FROM texts")}


def _packed_without(texts: CitedTexts, digests: list[str], words: list[str]) -> set[bytes]:
    texts.erase(lambda path, sha256: sha256 in digests, digests, words)
    return _packed(texts)


def test_a_reindex_that_is_done_again_notes_what_it_found_in_place_of_the_first(texts: CitedTexts) -> None:
    """What was noted of a generation that still serves was not published; moves are found from their new path."""
    texts.note_replaced(3, [replaced(), replaced("b.txt", moved_to="c.txt")])
    assert [row.path for row in texts.moved_to("c.txt")] == ["b.txt"]
    texts.note_replaced(3, [replaced("b.txt", moved_to="d.txt")])
    assert (texts.replaced("a.txt"), texts.moved_to("c.txt")) == ([], [])
    assert texts.replaced("b.txt") == texts.moved_to("d.txt") == [replaced("b.txt", moved_to="d.txt")]


def test_the_first_time_noted_of_a_generation_stays(texts: CitedTexts) -> None:
    """A number that is given again, such as after a restore, tells nothing of what was cited under the old one."""
    assert texts.generations() == {}
    texts.note_generations({1: MAY})
    texts.note_generations({1: MAY + dt.timedelta(days=9), 2: MAY})
    assert texts.generations() == {1: MAY, 2: MAY}


def test_two_stores_are_united(texts: CitedTexts, tmp_path: Path) -> None:
    """Texts, versions and times of both."""
    other = tmp_path / "other"
    other.mkdir()
    CitedTexts(other).keep([document("One two.", "a.txt")])
    CitedTexts(other).note_replaced(3, [replaced()])
    texts.keep([document("Another.", "c.txt", sha256="3" * 64)])
    texts.unite(other)
    assert texts.find("a.txt", SHA) == ["One two."]
    assert (texts.count(), texts.replaced("a.txt")) == (2, [replaced()])


def test_a_damaged_text_counts_as_not_kept_and_is_told(texts: CitedTexts) -> None:
    """A text that is not what was kept is given to nobody."""
    texts.keep([document("One two.", "a.txt")])
    with texts._using() as database:
        database.execute("UPDATE texts SET packed = x'789c030000000001'")
    assert texts.find("a.txt", SHA) == []
    assert [fault.endswith("is damaged") for fault in texts.faults()] == [True]


def test_a_foreign_file_is_refused(texts: CitedTexts, tmp_path: Path) -> None:
    """In one line that names it."""
    (tmp_path / DataFile.CITED_TEXTS).write_bytes(b"not a database at all, and long enough to be one" * 99)
    with pytest.raises(IndexDataError, match=r"cited-texts.sqlite can't be used"):
        texts.find("a.txt", SHA)
