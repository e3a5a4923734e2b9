"""Saved web pages and Apple Mail's files: what is wrapped in an e-mail or around one."""

from __future__ import annotations

import base64
import plistlib
from pathlib import Path

import pytest

from tests.makers.files import document, message, page, refusal

PAGE = page(
    "<article><h1>Młyn</h1><p>The weir was mended with oak, and the mill turns.</p></article>",
    '<meta charset="utf-8"><meta property="article:published_time" content="2011-05-06">',
)
BLINK = "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/mill\nSubject: A page\n"
EXPLORER = 'From: "Saved by Windows Internet Explorer 8"\nSubject: A page\n'
SAVED = "Date: Tue, 5 Mar 2019 08:00:00 +0000\nMIME-Version: 1.0\n"
RELATED = 'Content-Type: multipart/related; type="text/html"; boundary="cut"\n\n'


def part(html: bytes, kind: str = "text/html", fields: str = "") -> bytes:
    head = f"--cut\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n{fields}\n"
    return head.encode() + base64.encodebytes(html)


PICTURE = part(b"x", "image/png", "Content-Location: https://example.org/a.png\n")
END = b"--cut--\n"


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.txt"])
@pytest.mark.parametrize("head", [BLINK + SAVED, EXPLORER + SAVED, "MIME-Version: 1.0\n"], ids=["Blink", "IE", "Word"])
def test_a_saved_page_is_the_page(tmp_path: Path, name: str, head: str) -> None:
    """With its title and the day that it declares; the day of saving dates nothing."""
    made = document(tmp_path, name, (head + RELATED).encode() + part(PAGE) + PICTURE + END)
    assert (made.format, made.title) == ("html", "Młyn")
    assert "The weir was mended with oak" in made.text
    assert made.date is not None
    assert (made.date.as_written, made.date.origin) == ("2011-05-06", "metadata")
    undated = PAGE.replace(b"2011-05-06", b"")
    assert document(tmp_path, name, (head + RELATED).encode() + part(undated) + END).date is None


def test_a_saved_page_without_pictures_is_read(tmp_path: Path) -> None:
    """It has no parts; its encoding is the header's, and its title the subject's where it has none."""
    head = EXPLORER + SAVED + "Content-Type: text/html; charset=iso-8859-2\nContent-Location: https://example.org/\n\n"
    made = document(tmp_path, "a.mht", head.encode() + "<p>Młyn i śluza.</p>".encode("iso-8859-2"))
    assert (made.title, made.text) == ("A page", "Młyn i śluza.")


def test_of_frames_the_main_part_is_read(tmp_path: Path) -> None:
    """The first that has text; the part that the header names comes before the others."""
    frames = page("").replace(b"<body></body>", b'<frameset><frame src="cid:2"></frameset>')
    data = (BLINK + SAVED + RELATED).encode() + part(frames) + part(PAGE) + part(page("<p>Other words.")) + END
    made = document(tmp_path, "a.mhtml", data)
    assert "mended with oak" in made.text
    assert "Other words" not in made.text
    start = RELATED.replace("boundary", 'start="<main>"; boundary')
    parts = part(page("<p>Other words.")) + part(PAGE, fields="Content-ID: <main>\n")
    assert "mended with oak" in document(tmp_path, "a.mhtml", (BLINK + SAVED + start).encode() + parts + END).text


def test_a_saved_page_without_text_is_refused(tmp_path: Path) -> None:
    """Pictures alone are no document."""
    reason = refusal(tmp_path, "a.mhtml", (BLINK + SAVED + RELATED).encode() + PICTURE + END)
    assert reason.startswith("it has no text")


def test_a_mail_with_pictures_is_a_mail(tmp_path: Path) -> None:
    """Whatever it is called: somebody has sent it, and it is of the day on which it was written."""
    data = message("", Subject="Mill", Date="5 Mar 2019", MIME_Version="1.0")[:-1] + RELATED.encode()
    made = document(tmp_path, "a.mhtml", data + part(page("<p>Words of a mail.")) + PICTURE + END)
    assert (made.format, made.text) == ("email", "Words of a mail.")
    assert made.date is not None


MAIL = message("The weir holds.\n", Subject="Weir", Date="Tue, 5 Mar 2019 08:00:00 +0000")
NOTED = plistlib.dumps({"flags": 1, "date-received": 1551772800})


@pytest.mark.parametrize("name", ["a.emlx", "a.txt"])
@pytest.mark.parametrize("count", [len(MAIL), 1, 10**9])
@pytest.mark.parametrize("noted", [NOTED, b"", plistlib.dumps({"flags": 1}).partition(b"\n")[2]])
def test_apple_mails_files_are_mails(tmp_path: Path, name: str, count: int, noted: bytes) -> None:
    """Without the count before and the notes after, and all of the message even where the count is wrong."""
    made = document(tmp_path, name, b"%d      \n" % count + MAIL + noted)
    assert (made.format, made.title, made.text) == ("email", "Weir", "The weir holds.")
    assert made.date is not None
    assert (made.date.earliest.isoformat(), made.date.origin) == ("2019-03-05", "metadata")


def test_apple_mail_notes_when_a_message_came(tmp_path: Path) -> None:
    """For one that has no date itself; damaged notes are none."""
    mail = message("Words.\n", Message_ID="<1@example.org>")
    made = document(tmp_path, "a.emlx", b"%d\n" % len(mail) + mail + NOTED)
    assert made.date is not None
    assert (made.date.earliest.isoformat(), made.date.origin) == ("2019-03-05", "received")
    assert document(tmp_path, "a.emlx", b"%d\n" % len(mail) + mail + b"<?xml <plist").date is None


def test_a_number_on_top_of_a_text_is_text(tmp_path: Path) -> None:
    """Only a message makes it Apple Mail's."""
    assert document(tmp_path, "a.txt", b"312\nFrom: here\n\nWords.").text.startswith("312")
