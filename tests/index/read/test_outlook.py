"""Outlook's messages: their text, subject, date and attachments."""

from __future__ import annotations

import datetime as dt
import zlib
from pathlib import Path

import pytest

from tests.makers.files import document, message, refusal
from tests.makers.outlook import Tree, compound, msg

CLASS, SUBJECT, HEADERS, SENDER, SENT, RECEIVED = 0x1A, 0x37, 0x7D, 0xC1A, 0x39, 0xE06
BODY, RICH, HTML, NAME, DATA, TYPE, CONTENT_ID = 0x1000, 0x1009, 0x1013, 0x3707, 0x3701, 0x370E, 0x3712
TIME, NUMBER = 0x40, 3
FIRST = "__attach_version1.0_#00000000"


def ticks(day: dt.datetime) -> int:
    """A moment as these files count it."""
    return int((day - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)).total_seconds()) * 10_000_000


NOON = ticks(dt.datetime(2019, 3, 5, 12, tzinfo=dt.UTC))


def attached(texts: dict[int, str], data: dict[int, bytes] | None = None, inner: Tree | None = None) -> dict[str, Tree]:
    """One attachment with these properties, or a message in it."""
    return {FIRST: msg(texts, data, header=8) | ({"__substg1.0_3701000D": inner} if inner else {})}


@pytest.mark.parametrize("name", ["a.msg", "a.txt"])
@pytest.mark.parametrize("length", [1, 400, 60_000])
def test_a_message_has_its_text_subject_and_date(tmp_path: Path, name: str, length: int) -> None:
    """Whatever it is called and however long; the day is the one that the header writes."""
    headers = "From: Ann <ann@example.org>\r\nDate: Tue, 5 Mar 2019 23:30:00 -0800\r\n\r\n"
    body = "The weir holds.\r\n" * length
    data = compound(msg({SUBJECT: "Młyn", BODY: body, HEADERS: headers}, fixed={(SENT, TIME): NOON}))
    made = document(tmp_path, name, data)
    assert (made.format, made.title, made.text) == ("email", "Młyn", ("The weir holds.\n" * length).strip())
    assert made.date is not None
    assert (made.date.as_written, made.date.origin) == ("Tue, 5 Mar 2019 23:30:00 -0800", "metadata")


@pytest.mark.parametrize(
    ("fixed", "dated"),
    [
        ({(SENT, TIME): NOON, (RECEIVED, TIME): NOON + 10**12}, ("2019-03-05", "metadata")),
        ({(RECEIVED, TIME): NOON}, ("2019-03-05", "received")),
        ({(0x3007, TIME): NOON}, None),
        ({(SENT, TIME): 2**63}, None),
        ({}, None),
    ],
)
def test_without_a_header_the_day_is_that_of_sending(
    tmp_path: Path, fixed: dict[tuple[int, int], int], dated: tuple[str, str] | None
) -> None:
    """In UTC; or that of receipt, labelled so; that on which the file was made counts for nothing."""
    made = document(tmp_path, "a.msg", compound(msg({BODY: "Words."}, fixed=fixed)))
    assert (made.date and (made.date.earliest.isoformat(), made.date.origin)) == dated


def test_a_page_is_read_in_its_code_page(tmp_path: Path) -> None:
    """Where there is no plain text, or where that is a stub."""
    page = "<p>Młyn i śluza.</p>".encode("cp1250")
    for texts in ({}, {BODY: "Your mail program shows no HTML."}):
        data = compound(msg(texts, {HTML: page}, fixed={(0x3FDE, NUMBER): 1250}))
        assert document(tmp_path, "a.msg", data).text == "Młyn i śluza."


def test_texts_of_old_versions_are_read_in_their_code_page(tmp_path: Path) -> None:
    """Bytes in place of Unicode; a subject that can't be told costs itself."""
    streams = {"__substg1.0_1000001E": "Мельница.".encode("cp1251"), "__substg1.0_0037001E": "Вода".encode("cp1251")}
    made = document(tmp_path, "a.msg", compound(msg(fixed={(0x3FFD, NUMBER): 1251}) | streams))
    assert (made.title, made.text) == ("Вода", "Мельница.")


def test_a_damaged_property_costs_itself(tmp_path: Path) -> None:
    """Half a character, an odd byte, and numbers that are cut off."""
    streams = msg({BODY: "The weir holds."}) | {
        "__substg1.0_0037001F": b"\x00\xd8a\0b",
        "__properties_version1.0": b"x",
    }
    made = document(tmp_path, "a.msg", compound(streams))
    assert (made.title, made.text) == ("?a", "The weir holds.")


def test_a_message_in_a_message_is_text(tmp_path: Path) -> None:
    """Under its subject and sender, and what is attached to that is named, too."""
    inner = msg(
        {SUBJECT: "Inside", SENDER: "Bob", BODY: "The mill turns."}, attached=attached({NAME: "b.pdf"}), header=24
    )
    made = document(tmp_path, "a.msg", compound(msg({BODY: "See."}, attached=attached({}, inner=inner))))
    assert made.text == "See.\n\nSubject: Inside\nFrom: Bob\n\nThe mill turns."
    assert made.notes == ("not read: 1 attachment (b.pdf); add what matters as files of the archive",)


def test_a_signed_message_is_read_and_an_encrypted_one_is_not(tmp_path: Path) -> None:
    """Outlook keeps the first as it was sent, in an attachment."""
    mail = message("The weir holds.", Content_Type="text/plain")
    for kind, name in (("IPM.Note.SMIME.MultipartSigned", "text"), ("IPM.Note.SMIME", "sealed")):
        data = compound(msg({CLASS: kind}, attached=attached({NAME: "smime.p7m"}, {DATA: mail})))
        if name == "text":
            assert document(tmp_path, "a.msg", data).text == "The weir holds."
        else:
            assert refusal(tmp_path, "a.msg", data).startswith("it is encrypted or sealed")


def test_what_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    """Rich text alone, attachments alone, a damaged file, and other files of Office's."""
    rich = compound(msg({}, {RICH: zlib.compress(b"x")}))
    assert refusal(tmp_path, "a.msg", rich).startswith("its text is rich text (RTF) alone; open it in a mail program")
    only = compound(msg({}, attached=attached({NAME: "a.pdf"})))
    assert refusal(tmp_path, "a.msg", only).startswith("it has no text but 1 attachment (a.pdf)")
    picture = compound(msg({}, attached=attached({NAME: "a.png", TYPE: "image/png", CONTENT_ID: "1"})))
    assert refusal(tmp_path, "a.msg", picture).startswith("it has no text")
    whole = compound(msg({BODY: "Words. " * 5000}))
    assert refusal(tmp_path, "a.msg", whole[: len(whole) // 2]).startswith("it is ")
    assert refusal(tmp_path, "a.doc", compound({"WordDocument": b"x"})).startswith("it is an old Word document (DOC)")
