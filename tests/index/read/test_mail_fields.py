"""Subjects and dates in the header fields of e-mails."""

from __future__ import annotations

import datetime as dt
from email.header import Header
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.models.documents import Document
from index.read.mail_fields import words_of
from tests.makers.files import document, message, read_all


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("=?utf-8?q?M=C3=BChle_und?= =?utf-8?q?_Wehr?=", "Mühle und Wehr"),
        ("=?utf-8?B?TcM=?= =?UTF-8?b?vGhsZQ==?=", "Mühle"),
        ("=?utf-8?B?TcO8aGxl?=\n =?iso-8859-1?q?_caf=E9?= open", "Mühle café open"),
        ("Re:=?utf-8?q?M=C3=BChle?=, and more", "Re:Mühle, and more"),
        ("=?utf-8*de?q?M=C3=BChle?=", "Mühle"),
        ("=?utf-8?q?Mill?? Yes?=", "Mill?? Yes"),
        ("=?utf-8?q?M=C3=BChle", "Mühle"),
        ("=?utf-8?B?TcO8aGxl", "Mühle"),
        ("=?utf-8?B?TcO8aGxlA?=", "Mühle"),
        ("=?us-ascii?q?M=C3=BChle?=", "Mühle"),
        ("=?nonsense?q?M=FChle?=", "Mühle"),
        ("=?koi8-r?B?7cXM2M7Jw8E=?=", "Мельница"),
        ("=?gb2312?B?y66w0w==?=", "水坝"),
        ("a =? b ?= c", "a =? b ?= c"),
    ],
)  # fmt: skip
def test_encoded_words_are_decoded(raw: str, words: str) -> None:
    """Next to each other, split inside a character, in a wrong encoding, cut off, or without blanks around them."""
    assert words_of(raw) == words


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=60))
def test_what_the_standard_library_encodes_is_read(words: str) -> None:
    """Whatever the letters are and wherever it breaks them into pieces."""
    assert words_of(Header(words, "utf-8", maxlinelen=40).encode()) == words_of(words)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_header_with_bare_bytes_is_read(tmp_path: Path, encoding: str) -> None:
    """As UTF-8, or else in the encoding that the text declares."""
    data = message("Mühle.", Subject="Mühle", Date="5 Mar 2019", Content_Type=f"text/plain; charset={encoding}")
    made = document(tmp_path, "a.eml", data.decode().encode(encoding))
    assert (made.title, made.text) == ("Mühle", "Mühle.")


def dated(tmp_path: Path, name: str = "a.eml", **fields: str) -> tuple[str, str] | None:
    """The day and origin of a message with these fields."""
    made = document(tmp_path, name, message("Words.", Message_ID="<1@example.org>", MIME_Version="1.0", **fields))
    return (made.date.earliest.isoformat(), made.date.origin) if made.date else None


RECEIVED = (
    "from mill (mill [10.0.0.1]; really) by weir; Wed, 6 Mar 2019 00:10:00 +0100\n"
    "Received: from boat by mill with ESMTP id 7;\n\tTue, 5 Mar 2019 23:50:00 +0100 (CET)"
)


def test_a_message_without_a_date_has_the_day_of_its_earliest_stamp(tmp_path: Path) -> None:
    """As a last resort, labelled so, after the file's name; the day on which it was sent again is none of it."""
    assert dated(tmp_path, Received=RECEIVED) == ("2019-03-05", "received")
    assert dated(tmp_path, Received=RECEIVED, Date="") == ("2019-03-05", "received")
    assert dated(tmp_path, Received=RECEIVED, Resent_Date="1 Jan 2018") == ("2019-03-05", "received")
    assert dated(tmp_path, "2019-03-04-a.eml", Received=RECEIVED) == ("2019-03-04", "file name")
    assert dated(tmp_path, Received="by mill; Thu, 1 Jan 1970 00:00:00 +0000") is None
    assert dated(tmp_path, Resent_Date="1 Jan 2018") is None


def test_a_date_that_is_there_is_replaced_by_none(tmp_path: Path) -> None:
    """One that can't be read, or two that differ, leave the message undated, with a note that says why."""
    assert dated(tmp_path, "2019-03-04-a.eml", Received=RECEIVED, Date="soon") is None
    assert dated(tmp_path, Date="5 Mar 2019\nDate: Tue, 5 Mar 2019 08:00:00 +0000") == ("2019-03-05", "metadata")
    data = message("Words.", Date="5 Mar 2019\nDate: 6 Mar 2019")
    made = document(tmp_path, "2019-03-04-a.eml", data)
    assert made.date is None
    assert made.notes == (
        "the metadata's date 5 Mar 2019 is not 6 Mar 2019, which it says as well; remove the wrong one; "
        "the document is undated",
    )


def test_a_date_is_kept_as_it_is_written(tmp_path: Path) -> None:
    """The obsolete form stands in the document, and an impossible day is called that."""
    made = document(tmp_path, "a.eml", message("Words.", Date="Tuesday, 05-Mar-19 23:30:00 (late) PST"))
    assert made.date is not None
    assert (made.date.earliest, made.date.as_written) == (dt.date(2019, 3, 5), "Tuesday, 05-Mar-19 23:30:00 (late) PST")
    (note,) = document(tmp_path, "a.eml", message("Words.", Date="31 Feb 2019 08:00 GMT")).notes
    assert note == "the metadata's date 31 Feb 2019 08:00 GMT does not exist; the document is undated"


def test_a_mailbox_says_when_a_message_without_a_date_came(tmp_path: Path) -> None:
    """In the line before it; what servers stamped comes before that."""
    line = b"From ann@example.org  Thu Mar  7 08:00:00 2019\n"
    data = b"".join(line + message("Words.\n", **fields) for fields in ({}, {"Received": RECEIVED}))
    results = read_all(tmp_path, "a.mbox", data)
    days = [made.date.earliest.day for made in results if isinstance(made, Document) and made.date]
    assert days == [7, 5]
